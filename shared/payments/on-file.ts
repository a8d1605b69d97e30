/** What an attempt says of a method on file: that what pays is to be kept, or that it is charged without its payer. `methods` keeps them. */
import * as z from 'zod';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Language } from '../kernel/party.ts';

export const MethodId = idOf('mtd').meta({ id: 'MethodId' });

/** Which words were agreed to, as they were shown: the proof of an authorisation. */
export const Consent = z
  .object({
    version: z.int().min(1).meta({ description: 'Of the words; another text has another version.' }),
    language: Language,
    text: z.string(),
    at: Instant,
    by: z.string(),
    channel: z.enum(['invoice_page', 'account_page', 'method_page', 'page', 'paper', 'phone']).meta({
      description:
        'method_page: of a link to keep a method. page, paper, phone: elsewhere, as a partner says.',
    }),
  })
  .meta({ id: 'Consent', description: 'What a customer agreed to, word by word, when and where.' });
export type Consent = Readonly<z.infer<typeof Consent>>;

/** By what an attempt is charged. Never data of a card or an account: the provider's names for them alone. */
export const Charge = z.object({
  methodId: MethodId,
  token: z.string(),
  payer: z.string().optional(),
  description: z.string(),
  /** The day that it was planned for. */
  on: LocalDate,
});
export type Charge = Readonly<z.infer<typeof Charge>>;

const fact = z.object({ attemptId: z.string(), invoiceId: InvoiceId });
export const AttemptKeeps = event(
  'attempt.keeps',
  'A payer paid and agreed that what paid is kept: it is to be put on file.',
  fact,
);
export const AttemptRefused = event(
  'attempt.refused',
  'A method on file was charged, and no money came of it.',
  fact,
);
