/** What a customer owes beside an invoice because it is late: interest, costs, the fixed sum of the law (rules §3.9). */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { PaymentId } from '../payments/payment.ts';

/** So many claims one commit pays at most: with as many invoices as it pays beside them, it stays below the hundred items of a transaction. */
export const MOST_CLAIMS = 40;

export const ClaimId = idOf('clm').meta({ id: 'ClaimId' });
export const ClaimKind = z.enum(['fee', 'compensation', 'interest']).meta({
  id: 'ClaimKind',
  description:
    'fee: costs, such as of a reminder. compensation: the fixed sum that the law gives for the costs of collecting. interest: for the days of being late.',
});
export type ClaimKind = z.infer<typeof ClaimKind>;
export const ClaimState = z.enum(['OPEN', 'PARTLY', 'PAID', 'WAIVED', 'REVERSED']).meta({
  id: 'ClaimState',
  description:
    'PARTLY: a part of it is paid, waived or reversed. PAID: nothing is open, and some of it was paid. WAIVED: nothing is open and nothing was paid, and some of it ' +
    'was given up. REVERSED: all of it was charged in error, or is not owed any more.',
});
export type ClaimState = z.infer<typeof ClaimState>;

/** Days of one balance and one rate. */
export const InterestRow = z
  .object({
    from: LocalDate,
    to: LocalDate.meta({ description: 'The last day that counts, itself included.' }),
    days: z.int().min(1),
    balance: Money.meta({ description: 'What was overdue on these days, without interest and costs.' }),
    percent: z.string().meta({ description: 'A year.' }),
    amount: Money.meta({
      description: 'Rounded so that rows, and claims one after another, add up to the interest of all days.',
    }),
    source: z.string().meta({ description: 'Where the rate is from.' }),
  })
  .meta({ id: 'InterestRow' });
export type InterestRow = Readonly<z.infer<typeof InterestRow>>;

export const Computation = z
  .object({
    from: LocalDate,
    to: LocalDate,
    yearDays: z.union([z.literal(360), z.literal(365)]),
    rows: z.array(InterestRow),
    earlier: Money.optional().meta({
      description:
        'What days before `from` are worth more, or less, than was charged for them: money came or went under an earlier day, or a case was decided.',
    }),
  })
  .meta({ id: 'InterestComputation' });
export type Computation = Readonly<z.infer<typeof Computation>>;

/** What took from a claim. */
export const ClaimStep = z
  .object({
    is: z.enum(['paid', 'waived', 'reversed']),
    amount: Money,
    on: LocalDate,
    by: z.string(),
    approvedBy: z.string().optional(),
    reason: z.string().optional(),
    paymentId: PaymentId.optional(),
    undone: z.literal(true).optional().meta({
      description: 'The claim was taken back, and this money is its payer’s again: it counts no more.',
    }),
  })
  .meta({ id: 'LateClaimStep' });
export type ClaimStep = Readonly<z.infer<typeof ClaimStep>>;

export const Claim = z
  .object({
    id: ClaimId,
    version: z.int().min(1),
    kind: ClaimKind,
    state: ClaimState,
    entity: EntityId,
    customerId: CustomerId,
    invoiceId: InvoiceId,
    invoiceNumber: z.string(),
    amount: Money,
    open: Money.meta({ description: 'The amount less all of `steps` that count.' }),
    on: LocalDate.meta({ description: 'The day in the books; it is due at once.' }),
    interest: Computation.optional(),
    level: z.int().min(1).optional().meta({ description: 'Of a fee: of the how manieth reminder it is.' }),
    reason: z.string().meta({ description: 'What it rests on: a law, a contract, what somebody said.' }),
    mailId: z.string().optional().meta({ description: 'The reminder that charged it.' }),
    steps: z.array(ClaimStep),
    by: z.string(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Claim' });
export type Claim = Readonly<z.infer<typeof Claim>>;

/** What was charged of an invoice so far: nothing is charged twice, whoever charges. */
export const Charged = z.object({
  invoiceId: InvoiceId,
  version: z.int().min(1),
  claims: z.array(ClaimId),
  /** Charged less reversed: what was waived is not charged again. */
  interestMinor: z.int(),
  /** The last day that interest was charged for. */
  interestTo: LocalDate.optional(),
  /** Of the reminders that cost something. */
  levels: z.array(z.int().min(1)),
  compensated: z.boolean(),
});
export type Charged = Readonly<z.infer<typeof Charged>>;

/** Interest as it is today, or was or will be on a day. */
export const Preview = z
  .object({
    invoiceId: InvoiceId,
    to: LocalDate,
    interest: Money.meta({ description: 'Of all days up to `to`.' }),
    charged: Money.meta({ description: 'Of it, what claims are there for; what was waived counts.' }),
    conditional: Money.optional().meta({
      description:
        'Interest of what is in clarification: it is added if that is asked for again, and never charged if it is accepted.',
    }),
    computation: Computation,
    compensation: Money.optional().meta({ description: 'The fixed sum that the law gives.' }),
    paused: z.enum(['in_plan']).optional().meta({
      description: 'Why none is charged by itself: a payment plan says when it is due.',
    }),
    unknownFrom: LocalDate.optional().meta({
      description: 'From this day on no reference rate is known: it has to be said in the rules first.',
    }),
  })
  .meta({ id: 'InterestPreview' });
export type Preview = z.infer<typeof Preview>;

export const ChargeClaim = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('interest'),
      to: LocalDate.optional().meta({ description: 'Today, where it is absent; never later.' }),
    }),
    z.strictObject({ kind: z.literal('compensation') }),
    z.strictObject({ kind: z.literal('fee'), amount: PositiveMoney, reason: Text(300, 3) }),
  ])
  .meta({ id: 'ChargeClaim' });
export type ChargeClaim = z.infer<typeof ChargeClaim>;

export const WaiveClaim = z
  .strictObject({
    amount: PositiveMoney.optional().meta({ description: 'All that is open, where it is absent.' }),
    reason: Text(300, 3),
  })
  .meta({ id: 'WaiveClaim' });
export type WaiveClaim = z.infer<typeof WaiveClaim>;

export const SettleClaim = z
  .strictObject({
    paymentId: PaymentId.meta({
      description: 'A payment of the same customer, of which something is unapplied.',
    }),
    amount: PositiveMoney.optional().meta({ description: 'As far as both go, where it is absent.' }),
  })
  .meta({ id: 'SettleClaim' });
export type SettleClaim = z.infer<typeof SettleClaim>;

const fact = z.object({
  claimId: ClaimId,
  invoiceId: InvoiceId,
  customerId: CustomerId,
  number: z.string(),
  kind: ClaimKind,
  amount: Money,
});
export const ClaimCharged = event(
  'claim.charged',
  'Interest, costs or the fixed sum of the law were charged for an invoice that is late.',
  fact,
);
export const ClaimChanged = event(
  'claim.changed',
  'Such a claim was paid, waived or reversed, wholly or in part.',
  fact.extend({ is: ClaimStep.shape.is, open: Money, state: ClaimState }),
);

export const CLAIM_EVENTS = [ClaimCharged, ClaimChanged];
