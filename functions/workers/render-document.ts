import { renderCreditNote, renderDeposit, renderInvoice } from '../../shared/documents/actions.ts';
import { InvoiceCredited } from '../../shared/invoices/credit-note.ts';
import { DepositRequested } from '../../shared/invoices/deposit.ts';
import { InvoiceIssued } from '../../shared/invoices/invoice.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('render-document', [
  on(InvoiceIssued, renderInvoice),
  on(InvoiceCredited, renderCreditNote),
  on(DepositRequested, renderDeposit),
]);
