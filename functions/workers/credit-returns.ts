import { creditForgone, creditReturn } from '../../shared/corrections/giving-back.ts';
import { OrderForgone, OrderReturned } from '../../shared/orders/order.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('credit-returns', [
  on(OrderReturned, creditReturn),
  on(OrderForgone, creditForgone),
]);
