import * as z from 'zod';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { CustomerId } from '../customers/customer.ts';
import { Text } from '../kernel/party.ts';
import { FulfilOrder, OrderId } from '../orders/order.ts';
import { CheckRules, CheckRuleSet, InvoicePreview, ParkedInvoice, ParkedWithSnapshot } from './check.ts';
import { InvoiceId, InvoiceView, Snapshot } from './invoice.ts';

const params = z.strictObject({ id: InvoiceId });
const unparked = {
  'invoices.draft_unknown': 404,
  'invoices.not_parked': 409,
  'invoices.e_invoice_incomplete': 409,
  'invoices.rate_missing': 409,
} as const;

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
  previewInvoice: post('/v1/orders/{id}/invoice-preview', {
    scope: 'invoices:read',
    summary: 'What a delivery of these lines today would be invoiced with',
    description:
      'By the code that issues invoices, with the checks that would park it. Nothing is kept; the number is a forecast.',
    params: z.strictObject({ id: OrderId }),
    body: FulfilOrder.pick({ lines: true }).strict().meta({ id: 'PreviewInvoice' }),
    output: InvoicePreview,
    refusals: {
      'invoices.order_unknown': 404,
      'orders.not_fulfillable': 409,
      'orders.line_unknown': 422,
      'orders.over_delivered': 422,
      'orders.nothing_to_bill': 409,
      'orders.over_billed': 409,
    },
  }),
  getInvoiceChecks: get('/v1/invoice-checks', {
    scope: 'invoices:read',
    summary: 'What is checked before an invoice is issued',
    output: CheckRules,
  }),
  setInvoiceChecks: put('/v1/invoice-checks', {
    scope: 'invoices:write',
    summary: 'Replace what is checked before an invoice is issued',
    description:
      'It holds for all deliveries from half a minute on. What is parked stays so until somebody looks at it.',
    body: CheckRuleSet,
    output: CheckRules,
  }),
  listParkedInvoices: get('/v1/parked-invoices', {
    scope: 'invoices:read',
    summary: 'Deliveries whose invoice waits for a person, newest first',
    query: Page,
    output: listOf(ParkedInvoice),
  }),
  getParkedInvoice: get('/v1/parked-invoices/{id}', {
    scope: 'invoices:read',
    summary: 'One of them, with the invoice as it would be issued now, or as it was',
    params,
    output: ParkedWithSnapshot,
    refusals: { 'invoices.draft_unknown': 404 },
  }),
  recheckParkedInvoice: post('/v1/parked-invoices/{id}/recheck', {
    scope: 'invoices:write',
    summary: 'Check it again, by customer and rules as they are now; issued where nothing fails any more',
    params,
    output: ParkedInvoice,
    refusals: unparked,
  }),
  issueParkedInvoice: post('/v1/parked-invoices/{id}/issue', {
    scope: 'invoices:write',
    summary: 'Issue it in spite of what speaks against it',
    params,
    body: z.strictObject({ reason: Text(300, 3) }),
    output: ParkedInvoice,
    refusals: unparked,
  }),
};
