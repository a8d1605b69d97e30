/** A dispute: what a customer says is wrong with an invoice, by line and amount, what was said about it, and what became of it. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { CreditNoteId } from '../invoices/credit-note.ts';
import { CreditReason, InvoiceId } from '../invoices/invoice.ts';
import { Disputed } from '../invoices/state.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Decimal } from '../kernel/decimal.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Money } from '../kernel/money.ts';
import { TaxGroup } from '../pricing/price.ts';
import { DisputeFile, FileId, MOST_FILES } from './file.ts';
import { DisputeReason } from './policy.ts';
import { Proof } from './proof.ts';

export const DisputeId = idOf('dsp').meta({ id: 'DisputeId' });

export const DisputeState = z
  .enum([
    'OPEN',
    'IN_REVIEW',
    'INFO_NEEDED',
    'ACCEPTED',
    'PARTIAL',
    'REJECTED',
    'WITHDRAWN',
    'OVERTAKEN',
    'CLOSED',
  ])
  .meta({
    id: 'DisputeCaseState',
    description:
      'OPEN: nobody looks at it yet. IN_REVIEW: somebody does. INFO_NEEDED: the customer has to say something. ACCEPTED, PARTIAL: all of it, or a part, is credited. ' +
      'REJECTED: it is asked for again. WITHDRAWN: by the customer. OVERTAKEN: it was credited, given up or made void otherwise. CLOSED: some days after a decision.',
  });
export type DisputeState = z.infer<typeof DisputeState>;
/** Nobody has decided on it. */
export const UNDECIDED: readonly DisputeState[] = ['OPEN', 'IN_REVIEW', 'INFO_NEEDED'];
/** It is decided on, and may still be spoken about. */
export const DECIDED: readonly DisputeState[] = ['ACCEPTED', 'PARTIAL', 'REJECTED'];

/** All that is said in a case; together they stay within one item of the table. */
export const MOST_TURNS = 50;

export const Turn = z
  .object({
    what: z.enum([
      'opened',
      'taken',
      'said',
      'asked',
      'accepted',
      'partial',
      'rejected',
      'silent',
      'withdrawn',
      'overtaken',
      'closed',
      'file',
      'file_refused',
      'file_infected',
    ]),
    side: z.enum(['customer', 'us']),
    by: z.string(),
    at: Instant,
    on: LocalDate,
    text: z.string().optional(),
    amount: Money.optional(),
    until: LocalDate.optional().meta({ description: 'By when an answer is there.' }),
    files: z.array(FileId).optional().meta({ description: 'Which of the files of the case it is of.' }),
  })
  .meta({ id: 'DisputeTurn' });
export type Turn = Readonly<z.infer<typeof Turn>>;

export const Dispute = z
  .object({
    id: DisputeId,
    version: z.int().min(1),
    state: DisputeState,
    entity: EntityId,
    customerId: CustomerId,
    invoiceId: InvoiceId,
    invoiceNumber: z.string(),
    reason: DisputeReason,
    contact: z.string().optional(),
    lines: z
      .array(z.object({ line: z.string(), quantity: Decimal.optional(), netMinor: z.int() }))
      .optional()
      .meta({ description: 'What of which lines is disputed; absent where it is a whole amount.' }),
    taxes: z.array(TaxGroup).optional(),
    amount: Money.meta({ description: 'With its tax, as it was said.' }),
    disputed: Money.meta({
      description: 'What of it may still be disputed; what was decided on, once it was.',
    }),
    owner: z.string().optional(),
    answerBy: LocalDate.meta({ description: 'We answer by that day.' }),
    informBy: LocalDate.optional().meta({
      description: 'While it is INFO_NEEDED: silence until the end of that day is a rejection.',
    }),
    thread: z.array(Turn).max(MOST_TURNS),
    files: z.array(DisputeFile).max(MOST_FILES).optional(),
    decided: z
      .object({
        by: z.string(),
        approvedBy: z.string().optional(),
        at: Instant,
        on: LocalDate,
        outcome: z.enum(['ACCEPTED', 'PARTIAL', 'REJECTED']),
        credited: Money.optional(),
        creditNoteId: CreditNoteId.optional(),
        atOnce: z
          .object({
            rules: z.int().meta({ description: 'The version of the rules that let it.' }),
            proof: z.array(Proof),
          })
          .optional()
          .meta({ description: 'Nobody had to look at it: what we have says the same.' }),
      })
      .optional(),
    closesOn: LocalDate.optional(),
    rules: z.int().min(0).meta({ description: 'The version of the rules that it runs by.' }),
    openedOn: LocalDate.meta({ description: 'In the entity’s zone.' }),
    side: z.enum(['customer', 'us']).meta({ description: 'Who opened it: the customer at its page, or we.' }),
    by: z.string(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Dispute' });
export type Dispute = Readonly<z.infer<typeof Dispute>>;

const listed = {
  ageDays: z.int().min(0),
  late: z.boolean().meta({ description: 'We should have answered by now.' }),
};
export const DisputeRow = Dispute.omit({ thread: true, files: true, taxes: true })
  .extend(listed)
  .meta({ id: 'DisputeListed' });
export const DisputeList = z
  .object({
    data: z.array(DisputeRow),
    found: z.int().meta({ description: 'Cases that fit, of which the first are shown.' }),
  })
  .meta({ id: 'DisputeList' });

/** What speaks for and against it: as the books say now, and not copied. */
export const DisputeView = Dispute.extend({
  ...listed,
  invoice: z.object({
    total: Money,
    open: Money,
    orderId: z.string().optional(),
    poNumber: z.string().optional(),
    disputes: z.array(Disputed),
  }),
  lines: z
    .array(
      z.object({
        line: z.string(),
        quantity: Decimal.optional(),
        netMinor: z.int(),
        invoiced: z
          .object({
            description: z.string(),
            quantity: Decimal,
            unitPrice: Decimal,
            netMinor: z.int(),
            deliveredOn: LocalDate.optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  credits: z.array(
    z.object({
      id: CreditNoteId,
      number: z.string(),
      issuedOn: LocalDate,
      reason: CreditReason,
      total: Money,
    }),
  ),
}).meta({ id: 'DisputeWithEvidence' });

/** What rules would have credited at once of the cases that customers opened in the last ninety days. */
export const AtOncePreview = z
  .object({
    cases: z.int().meta({ description: 'Cases that were looked at, a hundred at most, the newest first.' }),
    credited: z.array(
      z.object({
        disputeId: DisputeId,
        amount: Money,
        proof: z.array(Proof),
        outcome: DisputeState.meta({ description: 'What became of it in truth.' }),
      }),
    ),
    left: z.object({
      notProven: z.int(),
      aboveCap: z.int().meta({ description: 'Of the case, the customer or the month.' }),
      tooOften: z.int(),
      noRule: z.int().meta({ description: 'No cap names its reason and currency.' }),
    }),
  })
  .meta({ id: 'DisputesAtOncePreview' });
export type AtOncePreview = z.infer<typeof AtOncePreview>;
