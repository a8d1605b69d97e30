/** Entries of several lines as bookings from one account to another, for systems that know no others. */
import type { LocalDate } from '../kernel/dates.ts';
import type { Chart } from '../ledger/chart.ts';
import { Account, type Booked, type EntryLine } from '../ledger/entry.ts';
import { numberIn } from '../ledger/rules.ts';
import type { Booking } from './format/datev.ts';

/**
 * Debits meet credits of the same amount, in the order of the lines; what is left meets largest first, and is cut where the smaller ends. So there
 * are fewer bookings than lines, and what each account moved by is what the entry says.
 */
export const pairsOf = (
  lines: readonly EntryLine[],
): { readonly debit: EntryLine; readonly credit: EntryLine; readonly minor: number }[] => {
  const debits = lines.filter(({ minor }) => minor > 0);
  const credits = lines.filter(({ minor }) => minor < 0);
  const pairs = debits.flatMap((debit) => {
    const at = credits.findIndex(({ minor }) => minor === 0 - debit.minor);
    const [credit] = at < 0 ? [] : credits.splice(at, 1);
    return credit ? [{ debit, credit, minor: debit.minor }] : [];
  });
  const met = new Set(pairs.map(({ debit }) => debit));
  const open = (some: readonly EntryLine[]) =>
    some.map((line) => ({ line, left: Math.abs(line.minor) })).toSorted((a, b) => b.left - a.left);
  const [from, to] = [open(debits.filter((line) => !met.has(line))), open(credits)];
  while (from[0] && to[0]) {
    const minor = Math.min(from[0].left, to[0].left);
    pairs.push({ debit: from[0].line, credit: to[0].line, minor });
    for (const side of [from, to]) {
      side[0]!.left -= minor;
      if (side[0]!.left === 0) side.shift();
    }
  }
  return pairs;
};

/** From an account to itself nothing moves: the accountant has one number for both, and that pair is left out. */
export const bookingsOf = (
  { id, kind, source, memo, on, currency, lines }: Booked,
  chart: Chart | undefined,
): Booking[] =>
  pairsOf(lines).flatMap(({ debit, credit, minor }): Booking[] => {
    const [to, from] = [numberIn(chart, debit.account), numberIn(chart, credit.account)];
    if (to.number === from.number) return [];
    const customer = debit.customerId ?? credit.customerId;
    return [
      {
        debit: to.number,
        credit: from.number,
        minor,
        currency,
        taxKey: from.taxCode === '' ? to.taxCode : from.taxCode,
        on,
        document: source,
        text: memo === '' ? kind : memo,
        dueOn: dueOf(debit) ?? dueOf(credit),
        beside: [
          ['Buchung', id],
          ['Art', kind],
          ...(customer === undefined ? [] : [['Kunde', customer] as const]),
        ],
      },
    ];
  });
const dueOf = ({ account, dueOn }: EntryLine): LocalDate | undefined =>
  account === 'receivables' ? dueOn : undefined;

type Said = Pick<Chart, 'accounts' | 'datev'> | undefined;

/** Of an account of the ledger, four to eight: as it was said, or as many as the longest number has. An account of debtors has one more. */
export const digitsOf = (chart: Said): number =>
  chart?.datev?.digits ??
  Math.min(
    8,
    Math.max(
      4,
      ...Account.options
        .filter((account) => account !== 'receivables')
        .map((account) => numberIn(chart, account).number.length),
    ),
  );

/** What of the accountant's numbers and keys DATEV does not take, in words. */
export const unfitIn = (chart: Said): readonly string[] =>
  (chart?.accounts ?? []).flatMap(({ account, number, taxCode }) => [
    ...(/^\d{1,9}$/.test(number) ? [] : [`${account} has ${number}: must be 1 to 9 digits`]),
    ...(taxCode === undefined || /^\d{1,4}$/.test(taxCode)
      ? []
      : [`${account} has the tax key ${taxCode}: must be 1 to 4 digits`]),
  ]);
