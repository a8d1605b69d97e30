/** Finance takes an issued invoice back, wholly or in part. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { CreditInvoice, CreditNote, CreditNoteId } from '../invoices/credit-note.ts';
import { Delivery, Documents, InvoiceId, Snapshot } from '../invoices/invoice.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';

const params = z.strictObject({ id: CreditNoteId });

export const correctionsApi = {
  creditInvoice: post('/v1/invoices/{id}/credit-notes', {
    scope: 'invoices:write',
    summary: 'Credit an invoice: all that is left of it, or lines by quantity or by amount',
    description:
      'What was still open is settled by it; what had been paid is owed to the customer. The credit note is numbered, rendered and mailed by itself. ' +
      'One above what the caller may give alone is answered with 202 and an approval.',
    params: z.strictObject({ id: InvoiceId }),
    body: CreditInvoice,
    status: 201,
    output: CreditNote,
    awaits: Approval,
    refusals: {
      'invoices.unknown': 404,
      'invoices.line_unknown': 422,
      'invoices.credited_too_much': 422,
      'invoices.credit_of_nothing': 422,
      'invoices.nothing_left': 409,
    },
  }),
  listCreditNotes: get('/v1/credit-notes', {
    scope: 'invoices:read',
    summary: 'Credit notes, newest first',
    query: Page,
    output: listOf(CreditNote),
  }),
  getCreditNote: get('/v1/credit-notes/{id}', {
    scope: 'invoices:read',
    summary: 'One credit note with its frozen snapshot',
    params,
    output: CreditNote.extend({
      snapshot: Snapshot,
      delivery: Delivery.optional(),
      documents: Documents.optional(),
    }).meta({ id: 'CreditNoteWithSnapshot' }),
    refusals: { 'corrections.unknown': 404 },
  }),
  getCreditNoteDocument: get('/v1/credit-notes/{id}/documents/{format}', {
    scope: 'invoices:read',
    summary: 'A link to a document of the credit note that opens for five minutes',
    params: params.extend({ format: z.enum(['pdf', 'ubl']) }),
    output: z.object({ url: z.url(), expiresInSeconds: z.int() }).meta({ id: 'CreditNoteLink' }),
    refusals: { 'corrections.unknown': 404, 'corrections.no_document': 404 },
  }),
};
