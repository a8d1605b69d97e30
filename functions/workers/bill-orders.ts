import { invoiceReceipt } from '../../shared/deposits/taxing.ts';
import { issueCollected, issueForBill } from '../../shared/invoices/collecting.ts';
import { DepositReceived } from '../../shared/invoices/deposit.ts';
import { OrderBilled } from '../../shared/orders/order.ts';
import { DeliveriesDue } from '../../shared/orders/unbilled.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('bill-orders', [
  on(OrderBilled, issueForBill),
  on(DeliveriesDue, issueCollected),
  on(DepositReceived, invoiceReceipt),
]);
