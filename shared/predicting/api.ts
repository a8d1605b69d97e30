/** Finance sees when open invoices will be paid, what that rests on, and how good it was. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { get, listOf, Page } from '../kernel/contract.ts';
import { MonthQuality, Prediction } from './prediction.ts';

export const predictingApi = {
  getPrediction: get('/v1/invoices/{id}/prediction', {
    scope: 'finance:read',
    summary: 'How probable it is that an open invoice is paid late, by which days it is paid, and why',
    description:
      'Learned every night from the company’s own invoices. A day that was agreed, or on which the customer is charged, comes before what is learned.',
    params: z.strictObject({ id: InvoiceId }),
    output: Prediction,
    refusals: { 'invoices.unknown': 404 },
  }),
  listPredictions: get('/v1/customers/{id}/predictions', {
    scope: 'finance:read',
    summary: 'The same of the open invoices of a customer, the oldest due first',
    params: z.strictObject({ id: CustomerId }),
    query: Page,
    output: listOf(Prediction),
    refusals: { 'customers.unknown': 404 },
  }),
  getPredictionQuality: get('/v1/predictions/quality', {
    scope: 'finance:read',
    summary: 'How good predictions were, by month of the due day, newest first',
    description:
      'Each invoice is judged by what was said when it was issued: of the newest forty that ended of every customer. A month changes while invoices of it end, for half a year.',
    query: Page,
    output: listOf(MonthQuality),
  }),
};
