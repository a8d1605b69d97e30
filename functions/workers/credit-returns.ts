import { creditReturn } from '../../shared/corrections/take-back.ts';
import { OrderReturned } from '../../shared/orders/order.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('credit-returns', [on(OrderReturned, creditReturn)]);
