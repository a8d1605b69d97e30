/**
 * What a provider takes back of a receipt, and gives back where a chargeback is won (rules §3.7). What is unapplied goes first, then
 * what settles; what is left of that settles again. The entry is the caller's, who knows what it is for: `lines` are the receipt's side.
 */
import type { Move } from '../credit/credit.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import { least, minus, money, plus, type Money } from '../kernel/money.ts';
import type { Entry, EntryLine } from '../ledger/entry.ts';
import { liability, total } from './booking.ts';
import { isTakenUp } from './deposited.ts';
import { onAccount } from './exposure.ts';
import type { Allocation, Payment } from './payment.ts';
import { applyRest, takeBack, type Effect, type Target } from './rules.ts';
import { reopenedFact } from './told.ts';

export interface Clawed {
  readonly payment: Payment;
  readonly invoices: readonly Invoice[];
  readonly lines: readonly EntryLine[];
  readonly exchange: Entry | undefined;
  readonly exposures: readonly Move[];
  readonly facts: readonly Fact[];
}
/** What was taken off one invoice. */
export interface Part {
  readonly invoiceId: Invoice['id'];
  readonly amount: Money;
}

/** `covered`: what of the wanted amount was there to be taken off; given back money and deposits that were taken up are not. */
export const takenOut = (
  before: Payment,
  invoices: readonly Invoice[],
  wanted: Money,
  on: LocalDate,
): Clawed & { readonly covered: Money; readonly parts: readonly Part[] } => {
  const stuck = before.allocations.filter(({ invoiceId }) =>
    invoices.some((one) => one.id === invoiceId && one.deposit && isTakenUp(one, before.id)),
  );
  const free = before.allocations.filter((one) => !stuck.includes(one));
  const { currency } = before.amount;
  const covered = least(wanted, plus(total(free, currency), before.unapplied));
  const off = minus(covered, least(covered, before.unapplied));
  const theirs = invoices.filter(({ id }) => free.some(({ invoiceId }) => invoiceId === id));
  const back = off.minor === 0 ? undefined : takeBack({ ...before, allocations: free }, theirs, on);
  const now = back?.payment ?? before;
  const held: Payment = {
    ...now,
    allocations: back ? stuck : before.allocations,
    unapplied: minus(now.unapplied, covered),
    disputed: plus(before.disputed ?? money(0, currency), covered),
  };
  const again = back && settledAgain(held, back.invoices, free, on);
  const settled = (again ?? back)?.invoices ?? [];
  const heads = theirs.flatMap((was) => {
    const head = settled.find(({ id }) => id === was.id) ?? back?.invoices.find(({ id }) => id === was.id);
    return head ? [{ ...head, version: was.version + 1 }] : [];
  });
  return {
    payment: { ...(again?.payment ?? held), version: before.version + 1 },
    invoices: heads,
    lines: netted(back?.entry?.lines ?? [], [liability(before, covered.minor)], again?.entry?.lines ?? []),
    exchange: both(back?.exchange, again?.exchange),
    exposures: [
      ...(back?.exposures ?? []),
      ...onAccount(now, 1),
      ...onAccount(held, -1),
      ...(again?.exposures ?? []),
    ],
    facts: heads.filter((head) => head.open.minor > openOf(invoices, head)).flatMap(reopenedFact),
    covered,
    parts: lost(free, (again?.payment ?? held).allocations, currency, back !== undefined),
  };
};

/** The money is the receipt's again, and settles what it was taken off as far as that is open; the rest is unapplied. */
export const putBack = (
  before: Payment,
  invoices: readonly Invoice[],
  { covered, parts }: { covered: Money; parts: readonly Part[] },
  on: LocalDate,
): Clawed => {
  const held: Payment = {
    ...before,
    unapplied: plus(before.unapplied, covered),
    disputed: minus(before.disputed!, covered),
  };
  const targets = parts.flatMap(({ invoiceId, amount }): Target[] => {
    const invoice = invoices.find(({ id }) => id === invoiceId);
    return invoice
      ? [{ invoice, amount, begunOn: before.paidOn, meant: true, reason: 'a chargeback of it was won' }]
      : [];
  });
  const again = applyRest(held, held.customerId, targets, on, held.creditId);
  return {
    payment: { ...again.payment, version: before.version + 1 },
    invoices: again.invoices,
    lines: netted([liability(before, 0 - covered.minor)], again.entry?.lines ?? []),
    exchange: again.exchange,
    exposures: [...onAccount(before, 1), ...onAccount(held, -1), ...again.exposures],
    facts: again.payment.allocations.length > before.allocations.length ? again.facts : [],
  };
};

/** Each invoice gets back what it had, in the same order, as far as the money goes. */
const settledAgain = (
  held: Payment,
  invoices: readonly Invoice[],
  free: readonly Allocation[],
  on: LocalDate,
): Effect | undefined => {
  if (held.unapplied.minor === 0) return undefined;
  const targets = [...Map.groupBy(free, ({ invoiceId }) => invoiceId)].flatMap(([id, own]): Target[] => {
    const invoice = invoices.find((one) => one.id === id);
    const amount = total(own, held.amount.currency);
    return invoice ? [{ invoice, amount, begunOn: held.paidOn, meant: true, reason: own[0]!.reason }] : [];
  });
  return applyRest(held, held.customerId, targets, on, held.creditId);
};

/** By invoice, what was allocated before and is not any more. */
const lost = (
  free: readonly Allocation[],
  after: readonly Allocation[],
  currency: string,
  touched: boolean,
): Part[] => {
  if (!touched) return [];
  return [...Map.groupBy(free, ({ invoiceId }) => invoiceId)].flatMap(([invoiceId, own]) => {
    const left = total(
      after.filter((one) => one.invoiceId === invoiceId),
      currency,
    );
    const amount = minus(total(own, currency), left);
    return amount.minor > 0 ? [{ invoiceId, amount }] : [];
  });
};

const openOf = (invoices: readonly Invoice[], { id }: Invoice): number =>
  invoices.find((one) => one.id === id)!.open.minor;

/** What is taken back and settled again in one entry says only what is left of both. */
export const netted = (...all: readonly (readonly EntryLine[])[]): EntryLine[] => {
  const key = ({ account, customerId, invoiceId, dueOn }: EntryLine) =>
    [account, customerId, invoiceId, dueOn].join(' ');
  return [...Map.groupBy(all.flat(), key).values()].map((same) => ({
    ...same[0]!,
    minor: same.reduce((sum, { minor }) => sum + minor, 0),
  }));
};
/** Of one commit: what is left of two differences. */
export const both = (one: Entry | undefined, other: Entry | undefined): Entry | undefined => {
  if (!one || !other) return one ?? other;
  const lines = netted(one.lines, other.lines).filter(({ minor }) => minor !== 0);
  return lines.length === 0 ? undefined : { ...one, lines };
};
