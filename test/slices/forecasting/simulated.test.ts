/** A company of 300 customers over a year and a half, the same in each run: its Monday forecasts are held against what came. */
import { expect, test } from 'vitest';
import { HORIZONS, type Forecast, type PastWeek } from '../../../shared/forecasting/forecast.ts';
import { bring, forecastOf, nothing } from '../../../shared/forecasting/making.ts';
import { endsFrom, sharesOf } from '../../../shared/forecasting/spreading.ts';
import { awaited } from '../../../shared/predicting/awaiting.ts';
import { dateOf, dayOf } from '../../../shared/predicting/expecting.ts';
import type { Receivable } from '../../../shared/predicting/history.ts';
import { memoryOf, type Memory } from '../../../shared/predicting/memory.ts';
import type { Company } from '../../../shared/predicting/model.ts';
import { lived, STATED } from '../../../shared/predicting/rules.ts';
import { trained } from '../../../shared/predicting/training.ts';
import { anInvoice } from '../../support/drawn.ts';

const CUSTOMERS = 300;
const FIRST = dayOf('2025-01-06');
const ALL_WEEKS = 78;
const UNTIL = FIRST + 7 * ALL_WEEKS;

const luck = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
interface Sold extends Receivable {
  readonly settled: number;
}

/** Each customer has its terms, its size and its habit; one invoice of twenty is forgotten for weeks, and banks rest at weekends. */
const soldBy = (seed: number): Sold[] => {
  const chance = luck(seed);
  const spread = (): number => chance() + chance() + chance() + chance() - 2;
  return Array.from({ length: CUSTOMERS }, (_, at) => {
    const terms = [14, 30, 30, 45][Math.floor(chance() * 4)]!;
    const [habit, size, rate] = [4 + 12 * spread(), 9 + 2.5 * spread(), 0.02 + 0.12 * chance()];
    const own: Sold[] = [];
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

interface Week {
  readonly forecast: Forecast;
  /** All that is known is paid on its due day, and what is overdue at once; what is sold as before, and on its due day, too. */
  readonly naive: number[];
}
const mondays = (all: readonly Sold[], from: number): { weeks: Week[]; past: PastWeek[] } => {
  const memory = memoryOf([]);
  const [weeks, past]: [Week[], PastWeek[]] = [[], []];
  let company: Company | undefined;
  for (let at = 1; at < ALL_WEEKS; at++) {
    const monday = FIRST + 7 * at;
    const before = at === 1 ? {} : { after: monday - 8 };
    lived(memory, known(all, monday), { ...before, until: monday - 1 }, company?.model ?? STATED);
    if (at % 8 === 0) company = taught(memory, monday);
    const week = (day: number) => day >= monday - 7 && day < monday;
    past.push({
      from: dateOf(monday - 7),
      receivedMinor: sum(all.filter(({ settled }) => week(settled))),
      invoicedMinor: sum(all.filter(({ issued }) => week(issued))),
    });
    if (at >= from) weeks.push(made(all, monday, { memory, company, past, weeks }));
  }
  return { weeks, past };
};
/** What happened in the week before, and what is open. */
const known = (all: readonly Sold[], monday: number): Receivable[] =>
  all
    .filter(({ issued, settled }) => issued < monday && settled >= monday - 8)
    .map(({ settled, ...one }) => (settled < monday ? { ...one, settled } : one));
const sum = (all: readonly { minor: number }[]): number => all.reduce((total, { minor }) => total + minor, 0);
const taught = (memory: Memory, day: number): Company => ({
  version: 1,
  through: day - 1,
  all: memory.all,
  segments: Object.fromEntries(memory.segments),
  model: trained(memory, day),
});

const made = (
  all: readonly Sold[],
  monday: number,
  {
    memory,
    company,
    past,
    weeks,
  }: { memory: Memory; company: Company | undefined; past: readonly PastWeek[]; weeks: readonly Week[] },
): Week => {
  const on = dateOf(monday);
  const ends = endsFrom(on);
  const open = all.filter(({ issued, settled }) => issued < monday && settled >= monday);
  const gathered = nothing();
  for (const [customer, own] of Map.groupBy(open, (one) => one.customer)) {
    const about = { company, own: memory.customers.get(customer), customer, segment: 'DE', today: on };
    const items = own.flatMap((one) =>
      awaited(anInvoice(1, one.minor, { issuedOn: dateOf(one.issued), dueOn: dateOf(one.due) }), about).map(
        ({ minor, dueOn, distribution }) => ({
          source: 'open_items' as const,
          subject: one.id,
          minor,
          dueOn,
          shares: sharesOf(distribution, ends),
        }),
      ),
    );
    const recent = own.filter(({ issued }) => issued >= monday - 14);
    const days = recent.reduce((total, { issued, due, minor }) => total + (due - issued) * minor, 0);
    bring(gathered, {
      items,
      disputedMinor: 0,
      onAccountMinor: 0,
      terms: { days, minor: sum(recent) },
    });
  }
  const thisWeek: PastWeek = { from: on, receivedMinor: 0, invoicedMinor: 0 };
  const about = { entity: 'main', currency: 'EUR', on, madeAt: `${on}T04:30:00Z`, leftOut: 0, version: 1 };
  const kept = weeks.map(({ forecast }) => forecast).slice(-52);
  const forecast = forecastOf({ ...about, company }, gathered, [...past, thisWeek], kept);
  const pace =
    past.slice(-13).reduce((total, one) => total + one.invoicedMinor, 0) / Math.min(13, past.length);
  const terms = Math.round(gathered.terms.days / gathered.terms.minor);
  const naive = forecast.weeks.map(({ until }) => {
    const last = dayOf(until);
    return sum(open.filter(({ due }) => due <= last)) + (pace * Math.max(0, last - monday + 1 - terms)) / 7;
  });
  return { forecast, naive };
};

const cameBy = (all: readonly Sold[], { on, weeks }: Forecast, horizon: number): number => {
  const [from, until] = [dayOf(on), dayOf(weeks[horizon - 1]!.until)];
  return sum(all.filter(({ settled }) => settled >= from && settled <= until));
};

test('eight of ten weeks come from P10 to P90, and the middle is nearer than due days are', () => {
  const sold = soldBy(7);
  const { weeks } = mondays(sold, 20);
  const told = HORIZONS.map((horizon) => {
    const found = weeks
      .filter(({ forecast }) => dayOf(forecast.weeks[horizon - 1]!.until) < UNTIL)
      .map(({ forecast, naive }) => {
        const { p10Minor, p50Minor, p90Minor } = forecast.weeks[horizon - 1]!.together;
        const came = cameBy(sold, forecast, horizon);
        return {
          came,
          inside: Number(p10Minor <= came && came <= p90Minor),
          off: Math.abs(came - p50Minor),
          naive: Math.abs(came - naive[horizon - 1]!),
        };
      });
    const of = (field: 'came' | 'inside' | 'off' | 'naive') =>
      found.reduce((total, one) => total + one[field], 0);
    return {
      weeks: horizon,
      judged: found.length,
      inside: of('inside') / found.length,
      error: of('off') / of('came'),
      naive: of('naive') / of('came'),
    };
  });
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
  const [told, other] = [sold, otherwise].map((all) => mondays(all, at).weeks[0]!.forecast);
  expect(told!.on).toBe(dateOf(monday));
  expect(JSON.stringify(other)).toBe(JSON.stringify(told));
  const before = sold.map((one) => (one.settled < monday ? { ...one, settled: one.settled + 7 } : one));
  expect(JSON.stringify(mondays(before, at).weeks[0]!.forecast)).not.toBe(JSON.stringify(told));
});
