/** Job: every night the forecast of each entity and currency is made anew, and those of weeks that are over are held against what came. */
import { tenantById } from '../access/store.ts';
import type { Entity, Tenant } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { customers } from '../customers/store.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { entriesBetween } from '../ledger/store.ts';
import type { Company } from '../predicting/model.ts';
import { companyOf } from '../predicting/store.ts';
import { eachAtOnce, mapAtOnce } from '../runtime/at-once.ts';
import type { Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { all, each, list, read, recall, write } from '../runtime/table.ts';
import type { Forecast, ForecastRow } from './forecast.ts';
import { aroundFor, owedBy, type Around } from './gathering.ts';
import { bring, forecastOf, nothing, type Gathered } from './making.ts';
import type { Owed } from './owing.ts';
import { addEntry, nameOf, pastWith, readFrom, type Weeks } from './past.ts';
import { rowOf } from './rules.ts';
import { endsFrom } from './spreading.ts';
import {
  keepForecast,
  lastForecasts,
  putForecast,
  putRows,
  ROWS,
  weeklyForecasts,
  type Of,
} from './store.ts';
import { mondayOf, morningOf } from './weeks.ts';

interface Morning {
  readonly entity: Entity;
  readonly on: LocalDate;
}
type Before = ReadonlyMap<string, Forecast>;

/**
 * Once for each day of an entity: who comes again finds it done, or cut short and does it again. A customer whose books cannot be read is left
 * out, which the forecast says, and the job fails at its end.
 */
export const foretell = async (deps: Deps): Promise<void> => {
  const { tenant, now } = deps;
  const company = (await recall(tenantById(tenant)))!;
  const before: Before = new Map((await all(lastForecasts(tenant))).map((one) => [nameOf(one), one]));
  const due = company.entities
    .map((entity) => ({ entity, on: morningOf(now, entity.zone) }))
    .filter(({ entity: { id, currency }, on }) => {
      const last = before.get(nameOf({ entity: id, currency }));
      return last === undefined || last.on < on;
    });
  if (due.length === 0) return;
  const learned = await read(companyOf(tenant));
  const ends = new Map(due.map(({ entity, on }) => [entity.id, endsFrom(on)]));
  const around = await aroundFor(ends, learned, deps);
  const { gathered, leftOut } = await gatherAll(around, deps);
  const { weeks, from } = await lookBack(due, before, company, deps);
  for (const { entity, on } of due)
    for (const currency of currenciesOf(entity, [gathered, weeks, before])) {
      const of = { entity: entity.id, currency };
      const name = nameOf(of);
      const last = before.get(name);
      const past = pastWith(last?.past ?? [], weeks.get(name), { from, on });
      const made = { ...of, on, madeAt: now, leftOut, version: (last?.version ?? 0) + 1 };
      await keepAll({ ...made, company: learned }, gathered.get(name) ?? nothing(), past, deps);
    }
  if (leftOut > 0) throw new Error(`${leftOut} customers are in no forecast`);
};

/** That of the entity's own books last: once it is there, all are. */
const currenciesOf = ({ id, currency }: Entity, found: readonly ReadonlyMap<string, unknown>[]): string[] => {
  const others = found
    .flatMap((one) => [...one.keys()])
    .flatMap((name) => {
      const [entity, other] = name.split(' ') as [string, string];
      return entity === id && other !== currency ? [other] : [];
    });
  return [...new Set(others.toSorted()), currency];
};

/** So many customers are held in memory at once. */
const BATCH = 100;
const gatherAll = async (
  around: Around,
  deps: Deps,
): Promise<{ gathered: Map<string, Gathered>; leftOut: number }> => {
  const gathered = new Map<string, Gathered>();
  const told = teller(around, deps);
  let leftOut = 0;
  const take = async (batch: readonly Customer[]): Promise<void> => {
    const books = await mapAtOnce(batch, 8, (customer) => booksOf(customer, around, deps));
    for (const [at, owed] of books.entries()) {
      if (!owed) leftOut += 1;
      for (const one of owed ?? []) {
        const all = gathered.get(nameOf(one)) ?? nothing();
        gathered.set(nameOf(one), all);
        bring(all, one);
        told.add(batch[at]!.id, one);
      }
    }
    await told.tell();
  };
  let batch: Customer[] = [];
  for await (const customer of each(customers(deps.tenant))) {
    if (customer.erased || customer.mergedInto !== undefined) continue;
    batch.push(customer);
    if (batch.length < BATCH) continue;
    await take(batch);
    batch = [];
  }
  await take(batch);
  await told.end();
  return { gathered, leftOut };
};

const booksOf = async (customer: Customer, around: Around, deps: Deps): Promise<Owed[] | undefined> => {
  try {
    return await owedBy(customer, around, deps);
  } catch (error) {
    log.error('forecast.left_out', error, { customer: customer.id });
    return undefined;
  }
};

interface Pack {
  readonly of: Of;
  readonly number: number;
  readonly rows: ForecastRow[];
}
/** Rows go to the table as they come, a hundred in an item, several at a time. */
const teller = ({ ends }: Around, { tenant, now }: Deps) => {
  const waiting = new Map<string, Pack>();
  let full: Pack[] = [];
  const put = (packs: readonly Pack[], last: boolean): Promise<void> =>
    eachAtOnce(packs.values(), async ({ of, number, rows }) => {
      const { on } = ends.get(of.entity)!;
      await write(putRows(tenant, { ...of, on }, number, { rows, last }, now));
    });
  return {
    add: (customer: Customer['id'], { entity, currency, items }: Owed): void => {
      const name = nameOf({ entity, currency });
      const own = ends.get(entity)!;
      for (const item of items) {
        if (item.minor === 0) continue;
        let pack = waiting.get(name) ?? { of: { entity, currency }, number: 0, rows: [] };
        if (pack.rows.length === ROWS) {
          full.push(pack);
          pack = { ...pack, number: pack.number + 1, rows: [] };
        }
        waiting.set(name, pack);
        pack.rows.push(rowOf(customer, item, own));
      }
    },
    tell: async (): Promise<void> => {
      const packs = full;
      full = [];
      await put(packs, false);
    },
    end: (): Promise<void> => put([...waiting.values()], true),
  };
};

/** The book from the first week that any of them wants. */
const lookBack = async (
  due: readonly Morning[],
  before: Before,
  { openedAt }: Tenant,
  { tenant }: Deps,
): Promise<{ weeks: Weeks; from: LocalDate }> => {
  // An entity's calendar may be behind UTC.
  const booksFrom = addDays(openedAt.slice(0, 10), -1);
  const wanted = due.map(({ entity, on }) =>
    readFrom(before.get(nameOf({ entity: entity.id, currency: entity.currency })), on, booksFrom),
  );
  const from = wanted.toSorted()[0]!;
  const last = due
    .map(({ on }) => on)
    .toSorted()
    .at(-1)!;
  const weeks: Weeks = new Map();
  for (const month of entriesBetween(tenant, from, last))
    for await (const entry of each(month)) addEntry(weeks, entry);
  return { weeks, from };
};

/** A year: what is older says less of the next weeks. */
const JUDGED = 52;
const keepAll = async (
  about: Parameters<typeof forecastOf>[0] & { readonly company: Company | undefined },
  gathered: Gathered,
  past: Forecast['past'],
  { tenant }: Deps,
): Promise<void> => {
  const monday = mondayOf(about.on);
  const { data } = await list(weeklyForecasts(tenant, about), { limit: JUDGED + 1 });
  const kept = data.filter(({ on }) => on < about.on).slice(0, JUDGED);
  const forecast = forecastOf(about, gathered, past, kept);
  // The first of a week is never changed; who comes later, or a second time, finds it there.
  await write(keepForecast(tenant, monday, forecast));
  await write(putForecast(tenant, forecast));
};
