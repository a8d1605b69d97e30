/** Words of a mail that a tenant puts in the place of ours: in versions that never change, and what they may name. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { Language, Text } from '../kernel/party.ts';
import { CustomerId } from '../customers/customer.ts';

export const TemplateName = z
  .enum([
    'order_confirmation',
    'order_change',
    'invoice',
    'corrected_invoice',
    'debit_note',
    'credit_note',
    'receipt',
    'reminder_1',
    'reminder_2',
    'reminder_3',
    'statement',
  ])
  .meta({ id: 'MailTemplateName', description: 'Which mail it words; reminders by how firmly they speak.' });
export type TemplateName = z.infer<typeof TemplateName>;

/** Paragraphs: what `Text` forbids is forbidden here, other than line breaks. Its first letter is none of what comes before it: linear. */
const FORBIDDEN =
  '\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069';
const Paragraphs = z
  .string()
  .max(5000)
  .regex(
    new RegExp(`^[ \\n\\r]*[^\\s${FORBIDDEN}][^${FORBIDDEN}]*$`, 'u'),
    'must have letters, and no control characters other than line breaks',
  )
  .refine((text) => text.isWellFormed(), 'must have no half characters');

export const Wording = z
  .strictObject({
    subject: Text(300).meta({ example: 'Invoice {{ invoice.number }} from {{ seller.name }}' }),
    title: Text(200).optional().meta({ description: 'The heading; ours where absent.' }),
    text: Paragraphs.meta({
      description:
        'Greeting and opening: paragraphs with a blank line between them; lines that all begin with `- ` are a list.',
      example: 'Dear {{ customer.name }},\n\nplease find invoice {{ invoice.number }} attached.',
    }),
  })
  .meta({ id: 'MailWording' });
export type Wording = Readonly<z.infer<typeof Wording>>;

export const TemplateVersion = z.int().min(1);
export const Template = z
  .object({
    purpose: TemplateName,
    language: Language,
    version: TemplateVersion,
    ...Wording.shape,
    madeAt: Instant,
    madeBy: z.string(),
  })
  .meta({ id: 'MailTemplate' });
export type Template = Readonly<z.infer<typeof Template>>;

/** Which version a mail went out in. */
export const TemplateRef = z.object({ name: TemplateName, language: Language, version: TemplateVersion });
export type TemplateRef = Readonly<z.infer<typeof TemplateRef>>;

/** Under which name the tenant's record says which version is active. */
export const wordingKey = ({ name, language }: Pick<TemplateRef, 'name' | 'language'>): string =>
  `${name}.${language}`;

export const MailTemplateFailed = event(
  'mail.template_failed',
  'A template did not fit the mail that it was for: the mail went out in the built-in words.',
  z.object({
    mailId: z.string(),
    customerId: CustomerId.optional(),
    purpose: TemplateName,
    language: Language,
    version: TemplateVersion,
    why: z.string(),
  }),
);

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
