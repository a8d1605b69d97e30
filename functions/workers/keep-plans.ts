import { regardInterest } from '../../shared/claims/charging.ts';
import { regardReceipt } from '../../shared/claims/settling.ts';
import { InvoiceVoided } from '../../shared/corrections/correction.ts';
import { regardDeducted, regardShort } from '../../shared/deductions/opening.ts';
import { regardDisputed } from '../../shared/disputes/judging.ts';
import { restorePaid } from '../../shared/dunning/restoring.ts';
import { InvoiceCredited } from '../../shared/invoices/credit-note.ts';
import { InvoiceReopened } from '../../shared/invoices/invoice.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { regardInvoice, regardInvoices, regardPayment } from '../../shared/plans/judging.ts';
import { PlanAgreed } from '../../shared/plans/plan.ts';
import { regardPromised } from '../../shared/promises/judging.ts';
import { drain, inTurn, on } from '../../shared/runtime/drain.ts';
import { InvoiceWrittenOff, WriteOffReversed } from '../../shared/writeoffs/writeoff.ts';

const paid = inTurn(inTurn(inTurn(regardPayment(regardPromised), regardShort), restorePaid), regardReceipt);
const regard = inTurn(
  inTurn(inTurn(regardInvoice(regardPromised), regardDeducted), regardDisputed),
  regardInterest,
);

export const handler = drain('keep-plans', [
  on(PaymentReceived, paid, paid),
  on(InvoiceReopened, regard),
  on(InvoiceCredited, regard),
  on(InvoiceVoided, regard),
  on(InvoiceWrittenOff, regard),
  on(WriteOffReversed, regard),
  // What was promised is in a plan now.
  on(PlanAgreed, regardInvoices(regardPromised)),
]);
