import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { OrderId } from '../orders/order.ts';
import { CloseDeposit, DepositView, RequestDeposit } from './deposit.ts';

const params = z.strictObject({ id: InvoiceId });
const ofOrder = z.strictObject({ id: OrderId });

export const depositsApi = {
  requestDeposit: post('/v1/orders/{id}/deposits', {
    scope: 'invoices:write',
    summary: 'Ask for a deposit for an order',
    description:
      'A numbered request without tax, mailed with a payment link. What is paid of it pays the invoices of the order as they are issued.',
    params: ofOrder,
    body: RequestDeposit,
    status: 201,
    output: DepositView,
    refusals: {
      'orders.unknown': 404,
      'deposits.order_over': 409,
      'deposits.amount': 422,
      'deposits.too_much': 422,
    },
  }),
  listOrderDeposits: get('/v1/orders/{id}/deposits', {
    scope: 'invoices:read',
    summary: 'The deposits of an order, as they were asked for',
    params: ofOrder,
    output: z.object({ data: z.array(DepositView) }),
    refusals: { 'orders.unknown': 404 },
  }),
  listDeposits: get('/v1/deposits', {
    scope: 'invoices:read',
    summary: 'Deposits, newest first',
    query: Page,
    output: listOf(DepositView),
  }),
  getDeposit: get('/v1/deposits/{id}', {
    scope: 'invoices:read',
    summary: 'One deposit: what was paid of it, and which invoices took it up',
    description: 'Its document is that of `/v1/invoices/{id}/documents/pdf`.',
    params,
    output: DepositView,
    refusals: { 'deposits.unknown': 404 },
  }),
  closeDeposit: post('/v1/deposits/{id}/close', {
    scope: 'invoices:write',
    summary: 'Ask for no more of it; what was paid and not taken up is the customer’s, unapplied',
    params,
    body: CloseDeposit,
    output: DepositView,
    refusals: { 'deposits.unknown': 404, 'deposits.over': 409 },
  }),
};
