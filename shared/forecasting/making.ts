/** A forecast, out of what a night gathered. Pure, and the same to the byte for the same books. */
import { awaitedAfter } from '../predicting/awaiting.ts';
import type { Company } from '../predicting/model.ts';
import type { Forecast, PastWeek } from './forecast.ts';
import { judged, widthsByWeek, type Kept } from './judging.ts';
import { addCustomer, newSum, sourcesOf, weeksOf, type Sum } from './rules.ts';
import { newSales } from './selling.ts';
import { endsFrom, type Item } from './spreading.ts';

/** What is awaited by one entity in one currency. */
export interface Gathered {
  readonly sum: Sum;
  disputedMinor: number;
  onAccountMinor: number;
  /** Σ amount × days from issue to due day, Σ amount, and how many, of what was issued lately and is open. */
  readonly terms: { days: number; minor: number; count: number };
}
export const nothing = (): Gathered => ({
  sum: newSum(),
  disputedMinor: 0,
  onAccountMinor: 0,
  terms: { days: 0, minor: 0, count: 0 },
});
/** What one customer brings. */
export interface Brought extends Omit<Gathered, 'sum'> {
  readonly items: readonly Item[];
}
/** One customer after the other, in an order that is always the same: sums of fractions hang on it. */
export const bring = (all: Gathered, { items, disputedMinor, onAccountMinor, terms }: Brought): void => {
  addCustomer(all.sum, items);
  all.disputedMinor += disputedMinor;
  all.onAccountMinor += onAccountMinor;
  all.terms.days += terms.days;
  all.terms.minor += terms.minor;
  all.terms.count += terms.count;
};

/** Of what was issued in so many days hardly any is paid yet, whatever its terms: what is open of before has the longer ones. */
export const RECENT_DAYS = 14;
/** Where nothing was issued lately. */
const USUAL = { terms: 30, minor: 100_000 };

const usualOf = ({ days, minor, count }: Gathered['terms']) => ({
  terms: Math.round(days / minor),
  minor: Math.round(minor / count),
});

interface About extends Pick<Forecast, 'entity' | 'currency' | 'on' | 'madeAt' | 'leftOut' | 'version'> {
  readonly company: Company | undefined;
}
/** `kept`: one forecast of each week; `past`: the last is the week of the day. */
export const forecastOf = (
  { company, ...about }: About,
  { sum, disputedMinor, onAccountMinor, terms }: Gathered,
  past: readonly PastWeek[],
  kept: readonly Kept[],
): Forecast => {
  const { on } = about;
  const ends = endsFrom(on);
  const { backTest, eachWeek, widths } = judged(kept, past, on);
  const when = awaitedAfter(
    {
      ...(terms.minor === 0 ? USUAL : usualOf(terms)),
      currency: about.currency,
    },
    { company, own: undefined, customer: '', segment: '', today: on },
  );
  const sales = newSales(past, sum.invoiced, when, ends);
  return {
    ...about,
    basis: company?.model.weights ? 'history' : 'stated',
    weeks: weeksOf(sum, sales, ends, { together: widthsByWeek(widths), week: widths.week }),
    sources: sourcesOf(sum, sales),
    disputedMinor,
    onAccountMinor,
    cameMinor: past.at(-1)?.receivedMinor ?? 0,
    past: [...past],
    backTest,
    eachWeek,
    widths,
  };
};
