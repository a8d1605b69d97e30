/** What money does to deposits: what came in for one is told, and what no invoice takes up becomes the customer's, unapplied. */
import { DepositReceived, depositLeft } from '../invoices/deposit.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { least, minus, plus, type Money } from '../kernel/money.ts';
import { entry } from '../ledger/rules.ts';
import { liability, memo, settling } from './booking.ts';
import { freed, onAccount } from './exposure.ts';
import type { Allocation, Payment } from './payment.ts';
import type { Effect } from './rules.ts';

export const depositFacts = (
  paymentId: Payment['id'],
  settled: readonly Invoice[],
  allocations: readonly Allocation[],
): Fact[] =>
  allocations.flatMap(({ invoiceId, amount }) => {
    const found = settled.find(({ id }) => id === invoiceId);
    if (!found?.deposit) return [];
    const { id, customerId, number, open, deposit } = found;
    const said = { depositId: id, customerId, orderId: deposit.orderId, number, paymentId, amount, open };
    return [announce(DepositReceived, id, said)];
  });

/** Whether the receipts of a deposit can be taken back: not what an invoice has taken up of it. */
export const isTakenUp = (deposit: Invoice, paymentId: string): boolean => {
  const of = deposit.settlements.filter((one) => one.paymentId === paymentId);
  return depositLeft(deposit).minor < of.reduce((all, { amount }) => all + amount.minor, 0);
};

export interface Released extends Effect {
  readonly deposit: Invoice;
  readonly released: Money;
}
/**
 * So much of one receipt is for its deposit no more: Dr deposits, Cr unapplied. It stays on the receipt that it came with, and can be
 * applied or refunded like any other (rules §3.7, §3.10). The versions are those of whoever puts them.
 */
export const released = (deposit: Invoice, payment: Payment, wanted: Money, on: LocalDate): Released => {
  // A receipt may have paid it twice: the later part of both sides is the same.
  const allocated = payment.allocations.findLast(({ invoiceId }) => invoiceId === deposit.id)!;
  const settled = deposit.settlements.findLast(({ paymentId }) => paymentId === payment.id)!;
  const amount = least(wanted, allocated.amount);
  const less = <T extends { readonly amount: Money }>(all: readonly T[], which: T): T[] =>
    all.flatMap((one) => {
      if (one !== which) return [one];
      return one.amount.minor === amount.minor ? [] : [{ ...one, amount: minus(one.amount, amount) }];
    });
  const after: Payment = {
    ...payment,
    version: payment.version + 1,
    allocations: less(payment.allocations, allocated),
    unapplied: plus(payment.unapplied, amount),
  };
  const back = [{ ...allocated, amount }];
  return {
    payment: after,
    deposit: { ...deposit, settlements: less(deposit.settlements, settled) },
    released: amount,
    invoices: [],
    entry: entry({
      entity: payment.entity,
      on,
      currency: amount.currency,
      kind: 'deposit_released',
      source: deposit.number,
      memo: memo(back, 'Deposit not taken up'),
      lines: [...settling(back, payment.customerId, 1), liability(after, 0 - amount.minor)],
    }),
    exposures: [
      ...freed([deposit], back).map(({ account, minor }) => ({ account, minor: 0 - minor })),
      ...onAccount(payment, 1),
      ...onAccount(after, -1),
    ],
    facts: [],
  };
};
