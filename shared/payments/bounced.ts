/** A receipt that the bank took back: its invoices are open again as they were, and its money is in the bank no more (rules §3.7). */
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { zero, type Money } from '../kernel/money.ts';
import { entry } from '../ledger/rules.ts';
import { liability, memo, settling } from './booking.ts';
import { onAccount } from './exposure.ts';
import type { Payment } from './payment.ts';
import { takeBack, type Effect } from './rules.ts';

/** Whether all of it can go back: what was given back or paid out before is not there any more. */
export const isWhole = ({
  takenBack,
  payout,
  refunded,
  disputed,
  claimed,
  source,
  method,
}: Payment): boolean =>
  source.kind === 'bank_line' &&
  method === 'bank_transfer' &&
  takenBack === undefined &&
  payout === undefined &&
  (refunded?.minor ?? 0) + (disputed?.minor ?? 0) + (claimed?.minor ?? 0) === 0;

/** A cheque that was not paid: all of it goes back, or a person looks. */
export const isWholeCheque = ({ method, collection, refunded, claimed }: Payment): boolean =>
  method === 'cheque' &&
  collection?.returned === undefined &&
  (refunded?.minor ?? 0) + (claimed?.minor ?? 0) === 0;

/** The receipt stays with its amount, as a receipt that went back. `invoices`: those that it settles, all of them. */
export const bounced = (
  before: Payment,
  invoices: readonly Invoice[],
  { lineId, on, costs }: { lineId: string; on: LocalDate; costs?: Money | undefined },
): Effect => {
  const back = gone(before, invoices, on, costs, { from: 'bank', what: 'Returned by the bank' });
  const takenBack = { lineId, ...((costs?.minor ?? 0) > 0 && { costs: costs! }) };
  return { ...back, payment: { ...back.payment, takenBack } };
};

/** With a line the money left the bank account; without one it is the paper that came back, and the bank never had the money. */
export const dishonoured = (
  before: Payment,
  invoices: readonly Invoice[],
  returned: NonNullable<NonNullable<Payment['collection']>['returned']>,
): Effect => {
  const from = returned.lineId === undefined ? ('cheques' as const) : ('bank' as const);
  const back = gone(before, invoices, returned.on, returned.costs, { from, what: 'Cheque returned' });
  const collection = { ...before.collection, state: 'RETURNED' as const, returned };
  return { ...back, payment: { ...back.payment, collection } };
};

/** What was recorded by mistake never was: it leaves the cash, or the cheques, in hand. */
export const unrecorded = (
  before: Payment & { readonly method: 'cash' | 'cheque' },
  invoices: readonly Invoice[],
  reversed: NonNullable<NonNullable<Payment['collection']>['reversed']>,
): Effect => {
  const from = before.method === 'cash' ? ('cash' as const) : ('cheques' as const);
  const how = { from, what: 'Recorded by mistake', kind: 'receipt_reversal' } as const;
  const back = gone(before, invoices, reversed.on, undefined, how);
  return { ...back, payment: { ...back.payment, collection: { state: 'REVERSED', reversed } } };
};

/** Dr receivables and what is unapplied · Dr fees what the bank took for it · Cr bank, or the cash or cheques in hand. */
const gone = (
  before: Payment,
  invoices: readonly Invoice[],
  on: LocalDate,
  costs: Money | undefined,
  { from, what, kind = 'return' }: Gone,
): Effect => {
  const back = takeBack(before, invoices, on);
  const { currency, minor } = before.amount;
  const fees = costs?.minor ?? 0;
  return {
    ...back,
    payment: { ...back.payment, unapplied: zero(currency) },
    entry: entry({
      entity: before.entity,
      on,
      currency,
      kind,
      source: before.id,
      memo: memo(before.allocations, what),
      lines: [
        ...settling(before.allocations, before.customerId, 1),
        liability(before, before.unapplied.minor),
        { account: 'fees', minor: fees },
        { account: from, minor: 0 - minor - fees },
      ],
    }),
    // What taking back left unapplied is not the customer's either.
    exposures: [...back.exposures, ...onAccount(back.payment, 1)],
  };
};
interface Gone {
  readonly from: 'bank' | 'cash' | 'cheques';
  readonly what: string;
  readonly kind?: 'return' | 'receipt_reversal';
}
