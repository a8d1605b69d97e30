/** What recipients of files read in Italian. */
import type { Words } from '../words.ts';

export const IT: Words = {
  kinds: {
    open_items: 'Partite aperte',
    cash_journal: 'Giornale degli incassi',
    ledger_journal: 'Libro giornale',
    journal_batch: 'Lotto del giornale',
    ageing: 'Scadenziario per cliente',
    unapplied: 'Somme non imputate',
    disputes: 'Contestazioni',
    credit: 'Limiti di credito ed esposizione',
    exceptions: 'Casi da chiarire',
    kpi_pack: 'Indicatori',
    tax_summary: 'IVA a debito',
    numbering_audit: 'Numeri dei documenti',
    statements: 'Estratti conto dei clienti',
    review_pack: 'Confronto di due periodi',
    finance_report: 'Rapporto finanziario',
  },
  opening: (seller) => `${seller} ha un file per voi.`,
  empty: (seller) => `${seller} ha un file per voi. È vuoto: non c’è nulla da elencare.`,
  open: 'Ottenere il file',
  until: (day) => `Il link si apre fino al ${day}.`,
  yours:
    'Il link è soltanto per voi: chi lo possiede ottiene il file. Vi preghiamo di non inoltrare questo messaggio e di chiederci il file quando il link sarà scaduto.',
  facts: {
    file: 'Nome del file',
    company: 'Società',
    day: 'Giorno',
    days: 'Periodo',
    between: (from, to) => `dal ${from} al ${to}`,
    batch: 'Numero del lotto',
    rows: 'Righe',
    total: 'Totale di controllo',
    sha256: 'Somma di controllo (SHA-256)',
  },
  page: { opening: (seller) => `Questo file proviene da ${seller}.`, fetch: 'Scaricare il file' },
  gone: {
    title: 'Questo link non apre alcun file',
    text: 'È scaduto, è stato ritirato o non è completo. Chiedetene uno nuovo all’ufficio finanziario dell’azienda che lo ha inviato.',
  },
};
