import { regardInterest } from '../../shared/claims/charging.ts';
import { regardReceipt } from '../../shared/claims/settling.ts';
import { InvoiceVoided } from '../../shared/corrections/correction.ts';
import { regardDeducted, regardShort } from '../../shared/deductions/opening.ts';
import { InvoiceCredited } from '../../shared/invoices/credit-note.ts';
import { InvoiceReopened } from '../../shared/invoices/invoice.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { regardInvoice, regardPayment } from '../../shared/plans/judging.ts';
import { drain, inTurn, on } from '../../shared/runtime/drain.ts';
import { InvoiceWrittenOff, WriteOffReversed } from '../../shared/writeoffs/writeoff.ts';

const paid = inTurn(inTurn(regardPayment, regardShort), regardReceipt);
const regard = inTurn(inTurn(regardInvoice, regardDeducted), regardInterest);

export const handler = drain('keep-plans', [
  on(PaymentReceived, paid, paid),
  on(InvoiceReopened, regard),
  on(InvoiceCredited, regard),
  on(InvoiceVoided, regard),
  on(InvoiceWrittenOff, regard),
  on(WriteOffReversed, regard),
]);
