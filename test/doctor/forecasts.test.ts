/** The doctor on forecasts of cash: what the store writes is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Forecast } from '../../shared/forecasting/forecast.ts';
import { bring, forecastOf, nothing } from '../../shared/forecasting/making.ts';
import { keepForecast, putForecast } from '../../shared/forecasting/store.ts';

const on = '2026-03-04';
const books = (): Raw[] => {
  const all = nothing();
  const items = [11_900, 3_333, 70_007].map((minor, at) => ({
    source: at === 0 ? ('orders' as const) : ('open_items' as const),
    subject: `inv_${at}`,
    minor,
    dueOn: on,
    shares: Array.from({ length: 14 }, (_, week) => (week + 1) / (15 + at)),
  }));
  bring(all, { items, disputedMinor: 0, onAccountMinor: 0, terms: { days: 0, minor: 0, count: 0 } });
  const about = { entity: 'main', currency: 'EUR', on, madeAt: `${on}T04:30:00Z`, leftOut: 0, version: 1 };
  const forecast = forecastOf({ ...about, company: undefined }, all, [], []);
  return [putForecast('acme', forecast), keepForecast('acme', '2026-03-02', forecast)].map(
    ({ put }) => put as Raw,
  );
};
const found = (change: (last: Forecast, kept: Raw) => void): string[] => {
  const items = structuredClone(books());
  change(items[0]!.doc as Forecast, items[1]!);
  return examine({ items, now: 0, patienceMs: 0 }).map(({ rule }) => rule);
};
type Open<T> = { -readonly [K in keyof T]: Open<T[K]> };
const open = (one: Forecast): Open<Forecast> => one;

test('what is written is healthy', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (last: Forecast, kept: Raw) => void, string]>([
  ['a week that is not its sources', (last) => (open(last).weeks[3]!.sources[0]!.minor += 1), 'forecast.sum'],
  [
    'weeks that are not together',
    (last) => (open(last).weeks[3]!.together.expectedMinor -= 1),
    'forecast.sum',
  ],
  ['a range that is none', (last) => (open(last).weeks[3]!.p10Minor += 100_000), 'forecast.sum'],
  ['an amount that is not its parts', (last) => (open(last).sources[0]!.laterMinor += 1), 'forecast.sum'],
  ['a week of another', (_, kept) => ((kept as { sk: string }).sk = 'W#2026-03-09'), 'forecast.kept'],
])('%s is found', (_, change, rule) => {
  expect(new Set(found(change))).toEqual(new Set([rule]));
});
