import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, localDate, monthOf, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Booked, EntryLine } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { chartOf, entriesBetween } from '../ledger/store.ts';
import { plansOn } from '../plans/reading.ts';
import type { Deps } from '../runtime/context.ts';
import { all, read, recall } from '../runtime/table.ts';
import type { insightsApi } from './api.ts';
import type { Ledger } from './insight.ts';
import { ledgerOf, linesOfCustomer } from './ledgers.ts';
import { ageingOf, dsoOf, fold, trialBalanceOf, type Position } from './rules.ts';

export const actions: ActionsOf<typeof insightsApi, Deps> = {
  getAgeing: async (input, deps) => {
    const books = await booksOf(input, deps);
    return books.ok ? ok(ageingOf(books.value.positions, books.value.entity.id, books.value.asOf)) : books;
  },
  getDso: async ({ days, ...input }, deps) => {
    const books = await booksOf(input, deps);
    return books.ok
      ? ok(dsoOf(books.value.positions, books.value.entity.id, books.value.asOf, days, books.value.from))
      : books;
  },
  getTrialBalance: async (input, deps) => {
    const books = await booksOf(input, deps);
    if (!books.ok) return books;
    const { positions, entity, asOf } = books.value;
    const chart = await read(chartOf(deps.tenant, entity.id));
    return ok(trialBalanceOf(positions, entity.id, asOf, chart));
  },
  getAccountLedger: ({ account, ...asked }, deps) =>
    ledgerFor(asked, () => (line) => line.account === account, deps),
  getCustomerLedger: async ({ id, currency, ...asked }, deps) => {
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!customer) return refuse('customers.unknown', `There is no customer ${id}.`);
    const ids = idsOf(customer);
    const wanted = { ...asked, currency: currency ?? customer.currency };
    return ledgerFor(wanted, (entries) => linesOfCustomer(entries, ids), deps);
  },
};

const ledgerFor = async (
  { from, to, currency: wanted, entity, ...page }: AskLedger,
  counting: (entries: readonly Booked[]) => (line: EntryLine) => boolean,
  deps: Deps,
): Promise<Result<Ledger, Refused | 'insights.range'>> => {
  const books = await entriesFor({ asOf: to, entity }, deps);
  if (!books.ok) return books;
  const { asOf, entity: own } = books.value;
  const first = from ?? `${monthOf(asOf)}-01`;
  if (first > asOf)
    return refuse('insights.range', 'The first day is after the last.', [
      { pointer: '/query/from', detail: `must not be after ${asOf}` },
    ]);
  const currency = wanted ?? own.currency;
  const entries = books.value.entries.filter((booked) => booked.currency === currency);
  const days = { from: first, to: asOf };
  return ok({
    entity: own.id,
    currency,
    ...days,
    ...ledgerOf(entries, { ...page, ...days, counts: counting(entries) }),
  });
};

interface AskLedger {
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  readonly currency?: string | undefined;
  readonly entity?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}
interface Books {
  readonly entity: Entity;
  readonly asOf: LocalDate;
  readonly from: LocalDate;
  readonly entries: Booked[];
}
type Refused = 'insights.entity_unknown' | 'insights.too_far_ahead';

const entriesFor = async (
  { asOf, entity: wanted }: { asOf?: LocalDate | undefined; entity?: string | undefined },
  deps: Deps,
): Promise<Result<Books, Refused>> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const entity = entityOf(tenant, wanted);
  if (!entity) return refuse('insights.entity_unknown', `There is no legal entity ${wanted}.`);
  const today = localDate(deps.now, entity.zone);
  const day = asOf ?? today;
  if (day > lastAskable(today))
    return refuse('insights.too_far_ahead', `As of ${lastAskable(today)} at the latest.`, [
      { pointer: '/query/asOf', detail: `must not be after ${lastAskable(today)}` },
    ]);
  // One day earlier, because the entity's calendar may be behind UTC.
  const from = addDays(tenant.openedAt.slice(0, 10), -1);
  const entries: Booked[] = [];
  for (const month of entriesBetween(deps.tenant, from, day))
    entries.push(...(await all(month)).filter((booked) => booked.entity === entity.id));
  return ok({ entity, asOf: day, from, entries });
};

const booksOf = async (
  asked: Parameters<typeof entriesFor>[0],
  deps: Deps,
): Promise<Result<Books & { positions: Map<string, Position> }, Refused>> => {
  const books = await entriesFor(asked, deps);
  if (!books.ok) return books;
  const { entity, asOf, entries } = books.value;
  const plans = await plansOn({ entity: entity.id, day: asOf }, deps);
  return ok({ ...books.value, positions: fold(entries, plans) });
};
