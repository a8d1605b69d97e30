/** What a customer wrote back to a mail of ours: what was understood of it, and what came of it. Its words stay in the mailbox. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Text } from '../kernel/party.ts';

export const ReplyId = idOf('rpl').meta({ id: 'ReplyId' });

export const TakeReply = z
  .strictObject({
    messageId: Text(200).meta({
      description: 'The mail’s own Message-ID: the same mail again changes nothing.',
    }),
    sentAt: Instant,
    subject: Text(500).default('-'),
    text: z.string().min(1).max(50_000).meta({ description: 'Plain text, with what it quotes.' }),
    automatic: z
      .boolean()
      .default(false)
      .meta({ description: 'A machine answered: its header says so (RFC 3834, Auto-Submitted).' }),
    invoices: z.array(InvoiceId).max(20).default([]).meta({
      description: 'What the mail that it answers was about. Numbers in the text come first.',
    }),
  })
  .meta({ id: 'TakeReply' });
export type TakeReply = Readonly<z.infer<typeof TakeReply>>;

export const Understood = z
  .object({
    is: z.enum(['automatic', 'paid', 'promise', 'dispute', 'contact', 'other']),
    sure: z.boolean().meta({
      description: 'One thing is said, in full, and nothing speaks against it. Only then anything is done.',
    }),
    on: LocalDate.optional().meta({ description: 'The day that is named.' }),
    reason: z.string().optional().meta({ description: 'Of a dispute.' }),
  })
  .meta({ id: 'ReplyUnderstood' });
export type Understood = Readonly<z.infer<typeof Understood>>;

export const Reply = z
  .object({
    id: ReplyId,
    version: z.int().min(1),
    customerId: CustomerId,
    messageId: z.string(),
    sentAt: Instant,
    understood: Understood,
    outcome: z.enum(['SET_ASIDE', 'PROMISED', 'ADVISED', 'DISPUTED', 'SAID', 'ADDRESS_ASKED', 'TASK']).meta({
      description:
        'SET_ASIDE: nobody wrote it. PROMISED: a promise to pay was taken. ADVISED: the money that it tells of will find its invoices. DISPUTED: a case was opened about the invoice. SAID: it answers the mail of a case, and stands in that. ADDRESS_ASKED: invoices go to another address of its domain, once that has answered and a day is over. TASK: a person reads it.',
    }),
    invoices: z.array(InvoiceId),
    promiseId: z.string().optional(),
    remittanceId: z.string().optional(),
    disputeId: z.string().optional(),
    receivedMailId: z.string().optional().meta({
      description: 'The mail with its attachments, where it was received here: `/v1/received-mails/{id}`.',
    }),
    at: Instant,
    by: z.string(),
    trace: TraceId,
  })
  .meta({ id: 'Reply' });
export type Reply = Readonly<z.infer<typeof Reply>>;

export const ReplyTaken = event(
  'reply.taken',
  'A customer wrote back, and what it means was acted on or waits for a person.',
  z.object({
    replyId: ReplyId,
    customerId: CustomerId,
    is: Understood.shape.is,
    outcome: Reply.shape.outcome,
  }),
);
