/** What is neither ordered nor subscribed, and will be invoiced and paid all the same: by the pace of the last weeks, less what is known to be invoiced. */
import type { LocalDate } from '../kernel/dates.ts';
import { paidBy, type Distribution } from '../predicting/days.ts';
import { dayOf } from '../predicting/expecting.ts';
import { WEEKS, type PastWeek } from './forecast.ts';
import type { Ends } from './spreading.ts';
import { mondayOf } from './weeks.ts';

/** Fewer weeks of books are no pace. */
const FEWEST = 4;
/** Whole weeks that the pace is of. */
const MOST = 13;

interface Uncertain {
  readonly variance: readonly number[];
  /** What they may come to beside what is known. */
  readonly most: readonly number[];
}
/** By the end of each week; a share of what is sold later than the thirteen weeks is none of them. */
export interface Sales {
  readonly expected: Float64Array;
  readonly week: Uncertain;
  readonly together: Uncertain;
}

/** What is known to be invoiced by the end of each week. */
export type Invoiced = Readonly<Record<'orders' | 'subscriptions', Float64Array>>;

/** `when`: an invoice of today. */
export const newSales = (
  past: readonly PastWeek[],
  known: Invoiced,
  when: Distribution,
  ends: Ends,
): Sales => {
  const { weeks, ...pace } = paceOf(past, ends.on);
  const first = dayOf(ends.on);
  // What is sold in a week is sold in its middle.
  const shares = unknownOf(pace, known, ends).map(({ from, until, ...sold }) => {
    const middle = Math.floor((from + until) / 2);
    const by = ends.days.slice(0, WEEKS).map((day) => paidBy(when, day - (middle - first)));
    return { ...sold, by };
  });
  const of = (share: (by: readonly number[], at: number) => number): Uncertain => {
    const sums = Array.from({ length: WEEKS }, (_, at) => ({
      expected: shares.reduce((sum, { minor, by }) => sum + minor * share(by, at), 0),
      // Each week by itself, and the pace, which is known by so many weeks only, for all of them at once.
      variance:
        shares.reduce((sum, one) => sum + one.variance * share(one.by, at) ** 2, 0) +
        shares.reduce((sum, one) => sum + Math.sqrt(one.variance / weeks) * share(one.by, at), 0) ** 2,
    }));
    return {
      variance: sums.map((one) => one.variance),
      most: sums.map((one) => one.expected + 3 * Math.sqrt(one.variance)),
    };
  };
  return {
    expected: Float64Array.from({ length: WEEKS }, (_, at) =>
      shares.reduce((sum, { minor, by }) => sum + minor * by[at]!, 0),
    ),
    week: of((by, at) => by[at]! - (at === 0 ? 0 : by[at - 1]!)),
    together: of((by, at) => by[at]!),
  };
};

/**
 * Of each week what nobody knows yet. Bills of subscriptions come once a month or once a year, and were in the pace as well: what they are more
 * than it in their week, it is less in all others. An order that is more than a week’s pace says nothing of other weeks.
 */
const unknownOf = (
  { mean, variance }: { readonly mean: number; readonly variance: number },
  known: Invoiced,
  { on, days }: Ends,
) => {
  const weeks = Array.from({ length: WEEKS }, (_, at) => {
    const from = at === 0 ? dayOf(on) : days[at - 1]! + 1;
    const isLeft = (days[at]! - from + 1) / 7;
    const of = (by: Float64Array): number => by[at]! - (at === 0 ? 0 : by[at - 1]!);
    const rest = mean * isLeft - of(known.subscriptions);
    return { from, until: days[at]!, isLeft, rest, ordered: of(known.orders) };
  });
  const sum = (of: (rest: number) => number) =>
    weeks.reduce((all, { rest }) => all + Math.max(0, of(rest)), 0);
  const [above, below] = [sum((rest) => 0 - rest), sum((rest) => rest)];
  const share = below > above ? 1 - above / below : 0;
  return weeks.map(({ from, until, isLeft, rest, ordered }) => {
    const minor = Math.max(0, Math.max(0, rest) * share - ordered);
    return { from, until, minor, variance: minor > 0 ? variance * isLeft * share : 0 };
  });
};

/**
 * Of whole weeks after the one in which the first was sold, of which nobody knows how much was before; one in which credit notes were more
 * than invoices counts below zero, and the mean not.
 */
const paceOf = (past: readonly PastWeek[], on: LocalDate) => {
  const begun = past.find(({ invoicedMinor }) => invoicedMinor !== 0)?.from ?? on;
  const weeks = past.filter(({ from }) => from > begun && from < mondayOf(on)).slice(-MOST);
  const sold = weeks.map(({ invoicedMinor }) => invoicedMinor);
  const mean = sold.reduce((sum, one) => sum + one, 0) / sold.length;
  if (weeks.length < FEWEST || mean <= 0) return { mean: 0, variance: 0, weeks: 1 };
  const variance = sold.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sold.length - 1);
  return { mean, variance, weeks: weeks.length };
};
