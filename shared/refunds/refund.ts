/** Money that is given back: of what a customer has with us, the way that it came or to an account of the customer (rules §3.7). */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId, Iban } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { PaymentId, ProviderName } from '../payments/payment.ts';

export const RefundId = idOf('ref').meta({ id: 'RefundId' });
export const RefundReason = z
  .enum(['overpayment', 'duplicate', 'return', 'goodwill', 'not_ours', 'account_closed', 'other'])
  .meta({
    id: 'RefundReason',
    description:
      'Why: paid too much, paid twice, goods came back, goodwill, money that was meant for somebody else, the account is closed.',
  });

export const RefundPayment = z
  .strictObject({
    amount: PositiveMoney.optional().meta({ description: 'All that is unapplied, where it is absent.' }),
    reason: RefundReason,
    note: Text(300, 3).optional(),
    iban: Iban.optional().meta({
      description:
        'Where to, if not the way that the money came. One that is neither the payer’s nor in the customer’s profile always needs a second person.',
    }),
  })
  .meta({ id: 'RefundPayment' });
export type RefundPayment = z.infer<typeof RefundPayment>;

export const RefundState = z
  .enum(['PENDING', 'UNKNOWN', 'SUCCEEDED', 'TO_PAY', 'PAID', 'FAILED', 'CANCELED'])
  .meta({
    id: 'RefundState',
    description:
      'By a provider: PENDING, UNKNOWN while it has to be asked, SUCCEEDED. By bank: TO_PAY until the statement shows it, PAID. FAILED and ' +
      'CANCELED: the money is the customer’s again, unapplied.',
  });
export type RefundState = z.infer<typeof RefundState>;

export const Refund = z
  .object({
    id: RefundId,
    version: z.int().min(1),
    state: RefundState,
    entity: EntityId,
    paymentId: PaymentId.meta({ description: 'Whose unapplied money it is.' }),
    customerId: CustomerId,
    amount: Money,
    reason: RefundReason,
    note: z.string().optional(),
    method: z.enum(['provider', 'bank_transfer']),
    through: z.object({ provider: ProviderName, paymentId: PaymentId, capture: z.string() }).optional().meta({
      description:
        'By which card payment it goes back: of a credit note it is one that had paid the credited invoice.',
    }),
    providerRef: z.string().optional(),
    to: z.object({ name: z.string(), iban: z.string() }).optional(),
    reference: z.string().optional().meta({
      description: 'For the transfer: the debit on the statement that carries it is this refund (ISO 11649).',
      example: 'RF62RFD3F0K9Q2M7TXA',
    }),
    failure: z.string().optional(),
    bankLineId: z.string().optional(),
    on: LocalDate.meta({ description: 'The day in the books.' }),
    settledOn: LocalDate.optional().meta({ description: 'The day on which it was paid, or taken back.' }),
    by: z.string(),
    approvedBy: z.string().optional().meta({ description: 'The second person, where one had to agree.' }),
    /** When the provider is asked, if it has not said anything by itself. */
    checkAt: Instant.optional(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'Refund' });
export type Refund = Readonly<z.infer<typeof Refund>>;

const fact = z.object({
  refundId: RefundId,
  paymentId: PaymentId,
  customerId: CustomerId,
  amount: Money,
  method: z.enum(['provider', 'bank_transfer']),
});
export const RefundRequested = event(
  'refund.requested',
  'A refund is in the books: a provider is to be asked for it, or finance is to transfer it.',
  fact,
);
export const PaymentRefunded = event(
  'payment.refunded',
  'Money went back to a customer: its provider says so, or the bank’s statement does.',
  fact,
);
export const RefundFailed = event(
  'refund.failed',
  'A refund did not arrive or was canceled: the money is the customer’s again, unapplied.',
  fact.extend({ failure: z.string() }),
);
export const REFUND_EVENTS = [RefundRequested, PaymentRefunded, RefundFailed];
