import { issueForFulfilment, issueTogether } from '../../shared/invoices/issuing.ts';
import { OrderFulfilled } from '../../shared/orders/order.ts';
import { drainTogether } from '../../shared/runtime/drain.ts';

export const handler = drainTogether('issue-invoice', OrderFulfilled, issueForFulfilment, issueTogether);
