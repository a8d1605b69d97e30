/** What came and was invoiced week by week, out of the book. Pure. */
import type { LocalDate } from '../kernel/dates.ts';
import { cameIn } from '../figures/booked.ts';
import { soldIn } from '../insights/sales.ts';
import type { Booked } from '../ledger/entry.ts';
import type { PastWeek } from './forecast.ts';
import { mondayOf, weekAfter } from './weeks.ts';

/** Looked through before there is any forecast: half a year. */
export const FIRST_WEEKS = 26;
/** Looked through again: what comes late is booked on a day of a month that is open, and months are shut until the next is over (rules §3.20). */
const AGAIN_WEEKS = 10;
/** Kept: what the forecasts of a year are held against. */
const KEPT_WEEKS = 66;

/** By entity and currency, by Monday. */
type Week = Map<LocalDate, { receivedMinor: number; invoicedMinor: number }>;
export type Weeks = Map<string, Week>;
export const nameOf = ({
  entity,
  currency,
}: {
  readonly entity: string;
  readonly currency: string;
}): string => `${entity} ${currency}`;

export const addEntry = (weeks: Weeks, entry: Booked): void => {
  const own: Week = weeks.get(nameOf(entry)) ?? new Map();
  weeks.set(nameOf(entry), own);
  const monday = mondayOf(entry.on);
  const week = own.get(monday) ?? { receivedMinor: 0, invoicedMinor: 0 };
  week.receivedMinor += cameIn(entry);
  week.invoicedMinor += soldIn(entry);
  own.set(monday, week);
};

/** The Monday from which the book is read: nights that were missed are made up. */
export const readFrom = (
  before: { readonly on: LocalDate } | undefined,
  on: LocalDate,
  booksFrom: LocalDate,
): LocalDate => {
  const wanted = before
    ? weekAfter(mondayOf(before.on), -AGAIN_WEEKS)
    : weekAfter(mondayOf(on), -FIRST_WEEKS);
  const first = mondayOf(booksFrom);
  return wanted > first ? wanted : first;
};

/** Every week up to that of the day, without a gap: what was read takes the place of what was known. */
export const pastWith = (
  before: readonly PastWeek[],
  read: Week | undefined,
  { from, on }: { readonly from: LocalDate; readonly on: LocalDate },
): PastWeek[] => {
  const known = before.filter((week) => week.from < from);
  const fresh: PastWeek[] = [];
  for (let monday = from; monday <= mondayOf(on); monday = weekAfter(monday, 1))
    fresh.push({ from: monday, ...(read?.get(monday) ?? { receivedMinor: 0, invoicedMinor: 0 }) });
  return [...known, ...fresh].slice(-KEPT_WEEKS);
};
