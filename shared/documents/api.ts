/** Documents that are asked for; those of invoices are made by themselves. */
import * as z from 'zod';
import { QuoteId } from '../agreements/agreement.ts';
import { post } from '../kernel/contract.ts';
import { OrderId } from '../orders/order.ts';

const ProFormaLink = z.object({ url: z.url(), expiresInSeconds: z.int() }).meta({ id: 'ProFormaLink' });

export const documentsApi = {
  makeProForma: post('/v1/orders/{id}/pro-forma', {
    scope: 'orders:read',
    summary: 'A pro-forma invoice of an order, as a PDF in the customer’s language',
    description:
      'All of the order as it stands, marked as no invoice: no number of a series is taken, nothing is booked or mailed, and no e-invoice is in it. ' +
      'The same order makes the same bytes. The link opens for five minutes.',
    params: z.strictObject({ id: OrderId }),
    body: z.strictObject({}),
    output: ProFormaLink,
    refusals: { 'orders.unknown': 404, 'orders.cancelled': 409 },
  }),
  makeQuoteProForma: post('/v1/quotes/{id}/pro-forma', {
    scope: 'orders:read',
    summary: 'A pro-forma invoice of a kept quote, as a PDF in the customer’s language',
    description:
      'The quote as it was told, with the day until which it holds, marked as no invoice. One that was ordered has none: ask for its order’s. ' +
      'The link opens for five minutes.',
    params: z.strictObject({ id: QuoteId }),
    body: z.strictObject({}),
    output: ProFormaLink,
    refusals: { 'orders.quote_unknown': 404, 'orders.quote_used': 409, 'orders.quote_expired': 409 },
  }),
};
