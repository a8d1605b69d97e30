/** One account, or one customer, over some days: what it began with, each movement, what it ended with. */
import type { LocalDate } from '../kernel/dates.ts';
import type { Booked, EntryLine } from '../ledger/entry.ts';
import type { Ledger, Movement } from './insight.ts';

export interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}
/** Which lines count, and where the page begins: after this movement, or with the first. */
export interface Asked extends Days {
  readonly counts: (line: EntryLine) => boolean;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** `entries`: of one entity and currency, up to the last day, in the order of the book; all of them, so that the balance is right on every page. */
export const ledgerOf = (
  entries: readonly Booked[],
  { counts, from, to, after, limit }: Asked,
): Pick<Ledger, 'openingMinor' | 'debitMinor' | 'creditMinor' | 'closingMinor' | 'data' | 'next'> => {
  let [openingMinor, debitMinor, creditMinor, balanceMinor] = [0, 0, 0, 0];
  const data: Movement[] = [];
  let last: string | undefined;
  let more = false;
  for (const { id, on, documentOn, kind, source, memo, lines } of entries)
    for (const [index, line] of lines.entries()) {
      if (on > to || !counts(line)) continue;
      balanceMinor += line.minor;
      if (on < from) {
        openingMinor = balanceMinor;
        continue;
      }
      if (line.minor > 0) debitMinor += line.minor;
      else creditMinor -= line.minor;
      const place = `${on}#${id}#${String(index).padStart(4, '0')}`;
      if (after !== undefined && place <= after) continue;
      if (data.length === limit) {
        more = true;
        continue;
      }
      const { account, minor, customerId, invoiceId } = line;
      data.push({
        entry: id,
        on,
        ...(documentOn !== undefined && { documentOn }),
        kind,
        source,
        memo,
        account,
        minor,
        balanceMinor,
        ...(customerId !== undefined && { customerId }),
        ...(invoiceId !== undefined && { invoiceId }),
      });
      last = place;
    }
  return {
    openingMinor,
    debitMinor,
    creditMinor,
    closingMinor: balanceMinor,
    data,
    ...(more && { next: last! }),
  };
};

/**
 * Lines of what a customer owes and is owed: receivables, claims for late payment and unapplied money, as its statement of account has them. Only the entry of an
 * invoice always says whose it is. `ids`: of the customer, and of the records that were merged into it.
 */
export const linesOfCustomer = (
  entries: readonly Booked[],
  ids: readonly string[],
): ((line: EntryLine) => boolean) => {
  const whose = new Map<string, string>();
  for (const { lines } of entries)
    for (const { invoiceId, customerId } of lines)
      if (invoiceId !== undefined && customerId !== undefined && !whose.has(invoiceId))
        whose.set(invoiceId, customerId);
  return ({ account, customerId, invoiceId = '' }) =>
    (account === 'receivables' || account === 'lateClaims' || account === 'unapplied') &&
    ids.includes(customerId ?? whose.get(invoiceId) ?? '');
};
