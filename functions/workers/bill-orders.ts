import { issueCollected, issueForBill } from '../../shared/invoices/collecting.ts';
import { OrderBilled } from '../../shared/orders/order.ts';
import { DeliveriesDue } from '../../shared/orders/unbilled.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('bill-orders', [
  on(OrderBilled, issueForBill),
  on(DeliveriesDue, issueCollected),
]);
