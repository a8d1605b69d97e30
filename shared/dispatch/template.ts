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
    'price_change',
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
