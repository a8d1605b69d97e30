import { keepListed } from '../../shared/collecting/keeping.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { PromiseBroken } from '../../shared/promises/promise.ts';
import { scoreAfterPayment } from '../../shared/risk/actions.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

const score = scoreAfterPayment(keepListed);

export const handler = drain('score-customer', [on(PaymentReceived, score, score), on(PromiseBroken, score)]);
