import * as z from 'zod';
import { get, listOf, Page } from '../kernel/contract.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId, InvoiceView, Snapshot } from './invoice.ts';

const params = z.strictObject({ id: InvoiceId });

export const invoicesApi = {
  listInvoices: get('/v1/invoices', {
    scope: 'invoices:read',
    summary: 'Invoices, newest first; or the open ones of a customer, oldest due first',
    query: Page.extend({ openOf: CustomerId.optional() }),
    output: listOf(InvoiceView),
  }),
  getInvoice: get('/v1/invoices/{id}', {
    scope: 'invoices:read',
    summary: 'One invoice with its frozen snapshot',
    params,
    output: InvoiceView.extend({ snapshot: Snapshot }).meta({ id: 'InvoiceWithSnapshot' }),
    refusals: { 'invoices.unknown': 404 },
  }),
  getInvoiceDocument: get('/v1/invoices/{id}/documents/{format}', {
    scope: 'invoices:read',
    summary: 'A link to a document of the invoice that opens for five minutes',
    params: params.extend({ format: z.enum(['pdf', 'ubl']) }),
    output: z.object({ url: z.url(), expiresInSeconds: z.int() }).meta({ id: 'DocumentLink' }),
    refusals: { 'invoices.unknown': 404, 'invoices.no_document': 404 },
  }),
};
