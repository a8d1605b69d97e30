/** Finance takes an issued invoice back, wholly or in part. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { CreditInvoice, CreditNote, CreditNoteId } from '../invoices/credit-note.ts';
import { Delivery } from '../invoices/delivery.ts';
import { Documents, InvoiceId, InvoiceView, Snapshot } from '../invoices/invoice.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { CorrectInvoice, Correction, DebitInvoice, VoidInvoice } from './correction.ts';

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
      'invoices.written_off': 409,
      'invoices.voided': 409,
    },
  }),
  correctInvoice: post('/v1/invoices/{id}/corrections', {
    scope: 'invoices:write',
    summary: 'Correct an invoice in one step: credit it and issue it rightly',
    description:
      'Credit note and new invoice are one commit and name each other. What was paid for the old one settles the new one; the rest is the ' +
      'customer’s. Payers who quote the old number or follow the old link pay the new invoice. ' +
      'Where the customer owes more than the caller may give alone less than before, it is answered with 202 and an approval.',
    params: z.strictObject({ id: InvoiceId }),
    body: CorrectInvoice,
    status: 201,
    output: Correction,
    awaits: Approval,
    refusals: {
      'invoices.unknown': 404,
      'invoices.line_unknown': 422,
      'invoices.nothing_left': 409,
      'invoices.written_off': 409,
      'invoices.voided': 409,
      'corrections.credited_before': 409,
      'corrections.prepayment': 409,
      'invoices.e_invoice_incomplete': 409,
      'corrections.no_lines': 422,
      'corrections.nothing_changed': 422,
      'pricing.too_large': 422,
      'tax.rate_unknown': 422,
      'tax.oss_unsupported': 422,
      'tax.vat_id_required': 422,
      'tax.mixed_scope': 422,
    },
  }),
  debitInvoice: post('/v1/invoices/{id}/debit-notes', {
    scope: 'invoices:write',
    summary: 'Debit what an invoice lacked: lines by quantity or by amount',
    description:
      'A debit note is an invoice of its own series: rendered, mailed, paid and reminded like one, and named by the invoice that it follows.',
    params: z.strictObject({ id: InvoiceId }),
    body: DebitInvoice,
    status: 201,
    output: InvoiceView,
    refusals: {
      'invoices.unknown': 404,
      'invoices.line_unknown': 422,
      'corrections.replaced': 409,
      'corrections.prepayment': 409,
      'invoices.voided': 409,
      'corrections.of_nothing': 422,
      'pricing.too_large': 422,
    },
  }),
  voidInvoice: post('/v1/invoices/{id}/void', {
    scope: 'invoices:write',
    summary: 'Make an invoice void that has not left the house',
    description:
      'Only while it is neither mailed nor being mailed, nothing is applied to it, no other document names it, its month is not over and the ' +
      'law of the seller’s country lets it; the refusal says everything that stands against it, and then it is credited. The number stays ' +
      'taken, the entry is reversed by an entry, and the deliveries wait among `/v1/unbilled-deliveries` until somebody has them invoiced anew. ' +
      'One above what the caller may give alone is answered with 202 and an approval.',
    params: z.strictObject({ id: InvoiceId }),
    body: VoidInvoice,
    output: InvoiceView,
    awaits: Approval,
    refusals: { 'invoices.unknown': 404, 'invoices.voided': 409, 'corrections.not_voidable': 409 },
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
