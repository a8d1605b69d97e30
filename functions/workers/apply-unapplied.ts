import { InvoiceCredited } from '../../shared/invoices/credit-note.ts';
import { InvoiceIssued } from '../../shared/invoices/invoice.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { drain, on } from '../../shared/runtime/drain.ts';
import { applyUnapplied } from '../../shared/unapplied/actions.ts';

export const handler = drain('apply-unapplied', [
  on(PaymentReceived, applyUnapplied),
  on(InvoiceIssued, applyUnapplied),
  on(InvoiceCredited, applyUnapplied),
]);
