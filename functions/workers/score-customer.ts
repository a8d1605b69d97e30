import { PaymentReceived } from '../../shared/payments/payment.ts';
import { PromiseBroken } from '../../shared/promises/promise.ts';
import { scoreAfterPayment } from '../../shared/risk/actions.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('score-customer', [
  on(PaymentReceived, scoreAfterPayment, scoreAfterPayment),
  on(PromiseBroken, scoreAfterPayment),
]);
