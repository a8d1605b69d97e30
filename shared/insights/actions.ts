import { whoIsNow } from '../customers/alias.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { monthOf, type Instant, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Booked, EntryLine } from '../ledger/entry.ts';
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import type { insightsApi } from './api.ts';
import type { Ledger } from './insight.ts';
import { ageingOf } from './ageing.ts';
import { ledgerOf, linesOfCustomer } from './ledgers.ts';
import { booksOf, chartKnown, positionsOf, type Refused } from './reading.ts';
import { dsoOf, trialBalanceOf } from './rules.ts';

export const actions: ActionsOf<typeof insightsApi, Deps> = {
  getAgeing: async ({ by, ...input }, deps) => {
    const books = await positionsOf(input, deps);
    if (!books.ok) return books;
    const { positions, entity, asOf, known } = books.value;
    return ok({ ...known, ...ageingOf(positions, entity.id, asOf, by) });
  },
  getDso: async ({ days, ...input }, deps) => {
    const books = await positionsOf(input, deps);
    if (!books.ok) return books;
    const { positions, entity, asOf, from, known } = books.value;
    return ok({ ...known, ...dsoOf(positions, entity.id, asOf, days, from) });
  },
  getTrialBalance: async (input, deps) => {
    const books = await positionsOf(input, deps);
    if (!books.ok) return books;
    const { positions, entity, asOf, known } = books.value;
    const chart = await chartKnown(entity.id, known.knownAt, deps);
    return ok({ ...known, ...trialBalanceOf(positions, entity.id, asOf, chart) });
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
  { from, to, knownAt, currency: wanted, entity, ...page }: AskLedger,
  counting: (entries: readonly Booked[]) => (line: EntryLine) => boolean,
  deps: Deps,
): Promise<Result<Ledger, Refused | 'insights.range'>> => {
  const books = await booksOf({ asOf: to, knownAt, entity }, deps);
  if (!books.ok) return books;
  const { asOf, entity: own, known } = books.value;
  const first = from ?? `${monthOf(asOf)}-01`;
  if (first > asOf)
    return refuse('insights.range', 'The first day is after the last.', [
      { pointer: '/query/from', detail: `must not be after ${asOf}` },
    ]);
  const currency = wanted ?? own.currency;
  const entries = books.value.entries.filter((booked) => booked.currency === currency);
  const days = { from: first, to: asOf };
  return ok({
    ...known,
    entity: own.id,
    currency,
    ...days,
    ...ledgerOf(entries, { ...page, ...days, counts: counting(entries) }),
  });
};

interface AskLedger {
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  readonly knownAt?: Instant | undefined;
  readonly currency?: string | undefined;
  readonly entity?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}
