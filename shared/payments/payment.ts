/** Money that came in, attempts to make it come in, and payouts of providers. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CreditId } from '../credit/credit.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency, Money } from '../kernel/money.ts';
import { Rate } from '../rates/rate.ts';
import { Allocation } from './allocation.ts';
import { Cheque, Collection } from './collection.ts';
import { Charge, Consent } from './on-file.ts';

export { Allocation, DifferenceKind } from './allocation.ts';

export const PaymentId = idOf('pay').meta({ id: 'PaymentId' });
export const AttemptId = idOf('att').meta({ id: 'AttemptId' });
export const ProviderName = z.enum(['stripe', 'sandbox', 'gocardless', 'hosted']);
export type ProviderName = z.infer<typeof ProviderName>;

export const Method = z
  .enum(['card', 'direct_debit', 'bank_transfer', 'cash', 'cheque', 'credit_note'])
  .meta({ id: 'PaymentMethod', description: 'credit_note: not money, and it settles like money.' });
export type Method = z.infer<typeof Method>;

/** A receipt. `unapplied` is a liability to the customer, or unidentified where no customer is known (rules §3.10). */
export const Payment = z
  .object({
    id: PaymentId,
    version: z.int().min(1),
    entity: EntityId,
    method: Method,
    amount: Money,
    /** The day on which the payer's money was there: value date of the bank, day of the card payment, day of the counter. */
    paidOn: LocalDate,
    bookedOn: LocalDate,
    customerId: CustomerId.optional(),
    creditId: CreditId.optional(),
    payer: z.object({ name: z.string().optional(), iban: z.string().optional() }),
    /** What it came from: an attempt, a bank line, a person's record, a credit note. */
    source: z.object({ kind: z.enum(['attempt', 'bank_line', 'counter', 'credit_note']), id: z.string() }),
    reference: z.string().optional(),
    cheque: Cheque.optional(),
    collection: Collection.optional(),
    allocations: z.array(Allocation),
    unapplied: Money,
    rate: Rate.optional().meta({
      description:
        'What its currency was worth on its day, where it settled an invoice of a foreign currency.',
    }),
    provider: ProviderName.optional().meta({
      description: 'Who collected it: it can go back through the same capture.',
    }),
    refunded: Money.optional().meta({
      description:
        'What of it was given back, or is on its way: amount = allocations + unapplied + refunded + disputed + claimed.',
    }),
    returned: Money.optional().meta({
      description:
        'What its provider gave back of the capture, also of credit notes on what it had paid; never more than the amount.',
    }),
    disputed: Money.optional().meta({
      description:
        'What of it its provider took back: a chargeback that is open or lost, a debit that was returned.',
    }),
    claimed: Money.optional().meta({
      description: 'What of it paid claims: after chargebacks, and for late payment.',
    }),
    revocableUntil: LocalDate.optional().meta({
      description: 'Of a bank debit: until then the payer’s bank gives it back without asking why.',
    }),
    notOwed: z
      .array(
        z.object({
          claimId: z.string(),
          amount: Money,
          why: z.enum(['paid', 'waived', 'reversed']),
        }),
      )
      .optional()
      .meta({
        description:
          'What its payer meant for claims for late payment that were not owed any more when it came: it is unapplied.',
      }),
    takenBack: z.object({ lineId: z.string(), costs: Money.optional() }).optional().meta({
      description: 'The bank took all of it back with this line, and its costs: nothing of it is left.',
    }),
    payout: z.string().optional().meta({
      description:
        'Reference of the provider’s payout, or of our own paying-in slip, that this money turned out to be: nothing of it is owed to anybody.',
    }),
    held: z.object({ by: z.string(), at: Instant, reason: z.string() }).optional().meta({
      description:
        'A person took back what it was for: what is left waits until somebody says what it is for.',
    }),
    receivedAt: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Payment' });
export type Payment = Readonly<z.infer<typeof Payment>>;

/** One vocabulary for all providers. UNKNOWN is a state: what a provider says and we do not know is asked again. */
export const AttemptState = z
  .enum(['INITIATED', 'PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'UNKNOWN'])
  .meta({ id: 'AttemptState' });
export type AttemptState = z.infer<typeof AttemptState>;

/** One try to pay an invoice through a provider. Committed before the provider hears of it; its id is the provider's idempotency key. */
export const Attempt = z.object({
  id: AttemptId,
  version: z.int().min(1),
  invoiceId: InvoiceId,
  /** What is meant for each, where it is for several or for claims too: the first of them is `invoiceId`. Nothing for one of which only claims are paid. */
  parts: z.array(z.object({ invoiceId: InvoiceId, amount: Money })).optional(),
  /** What is meant for claims for late payment (`claims`). */
  claims: z.array(z.object({ claimId: z.string(), amount: Money })).optional(),
  customerId: CustomerId,
  provider: ProviderName,
  amount: Money,
  state: AttemptState,
  /** The provider's own id, and where the payer is sent; known after the provider answered. */
  providerRef: z.string().optional(),
  url: z.string().optional(),
  failure: z.string().optional(),
  /** Of one at a page: what pays is kept, because its payer agreed to it. */
  keep: Consent.optional(),
  /** It is charged without its payer; absent where one pays at the provider's page. */
  charge: Charge.optional(),
  /** The provider's version or time of the last state: older news is not listened to (rules §3.16). */
  providerVersion: z.number(),
  createdAt: Instant,
  /** When the provider is asked if it has not said anything by itself. */
  checkAt: Instant.optional(),
  trace: TraceId,
});
export type Attempt = Readonly<z.infer<typeof Attempt>>;

/** What a provider says of a payment that its payer, or the payer's bank, wants back (rules §3.7). */
export const DisputeState = z
  .enum(['INQUIRY', 'OPENED', 'EVIDENCE_DUE', 'UNDER_REVIEW', 'WON', 'LOST', 'UNKNOWN'])
  .meta({ id: 'DisputeState' });
export type DisputeState = z.infer<typeof DisputeState>;

/** Why money went back, in one vocabulary for all providers. */
export const DisputeCause = z
  .enum([
    'funds',
    'account_closed',
    'account_details',
    'mandate_ended',
    'unauthorised',
    'fraud',
    'duplicate',
    'not_received',
    'not_as_described',
    'not_credited',
    'other',
  ])
  .meta({ id: 'DisputeCause' });
export type DisputeCause = z.infer<typeof DisputeCause>;

/** What a provider pays to our bank account: gross − fees = net, for these attempts. */
export const Payout = z.object({
  reference: z.string(),
  version: z.int().min(1),
  provider: ProviderName,
  currency: Currency,
  grossMinor: z.int(),
  feeMinor: z.int(),
  netMinor: z.int(),
  arrivalDate: LocalDate,
  items: z.array(
    z.object({
      attempt: z.string(),
      /** Of ours: what was given back lowers the payout, one that failed raises a later one. */
      refund: z.string().optional(),
      /** The provider's dispute: what it took back lowers the payout, what was won raises a later one. */
      dispute: z.string().optional(),
      grossMinor: z.int(),
      feeMinor: z.int(),
    }),
  ),
  state: z.enum(['EXPECTED', 'RECONCILED']),
  bankLineId: z.string().optional(),
});
export type Payout = Readonly<z.infer<typeof Payout>>;

/** How far the events of a provider have been looked through for such as never arrived. */
export const Pull = z.object({
  version: z.int().min(1),
  since: Instant,
  begunAt: Instant,
  cursor: z.string().optional(),
  doneAt: Instant.optional(),
});
export type Pull = Readonly<z.infer<typeof Pull>>;

export const PaymentReceived = event(
  'payment.received',
  'Money came in; what it settled is listed.',
  z.object({
    paymentId: PaymentId,
    customerId: CustomerId.optional(),
    amount: Money,
    method: Method,
    paidOn: LocalDate,
    allocations: z.array(
      z.object({
        invoiceId: InvoiceId,
        number: z.string(),
        amount: Money,
        discount: Money.optional(),
        recovery: z.literal(true).optional(),
        deposit: z.literal(true).optional(),
        fromCredit: z.literal(true).optional(),
        open: Money,
      }),
    ),
    claimed: Money.optional().meta({ description: 'What of it paid claims for late payment at once.' }),
    unapplied: Money,
  }),
);
export const PayoutExpected = event(
  'payout.expected',
  'A provider announced a payout to our bank account.',
  z.object({ provider: ProviderName, reference: z.string() }),
);
export const ProviderEventKept = event(
  'provider.event_kept',
  'A provider’s webhook was verified and kept.',
  z.object({ provider: ProviderName, eventId: z.string() }),
);
