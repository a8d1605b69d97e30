/** Money that its payer, or the payer's bank, takes back from the provider that collected it (rules §3.7). */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Money } from '../kernel/money.ts';
import { ClaimStep } from './claim.ts';
import { DisputeCause, DisputeState, PaymentId, ProviderName } from '../payments/payment.ts';

export const ChargebackId = idOf('cbk').meta({ id: 'ChargebackId' });
export const ChargebackState = z.enum([...DisputeState.options, 'ACCEPTED']).meta({
  id: 'ChargebackState',
  description:
    'INQUIRY: asked, and nothing taken yet. OPENED, EVIDENCE_DUE, UNDER_REVIEW: the provider has taken the money, and it is not decided whose it is. ' +
    'WON: it is ours again. LOST, and ACCEPTED where we gave it up: it stays with the payer. UNKNOWN: a word that is not known; it is asked about.',
});
export type ChargebackState = z.infer<typeof ChargebackState>;

export const Chargeback = z
  .object({
    id: ChargebackId,
    version: z.int().min(1),
    state: ChargebackState,
    kind: z.enum(['dispute', 'return']).meta({
      description:
        'dispute: somebody says that it was not right. return: the bank could not debit the account.',
    }),
    entity: EntityId,
    provider: ProviderName,
    disputeId: z.string().meta({ description: 'The provider’s id of it.' }),
    capture: z.string().meta({ description: 'The provider’s id of the payment.' }),
    paymentId: PaymentId,
    customerId: CustomerId.optional(),
    amount: Money,
    fee: Money.meta({ description: 'What the provider takes for it, beside the money.' }),
    cause: DisputeCause,
    reason: z.string().meta({ description: 'The provider’s own word.' }),
    retry: z.boolean().meta({
      description:
        'Whether the same account may be debited once more, for a debit that was returned for lack of funds.',
    }),
    instrument: z.enum(['usable', 'disputed', 'ended']).meta({
      description:
        'What it says of that by which was paid: a closed account and an ended mandate are not debited again, nor is one that is disputed.',
    }),
    evidenceBy: Instant.optional(),
    /** What is with the provider now: taken off the receipt, off these invoices where it had settled them. */
    taken: z
      .object({
        covered: Money,
        claim: Money.meta({
          description:
            'Was not there any more to be taken off: given back before, or taken up by an invoice.',
        }),
        parts: z.array(z.object({ invoiceId: InvoiceId, amount: Money })),
      })
      .optional(),
    claims: z.array(ClaimStep).optional().meta({
      description: 'What became of the claim: what was given up of it, and what was paid.',
    }),
    claimsUndone: z.array(ClaimStep).optional().meta({
      description: 'Such steps, before the dispute was won after all: what was paid is unapplied again.',
    }),
    acceptedBy: z.string().optional(),
    /** The provider's time of the last news, and its state: older news is not listened to (rules §3.16). */
    heard: z.object({ version: z.number(), state: DisputeState }),
    on: LocalDate,
    settledOn: LocalDate.optional(),
    /** When the provider is asked, if it has not said anything by itself. */
    checkAt: Instant.optional(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Chargeback' });
export type Chargeback = Readonly<z.infer<typeof Chargeback>>;

const fact = z.object({
  chargebackId: ChargebackId,
  paymentId: PaymentId,
  customerId: CustomerId.optional(),
  amount: Money,
  state: ChargebackState,
  cause: DisputeCause,
});
export const ChargebackOpened = event(
  'chargeback.opened',
  'A payer disputes a payment, or a debit came back: what it had settled is open again, unless it is only an inquiry.',
  fact.extend({ evidenceBy: Instant.optional() }),
);
export const ChargebackChanged = event(
  'chargeback.changed',
  'A provider said more of a chargeback: evidence is due, or is being looked at.',
  fact.extend({ evidenceBy: Instant.optional() }),
);
export const ChargebackClosed = event(
  'chargeback.closed',
  'A chargeback was won, lost or given up. What was won settles again what it had settled.',
  fact,
);
export const ChargebackAccepted = event(
  'chargeback.accepted',
  'A person gave a dispute up: its provider is to be told.',
  z.object({ chargebackId: ChargebackId }),
);

export const ChargebackClaimSettled = event(
  'chargeback.claim_settled',
  'A claim after a chargeback was given up or paid, wholly or in part.',
  z.object({
    chargebackId: ChargebackId,
    customerId: CustomerId.optional(),
    kind: ClaimStep.shape.kind,
    amount: Money,
    left: Money,
    paymentId: PaymentId.optional(),
  }),
);

/** All that is announced of a chargeback. */
export const CHARGEBACK_EVENTS = [
  ChargebackOpened,
  ChargebackChanged,
  ChargebackAccepted,
  ChargebackClosed,
  ChargebackClaimSettled,
];
