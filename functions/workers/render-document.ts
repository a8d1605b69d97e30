import { renderDocuments } from '../../shared/documents/actions.ts';
import { InvoiceIssued } from '../../shared/invoices/invoice.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('render-document', [on(InvoiceIssued, renderDocuments)]);
