/** What a receipt does to invoices, ledger and credit: the one place where money is applied (rules §3.3, §3.5). */
import type { Move } from '../credit/credit.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { bookedDue } from '../invoices/planning.ts';
import { pay, reopen } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { least, minus, plus, type Money } from '../kernel/money.ts';
import type { Account, Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { liability, memo, settling, total } from './booking.ts';
import { exchangeEntry, exchangeOf } from './exchange.ts';
import { freed, onAccount } from './exposure.ts';
import { givenBack, isAllocated, recovered } from './recovering.ts';
import { ownedBy } from './allocation.ts';
import type { Allocation, Payment } from './payment.ts';
import { received, reopenedFact, said } from './told.ts';

/** Where the money of a method is until the bank has it. */
export const ACCOUNT_OF: Readonly<Record<Exclude<Payment['method'], 'credit_note'>, Account>> = {
  card: 'clearing',
  direct_debit: 'clearing',
  bank_transfer: 'bank',
  cash: 'cash',
  cheque: 'cheques',
  agency: 'agencies',
};

/** An invoice to settle: up to `amount`, or as far as the money goes. */
export interface Target {
  readonly invoice: Invoice;
  readonly amount?: Money | undefined;
  /** The day that counts for an early-payment discount, where it is not that of the money. */
  readonly begunOn?: LocalDate | undefined;
  /** The payer means this invoice: what was written off of it is paid, too, after all that is open. */
  readonly meant?: true;
  /** What is missing and not asked for: settled beside the money, where nothing else is open then. */
  readonly difference?: Allocation['difference'];
  /** A discount is granted that is taken after its last day, `begunOn`. */
  readonly late?: true | undefined;
  /** It is used later, of what the customer has with us. */
  readonly fromCredit?: true | undefined;
  readonly reason: string;
}

/** All that one commit must make true together; payments/store.ts `writesOf` turns it into writes. */
export interface Effect {
  readonly payment: Payment;
  readonly invoices: readonly Invoice[];
  readonly entry: Entry | undefined;
  /** Gains and losses on foreign money, in the currency of the books. */
  readonly exchange?: Entry | undefined;
  /** By credit account: what is settled frees the invoice's, what is unapplied frees the payer's. */
  readonly exposures: readonly Move[];
  readonly facts: readonly Fact[];
}

type Made = Omit<Payment, 'version' | 'allocations' | 'unapplied' | 'refunded' | 'returned'>;
/** Money that came in, before anything is done with it. */
export type Received = Made & { readonly method: keyof typeof ACCOUNT_OF };

/**
 * A new receipt, applied to its targets in their order; the rest is unapplied, or unidentified without a customer.
 * Invoices of another currency or with nothing open are passed over: over-payment is never refused.
 */
export const receive = (made: Received, targets: readonly Target[]): Effect => {
  const effect = taken(made, targets, {
    kind: 'receipt',
    source: made.id,
    memo: 'Receipt',
    debits: [{ account: ACCOUNT_OF[made.method], minor: made.amount.minor }],
  });
  const { payment, invoices, facts } = effect;
  return { ...effect, facts: [received(payment, invoices, payment.allocations), ...facts] };
};

/**
 * What a credit note is worth settles its invoice like money, then the one that takes its place; what was paid before and is not
 * needed is the customer's, unapplied (rules §3.6). `debits`: what it takes back of revenue and tax.
 */
export const credit = (
  made: Made & { readonly method: 'credit_note' },
  targets: readonly Target[],
  { number, debits }: { number: string; debits: Entry['lines'] },
): Effect =>
  taken(made, targets, { kind: 'credit_note', source: number, memo: `Credit note ${number} of`, debits });

const taken = (
  made: Made,
  targets: readonly Target[],
  { debits, ...booked }: Pick<Entry, 'kind' | 'source' | 'memo'> & { debits: Entry['lines'] },
): Effect => {
  const { settled, allocations, rest } = applied({ ...made, allocations: [] }, made.amount, targets);
  const payment: Payment = { ...made, version: 1, allocations, unapplied: rest };
  return {
    payment,
    invoices: settled,
    entry: entry({
      ...booked,
      entity: made.entity,
      on: made.bookedOn,
      currency: made.amount.currency,
      memo: memo(allocations, booked.memo),
      lines: [...debits, ...settling(allocations, made.customerId, -1), liability(payment, 0 - rest.minor)],
    }),
    exchange: exchangeEntry(payment, allocations, made.bookedOn, 1),
    exposures: [...freed(settled, allocations), ...onAccount(payment, -1)],
    facts: said(made.id, settled, allocations),
  };
};

/** The receipt remembers its trace: what is done with its money later goes on under it. */
export const tracedBy = (effect: Effect, trace: string): Effect => ({
  ...effect,
  payment: { ...effect.payment, trace },
});

/**
 * Applies what is unapplied of an earlier receipt: Dr liability, Cr receivables. A newly known customer, or another one, takes the
 * liability over; `creditId` is whose credit the rest frees then; `rate`: of the receipt's own day.
 */
export const applyRest = (
  before: Payment,
  customerId: Payment['customerId'],
  targets: readonly Target[],
  on: LocalDate,
  creditId?: Payment['creditId'],
  rate?: Payment['rate'],
): Effect => {
  // Somebody says what it is for.
  const known = { ...without(before, 'held'), ...(rate && { rate }), customerId };
  const { settled, allocations, rest } = applied(known, before.unapplied, targets);
  const payment: Payment = {
    ...known,
    version: before.version + 1,
    customerId,
    creditId: customerId === before.customerId ? before.creditId : creditId,
    allocations: [...ownedBy(before.allocations, before.customerId, customerId), ...allocations],
    unapplied: rest,
  };
  return {
    payment,
    invoices: settled,
    entry: entry({
      entity: before.entity,
      on,
      currency: before.amount.currency,
      kind: 'match',
      source: before.id,
      memo: memo(allocations, 'Match'),
      lines: [
        liability(before, before.unapplied.minor),
        ...settling(allocations, customerId, -1),
        liability(payment, 0 - rest.minor),
      ],
    }),
    exchange: exchangeEntry(payment, allocations, on, 1),
    exposures: [...onAccount(before, 1), ...freed(settled, allocations), ...onAccount(payment, -1)],
    facts: [received(payment, settled, allocations), ...said(before.id, settled, allocations)],
  };
};

/** Takes every allocation of a receipt back: its money is unapplied again, its invoices are open at their old due dates. */
export const takeBack = (before: Payment, invoices: readonly Invoice[], on: LocalDate): Effect => {
  const reopened = invoices.map((invoice) => givenBack(reopen(invoice, before.id), before.allocations));
  const back = total(before.allocations, before.amount.currency);
  const payment: Payment = {
    ...before,
    version: before.version + 1,
    allocations: [],
    unapplied: plus(before.unapplied, back),
  };
  return {
    payment,
    invoices: reopened,
    entry: entry({
      entity: before.entity,
      on,
      currency: before.amount.currency,
      kind: 'unmatch',
      source: before.id,
      memo: memo(before.allocations, 'Match taken back'),
      lines: [...settling(before.allocations, before.customerId, 1), liability(before, 0 - back.minor)],
    }),
    exchange: exchangeEntry(before, before.allocations, on, -1),
    exposures: [
      ...freed(reopened, before.allocations).map(({ account, minor }) => ({ account, minor: 0 - minor })),
      ...onAccount(before, 1),
      ...onAccount(payment, -1),
    ],
    facts: reopened.filter(isAllocated(before.allocations)).flatMap(reopenedFact),
  };
};

const applied = (
  payment: Pick<Payment, 'id' | 'paidOn' | 'method' | 'rate' | 'allocations' | 'customerId'>,
  amount: Money,
  targets: readonly Target[],
) => {
  const { id: paymentId, paidOn, method } = payment;
  const settled: Invoice[] = [];
  const allocations: Allocation[] = [];
  let rest = amount;
  for (const { invoice, amount: wanted, begunOn, late, difference, fromCredit, reason } of targets) {
    if (rest.minor === 0) break;
    const share = wanted === undefined ? rest : least(wanted, rest);
    const result = pay(invoice, share, { paymentId, paidOn, method, reason }, begunOn);
    if (!result.ok) continue;
    const { kept } = result.value;
    const exchange = exchangeOf(payment, allocations, result.value);
    const forgiven = forgive(result.value.invoice, difference, { paymentId, paidOn, reason });
    settled.push(forgiven ?? result.value.invoice);
    allocations.push({
      invoiceId: invoice.id,
      number: invoice.number,
      ...(invoice.customerId !== payment.customerId && { customerId: invoice.customerId }),
      amount: result.value.applied,
      ...(kept && { discount: kept.discount, discountTaxMinor: kept.taxMinor, ...(late && { late }) }),
      ...(forgiven && { difference }),
      ...(invoice.deposit && { deposit: true as const }),
      ...(exchange && { exchange }),
      ...(fromCredit && { fromCredit }),
      dueOn: bookedDue(invoice),
      reason,
    });
    rest = minus(rest, result.value.applied);
  }
  return recovered({ settled, allocations, rest }, targets, payment.customerId);
};

/** The head that the money just moved, with all that is left of it settled by the difference; undefined where that is not the rest. */
const forgive = (
  { version, ...paid }: Invoice,
  difference: Allocation['difference'],
  by: { paymentId: string; paidOn: LocalDate; reason: string },
): Invoice | undefined => {
  if (!difference || paid.open.minor !== difference.amount.minor) return undefined;
  const done = pay({ ...paid, version: version - 1 }, difference.amount, {
    ...by,
    method: 'difference',
    reason: `${difference.kind}: ${by.reason}`,
  });
  return done.ok ? done.value.invoice : undefined;
};
