import { regardInterest } from '../../shared/claims/charging.ts';
import { regardMoney } from '../../shared/claims/forgiving.ts';
import { InvoiceVoided } from '../../shared/corrections/correction.ts';
import { regardDeducted, regardShort } from '../../shared/deductions/opening.ts';
import { regardDisputed } from '../../shared/disputes/judging.ts';
import { DunningEscalated } from '../../shared/dunning/policy.ts';
import { restorePaid } from '../../shared/dunning/restoring.ts';
import { regardServedPaid, regardService, served } from '../../shared/dunning/serving.ts';
import { InvoiceCredited } from '../../shared/invoices/credit-note.ts';
import { InvoiceReopened } from '../../shared/invoices/invoice.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { regardInvoice, regardInvoices, regardPayment } from '../../shared/plans/judging.ts';
import { PlanAgreed } from '../../shared/plans/plan.ts';
import { regardPromised } from '../../shared/promises/judging.ts';
import { PromiseBroken, PromiseMade } from '../../shared/promises/promise.ts';
import { drain, inTurn, on } from '../../shared/runtime/drain.ts';
import { InvoiceWrittenOff, WriteOffReversed } from '../../shared/writeoffs/writeoff.ts';

const regardMarks = served(regardPromised);
const restoredBy = inTurn(regardServedPaid, restorePaid);
const paid = inTurn(inTurn(inTurn(regardPayment(regardPromised), regardShort), restoredBy), regardMoney);
const regard = inTurn(
  inTurn(inTurn(regardInvoice(regardMarks), regardDeducted), regardDisputed),
  regardInterest,
);

export const handler = drain('keep-plans', [
  on(PaymentReceived, paid, paid),
  on(InvoiceReopened, regard),
  on(InvoiceCredited, regard),
  on(InvoiceVoided, regard),
  on(InvoiceWrittenOff, regard),
  on(WriteOffReversed, regard),
  on(DunningEscalated, regardService),
  on(PromiseMade, regardService),
  on(PromiseBroken, regardService),
  // What was promised is in a plan now.
  on(PlanAgreed, regardInvoices(regardMarks)),
]);
