/**
 * What mails say, per language. A text that is missing does not compile; another language is another record.
 */
import type { Language } from '../kernel/party.ts';

/** How firmly a reminder speaks: friendly, plain, last. */
export type Level = 1 | 2 | 3;

export interface Words {
  readonly greeting: (name: string) => string;
  readonly closing: string;
  readonly questions: (email: string) => string;
  readonly amountDue: string;
  readonly dueOn: string;
  readonly reference: string;
  readonly order: string;
  readonly poNumber: string;
  readonly number: string;
  readonly item: string;
  readonly quantity: string;
  readonly net: string;
  readonly vat: string;
  readonly total: string;
  readonly payee: string;
  readonly bank: string;
  readonly pay: string;
  readonly payShort: string;
  readonly open: string;
  readonly overdue: string;
  readonly days: (days: number) => string;
  readonly paidInFull: string;
  readonly stillOpen: string;
  readonly applied: string;
  readonly received: string;
  readonly receivedOn: string;
  readonly vatId: string;
  readonly confirmed: { subject: (order: string) => string; title: string; opening: string; after: string };
  readonly amended: { subject: (order: string) => string; title: string; opening: string; after: string };
  readonly viewOrder: string;
  readonly discount: string;
  readonly backordered: (quantity: string) => string;
  readonly invoice: {
    subject: (number: string, amount: string, due: string) => string;
    free: (number: string) => string;
    title: (number: string) => string;
    opening: (order: string) => string;
    after: string;
    nothing: string;
  };
  readonly receipt: {
    subject: (amount: string) => string;
    title: string;
    opening: (amount: string, on: string) => string;
    unapplied: (amount: string) => string;
    label: string;
  };
  readonly reminder: Readonly<
    Record<
      Level,
      { subject: (what: string, count: number) => string; title: string; opening: string; after: string }
    >
  >;
  readonly several: (count: number) => string;
}

const en: Words = {
  greeting: (name) => `Hello ${name},`,
  closing: 'Kind regards',
  questions: (email) => `Questions? Reply to this mail or write to ${email}.`,
  amountDue: 'Amount due',
  dueOn: 'Due',
  reference: 'Payment reference',
  order: 'Order',
  poNumber: 'Your PO',
  number: 'Invoice',
  item: 'Item',
  quantity: 'Quantity',
  net: 'Net',
  vat: 'VAT',
  total: 'Total',
  payee: 'Payee',
  bank: 'Bank',
  pay: 'View and pay',
  payShort: 'Pay',
  open: 'Open',
  overdue: 'Overdue',
  days: (days) => `${days} ${days === 1 ? 'day' : 'days'}`,
  paidInFull: 'Paid in full',
  stillOpen: 'still open',
  applied: 'Applied',
  received: 'Received',
  receivedOn: 'Received on',
  vatId: 'VAT ID',
  confirmed: {
    subject: (order) => `Order ${order} confirmed`,
    title: 'Your order is confirmed',
    opening: 'Thank you for your order. We have confirmed it as follows.',
    after: 'You will get the invoice with the delivery.',
  },
  amended: {
    subject: (order) => `Order ${order} changed`,
    title: 'Your order was changed',
    opening: 'We have changed your order. It now reads as follows.',
    after: 'What was delivered before is not touched. You will get the invoice with the delivery.',
  },
  viewOrder: 'View the order',
  discount: 'Discount',
  backordered: (quantity) => `${quantity} follow later`,
  invoice: {
    subject: (number, amount, due) => `Invoice ${number}: ${amount}, due ${due}`,
    free: (number) => `Invoice ${number}`,
    title: (number) => `Invoice ${number}`,
    opening: (order) => `Here is your invoice for order ${order}. You find it attached.`,
    after: 'Pay online, or by bank transfer with this reference:',
    nothing: 'There is nothing to pay.',
  },
  receipt: {
    subject: (amount) => `We received your payment of ${amount}`,
    title: 'Thank you for your payment',
    opening: (amount, on) => `We received ${amount} on ${on}.`,
    label: 'Payment received',
    unapplied: (amount) =>
      `${amount} could not be assigned to an open invoice. We keep it as your credit; ` +
      'tell us if it was meant otherwise.',
  },
  reminder: {
    1: {
      subject: (what, count) => `Reminder: ${what} ${count === 1 ? 'is' : 'are'} due`,
      title: 'A friendly reminder',
      opening: 'This may have slipped your attention: we have not yet received the payment below.',
      after: 'If you have paid in the meantime, thank you, and please ignore this mail.',
    },
    2: {
      subject: (what, count) => `Second reminder: ${what} ${count === 1 ? 'is' : 'are'} overdue`,
      title: 'Second reminder',
      opening: 'The payment below is still open although we reminded you before. Please settle it now.',
      after: 'Is something wrong with the delivery or the invoice? Tell us, and we will look into it.',
    },
    3: {
      subject: (what) => `Final reminder: ${what}`,
      title: 'Final reminder',
      opening:
        'In spite of our reminders the payment below has not arrived. Please pay within the next seven days.',
      after:
        'Without payment we may charge statutory interest and collection costs, and hold further deliveries.',
    },
  },
  several: (count) => `${count} invoices`,
};

const de: Words = {
  greeting: (name) => `Guten Tag ${name},`,
  closing: 'Freundliche Grüße',
  questions: (email) => `Fragen? Antworten Sie auf diese E-Mail oder schreiben Sie an ${email}.`,
  amountDue: 'Zahlbetrag',
  dueOn: 'Fällig',
  reference: 'Zahlungsreferenz',
  order: 'Auftrag',
  poNumber: 'Ihre Bestellung',
  number: 'Rechnung',
  item: 'Artikel',
  quantity: 'Menge',
  net: 'Netto',
  vat: 'USt.',
  total: 'Gesamtbetrag',
  payee: 'Empfänger',
  bank: 'Bank',
  pay: 'Ansehen und bezahlen',
  payShort: 'Bezahlen',
  open: 'Offen',
  overdue: 'Überfällig',
  days: (days) => `${days} ${days === 1 ? 'Tag' : 'Tage'}`,
  paidInFull: 'Vollständig bezahlt',
  stillOpen: 'noch offen',
  applied: 'Verrechnet',
  received: 'Eingegangen',
  receivedOn: 'Eingegangen am',
  vatId: 'USt-IdNr.',
  confirmed: {
    subject: (order) => `Auftrag ${order} bestätigt`,
    title: 'Ihr Auftrag ist bestätigt',
    opening: 'Vielen Dank für Ihren Auftrag. Wir bestätigen ihn wie folgt.',
    after: 'Die Rechnung erhalten Sie mit der Lieferung.',
  },
  amended: {
    subject: (order) => `Auftrag ${order} geändert`,
    title: 'Ihr Auftrag wurde geändert',
    opening: 'Wir haben Ihren Auftrag geändert. Er lautet jetzt wie folgt.',
    after:
      'Was bereits geliefert wurde, bleibt davon unberührt. Die Rechnung erhalten Sie mit der Lieferung.',
  },
  viewOrder: 'Auftrag ansehen',
  discount: 'Rabatt',
  backordered: (quantity) => `${quantity} folgen später`,
  invoice: {
    subject: (number, amount, due) => `Rechnung ${number}: ${amount}, fällig ${due}`,
    free: (number) => `Rechnung ${number}`,
    title: (number) => `Rechnung ${number}`,
    opening: (order) => `Hier ist Ihre Rechnung zum Auftrag ${order}. Sie finden sie im Anhang.`,
    after: 'Zahlen Sie online oder per Überweisung mit dieser Referenz:',
    nothing: 'Es ist nichts zu zahlen.',
  },
  receipt: {
    subject: (amount) => `Ihre Zahlung über ${amount} ist eingegangen`,
    title: 'Vielen Dank für Ihre Zahlung',
    opening: (amount, on) => `Am ${on} sind ${amount} bei uns eingegangen.`,
    label: 'Zahlung eingegangen',
    unapplied: (amount) =>
      `${amount} konnten wir keiner offenen Rechnung zuordnen. Wir führen den Betrag als Ihr Guthaben; ` +
      'bitte sagen Sie uns, falls er anders gemeint war.',
  },
  reminder: {
    1: {
      subject: (what, count) => `Zahlungserinnerung: ${what} ${count === 1 ? 'ist' : 'sind'} fällig`,
      title: 'Freundliche Zahlungserinnerung',
      opening: 'Vielleicht ist es Ihnen entgangen: Die folgende Zahlung ist noch nicht bei uns eingegangen.',
      after: 'Falls Sie inzwischen bezahlt haben: vielen Dank, dann ist diese E-Mail gegenstandslos.',
    },
    2: {
      subject: (what, count) => `Zweite Mahnung: ${what} ${count === 1 ? 'ist' : 'sind'} überfällig`,
      title: 'Zweite Mahnung',
      opening:
        'Die folgende Zahlung ist trotz unserer Erinnerung noch offen. Bitte begleichen Sie sie jetzt.',
      after:
        'Stimmt etwas mit der Lieferung oder der Rechnung nicht? Sagen Sie es uns, wir kümmern uns darum.',
    },
    3: {
      subject: (what) => `Letzte Mahnung: ${what}`,
      title: 'Letzte Mahnung',
      opening:
        'Trotz unserer Erinnerungen ist die folgende Zahlung nicht eingegangen. ' +
        'Bitte zahlen Sie innerhalb der nächsten sieben Tage.',
      after:
        'Ohne Zahlungseingang können wir gesetzliche Verzugszinsen und Kosten berechnen ' +
        'und weitere Lieferungen zurückhalten.',
    },
  },
  several: (count) => `${count} Rechnungen`,
};

export const WORDS: Readonly<Record<Language, Words>> = { en, de };
