/** Which documents an invoice has. Each is made from the issued snapshot alone and written once. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { CreditNoteId } from '../invoices/credit-note.ts';
import { InvoiceId, type Snapshot } from '../invoices/invoice.ts';
import { event } from '../kernel/events.ts';

export const DocumentKind = z.enum(['pdf', 'ubl']).meta({
  id: 'DocumentKind',
  description:
    'pdf is for people and carries EN 16931 as CII (Factur-X); ubl is EN 16931 in UBL 2.1 for their systems. By the profile of the customer: XRechnung in both, Peppol BIS Billing in UBL.',
});
export type DocumentKind = z.infer<typeof DocumentKind>;

/** What is drawn. Of an order alone: a pro-forma invoice, or its confirmation, with what is said of single lines (by their id). */
export type Drawn = Snapshot & { readonly confirms?: { readonly notes: ReadonlyMap<string, string> } };

/** Goes into the key of a kept document: a changed template never touches what was sent before it. */
export const TEMPLATE_VERSION = 4;

export const MEDIA: Readonly<Record<DocumentKind, string>> = {
  pdf: 'application/pdf',
  ubl: 'application/xml',
};

/** `INV-2026-000117.pdf`: the name under which a customer saves it. */
export const fileName = (number: string, kind: DocumentKind): string =>
  `${number.replaceAll(/[^\w.-]/g, '_')}.${kind === 'pdf' ? 'pdf' : 'xml'}`;

export const DocumentsRendered = event(
  'documents.rendered',
  'The PDF of an invoice, and its e-invoice where its currency fits one, can be downloaded and sent.',
  z.object({ invoiceId: InvoiceId, customerId: CustomerId, number: z.string() }),
);
export const CreditNoteRendered = event(
  'documents.credit_note_rendered',
  'The PDF of a credit note, and its e-invoice where its currency fits one, can be downloaded and sent.',
  z.object({ creditNoteId: CreditNoteId, invoiceId: InvoiceId, customerId: CustomerId, number: z.string() }),
);
