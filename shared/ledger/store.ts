/**
 * Table: the act that carries an entry stands in `${t}#BOOK#${month of booking}`/`${on}#${act}` (runtime/table.ts commit).
 * GATE `${t}#GATE#${entity}`/0…7 (kernel/period.ts) · PERIOD `${t}#PERIOD#${entity}`/month
 * CHART `${t}#CHART#${entity}`/CHART, its versions beside it
 * 1. entries of a month, in order of booking: 1 query per MB · 2. which months of an entity are shut: 1 read ·
 * 3. periods of an entity, newest first: 1 query · 4. one: 1 read · 5. acts with their entries as they lie in the table, by month: 1 query per MB ·
 * 6. the chart of an entity, and a version of it: 1 read
 */
import { monthOf, monthsBetween, type LocalDate } from '../kernel/dates.ts';
import { gateKey, type Month, type Shut } from '../kernel/period.ts';
import { docOf, saved, type Item, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Chart } from './chart.ts';
import { Entry, type Booked } from './entry.ts';
import { Period } from './period.ts';

export const entriesOf = (
  tenant: string,
  month: string,
  from?: LocalDate,
  to?: LocalDate,
): Listing<Booked> => ({
  partition: `${tenant}#BOOK#${month}`,
  ...(from !== undefined && { from }),
  // `$` sorts just above the `#` that follows the date in a key, so the whole last day is included.
  ...(to !== undefined && { to: `${to}$` }),
  parse: bookedIn,
});

/** The entry of an act that has one. */
export const bookedIn = (item: Item): Booked => ({
  ...Entry.parse(item['entry']),
  id: String(item['id']),
  at: String(item['at']),
  actor: String(item['actor']),
});

/** The listings that together hold every entry booked from `from` to `to`, both included. */
export const entriesBetween = (tenant: string, from: LocalDate, to: LocalDate): Listing<Booked>[] =>
  from > to
    ? []
    : monthsBetween(monthOf(from), monthOf(to)).map((month) =>
        entriesOf(
          tenant,
          month,
          monthOf(from) === month ? from : undefined,
          monthOf(to) === month ? to : undefined,
        ),
      );

/** All gates of an entity say the same. */
export const shutOf = (tenant: string, entity: string): Read<Shut> => ({
  key: gateKey(tenant, entity, 0),
  parse: ({ v, soft, closed, tax }) => ({
    version: Number(v),
    ...({ soft, closed, tax } as Omit<Shut, 'version'>),
  }),
});

const periodKey = (tenant: string, entity: string, month: Month) => ({
  pk: `${tenant}#PERIOD#${entity}`,
  sk: month,
});
export const periodsOf = (tenant: string, entity: string): Listing<Period> => ({
  partition: `${tenant}#PERIOD#${entity}`,
  order: 'newest first',
  parse: docOf(Period),
});
export const periodOf = (tenant: string, entity: string, month: Month): Read<Period> => ({
  key: periodKey(tenant, entity, month),
  parse: docOf(Period),
});
export const putPeriod = (tenant: string, period: Period): Write<'table.stale'> =>
  saved(
    periodKey(tenant, period.entity, period.month),
    'ledger-period',
    period,
    `${period.month} of ${period.entity}`,
  );

/** For the seal, which is of all that stands there. */
export const actsBookedIn = (tenant: string, month: Month): Listing<Item> => ({
  partition: `${tenant}#BOOK#${month}`,
  parse: (item) => item,
});

const chartKey = (tenant: string, entity: string) => ({ pk: `${tenant}#CHART#${entity}`, sk: 'CHART' });
export const chartOf = (tenant: string, entity: string): Read<Chart> => ({
  key: chartKey(tenant, entity),
  parse: docOf(Chart),
});
export const chartVersion = (tenant: string, entity: string, version: number): Read<Chart> => ({
  key: { ...chartKey(tenant, entity), sk: `V#${String(version).padStart(6, '0')}` },
  parse: docOf(Chart),
});
/** Each version is kept beside the one that holds. */
export const putChart = (tenant: string, chart: Chart): Write<'table.stale'>[] => [
  saved(chartKey(tenant, chart.entity), 'chart', chart, `the chart of ${chart.entity}`),
  {
    put: {
      ...chartVersion(tenant, chart.entity, chart.version).key,
      kind: 'chart-version',
      doc: chart,
    },
    if: 'absent',
    clash: 'table.stale',
    about: `a version of the chart of ${chart.entity}`,
  },
];
