import type { OrderWords } from '../orderwords.ts';
import type { Words } from '../words.ts';

export const de: Words = {
  invoiceFrom: (number, seller) => `Rechnung ${number} von ${seller}`,
  invoice: (number) => `Rechnung ${number}`,
  number: 'Rechnung',
  owed: 'Zu zahlen',
  ofTotal: (total) => `von insgesamt ${total}`,
  due: (day) => `Fällig am ${day}`,
  overdue: (days) => `${days} ${days === 1 ? 'Tag' : 'Tage'} überfällig`,
  poNumber: 'Ihre Bestellung',
  pay: (amount) => `${amount} bezahlen`,
  secure: 'Sie zahlen auf der sicheren Seite unseres Zahlungsdienstes. Ihre Karte sehen wir nie.',
  part: {
    title: 'Einen Teil bezahlen',
    least: (amount) => `Mindestens ${amount}; der Rest bleibt offen.`,
    pay: 'Diesen Betrag bezahlen',
  },
  pending:
    'Eine Zahlung ist unterwegs. Sie müssen nicht noch einmal zahlen; ' +
    'diese Seite zeigt sie, sobald sie eingegangen ist.',
  download: 'Rechnung herunterladen (PDF)',
  wrong: 'Mit dieser Rechnung stimmt etwas nicht',
  details: (count) => `Wofür (${count} ${count === 1 ? 'Position' : 'Positionen'})`,
  item: 'Artikel',
  net: 'Netto',
  vat: 'USt.',
  total: 'Gesamtbetrag',
  payments: 'Bisherige Zahlungen',
  methods: {
    card: 'Karte',
    bank_transfer: 'Überweisung',
    cash: 'Bar',
    cheque: 'Scheck',
    agency: 'Inkasso',
    credit_note: 'Gutschrift',
    deposit: 'Anzahlung',
  },
  open: 'Noch offen',
  transfer: 'Per Überweisung zahlen',
  transferHint: 'Bitte geben Sie die Referenz genau so an: Dann wird Ihre Zahlung ohne Verzug gebucht.',
  scan: 'Scannen Sie diesen Code mit Ihrer Banking-App: Er füllt die Überweisung aus.',
  payee: 'Empfänger',
  bank: 'Bank',
  amount: 'Betrag',
  reference: 'Referenz',
  until: (day) => `Dieser Link gilt bis ${day}. Geben Sie ihn nicht weiter: Wer ihn hat, sieht die Rechnung.`,
  questions: (name) => `Fragen zu dieser Rechnung? Schreiben Sie an ${name}.`,
  processing: {
    title: 'Ihre Zahlung wird bestätigt',
    text: 'Das dauert einige Sekunden. Die Seite aktualisiert sich von selbst.',
    wait: 'Bitte zahlen Sie nicht noch einmal.',
    again: 'Jetzt prüfen',
  },
  receipt: {
    title: 'Vielen Dank, Ihre Zahlung ist bestätigt',
    text: (amount, seller) => `${amount} an ${seller} bezahlt.`,
    paidOn: 'Bezahlt am',
    method: 'Zahlungsart',
    rest: (amount) => `${amount} dieser Rechnung sind noch offen.`,
  },
  paid: {
    title: 'Diese Rechnung ist bezahlt',
    credited: 'Diese Rechnung wurde berichtigt',
    closed: 'Auf dieser Rechnung ist nichts offen',
    text: (number) => `Auf der Rechnung ${number} ist nichts mehr offen. Es gibt nichts weiter zu tun.`,
  },
  deposit: {
    from: (number, seller) => `Anzahlung ${number} an ${seller}`,
    heading: (number) => `Anzahlung ${number}`,
    download: 'Anforderung herunterladen (PDF)',
    until: (day) =>
      `Dieser Link gilt bis ${day}. Geben Sie ihn nicht weiter: Wer ihn hat, sieht die Anforderung.`,
    questions: (name) => `Fragen zu dieser Anzahlung? Schreiben Sie an ${name}.`,
    rest: (amount) => `${amount} dieser Anzahlung sind noch offen.`,
    title: 'Diese Anzahlung ist bezahlt',
    closed: 'Es wird nichts mehr angefordert',
    text: (number) =>
      `Auf der Anzahlung ${number} ist nichts offen. Was Sie gezahlt haben, wird auf die Rechnungen zu Ihrem Auftrag angerechnet.`,
  },
  failed: {
    title: 'Dieser Link funktioniert nicht',
    text:
      'Er ist vielleicht abgelaufen, ersetzt oder unvollständig. Öffnen Sie die neueste E-Mail zu Ihrer ' +
      'Rechnung und benutzen Sie den Link darin, oder bitten Sie den Absender um einen neuen.',
  },
  credit: {
    has: (amount) => `Sie haben bei uns ein Guthaben von ${amount}.`,
    use: (amount) => `Guthaben verwenden: ${amount}`,
  },
  notices: {
    failed:
      'Die Zahlung ist nicht gelungen, es wurde nichts abgebucht. ' +
      'Bitte versuchen Sie es noch einmal oder überweisen Sie.',
    canceled: 'Sie haben die Zahlung vor dem Abschluss verlassen. Es wurde nichts abgebucht.',
    unavailable: 'Online zahlen ist gerade nicht möglich. Bitte überweisen Sie.',
    pending: 'Eine Zahlung ist bereits unterwegs. Sie müssen nicht noch einmal zahlen.',
    amount: 'Bitte geben Sie einen Betrag zwischen dem Mindestbetrag und dem fälligen Betrag ein.',
    credited: 'Ihr Guthaben ist verrechnet. Hier steht, was noch zu zahlen ist.',
    promise:
      'Dieser Tag war nicht möglich: Er liegt zu weit in der Zukunft, oder es gab schon zu viele Zusagen. Bitte wählen Sie einen anderen, oder sprechen Sie mit uns.',
  },
};

export const deOrder: OrderWords = {
  title: (order, seller) => `Auftrag ${order} bei ${seller}`,
  order: (order) => `Auftrag ${order}`,
  total: 'Auftragswert',
  placed: (day) => `Vom ${day}`,
  states: {
    RESERVING: 'In Prüfung',
    HELD: 'In Prüfung',
    CONFIRMED: 'Bestätigt',
    PART_FULFILLED: 'Teilweise geliefert',
    FULFILLED: 'Geliefert',
    CANCELLED: 'Storniert',
  },
  items: (count) => `${count} ${count === 1 ? 'Position' : 'Positionen'}`,
  delivered: (quantity) => `${quantity} geliefert`,
  backordered: (quantity) => `${quantity} folgen später`,
  returned: (quantity) => `${quantity} zurückgegeben`,
  open: (quantity) => `${quantity} stehen noch aus`,
  deliveries: 'Lieferungen',
  none: 'Es wurde noch nichts geliefert.',
  questions: (email) => `Fragen zu diesem Auftrag? Schreiben Sie an ${email}.`,
  until: (day) => `Dieser Link gilt bis ${day}. Geben Sie ihn nicht weiter: Wer ihn hat, sieht den Auftrag.`,
};
