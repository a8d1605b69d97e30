/** What is announced of a receipt and of the invoices that it settled. */
import { InvoicePaid, InvoiceReopened, type Invoice } from '../invoices/invoice.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { money } from '../kernel/money.ts';
import { depositFacts } from './deposited.ts';
import { PaymentReceived, type Allocation, type Payment } from './payment.ts';
import { isAllocated, recoveryFacts } from './recovering.ts';

/** Of the receipt: what of it settled what. */
export const received = (
  payment: Payment,
  settled: readonly Invoice[],
  allocations: readonly Allocation[],
): Fact =>
  announce(PaymentReceived, payment.id, {
    paymentId: payment.id,
    customerId: payment.customerId,
    amount: payment.amount,
    method: payment.method,
    paidOn: payment.paidOn,
    unapplied: payment.unapplied,
    allocations: allocations.map(
      ({ invoiceId, number, amount, discount, recovery, deposit, fromCredit }) => ({
        invoiceId,
        number,
        amount,
        ...(discount && { discount }),
        ...(recovery && { recovery }),
        ...(deposit && { deposit }),
        ...(fromCredit && { fromCredit }),
        open: settled.find(({ id }) => id === invoiceId)?.open ?? money(0, amount.currency),
      }),
    ),
  });
/** Of each invoice: that nothing is open any more, and what came in of what had been written off. */
export const said = (
  paymentId: Payment['id'],
  settled: readonly Invoice[],
  allocations: readonly Allocation[],
): Fact[] => [
  ...settled
    .filter(isAllocated(allocations))
    .filter(({ open, deposit }) => open.minor === 0 && !deposit)
    .map(({ id, customerId, number }) => announce(InvoicePaid, id, { invoiceId: id, customerId, number })),
  ...recoveryFacts(settled, allocations),
  ...depositFacts(paymentId, settled, allocations),
];
/** That it is open again; nothing is owed on a request for a deposit. */
export const reopenedFact = ({ id, customerId, number, open, deposit }: Invoice): Fact[] =>
  deposit ? [] : [announce(InvoiceReopened, id, { invoiceId: id, customerId, number, open })];
