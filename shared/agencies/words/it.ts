/** What agencies read in Italian. */
import type { Words } from '../words.ts';

export const IT: Words = {
  case: 'Pratica',
  yours: 'Vostro riferimento',
  debtor: 'Debitore',
  toCollect: 'Da incassare',
  stillToCollect: 'Ancora da incassare',
  files: 'Aprire i file',
  filesUntil: (day) => `Il link si apre fino al ${day}.`,
  reason: 'Motivo',
  handedOver: {
    title: 'Una nuova pratica per voi',
    opening: (debtor) =>
      `Vi affidiamo i nostri crediti verso ${debtor}. I file contengono tutte le fatture, gli interessi, le spese e quanto inviato finora. Vi preghiamo di incassare quanto richiesto.`,
  },
  moved: {
    title: 'Novità su una pratica',
    opening: (debtor) =>
      `Qualcosa è cambiato nella pratica contro ${debtor}. Vi preghiamo di non chiedere più di quanto resta da incassare.`,
  },
  recalled: {
    title: 'Riprendiamo una pratica',
    opening: (debtor) =>
      `Vi preghiamo di non incassare più da ${debtor} e di dirci quanto avete incassato finora.`,
  },
  changes: {
    payment: 'Pagamento ricevuto da noi',
    credit_note: 'Nota di credito',
    write_off: 'Stralciato',
    claim: 'Interessi o spese',
    paused: 'In chiarimento: vi preghiamo di sospendere',
    resumed: 'Chiarito: vi preghiamo di proseguire',
    void: 'Annullata',
  },
  back: 'è tornato indietro ed è di nuovo da incassare',
  page: {
    title: 'File di una pratica',
    opening: (seller) => `${seller} vi ha affidato questa pratica.`,
    csv: 'Tutto in CSV',
    json: 'Tutto in JSON',
    invoice: (number) => `Fattura ${number}`,
    rows: 'Righe',
    sha256: 'Somma di controllo (SHA-256)',
  },
};
