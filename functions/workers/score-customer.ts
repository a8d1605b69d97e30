import { keepListed } from '../../shared/collecting/keeping.ts';
import { followPayment, followPromise, followStopped } from '../../shared/dunning/triggering.ts';
import { CollectionStopped } from '../../shared/methods/collection.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { PromiseBroken } from '../../shared/promises/promise.ts';
import { scoreAfterPayment } from '../../shared/risk/actions.ts';
import { drain, inTurn, on } from '../../shared/runtime/drain.ts';

const score = scoreAfterPayment(keepListed);

const paid = inTurn(score, followPayment);

export const handler = drain('score-customer', [
  on(PaymentReceived, paid, paid),
  on(PromiseBroken, inTurn(score, followPromise)),
  on(CollectionStopped, followStopped),
]);
