import { creditForgone, creditReturn } from '../../shared/corrections/giving-back.ts';
import { closeLeft } from '../../shared/deposits/closing.ts';
import { OrderDepositsLeft } from '../../shared/orders/deposited.ts';
import { OrderForgone, OrderReturned } from '../../shared/orders/order.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('credit-returns', [
  on(OrderReturned, creditReturn),
  on(OrderForgone, creditForgone),
  on(OrderDepositsLeft, closeLeft),
]);
