/** How receipts stand in the books: lines of their entries, and what these say (rules §3.4, §3.10). */
import { sum, type Money } from '../kernel/money.ts';
import type { Entry, EntryLine } from '../ledger/entry.ts';
import type { Allocation, Payment } from './payment.ts';

/** Receivables by the money and by what was kept for paying early, which lowers revenue and tax (rules §3.4). */
export const settling = (
  allocations: readonly Allocation[],
  customerId: string | undefined,
  sign: 1 | -1,
): Entry['lines'] =>
  allocations.flatMap(
    ({ invoiceId, amount, discount, discountTaxMinor = 0, recovery, deposit, dueOn }): EntryLine[] => {
      const whose = customerId === undefined ? {} : { customerId };
      // What was written off is no receivable any more: what comes for it is income.
      if (recovery)
        return [{ account: 'recoveries' as const, minor: sign * amount.minor, invoiceId, ...whose }];
      if (deposit) return [{ account: 'deposits' as const, minor: sign * amount.minor, invoiceId, ...whose }];
      const kept = discount?.minor ?? 0;
      const receivable = {
        account: 'receivables' as const,
        minor: sign * (amount.minor + kept),
        invoiceId,
        dueOn,
      };
      return [
        { ...receivable, ...whose },
        ...(kept === 0
          ? []
          : [
              { account: 'discounts' as const, minor: -sign * (kept - discountTaxMinor), ...whose },
              { account: 'vat' as const, minor: -sign * discountTaxMinor },
            ]),
      ];
    },
  );
/** Whose an unapplied receipt is in the books: the customer’s, or nobody’s yet. */
export const liability = ({ customerId }: Pick<Payment, 'customerId'>, minor: number) => ({
  account: customerId === undefined ? ('unidentified' as const) : ('unapplied' as const),
  minor,
  ...(customerId !== undefined && { customerId }),
});
export const total = (allocations: readonly Allocation[], currency: string): Money =>
  sum(
    allocations.map(({ amount }) => amount),
    currency,
  );
export const memo = (allocations: readonly Allocation[], what: string): string =>
  allocations.length === 0
    ? `${what}, unapplied`
    : `${what} ${allocations
        .slice(0, 5)
        .map(({ number }) => number)
        .join(', ')}`;
