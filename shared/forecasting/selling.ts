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

/** `when`: an invoice of today; `known`: what will be invoiced of orders and subscriptions by the end of each week. */
export const newSales = (
  past: readonly PastWeek[],
  known: ArrayLike<number>,
  when: Distribution,
  ends: Ends,
): Sales => {
  const { mean, variance, weeks } = paceOf(past, ends.on);
  const first = dayOf(ends.on);
  // What is sold in a week is sold in its middle.
  const shares = Array.from({ length: WEEKS }, (_, sold) => {
    const from = sold === 0 ? first : ends.days[sold - 1]! + 1;
    const middle = Math.floor((from + ends.days[sold]!) / 2);
    const isLeft = (ends.days[sold]! - from + 1) / 7;
    const before = sold === 0 ? 0 : known[sold - 1]!;
    const minor = Math.max(0, mean * isLeft - (known[sold]! - before));
    const by = ends.days.slice(0, WEEKS).map((day) => paidBy(when, day - (middle - first)));
    return { minor, variance: minor > 0 ? variance * isLeft : 0, by };
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

/** Of whole weeks since the books began; one in which credit notes were more than invoices counts below zero, and the mean not. */
const paceOf = (past: readonly PastWeek[], on: LocalDate) => {
  const weeks = past.filter(({ from }) => from < mondayOf(on)).slice(-MOST);
  const sold = weeks.map(({ invoicedMinor }) => invoicedMinor);
  const mean = sold.reduce((sum, one) => sum + one, 0) / sold.length;
  if (weeks.length < FEWEST || mean <= 0) return { mean: 0, variance: 0, weeks: 1 };
  const variance = sold.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sold.length - 1);
  return { mean, variance, weeks: weeks.length };
};
