/** What is heard of orders, in the order in which partners are told what they may hear of. */
import {
  OrderAmended,
  OrderBackordered,
  OrderBilled,
  OrderCancelled,
  OrderConfirmed,
  OrderForgone,
  OrderFulfilled,
  OrderHeld,
  OrderReturned,
} from './order.ts';

export const ORDER_EVENTS = [
  OrderConfirmed,
  OrderHeld,
  OrderAmended,
  OrderCancelled,
  OrderFulfilled,
  OrderReturned,
  OrderBackordered,
  OrderBilled,
  OrderForgone,
];
