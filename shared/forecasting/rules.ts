/**
 * What comes in a week, out of what each thing does: means add up, what customers do is independent of each other, and what one customer owes
 * moves together. P10, P50 and P90 are of a distribution with that mean, variance and skewness (Cornish and Fisher). Pure.
 */
import { SOURCES, WEEKS, type ForecastRow, type ForecastWeek, type Range, type Source } from './forecast.ts';
import type { Invoiced, Sales } from './selling.ts';
import type { Ends, Item } from './spreading.ts';

/** How much two things of one customer move together: half as much as if they were one. */
const TOGETHER = 0.5;

/** Second and third moments by week; of a week by itself, and from the first up to it. */
interface Moments {
  readonly variance: Float64Array;
  readonly third: Float64Array;
}
const noMoments = (): Moments => ({ variance: new Float64Array(WEEKS), third: new Float64Array(WEEKS) });

export interface Sum {
  /** By source: amounts, and what of them is expected by each end (spreading.ts). */
  readonly amounts: Map<Source, number>;
  readonly expected: Map<Source, Float64Array>;
  /** What will be invoiced by the end of each week. */
  readonly invoiced: Invoiced;
  readonly week: Moments;
  readonly together: Moments;
}
export const newSum = (): Sum => ({
  amounts: new Map(),
  expected: new Map(),
  invoiced: { orders: new Float64Array(WEEKS), subscriptions: new Float64Array(WEEKS) },
  week: noMoments(),
  together: noMoments(),
});

/** All that is awaited of one customer. Changes the sum, which may be of a million things. */
export const addCustomer = (sum: Sum, items: readonly Item[]): void => {
  for (const { source, minor, shares, invoiced } of items) {
    sum.amounts.set(source, (sum.amounts.get(source) ?? 0) + minor);
    const expected = sum.expected.get(source) ?? new Float64Array(WEEKS + 1);
    sum.expected.set(source, expected);
    for (let at = 0; at <= WEEKS; at++) expected[at]! += minor * shares[at]!;
    const sold = sum.invoiced[source === 'subscriptions' ? source : 'orders'];
    if (invoiced) for (let at = 0; at < WEEKS; at++) sold[at]! += invoiced[at]!;
  }
  for (let at = 0; at < WEEKS; at++) {
    moved(sum.together, at, items, ({ shares }) => shares[at]!);
    moved(sum.week, at, items, ({ shares }) => shares[at]! - (at === 0 ? 0 : shares[at - 1]!));
  }
};

/** Of each thing: it comes then, or it does not. */
const moved = (
  { variance, third }: Moments,
  at: number,
  items: readonly Item[],
  chance: (item: Item) => number,
): void => {
  let [apart, spread, apartThird, skewed] = [0, 0, 0, 0];
  for (const item of items) {
    const p = chance(item);
    const own = Math.max(0, p * (1 - p)) * item.minor * item.minor;
    const ownThird = own * item.minor * (1 - 2 * p);
    apart += own;
    spread += Math.sqrt(own);
    apartThird += ownThird;
    skewed += Math.cbrt(ownThird);
  }
  variance[at]! += (1 - TOGETHER) * apart + TOGETHER * spread * spread;
  third[at]! += (1 - TOGETHER) * apartThird + TOGETHER * skewed ** 3;
};

/** By what P10 and P90 are further from P50 than computed: of each number of weeks together, and of a week by itself. */
export interface Stretch {
  readonly together: readonly number[];
  readonly week: number;
}

/**
 * Each source is rounded as what came of it so far, so that weeks are what lies between, sources add up to their week, and nothing is more
 * than its amount.
 */
export const weeksOf = (sum: Sum, sales: Sales, ends: Ends, stretch: Stretch): ForecastWeek[] => {
  const by = roundedBy(sum, sales);
  const known = [...sum.amounts.values()].reduce((all, minor) => all + minor, 0);
  const mean = (at: number): number =>
    (sales.expected[at] ?? 0) + [...sum.expected.values()].reduce((all, one) => all + one[at]!, 0);
  return ends.weeks.map((days, at) => {
    const sources = by.flatMap(({ source, soFar }) => {
      const minor = soFar[at]! - (at === 0 ? 0 : soFar[at - 1]!);
      return minor > 0 ? [{ source, minor }] : [];
    });
    const of = (moments: Moments, more: Sales['week'], value: number): Shape => ({
      mean: value,
      variance: moments.variance[at]! + more.variance[at]!,
      third: moments.third[at]!,
      most: known + more.most[at]!,
    });
    const whole = of(sum.together, sales.together, mean(at));
    const own = of(sum.week, sales.week, mean(at) - (at === 0 ? 0 : mean(at - 1)));
    const minor = (all: readonly { minor: number }[]): number => all.reduce((sum, one) => sum + one.minor, 0);
    return {
      ...days,
      ...rangeOf(own, stretch.week, minor(sources)),
      together: rangeOf(
        whole,
        stretch.together[at]!,
        by.reduce((all, { soFar }) => all + soFar[at]!, 0),
      ),
      sources,
    };
  });
};
const roundedBy = (sum: Sum, sales: Sales): { source: Source; soFar: number[] }[] =>
  SOURCES.flatMap((source) => {
    const expected = source === 'new_sales' ? sales.expected : sum.expected.get(source);
    return expected ? [{ source, soFar: Array.from(expected.slice(0, WEEKS), Math.round) }] : [];
  });

interface Shape {
  readonly mean: number;
  readonly variance: number;
  readonly third: number;
  /** No more than this can come, as far as is known. */
  readonly most: number;
}
/** The normal quantile of nine of ten. */
const Z90 = 1.2816;
const rangeOf = (shape: Shape, stretch: number, expectedMinor: number): Range => {
  const [low, middle, high] = [-Z90, 0, Z90].map((z) => quantile(shape, z)) as [number, number, number];
  const p50Minor = Math.round(middle);
  return {
    p10Minor: Math.max(0, Math.round(p50Minor - stretch * (middle - low))),
    p50Minor,
    p90Minor: Math.round(p50Minor + stretch * (high - middle)),
    expectedMinor,
  };
};
/** Beyond it the formula turns back: P10 would come after P50. */
const MOST_SKEWED = 1;
const quantile = ({ mean, variance, third, most }: Shape, z: number): number => {
  const deviation = Math.sqrt(variance);
  if (deviation === 0) return Math.min(most, Math.max(0, mean));
  const skewness = Math.max(-MOST_SKEWED, Math.min(MOST_SKEWED, third / deviation ** 3));
  const turned = z + ((z * z - 1) * skewness) / 6 - ((2 * z ** 3 - 5 * z) * skewness * skewness) / 36;
  return Math.min(most, Math.max(0, mean + turned * deviation));
};

/** Each amount is what comes in the weeks, what comes later, and what is not expected. */
export const sourcesOf = (sum: Sum, sales: Sales) =>
  roundedBy(sum, sales).flatMap(({ source, soFar }) => {
    const withinMinor = soFar.at(-1)!;
    const minor = source === 'new_sales' ? withinMinor : sum.amounts.get(source)!;
    const ever = source === 'new_sales' ? minor : sum.expected.get(source)![WEEKS]!;
    const notExpectedMinor = Math.min(minor - withinMinor, Math.round(minor - ever));
    const laterMinor = minor - withinMinor - notExpectedMinor;
    return minor > 0 ? [{ source, minor, withinMinor, laterMinor, notExpectedMinor }] : [];
  });

export const rowOf = (
  customerId: ForecastRow['customerId'],
  { source, subject, minor, dueOn, shares }: Item,
  ends: Ends,
): ForecastRow => {
  const soFar = shares.map((share) => Math.round(minor * share));
  const within = soFar[WEEKS - 1]!;
  const weeks = ends.weeks.flatMap(({ from }, at) => {
    const now = soFar[at]! - (at === 0 ? 0 : soFar[at - 1]!);
    return now > 0 ? [{ from, minor: now }] : [];
  });
  const laterMinor = soFar[WEEKS]! - within;
  const notExpectedMinor = minor - within - laterMinor;
  return { source, customerId, subject, minor, dueOn, weeks, laterMinor, notExpectedMinor };
};
