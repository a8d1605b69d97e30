import { InvoiceVoided } from '../../shared/corrections/correction.ts';
import { InvoiceCredited } from '../../shared/invoices/credit-note.ts';
import { InvoiceReopened } from '../../shared/invoices/invoice.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { regardInvoice, regardPayment } from '../../shared/plans/judging.ts';
import { drain, on } from '../../shared/runtime/drain.ts';
import { InvoiceWrittenOff, WriteOffReversed } from '../../shared/writeoffs/writeoff.ts';

export const handler = drain('keep-plans', [
  on(PaymentReceived, regardPayment, regardPayment),
  on(InvoiceReopened, regardInvoice),
  on(InvoiceCredited, regardInvoice),
  on(InvoiceVoided, regardInvoice),
  on(InvoiceWrittenOff, regardInvoice),
  on(WriteOffReversed, regardInvoice),
]);
