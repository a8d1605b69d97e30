import { followInvoice } from '../../shared/agencies/following.ts';
import { regardEscalated, regardMoved, regardPaid, regardPlanned } from '../../shared/agencies/regarding.ts';
import { ClaimChanged } from '../../shared/claims/claim.ts';
import { InvoiceVoided } from '../../shared/corrections/correction.ts';
import { DisputeOpened, DisputeRejected, DisputeWithdrawn } from '../../shared/disputes/events.ts';
import { DunningEscalated } from '../../shared/dunning/policy.ts';
import { regardService } from '../../shared/dunning/serving.ts';
import { InvoiceCredited } from '../../shared/invoices/credit-note.ts';
import { InvoiceReopened } from '../../shared/invoices/invoice.ts';
import { PaymentReceived } from '../../shared/payments/payment.ts';
import { PlanAgreed } from '../../shared/plans/plan.ts';
import { PromiseBroken, PromiseMade } from '../../shared/promises/promise.ts';
import { drain, on } from '../../shared/runtime/drain.ts';
import { InvoiceWrittenOff, WriteOffReversed } from '../../shared/writeoffs/writeoff.ts';

export const handler = drain('keep-plans', [
  on(PaymentReceived, regardPaid, regardPaid),
  on(InvoiceReopened, regardMoved),
  on(InvoiceCredited, regardMoved),
  on(InvoiceVoided, regardMoved),
  on(InvoiceWrittenOff, regardMoved),
  on(WriteOffReversed, regardMoved),
  on(DunningEscalated, regardEscalated),
  on(PromiseMade, regardService),
  on(PromiseBroken, regardService),
  on(ClaimChanged, followInvoice),
  on(DisputeOpened, followInvoice),
  on(DisputeRejected, followInvoice),
  on(DisputeWithdrawn, followInvoice),
  on(PlanAgreed, regardPlanned),
]);
