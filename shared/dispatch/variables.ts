/** What the templates of each mail may name: told in the documentation, and held against what mails say. */
import type { TemplateName } from './template.ts';

/** What a template may name. Amounts and days come as people of the language write them. */
export interface Variable {
  readonly about: string;
  readonly example: string | number;
  /** Not every mail has it: `{% if … %}` asks. */
  readonly optional?: true;
}
const EVERY = {
  'customer.name': { about: 'Who is written to', example: 'Müller & Söhne GmbH' },
  'seller.name': { about: 'The legal entity', example: 'Nordwind Kontor GmbH' },
  'seller.email': { about: 'Where it is written to', example: 'accounts@example.com' },
  'seller.phone': { about: 'Its telephone', example: '+49 40 0000000', optional: true },
} as const;
const ORDER = {
  ...EVERY,
  'order.id': { about: 'The order as its source calls it', example: 'SO-4711' },
  'order.poNumber': { about: 'The customer’s own number', example: 'PO-88231', optional: true },
  'order.net': { about: 'Its sum without tax', example: '€1,000.00' },
  'order.total': { about: 'Its sum with tax', example: '€1,190.00' },
} as const;
const INVOICE = {
  ...EVERY,
  'invoice.number': { about: 'Its number', example: 'INV-2026-000117' },
  'invoice.issuedOn': { about: 'The day of issue', example: '31 March 2026' },
  'invoice.dueOn': { about: 'The day it is due, or its first part', example: '30 April 2026' },
  'invoice.total': { about: 'Its sum with tax', example: '€1,190.00' },
  'invoice.due': {
    about: 'What is to be paid by the day it is due; absent where nothing is',
    example: '€1,190.00',
    optional: true,
  },
  'invoice.orders': { about: 'The orders that it is of', example: 'SO-4711', optional: true },
  'invoice.poNumber': { about: 'The customer’s own number', example: 'PO-88231', optional: true },
} as const;
const FOLLOWING = {
  ...INVOICE,
  'preceding.number': { about: 'The invoice that it follows', example: 'INV-2026-000101' },
  'preceding.issuedOn': { about: 'The day of that one', example: '1 March 2026' },
} as const;
const REMINDER = {
  ...EVERY,
  'reminder.total': { about: 'What is asked for', example: '€1,190.00' },
  'reminder.count': { about: 'How many invoices', example: 2 },
  'reminder.numbers': { about: 'Their numbers; the first of many', example: 'INV-2026-000117' },
  'reminder.dueOn': { about: 'The day on which the oldest was due', example: '30 April 2026' },
  'reminder.daysOverdue': { about: 'Days since then', example: 3 },
} as const;

/** By template: every variable that it may name. */
export const VARIABLES = {
  order_confirmation: ORDER,
  order_change: ORDER,
  invoice: INVOICE,
  corrected_invoice: FOLLOWING,
  debit_note: FOLLOWING,
  credit_note: {
    ...EVERY,
    'creditNote.number': { about: 'Its number', example: 'CINV-2026-000004' },
    'creditNote.total': { about: 'Its sum with tax', example: '€119.00' },
    'creditNote.invoice': { about: 'The invoice that it takes back', example: 'INV-2026-000117' },
    'creditNote.reason': { about: 'Why', example: 'Goods returned' },
    'creditNote.settled': { about: 'Taken off the invoice', example: '€100.00', optional: true },
    'creditNote.owed': { about: 'Kept as the customer’s credit', example: '€19.00', optional: true },
  },
  receipt: {
    ...EVERY,
    'payment.amount': { about: 'What came in', example: '€1,190.00' },
    'payment.receivedOn': { about: 'The day', example: '2 April 2026' },
    'payment.invoices': {
      about: 'The invoices that it went to; the first of many',
      example: 'INV-2026-000117',
      optional: true,
    },
    'payment.unapplied': { about: 'What no invoice took', example: '€20.00', optional: true },
  },
  reminder_1: REMINDER,
  reminder_2: REMINDER,
  reminder_3: REMINDER,
  statement: {
    ...EVERY,
    'statement.asOf': { about: 'Its day', example: '31 March 2026' },
    'statement.balance': { about: 'What is owed', example: '€1,190.00' },
  },
  price_change: {
    ...EVERY,
    'price.plan': { about: 'The plan as invoices call it', example: 'Hosting M' },
    'price.from': {
      about: 'The first day of the new price, or the earliest of several',
      example: '1 May 2026',
    },
    'price.count': { about: 'How many subscriptions', example: 2 },
    'price.before': {
      about: 'Today’s price of a period; absent where subscriptions differ',
      example: '€49.00 per month',
      optional: true,
    },
    'price.after': {
      about: 'The new price; absent where subscriptions differ',
      example: '€54.00 per month',
      optional: true,
    },
    'price.endBy': {
      about:
        'The last day to end it before the new price; absent where it may not be ended, or where days differ',
      example: '30 April 2026',
      optional: true,
    },
  },
} as const satisfies Readonly<Record<TemplateName, Readonly<Record<string, Variable>>>>;

/** What a mail has to say, by the names of its variables; null where it has not got one. */
export type Facts = Readonly<Record<string, string | number | null>>;
type Own<N extends TemplateName> = Omit<(typeof VARIABLES)[N], keyof typeof EVERY>;
export type FactsOf<N extends TemplateName> = {
  readonly [K in keyof Own<N>]:
    | (Own<N>[K] extends { example: number } ? number : string)
    | (Own<N>[K] extends { optional: true } ? undefined : never);
};
/** The mail that is worded, and what it may be worded with. */
export interface Said {
  readonly name: TemplateName;
  readonly facts: Facts;
}
