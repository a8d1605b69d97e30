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
import { Currency, Money } from '../kernel/money.ts';
import { TaxGroup } from '../pricing/price.ts';
import { DisputeFile, FileId, MOST_FILES } from './file.ts';
import { DisputeReason } from './policy.ts';

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

export const Proof = z
  .object({
    line: z.string(),
    from: z.enum(['order', 'list']),
    of: z.string().meta({ description: 'The order’s id, or the price list’s.' }),
    agreed: Decimal.meta({ description: 'The price of a unit there.' }),
    invoiced: Decimal,
    netMinor: z.int().min(1).meta({ description: 'By how much the line is too dear.' }),
  })
  .meta({ id: 'DisputeProof', description: 'A line that was invoiced dearer than agreed.' });
export type Proof = Readonly<z.infer<typeof Proof>>;

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

/** What was credited at once to a customer in the last ninety days; one item, so that cases side by side pass no cap. */
export const AtOnceTally = z.object({
  customerId: CustomerId,
  version: z.int().min(0),
  cases: z.array(z.object({ on: LocalDate, minor: z.int(), currency: Currency, reason: DisputeReason })),
});
export type AtOnceTally = Readonly<z.infer<typeof AtOnceTally>>;

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

const DisputeSource = z
  .enum(['pricing', 'delivery', 'product', 'tax', 'order', 'billing', 'other'])
  .meta({ id: 'DisputeSource', description: 'Where of us it can be put right at its root.' });
export type Source = z.infer<typeof DisputeSource>;
const Cause = z.object({
  reason: DisputeReason,
  source: DisputeSource,
  currency: Currency,
  count: z.int(),
  amountMinor: z.int().meta({ description: 'What was disputed, with its tax.' }),
  creditedMinor: z.int().meta({ description: 'What of it was credited.' }),
  cumulativePpm: z.int().meta({
    description: 'What this cause and those above it are of all that was disputed, in parts per million.',
  }),
  decided: z.int(),
  medianDays: z.int().optional().meta({ description: 'From the day of opening to that of the decision.' }),
});
export type Cause = Readonly<z.infer<typeof Cause>>;
/** What was counted on a day, of an entity, a currency and a reason; `d7` are the cases that were decided seven days after they were opened. */
export const DisputeCount = z.object({
  day: LocalDate,
  entity: EntityId,
  currency: Currency,
  reason: DisputeReason,
  opened: z.int(),
  openedMinor: z.int(),
  decided: z.int(),
  creditedMinor: z.int(),
  atOnce: z.int(),
  days: z.array(z.tuple([z.int(), z.int()])).meta({ description: 'Days, and in how many cases.' }),
});
export type DisputeCount = Readonly<z.infer<typeof DisputeCount>>;
/** What one commit adds to one of them. */
export type Added = Pick<DisputeCount, 'day' | 'entity' | 'currency' | 'reason'> & {
  readonly add: Readonly<Record<string, number>>;
};

const ppm = (of: string) =>
  z
    .int()
    .optional()
    .meta({ description: `${of}, in parts per million.` });
const DisputeFigures = z
  .object({
    month: z.string().meta({ description: 'Of the days that were asked for.' }),
    entity: EntityId,
    currency: Currency,
    opened: z.int().meta({ description: 'Cases that were opened in it.' }),
    openedMinor: z.int().meta({ description: 'What they disputed, with its tax.' }),
    invoices: z
      .int()
      .meta({ description: 'Invoices that were booked in it, in this currency of the books.' }),
    invoicedMinor: z.int(),
    ratePpm: ppm('opened ÷ invoices'),
    ratePpmOfValue: ppm('openedMinor ÷ invoicedMinor'),
    decided: z.int().meta({ description: 'Cases that were decided in it, whenever they were opened.' }),
    creditedMinor: z.int(),
    atOnce: z.int().meta({ description: 'Of decided: credited at once, by the rules.' }),
    atOncePpm: ppm('atOnce ÷ decided'),
    medianDays: z.int().optional().meta({
      description:
        'From the day of opening to that of the decision, over decided; the lower one of two in the middle.',
    }),
    p90Days: z.int().optional().meta({ description: 'Nine in ten were decided within so many days.' }),
  })
  .meta({ id: 'DisputeFigures' });
export type DisputeFigures = Readonly<z.infer<typeof DisputeFigures>>;

export const DisputeCauses = z
  .object({
    from: LocalDate,
    to: LocalDate,
    causes: z.array(Cause),
    figures: z.array(DisputeFigures).meta({
      description: 'By month, entity and currency. Cases are counted since there are these figures.',
    }),
  })
  .meta({ id: 'DisputeCauses', description: 'By reason and currency, the largest amount first.' });
