/** What customers do, or fail to, that changes how they are asked for what is overdue: a part of a policy's version. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { event } from '../kernel/events.ts';
import { Text } from '../kernel/party.ts';

export const NoticeChannel = z.enum(['mail', 'letter']);
export type NoticeChannel = z.infer<typeof NoticeChannel>;

export const TriggerCause = z
  .enum(['first_late', 'part_payment', 'autopay_failed', 'mail_bounced', 'promise_broken', 'limit_used'])
  .meta({
    id: 'DunningTriggerCause',
    description:
      'first_late: something of it is overdue, and nothing was before. part_payment: money came for an invoice that is overdue, and not all of it. autopay_failed: an invoice is not charged by itself ' +
      'any more. mail_bounced: an address of it takes no mail. promise_broken: what was promised did not come. limit_used: its credit limit is used.',
  });
export type TriggerCause = z.infer<typeof TriggerCause>;

export const Trigger = z
  .strictObject({
    level: z.int().min(1).max(9).optional().meta({
      description: 'The next notice is at this level, where it would be at a lower one; at the last at most.',
    }),
    skip: z
      .boolean()
      .default(false)
      .meta({ description: 'The next level is left out, unless it is the last.' }),
    tone: z.int().min(1).max(3).optional().meta({ description: 'Of the next notice, and of no other.' }),
    channel: NoticeChannel.optional().meta({ description: 'Of the next notice, and of no other.' }),
    task: Text(200, 3).optional().meta({ description: 'What a person is asked to do about it.' }),
  })
  .meta({ id: 'DunningTrigger' });
export type Trigger = Readonly<z.infer<typeof Trigger>>;

export const Triggers = z
  .strictObject({
    first_late: Trigger.optional(),
    part_payment: Trigger.optional(),
    autopay_failed: Trigger.optional(),
    mail_bounced: Trigger.optional(),
    promise_broken: Trigger.optional(),
    limit_used: Trigger.extend({ percent: z.int().min(1).max(200).default(90) }).optional(),
  })
  .meta({
    id: 'DunningTriggers',
    description:
      'Each happens once for what it is caused by, and is announced. It says how the next notice is, never on which day: that is the day on which it would have been due.',
  });
export type Triggers = Readonly<z.infer<typeof Triggers>>;

export const DunningTriggered = event(
  'dunning.triggered',
  'A customer did what its dunning policy follows: how its next notices are said, or whom a person speaks with.',
  z.object({
    customerId: CustomerId,
    cause: TriggerCause,
    about: z
      .string()
      .meta({ description: 'What caused it: a payment, a promise, an invoice, a day, a month.' }),
    policy: z.string(),
    version: z.int().min(1),
    invoices: z
      .array(z.object({ invoiceId: InvoiceId, level: z.int().min(1) }))
      .meta({ description: 'Of which the next notice is said otherwise, and at which level.' }),
    task: z.string().optional(),
  }),
);
