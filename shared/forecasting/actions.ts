import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { BadCursor } from '../runtime/cursor.ts';
import { list, listed, read, recall } from '../runtime/table.ts';
import type { forecastingApi } from './api.ts';
import type { Forecast, ForecastRow } from './forecast.ts';
import { lastForecast, ROWS, rowsOf, weeklyForecasts, type Of } from './store.ts';

export const actions: ActionsOf<typeof forecastingApi, Deps> = {
  getForecast: async ({ on, ...asked }, deps) => {
    const of = await named(asked, deps);
    if (!of.ok) return of;
    const forecast = await forecastOn(of.value, on, deps);
    return ok({ ...of.value, ...(forecast && { forecast }) });
  },
  listForecastRows: async ({ limit, cursor, ...asked }, deps) => {
    const of = await named(asked, deps);
    if (!of.ok) return of;
    const [, day, from = '0'] = cursor === undefined ? [] : placeOf(cursor);
    const on = day ?? (await read(lastForecast(deps.tenant, of.value)))?.on;
    if (on === undefined) return listed({ data: [] });
    const { data, next } = await rowsFrom(of.value, on, Number(from), limit, deps);
    return listed({ data, ...(next !== undefined && { nextCursor: `${on}.${next}` }) });
  },
};

/** The night in which the pages began, and how many rows were shown. */
const placeOf = (cursor: string): RegExpExecArray => {
  const place = /^(\d{4}-\d{2}-\d{2})\.(\d{1,9})$/.exec(cursor);
  if (!place) throw new BadCursor();
  return place;
};

const named = async (
  asked: { readonly entity?: string | undefined; readonly currency?: string | undefined },
  { tenant }: Deps,
): Promise<Result<Of, 'forecasting.entity_unknown'>> => {
  const entity = entityOf((await recall(tenantById(tenant)))!, asked.entity);
  return entity
    ? ok({ entity: entity.id, currency: asked.currency ?? entity.currency })
    : refuse('forecasting.entity_unknown', `There is no legal entity ${asked.entity}.`);
};
/** The last one, else the first of a week: those are kept. */
const forecastOn = async (
  of: Of,
  on: string | undefined,
  { tenant }: Deps,
): Promise<Forecast | undefined> => {
  const last = await read(lastForecast(tenant, of));
  if (!last || on === undefined || last.on <= on) return last;
  // The first of the week of the day may be of a day after it, where a Monday's night was missed.
  const { data } = await list(weeklyForecasts(tenant, of, on), { limit: 2 });
  return data.find((one) => one.on <= on);
};

/** Of as many items as a page may touch. */
const rowsFrom = async (
  of: Of,
  on: string,
  from: number,
  limit: number,
  { tenant }: Deps,
): Promise<{ data: ForecastRow[]; next?: number }> => {
  const data: ForecastRow[] = [];
  for (let at = from; ;) {
    const number = Math.floor(at / ROWS);
    const found = await read(rowsOf(tenant, of, on, number));
    if (!found) return { data };
    const rows = found.rows.slice(at % ROWS).slice(0, limit - data.length);
    data.push(...rows);
    at += rows.length;
    if (found.last && at >= number * ROWS + found.rows.length) return { data };
    if (data.length === limit) return { data, next: at };
  }
};
