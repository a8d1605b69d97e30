/** What agencies read in German. */
import type { Words } from '../words.ts';

export const DE: Words = {
  case: 'Fall',
  yours: 'Ihr Zeichen',
  debtor: 'Schuldner',
  toCollect: 'Einzuziehen',
  stillToCollect: 'Noch einzuziehen',
  files: 'Dateien öffnen',
  filesUntil: (day) => `Der Link öffnet bis ${day}.`,
  reason: 'Grund',
  handedOver: {
    title: 'Ein neuer Fall für Sie',
    opening: (debtor) =>
      `Wir übergeben Ihnen unsere Forderungen gegen ${debtor}. Die Dateien enthalten alle Rechnungen, Zinsen, Kosten und was bisher verschickt wurde. Bitte ziehen Sie ein, was gefordert ist.`,
  },
  moved: {
    title: 'Neues zu einem Fall',
    opening: (debtor) =>
      `Im Fall gegen ${debtor} hat sich etwas geändert. Bitte fordern Sie nicht mehr, als noch einzuziehen ist.`,
  },
  recalled: {
    title: 'Wir nehmen einen Fall zurück',
    opening: (debtor) =>
      `Bitte stellen Sie den Einzug bei ${debtor} ein und teilen Sie uns mit, was Sie bis jetzt eingezogen haben.`,
  },
  changes: {
    payment: 'Zahlung an uns',
    credit_note: 'Gutschrift',
    write_off: 'Ausgebucht',
    claim: 'Zinsen oder Kosten',
    paused: 'In Klärung: bitte ruhen lassen',
    resumed: 'Geklärt: bitte fortsetzen',
    void: 'Storniert',
  },
  back: 'ging zurück und ist wieder einzuziehen',
  page: {
    title: 'Dateien eines Falls',
    opening: (seller) => `${seller} hat Ihnen diesen Fall übergeben.`,
    csv: 'Alles als CSV',
    json: 'Alles als JSON',
    invoice: (number) => `Rechnung ${number}`,
    rows: 'Zeilen',
    sha256: 'Prüfsumme (SHA-256)',
  },
};
