/** How receipts stand in the books: lines of their entries, and what these say (rules §3.4, §3.10). */
import { sum, type Money } from '../kernel/money.ts';
import type { Account, Entry, EntryLine } from '../ledger/entry.ts';
import type { Allocation, DifferenceKind, Payment } from './payment.ts';

/** Tax that was withheld is claimed from the state; the rest is the price of being paid so. */
const ACCOUNT_OF_DIFFERENCE = {
  rounding: 'roundings',
  bank_charge: 'bankCharges',
  withholding: 'withheldTax',
} as const satisfies Record<DifferenceKind, Account>;

/** Receivables, of whoever owes them (`customerId` where an allocation names nobody else), by the money and by what was kept for paying early, which lowers revenue and tax (rules §3.4). */
export const settling = (
  allocations: readonly Allocation[],
  customerId: string | undefined,
  sign: 1 | -1,
): Entry['lines'] =>
  allocations.flatMap(
    ({
      invoiceId,
      amount,
      discount,
      discountTaxMinor = 0,
      difference,
      recovery,
      deposit,
      dueOn,
      customerId: owing = customerId,
    }): EntryLine[] => {
      const whose = owing === undefined ? {} : { customerId: owing };
      // What was written off is no receivable any more: what comes for it is income.
      if (recovery)
        return [{ account: 'recoveries' as const, minor: sign * amount.minor, invoiceId, ...whose }];
      if (deposit) return [{ account: 'deposits' as const, minor: sign * amount.minor, invoiceId, ...whose }];
      const kept = discount?.minor ?? 0;
      const receivable = {
        account: 'receivables' as const,
        minor: sign * (amount.minor + kept + (difference?.amount.minor ?? 0)),
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
        ...(difference
          ? [
              {
                account: ACCOUNT_OF_DIFFERENCE[difference.kind],
                minor: -sign * difference.amount.minor,
                ...whose,
              },
            ]
          : []),
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
