/** Documents that are asked for; those of invoices are made by themselves. */
import * as z from 'zod';
import { post } from '../kernel/contract.ts';
import { OrderId } from '../orders/order.ts';

export const documentsApi = {
  makeProForma: post('/v1/orders/{id}/pro-forma', {
    scope: 'orders:read',
    summary: 'A pro-forma invoice of an order, as a PDF in the customer’s language',
    description:
      'All of the order as it stands, marked as no invoice: no number of a series is taken, nothing is booked or mailed, and no e-invoice is in it. ' +
      'The same order makes the same bytes. The link opens for five minutes.',
    params: z.strictObject({ id: OrderId }),
    body: z.strictObject({}),
    output: z.object({ url: z.url(), expiresInSeconds: z.int() }).meta({ id: 'ProFormaLink' }),
    refusals: { 'orders.unknown': 404, 'orders.cancelled': 409 },
  }),
};
