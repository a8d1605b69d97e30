/** What recipients of files read in German. */
import type { Words } from '../words.ts';

export const DE: Words = {
  kinds: {
    open_items: 'Offene Posten',
    cash_journal: 'Zahlungsjournal',
    ledger_journal: 'Buchungsjournal',
    journal_batch: 'Buchungsstapel',
    ageing: 'Altersstruktur nach Kunden',
    unapplied: 'Nicht zugeordnetes Geld',
    disputes: 'Reklamationen',
    credit: 'Kreditlimits und Ausschöpfung',
    exceptions: 'Offene Klärungsfälle',
    kpi_pack: 'Kennzahlen',
    tax_summary: 'Umsatzsteuer',
    numbering_audit: 'Belegnummern',
    statements: 'Kontoauszüge der Kunden',
    review_pack: 'Vergleich zweier Zeiträume',
    finance_report: 'Finanzbericht',
  },
  opening: (seller) => `${seller} hat eine Datei für Sie.`,
  empty: (seller) => `${seller} hat eine Datei für Sie. Sie ist leer: Es gibt nichts aufzulisten.`,
  open: 'Datei abrufen',
  until: (day) => `Der Link öffnet bis ${day}.`,
  yours:
    'Der Link ist nur für Sie: Wer ihn hat, bekommt die Datei. Bitte leiten Sie diese Mail nicht weiter und fordern Sie die Datei neu bei uns an, wenn der Link abgelaufen ist.',
  facts: {
    file: 'Datei',
    company: 'Gesellschaft',
    day: 'Tag',
    days: 'Zeitraum',
    between: (from, to) => `${from} bis ${to}`,
    batch: 'Nummer des Stapels',
    rows: 'Zeilen',
    total: 'Kontrollsumme',
    sha256: 'Prüfsumme (SHA-256)',
  },
  page: { opening: (seller) => `Diese Datei kommt von ${seller}.`, fetch: 'Datei herunterladen' },
  gone: {
    title: 'Dieser Link öffnet keine Datei',
    text: 'Er ist abgelaufen, wurde zurückgezogen oder ist nicht vollständig. Bitte fordern Sie bei der Finanzabteilung der Firma, die ihn geschickt hat, einen neuen an.',
  },
};
