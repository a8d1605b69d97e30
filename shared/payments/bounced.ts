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
export const isWhole = ({ takenBack, payout, refunded, disputed, source, method }: Payment): boolean =>
  source.kind === 'bank_line' &&
  method === 'bank_transfer' &&
  takenBack === undefined &&
  payout === undefined &&
  (refunded?.minor ?? 0) + (disputed?.minor ?? 0) === 0;

/**
 * Dr receivables and what is unapplied · Dr fees what the bank took for it · Cr bank. The receipt stays with its amount, as a receipt
 * that went back. `invoices`: those that it settles, all of them.
 */
export const bounced = (
  before: Payment,
  invoices: readonly Invoice[],
  { lineId, on, costs }: { lineId: string; on: LocalDate; costs?: Money | undefined },
): Effect => {
  const back = takeBack(before, invoices, on);
  const { currency, minor } = before.amount;
  const fees = costs?.minor ?? 0;
  return {
    ...back,
    payment: {
      ...back.payment,
      unapplied: zero(currency),
      takenBack: { lineId, ...(fees > 0 && { costs: costs! }) },
    },
    entry: entry({
      entity: before.entity,
      on,
      currency,
      kind: 'return',
      source: before.id,
      memo: memo(before.allocations, 'Returned by the bank'),
      lines: [
        ...settling(before.allocations, before.customerId, 1),
        liability(before, before.unapplied.minor),
        { account: 'fees', minor: fees },
        { account: 'bank', minor: 0 - minor - fees },
      ],
    }),
    // What taking back left unapplied is not the customer's either.
    exposures: [...back.exposures, ...onAccount(back.payment, 1)],
  };
};
