/** What money does to invoices that were written off: it is income, and the head remembers that it came (rules §3.8). */
import { claimOf, giveBack, recover } from '../invoices/claim.ts';
import { InvoiceRecovered, type Invoice } from '../invoices/invoice.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { least, minus, type Money } from '../kernel/money.ts';
import { total } from './booking.ts';
import type { Allocation } from './payment.ts';
import type { Target } from './rules.ts';

interface Applied {
  readonly settled: Invoice[];
  readonly allocations: Allocation[];
  readonly rest: Money;
}

/** After all that is open: what was written off of the invoices that the payer means, as far as the money goes. */
export const recovered = (
  applied: Applied,
  targets: readonly Target[],
  owner: Allocation['customerId'],
): Applied =>
  targets.reduce((so, { invoice, amount, meant, reason }) => {
    const before = so.settled.find(({ id }) => id === invoice.id);
    const spent = total(
      so.allocations.filter(({ invoiceId }) => invoiceId === invoice.id),
      so.rest.currency,
    );
    const wanted = amount === undefined ? so.rest : least(minus(amount, spent), so.rest);
    const found = meant && recover(before ?? { ...invoice, version: invoice.version + 1 }, wanted);
    if (!found) return so;
    const { id: invoiceId, number, dueOn, customerId } = invoice;
    return {
      settled: [...so.settled.filter(({ id }) => id !== invoiceId), found.invoice],
      allocations: [
        ...so.allocations,
        {
          invoiceId,
          number,
          ...(customerId !== owner && { customerId }),
          amount: found.applied,
          recovery: true,
          dueOn,
          reason,
        },
      ],
      rest: minus(so.rest, found.applied),
    };
  }, applied);

/** A head whose receipt is taken back: what of it had been a recovery is a claim again. */
export const givenBack = (invoice: Invoice, allocations: readonly Allocation[]): Invoice =>
  allocations
    .filter(({ invoiceId, recovery }) => recovery && invoiceId === invoice.id)
    .reduce((head, { amount }) => giveBack(head, amount), invoice);

/** Something that was open of it was settled. */
export const isAllocated =
  (allocations: readonly Allocation[]) =>
  ({ id }: Invoice): boolean =>
    allocations.some(({ invoiceId, recovery }) => invoiceId === id && !recovery);

export const recoveryFacts = (settled: readonly Invoice[], allocations: readonly Allocation[]): Fact[] =>
  allocations.flatMap(({ invoiceId, number, amount, recovery }) => {
    const invoice = settled.find(({ id }) => id === invoiceId);
    if (!recovery || !invoice) return [];
    const { customerId } = invoice;
    return [
      announce(InvoiceRecovered, invoiceId, {
        invoiceId,
        customerId,
        number,
        amount,
        claim: claimOf(invoice),
      }),
    ];
  });
