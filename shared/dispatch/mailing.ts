/** How mails of a company may go: its rules, how many came back, and what a person has said of it. */
import * as z from 'zod';
import { Channel, CustomerId } from '../customers/customer.ts';
import { CreditNoteId } from '../invoices/credit-note.ts';
import { Waits } from '../invoices/delivery.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant } from '../kernel/dates.ts';
import { Hours } from '../kernel/hours.ts';
import { Text } from '../kernel/party.ts';
import { MailId, Purpose } from './mail.ts';

const rules = {
  hours: Hours.optional().meta({
    description:
      'Reminders and statements go out inside these hours of the customer’s zone, else of the entity’s; whenever they are due where absent.',
  }),
  mailsPerMinute: z.int().min(1).max(6_000).optional().meta({
    description:
      'What is more waits for a later minute, in its order; reminders and statements take half of each at most, so that documents pass them.',
  }),
  minimumMails: z.int().min(10).max(1_000).default(100).meta({
    description: 'The breaker judges the last 24 hours only where so many mails went out in them.',
  }),
};
export const MailRuleSet = z.strictObject(rules).meta({ id: 'MailRuleSet' });
export type MailRuleSet = z.infer<typeof MailRuleSet>;
export const MailRules = z
  .object({
    ...rules,
    version: z.int().min(0).meta({ description: '0 where none were ever set.' }),
    at: Instant.optional(),
    by: z.string().optional(),
  })
  .meta({ id: 'MailRules' });
export type MailRules = Readonly<z.infer<typeof MailRules>>;
export const NO_MAIL_RULES: MailRules = { version: 0, minimumMails: 100 };

/** A person answers for what goes out although the breaker is open. */
export const Override = z
  .object({ version: z.int().min(1), until: Instant, at: Instant, by: z.string(), reason: z.string() })
  .meta({ id: 'BreakerOverride' });
export type Override = Readonly<z.infer<typeof Override>>;
export const SayOverride = z.strictObject({
  hours: z.int().min(0).max(24).meta({ description: 'From now on; 0 ends it.' }),
  reason: Text(300, 3),
});

/** Recipients of mails in an hour or in a day. */
export interface Counts {
  readonly sent: number;
  readonly bounced: number;
  readonly complained: number;
}

/** A row of all that says how mails may go. */
export type MailingRow =
  | { readonly rules: MailRules }
  | { readonly override: Override }
  | (Counts & { readonly hour: string });

export const Level = z.enum(['closed', 'half', 'open']).meta({
  id: 'BreakerLevel',
  description:
    '`closed`: mails go out. `half`: reminders and statements are held, from 2.5 % bounces or 0.05 % complaints on. `open`: everything but notices is held, from 5 % or 0.1 % on.',
});
export type Level = z.infer<typeof Level>;

const ppm = z.int().min(0).meta({ description: 'Parts per million of what was sent.' });
export const MailHealth = z
  .object({
    from: Instant.meta({ description: 'The first hour that is counted; up to now they are 24.' }),
    sent: z.int().meta({
      description:
        'Recipients of mails. Counted in steps of a tenth of `minimumMails`, and never more than went out.',
    }),
    bounced: z.int(),
    complained: z.int(),
    bounceRatePpm: ppm,
    complaintRatePpm: ppm,
    minimumMails: z.int(),
    breaker: Level,
    override: Override.optional(),
    held: z.int().meta({ description: 'Mails that wait, of the hundred that have waited for longest.' }),
    heldSince: Instant.optional(),
  })
  .meta({ id: 'MailHealth' });

/** A mail that waits. */
export const HeldMail = z
  .object({
    id: MailId,
    purpose: Purpose,
    customerId: CustomerId.optional(),
    invoiceId: InvoiceId.optional(),
    creditNoteId: CreditNoteId.optional(),
    via: Channel.optional(),
    waits: Waits.optional(),
    released: z.object({ at: Instant, by: z.string() }).optional(),
  })
  .meta({ id: 'HeldMail' });
export type HeldMail = Readonly<z.infer<typeof HeldMail>>;
