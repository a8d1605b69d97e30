/** A company’s Monday forecasts, one after the other, out of a history of which each sees what had happened by then. */
import type { Forecast, PastWeek } from '../../../shared/forecasting/forecast.ts';
import { HORIZONS } from '../../../shared/forecasting/forecast.ts';
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

/** What is never paid has no day of it. */
export type Sold = Receivable;
const settledOn = ({ settled = Infinity }: Sold): number => settled;

export interface Week {
  readonly forecast: Forecast;
  /** All that is known is paid on its due day, and what is overdue at once; what is sold as before, and on its due day, too. */
  readonly naive: number[];
}
interface History {
  /** A Monday, as a day since 1970. */
  readonly first: number;
  readonly weeks: number;
  /** The first week that is forecast. */
  readonly from: number;
}
export const mondays = (all: readonly Sold[], { first, weeks: count, from }: History): Week[] => {
  const memory = memoryOf([]);
  const [weeks, past]: [Week[], PastWeek[]] = [[], []];
  let company: Company | undefined;
  for (let at = 1; at < count; at++) {
    const monday = first + 7 * at;
    const before = at === 1 ? {} : { after: monday - 8 };
    lived(memory, known(all, monday), { ...before, until: monday - 1 }, company?.model ?? STATED);
    if (at % 8 === 0) company = taught(memory, monday);
    const week = (day: number) => day >= monday - 7 && day < monday;
    past.push({
      from: dateOf(monday - 7),
      receivedMinor: sum(all.filter((one) => week(settledOn(one)))),
      invoicedMinor: sum(all.filter(({ issued }) => week(issued))),
    });
    if (at >= from) weeks.push(made(all, monday, { memory, company, past, weeks }));
  }
  return weeks;
};
/** What happened in the week before, and what is open. */
const known = (all: readonly Sold[], monday: number): Receivable[] =>
  all
    .filter((one) => one.issued < monday && settledOn(one) >= monday - 8)
    .map(({ settled = Infinity, ...one }) => (settled < monday ? { ...one, settled } : one));
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
  const open = all.filter((one) => one.issued < monday && settledOn(one) >= monday);
  const gathered = nothing();
  for (const [customer, own] of Map.groupBy(open, (one) => one.customer)) {
    const about = {
      company,
      own: memory.customers.get(customer),
      customer,
      segment: own[0]!.segment,
      today: on,
    };
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
      terms: { days, minor: sum(recent), count: recent.length },
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

export const cameBy = (all: readonly Sold[], { on, weeks }: Forecast, horizon: number): number => {
  const [from, until] = [dayOf(on), dayOf(weeks[horizon - 1]!.until)];
  return sum(all.filter((one) => settledOn(one) >= from && settledOn(one) <= until));
};

/** By horizon, of those that are over before a day. */
export const judgedBy = (sold: readonly Sold[], weeks: readonly Week[], until: number) =>
  HORIZONS.map((horizon) => {
    const found = weeks
      .filter(({ forecast }) => dayOf(forecast.weeks[horizon - 1]!.until) < until)
      .map(({ forecast, naive }) => {
        const { p10Minor, p50Minor, p90Minor } = forecast.weeks[horizon - 1]!.together;
        const came = cameBy(sold, forecast, horizon);
        return {
          came,
          inside: Number(p10Minor <= came && came <= p90Minor),
          off: Math.abs(came - p50Minor),
          bias: p50Minor - came,
          naive: Math.abs(came - naive[horizon - 1]!),
        };
      });
    const of = (field: 'came' | 'inside' | 'off' | 'bias' | 'naive') =>
      found.reduce((total, one) => total + one[field], 0);
    return {
      weeks: horizon,
      judged: found.length,
      inside: of('inside') / found.length,
      error: of('off') / of('came'),
      bias: of('bias') / of('came'),
      naive: of('naive') / of('came'),
    };
  });
