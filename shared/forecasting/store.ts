/**
 * Table: FORECAST, the last one, `${t}#FORECASTS`/${entity}#${currency} · the first of each week, for ever, `${t}#FORECAST#${entity}#${currency}`/W#${Monday} ·
 * ROWS of a night, a hundred in an item, for a week, in turn in each of sixteen, `${t}#FORECASTROWS#${entity}#${currency}#${day}#${number % 16}`/R#${number}
 * 1. the last one: 1 read; those of all entities and currencies: 1 query · 2. first ones of weeks, newest first: 1 query · 3. a hundred rows: 1 read
 */
import * as z from 'zod';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Forecast, ForecastRow } from './forecast.ts';

/** Whose forecast it is. */
export type Of = Pick<Forecast, 'entity' | 'currency'>;

export const lastForecast = (tenant: string, { entity, currency }: Of): Read<Forecast> => ({
  key: { pk: `${tenant}#FORECASTS`, sk: `${entity}#${currency}` },
  parse: docOf(Forecast),
});
export const lastForecasts = (tenant: string): Listing<Forecast> => ({
  partition: `${tenant}#FORECASTS`,
  parse: docOf(Forecast),
});
export const putForecast = (tenant: string, forecast: Forecast): Write<'table.stale'> =>
  saved(lastForecast(tenant, forecast).key, 'forecast', forecast, `the forecast of ${forecast.entity}`);

/** `until`: of weeks that began by that day. */
export const weeklyForecasts = (
  tenant: string,
  { entity, currency }: Of,
  until?: LocalDate,
): Listing<Forecast> => ({
  partition: `${tenant}#FORECAST#${entity}#${currency}`,
  ...(until !== undefined && { to: `W#${until}` }),
  order: 'newest first',
  parse: docOf(Forecast),
});
/** Once, and never changed: what is said later is not what was said. */
export const keepForecast = (
  tenant: string,
  monday: LocalDate,
  forecast: Forecast,
): Write<'table.stale'> => ({
  put: {
    pk: weeklyForecasts(tenant, forecast).partition,
    sk: `W#${monday}`,
    kind: 'weekly-forecast',
    doc: forecast,
  },
  if: 'absent',
  clash: 'table.stale',
  about: `the forecast of the week of ${monday}`,
});

/** In one item. */
export const ROWS = 100;
const Rows = z.object({ rows: z.array(ForecastRow), last: z.boolean() });
export type Rows = Readonly<z.infer<typeof Rows>>;
/** A partition takes a thousand units a second: rows of a million things are half a million. */
const PARTITIONS = 16;
export const rowsOf = (
  tenant: string,
  { entity, currency }: Of,
  on: LocalDate,
  number: number,
): Read<Rows> => ({
  key: {
    pk: `${tenant}#FORECASTROWS#${entity}#${currency}#${on}#${number % PARTITIONS}`,
    sk: `R#${String(number).padStart(6, '0')}`,
  },
  parse: docOf(Rows),
});
const KEPT_DAYS = 7;
/** Who says it again says it over: rows are there to be looked at, and nothing follows from them. */
export const putRows = (
  tenant: string,
  { entity, currency, on }: Of & Pick<Forecast, 'on'>,
  number: number,
  rows: Rows,
  now: Instant,
): Write<'table.stale'> => ({
  put: {
    ...rowsOf(tenant, { entity, currency }, on, number).key,
    kind: 'forecast-rows',
    doc: rows,
    ttl: Math.floor(Date.parse(now) / 1000) + KEPT_DAYS * 86_400,
  },
  clash: 'table.stale',
  about: `rows of the forecast of ${on}`,
});
