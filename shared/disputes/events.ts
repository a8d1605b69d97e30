/** What is announced of a dispute. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { CreditNoteId } from '../invoices/credit-note.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { event } from '../kernel/events.ts';
import { Money } from '../kernel/money.ts';
import { DisputeId } from './dispute.ts';
import { FileId } from './file.ts';
import { DisputeReason } from './policy.ts';

const fact = z.object({
  disputeId: DisputeId,
  invoiceId: InvoiceId,
  customerId: CustomerId,
  number: z.string(),
  reason: DisputeReason,
  amount: Money,
});
export const DisputeOpened = event(
  'dispute.opened',
  'A customer says that something is wrong with an invoice: so much of it is not asked for.',
  fact,
);
export const DisputeAnswered = event(
  'dispute.answered',
  'Something was said about a dispute, by the customer or by us.',
  fact.extend({ side: z.enum(['customer', 'us']), asked: z.boolean() }),
);
export const DisputeAccepted = event(
  'dispute.accepted',
  'What a customer disputed was credited, wholly or in part; a rest is asked for again.',
  fact.extend({ creditNoteId: CreditNoteId, credited: Money, outcome: z.enum(['ACCEPTED', 'PARTIAL']) }),
);
export const DisputeRejected = event(
  'dispute.rejected',
  'What a customer disputed is asked for again.',
  fact.extend({ silent: z.boolean().meta({ description: 'The customer did not answer in time.' }) }),
);
export const DisputeWithdrawn = event(
  'dispute.withdrawn',
  'A customer took back what it had said of an invoice.',
  fact,
);
export const DisputeClosed = event(
  'dispute.closed',
  'A dispute is over: some days after its decision, or because nothing is left to be decided on.',
  fact,
);

export const DisputeFileReceived = event(
  'dispute.file_received',
  'A file is in a dispute, of the customer or of us; who may have it is said by a scanner later, where there is one.',
  fact.extend({
    fileId: FileId,
    side: z.enum(['customer', 'us']),
    state: z
      .string()
      .meta({ description: 'PENDING, UNSCANNED, or REFUSED where it is of no kind that is taken.' }),
  }),
);
export const DisputeFileScanned = event(
  'dispute.file_scanned',
  'A scanner has looked at a file of a dispute, or could not.',
  fact.extend({
    fileId: FileId,
    state: z.string().meta({ description: 'CLEAN, INFECTED (it is deleted) or UNSCANNED.' }),
  }),
);

/** All that is announced of a dispute. */
export const DISPUTE_EVENTS = [
  DisputeOpened,
  DisputeAnswered,
  DisputeAccepted,
  DisputeRejected,
  DisputeWithdrawn,
  DisputeClosed,
  DisputeFileReceived,
  DisputeFileScanned,
];
