import { issueForFulfilment } from '../../shared/invoices/actions.ts';
import { OrderFulfilled } from '../../shared/orders/order.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('issue-invoice', [on(OrderFulfilled, issueForFulfilment)]);
