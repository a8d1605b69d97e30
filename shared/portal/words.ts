/** What the payment pages say, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

/** What came of an attempt, as the address of the page carries it. */
export type Notice = 'failed' | 'canceled' | 'unavailable' | 'pending';

export interface Words {
  readonly invoiceFrom: (number: string, seller: string) => string;
  readonly invoice: (number: string) => string;
  readonly number: string;
  readonly owed: string;
  readonly ofTotal: (total: string) => string;
  readonly due: (day: string) => string;
  readonly overdue: (days: number) => string;
  readonly issued: string;
  readonly dueOn: string;
  readonly poNumber: string;
  readonly pay: (amount: string) => string;
  readonly secure: string;
  readonly pending: string;
  readonly download: string;
  readonly details: (count: number) => string;
  readonly item: string;
  readonly quantity: string;
  readonly net: string;
  readonly vat: string;
  readonly total: string;
  readonly payments: string;
  readonly methods: Readonly<Record<string, string>>;
  readonly open: string;
  readonly transfer: string;
  readonly transferHint: string;
  readonly scan: string;
  readonly payee: string;
  readonly bank: string;
  readonly amount: string;
  readonly reference: string;
  readonly until: (day: string) => string;
  readonly questions: (name: string) => string;
  readonly processing: { title: string; text: string; wait: string; again: string };
  readonly receipt: {
    title: string;
    text: (amount: string, seller: string) => string;
    paidOn: string;
    method: string;
    rest: (amount: string) => string;
  };
  readonly paid: { title: string; credited: string; text: (number: string) => string };
  readonly failed: { title: string; text: string };
  readonly notices: Readonly<Record<Notice, string>>;
}

const en: Words = {
  invoiceFrom: (number, seller) => `Invoice ${number} from ${seller}`,
  invoice: (number) => `Invoice ${number}`,
  number: 'Invoice',
  owed: 'Amount to pay',
  ofTotal: (total) => `of ${total} in total`,
  due: (day) => `Due ${day}`,
  overdue: (days) => `${days} ${days === 1 ? 'day' : 'days'} overdue`,
  issued: 'Issued',
  dueOn: 'Due',
  poNumber: 'Your PO',
  pay: (amount) => `Pay ${amount}`,
  secure: 'You pay on the secure page of our payment provider. We never see your card.',
  pending: 'A payment is on its way. You need not pay again; this page will show it once it has arrived.',
  download: 'Download invoice (PDF)',
  details: (count) => `What it is for (${count} ${count === 1 ? 'item' : 'items'})`,
  item: 'Item',
  quantity: 'Quantity',
  net: 'Net',
  vat: 'VAT',
  total: 'Total',
  payments: 'Payments so far',
  methods: {
    card: 'Card',
    bank_transfer: 'Bank transfer',
    cash: 'Cash',
    cheque: 'Cheque',
    credit_note: 'Credit note',
  },
  open: 'Still open',
  transfer: 'Pay by bank transfer',
  transferHint: 'Please give the reference exactly as it is: your payment is then booked without delay.',
  scan: 'Scan this code with your banking app: it fills in the transfer.',
  payee: 'Payee',
  bank: 'Bank',
  amount: 'Amount',
  reference: 'Reference',
  until: (day) => `This link works until ${day}. Do not pass it on: whoever has it sees the invoice.`,
  questions: (name) => `Questions about this invoice? Write to ${name}.`,
  processing: {
    title: 'Your payment is being confirmed',
    text: 'This takes a few seconds. The page updates by itself.',
    wait: 'Please do not pay again.',
    again: 'Check now',
  },
  receipt: {
    title: 'Thank you, your payment is confirmed',
    text: (amount, seller) => `${amount} paid to ${seller}.`,
    paidOn: 'Paid on',
    method: 'Method',
    rest: (amount) => `${amount} of this invoice is still open.`,
  },
  paid: {
    title: 'This invoice is paid',
    credited: 'This invoice was credited',
    text: (number) => `Nothing is open on invoice ${number}. There is nothing left to do.`,
  },
  failed: {
    title: 'This link does not work',
    text:
      'It may have expired, been replaced or be incomplete. Open the newest mail about your invoice ' +
      'and use the link there, or ask the sender for a new one.',
  },
  notices: {
    failed:
      'The payment did not go through and nothing was charged. Please try again or pay by bank transfer.',
    canceled: 'You left the payment before it was finished. Nothing was charged.',
    unavailable: 'Paying online is not possible right now. Please pay by bank transfer.',
    pending: 'A payment is already on its way. You need not pay again.',
  },
};

const de: Words = {
  invoiceFrom: (number, seller) => `Rechnung ${number} von ${seller}`,
  invoice: (number) => `Rechnung ${number}`,
  number: 'Rechnung',
  owed: 'Zu zahlen',
  ofTotal: (total) => `von insgesamt ${total}`,
  due: (day) => `Fällig am ${day}`,
  overdue: (days) => `${days} ${days === 1 ? 'Tag' : 'Tage'} überfällig`,
  issued: 'Ausgestellt',
  dueOn: 'Fällig',
  poNumber: 'Ihre Bestellung',
  pay: (amount) => `${amount} bezahlen`,
  secure: 'Sie zahlen auf der sicheren Seite unseres Zahlungsdienstes. Ihre Karte sehen wir nie.',
  pending:
    'Eine Zahlung ist unterwegs. Sie müssen nicht noch einmal zahlen; ' +
    'diese Seite zeigt sie, sobald sie eingegangen ist.',
  download: 'Rechnung herunterladen (PDF)',
  details: (count) => `Wofür (${count} ${count === 1 ? 'Position' : 'Positionen'})`,
  item: 'Artikel',
  quantity: 'Menge',
  net: 'Netto',
  vat: 'USt.',
  total: 'Gesamtbetrag',
  payments: 'Bisherige Zahlungen',
  methods: {
    card: 'Karte',
    bank_transfer: 'Überweisung',
    cash: 'Bar',
    cheque: 'Scheck',
    credit_note: 'Gutschrift',
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
    text: (number) => `Auf der Rechnung ${number} ist nichts mehr offen. Es gibt nichts weiter zu tun.`,
  },
  failed: {
    title: 'Dieser Link funktioniert nicht',
    text:
      'Er ist vielleicht abgelaufen, ersetzt oder unvollständig. Öffnen Sie die neueste E-Mail zu Ihrer ' +
      'Rechnung und benutzen Sie den Link darin, oder bitten Sie den Absender um einen neuen.',
  },
  notices: {
    failed:
      'Die Zahlung ist nicht gelungen, es wurde nichts abgebucht. ' +
      'Bitte versuchen Sie es noch einmal oder überweisen Sie.',
    canceled: 'Sie haben die Zahlung vor dem Abschluss verlassen. Es wurde nichts abgebucht.',
    unavailable: 'Online zahlen ist gerade nicht möglich. Bitte überweisen Sie.',
    pending: 'Eine Zahlung ist bereits unterwegs. Sie müssen nicht noch einmal zahlen.',
  },
};

export const WORDS: Readonly<Record<Language, Words>> = { en, de };
