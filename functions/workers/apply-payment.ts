import { ChargebackAccepted } from '../../shared/chargebacks/chargeback.ts';
import { hearDispute, sendAccepted } from '../../shared/chargebacks/hearing.ts';
import { working } from '../../shared/payments/actions.ts';
import { ProviderEventKept } from '../../shared/payments/payment.ts';
import { RefundRequested } from '../../shared/refunds/refund.ts';
import { hearRefund, sendRefund } from '../../shared/refunds/sending.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

/** What a provider says of payments moves attempts; what it says of refunds and disputes moves those, which `payments` does not know. */
export const handler = drain('apply-payment', [
  on(ProviderEventKept, working({ refund: hearRefund, dispute: hearDispute })),
  on(RefundRequested, sendRefund),
  on(ChargebackAccepted, sendAccepted),
]);
