/** What an entry says of sales: what was invoiced and taken back, and what was kept for paying early. All with tax, as receivables are. */
import type { Account, Booked, EntryLine } from '../ledger/entry.ts';

/** An invoice of money is no sale where it is taken back, and neither is that. */
export const soldIn = (entry: Pick<Booked, 'kind' | 'lines'>): number => {
  const { kind, lines } = entry;
  const sum = (...accounts: readonly Account[]) =>
    lines.reduce((total, { account, minor }) => total + (accounts.includes(account) ? minor : 0), 0);
  if (kind === 'invoice') return sum('receivables');
  if ((kind !== 'credit_note' && kind !== 'void') || lines.some(({ account }) => account === 'deposits'))
    return 0;
  // The tax of a discount that is taken back was never taken off the sale.
  const kept = discountsIn(entry).reduce((total, { minor }) => total + minor, 0);
  return kept - sum('revenue', 'vat', 'discounts');
};

/** Early-payment discounts, each with its tax, which is booked behind it (rules §3.4): less than nothing where one is taken back. */
export const discountsIn = ({ lines }: Pick<Booked, 'lines'>): EntryLine[] =>
  lines.flatMap((line, at) => {
    if (line.account !== 'discounts') return [];
    const next = lines[at + 1];
    return [{ ...line, minor: line.minor + (next?.account === 'vat' ? next.minor : 0) }];
  });
