/** A company of 300 customers over a year and a half, the same in each run: its Monday forecasts are held against what came. */
import { expect, test } from 'vitest';
import { dateOf, dayOf } from '../../../shared/predicting/expecting.ts';
import { cameBy, judgedBy, mondays, type Sold } from './mondays.ts';

const CUSTOMERS = 300;
const FIRST = dayOf('2025-01-06');
const ALL_WEEKS = 78;
const UNTIL = FIRST + 7 * ALL_WEEKS;
const HISTORY = { first: FIRST, weeks: ALL_WEEKS };

const luck = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
type Paid = Sold & { readonly settled: number };

/** Each customer has its terms, its size and its habit; one invoice of twenty is forgotten for weeks, and banks rest at weekends. */
const soldBy = (seed: number): Paid[] => {
  const chance = luck(seed);
  const spread = (): number => chance() + chance() + chance() + chance() - 2;
  return Array.from({ length: CUSTOMERS }, (_, at) => {
    const terms = [14, 30, 30, 45][Math.floor(chance() * 4)]!;
    const [habit, size, rate] = [4 + 12 * spread(), 9 + 2.5 * spread(), 0.02 + 0.12 * chance()];
    const own: Paid[] = [];
    for (let issued = FIRST; issued < UNTIL; issued++) {
      if (chance() > rate || isWeekend(issued)) continue;
      const due = issued + terms;
      const late = habit + 8 * spread() + (chance() < 0.05 ? 20 + 30 * chance() : 0);
      const settled = workday(Math.max(issued + 1, Math.round(due + late)));
      const minor = Math.round(Math.exp(size + spread()));
      own.push({
        id: `inv_${at}_${issued}`,
        customer: `cus_${at}`,
        segment: 'DE',
        issued,
        due,
        minor,
        currency: 'EUR',
        settled,
      });
    }
    return own;
  }).flat();
};
/** 1970 began on a Thursday. */
const isWeekend = (day: number): boolean => (day + 3) % 7 > 4;
const workday = (day: number): number => (isWeekend(day) ? workday(day + 1) : day);

test('eight of ten weeks come from P10 to P90, and the middle is nearer than due days are', () => {
  const sold = soldBy(7);
  const weeks = mondays(sold, { ...HISTORY, from: 20 });
  const told = judgedBy(sold, weeks, UNTIL);
  console.table(told);
  for (const { weeks: horizon, error, naive } of told)
    expect([horizon, error]).toEqual([horizon, expect.toSatisfy((one: number) => one < naive)]);
  const four = told[2]!;
  expect(four.inside).toBeGreaterThanOrEqual(0.7);
  expect(four.inside).toBeLessThanOrEqual(0.9);
  expect(four.error).toBeLessThan(four.naive / 2);

  // What the company is told of its own forecasts is the same, up to the Monday of the last one.
  const last = weeks.at(-1)!.forecast;
  const over = weeks.slice(0, -1).filter(({ forecast }) => forecast.weeks[3]!.until < last.on);
  const inside = over.slice(-49).filter(({ forecast }) => {
    const { p10Minor, p90Minor } = forecast.weeks[3]!.together;
    const came = cameBy(sold, forecast, 4);
    return p10Minor <= came && came <= p90Minor;
  });
  expect(last.backTest[2]).toMatchObject({ weeks: 4, judged: 49, inside: inside.length });
});

test('nothing looks ahead: whatever happens after the morning of a day, its forecast is the same to the byte', () => {
  const sold = soldBy(3).filter(({ customer }) => Number(customer.slice(4)) < 12);
  const at = 40;
  const monday = FIRST + 7 * at;
  const chance = luck(11);
  const otherwise = sold.flatMap((one) => {
    if (one.issued >= monday) return chance() < 0.5 ? [] : [{ ...one, minor: one.minor * 3 }];
    return [one.settled < monday ? one : { ...one, settled: monday + Math.floor(90 * chance()) }];
  });
  const [told, other] = [sold, otherwise].map((all) => mondays(all, { ...HISTORY, from: at })[0]!.forecast);
  expect(told!.on).toBe(dateOf(monday));
  expect(JSON.stringify(other)).toBe(JSON.stringify(told));
  const before = sold.map((one) => (one.settled < monday ? { ...one, settled: one.settled + 7 } : one));
  expect(JSON.stringify(mondays(before, { ...HISTORY, from: at })[0]!.forecast)).not.toBe(
    JSON.stringify(told),
  );
});
