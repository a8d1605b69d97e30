/** The forecast of a report: one that is kept for ever, so that the report is the same whenever it is built. */
import type { Entity } from '../access/tenant.ts';
import { weeklyForecasts } from '../forecasting/store.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';
import { list } from '../runtime/table.ts';
import type { FinanceReport } from './report.ts';

/** Weeks before it that are shown beside it. */
const PAST = 8;
/** Of a report that is asked for late more forecasts are known by its day than by its moment, and the other way round. */
const LOOKED_AT = 3;

/** The newest that was made for the last day of the report or before, and was there at its moment. */
export const aheadOf = async (
  { id, currency }: Pick<Entity, 'id' | 'currency'>,
  { asOf, knownAt }: { readonly asOf: LocalDate; readonly knownAt: Instant },
  { tenant }: Deps,
): Promise<FinanceReport['ahead']> => {
  const kept = weeklyForecasts(tenant, { entity: id, currency }, asOf);
  const { data } = await list(kept, { limit: LOOKED_AT });
  const found = data.find(({ on, madeAt }) => on <= asOf && madeAt <= knownAt);
  if (!found) return null;
  const { on, basis, weeks, past, backTest, eachWeek } = found;
  return {
    on,
    basis,
    weeks: weeks.map(({ from, p10Minor, p50Minor, p90Minor, expectedMinor, together }) => ({
      from,
      p10Minor,
      p50Minor,
      p90Minor,
      expectedMinor,
      together,
    })),
    past: past.slice(-1 - PAST, -1).map(({ from, receivedMinor }) => ({ from, receivedMinor })),
    backTest,
    eachWeek,
  };
};
