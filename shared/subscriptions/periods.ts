/** Calendar of subscriptions: half-open periods of days that tile without gap or overlap, and parts of a price by days (rules §3.15). */
import { addDays, addMonths, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { rounded } from '../kernel/decimal.ts';
import type { Interval } from './plan.ts';
import type { Rhythm, Span, Subscription } from './subscription.ts';

const DAYS = { day: 1, week: 7 } as const;
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
const inDays = (unit: Interval['unit']): unit is keyof typeof DAYS => unit in DAYS;

/**
 * The nth boundary from the anchor, always counted from the anchor itself: after 28 February the 31st comes back. In days of the
 * calendar, so that no change of clocks moves one.
 */
const boundary = ({ anchor, interval: { unit, count } }: Pick<Rhythm, 'anchor' | 'interval'>, n: number) =>
  inDays(unit) ? addDays(anchor, n * count * DAYS[unit]) : addMonths(anchor, n * count * MONTHS[unit]);

/** The whole period of a rhythm that a day is in. */
export const fullAt = (rhythm: Pick<Rhythm, 'anchor' | 'interval'>, day: LocalDate): Span => {
  const { anchor, interval } = rhythm;
  const { unit, count } = interval;
  let n = inDays(unit)
    ? Math.floor(daysBetween(anchor, day) / (count * DAYS[unit]))
    : Math.floor(monthsApart(anchor, day) / (count * MONTHS[unit]));
  // A month is reached with its anchor day, not with its first.
  while (boundary(rhythm, n) > day) n -= 1;
  while (boundary(rhythm, n + 1) <= day) n += 1;
  return { from: boundary(rhythm, n), to: boundary(rhythm, n + 1) };
};
const monthsApart = (a: LocalDate, b: LocalDate): number =>
  (Number(b.slice(0, 4)) - Number(a.slice(0, 4))) * 12 + Number(b.slice(5, 7)) - Number(a.slice(5, 7));

/** The last of those that began by a day; the first of all before that. */
export const inForceOn = <T extends { readonly from: LocalDate }>(all: readonly T[], day: LocalDate): T =>
  all.findLast(({ from }) => from <= day) ?? all[0]!;

export interface Tile extends Span {
  readonly full: Span;
  readonly rhythm: Rhythm;
}
/** The period that begins on a day: a whole one of the rhythm, or what another rhythm or the end leaves of it. */
export const periodFrom = (
  { rhythms, end }: Pick<Subscription, 'rhythms' | 'end'>,
  from: LocalDate,
): Tile => {
  const rhythm = inForceOn(rhythms, from);
  const full = fullAt(rhythm, from);
  const next = rhythms.find((one) => one.from > from)?.from;
  const to = [full.to, next, end].filter((day) => day !== undefined).toSorted()[0]!;
  return { from, to: to < from ? from : to, full, rhythm };
};

/**
 * What some days of a whole period cost. Both ends are rounded from the period's first day on, so that parts that tile it add up to
 * the whole however it is cut.
 */
export const partOf = (wholeMinor: number, full: Span, { from, to }: Span): number => {
  const days = daysBetween(full.from, full.to);
  const until = (day: LocalDate) =>
    Number(rounded(BigInt(wholeMinor) * BigInt(daysBetween(full.from, day)), BigInt(days)));
  return until(to) - until(from);
};

/** The days of one that are not in any of the others. */
export const minusSpans = (one: Span, others: readonly Span[]): Span[] =>
  others.reduce<Span[]>(
    (left, other) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: earlier(to, other.from) },
          { from: later(from, other.to), to },
        ].filter((part) => part.from < part.to),
      ),
    one.from < one.to ? [one] : [],
  );
export const overlap = (one: Span, other: Span): Span | undefined => {
  const both = { from: later(one.from, other.from), to: earlier(one.to, other.to) };
  return both.from < both.to ? both : undefined;
};
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
