import { tenantById } from '../access/store.ts';
import { accountOf, creditIdOf } from '../credit/credit.ts';
import { joined } from '../credit/rules.ts';
import { creditOf, standingOf } from '../credit/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById, customers } from '../customers/store.ts';
import { openInvoices } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { paidBy } from '../payments/store.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import { onceForAll } from '../runtime/beside.ts';
import type { Deps } from '../runtime/context.ts';
import { each, list, read, readGroups, recall, untilFresh, write } from '../runtime/table.ts';
import type { riskApi } from './api.ts';
import type { Score } from './risk.ts';
import { itemsOf, scoredFrom, scoreOf } from './rules.ts';
import { checkpoint, putScore, scoreById } from './store.ts';

export { rebuildExposure } from './rebuilding.ts';

export const actions: ActionsOf<typeof riskApi, Deps> = {
  getScore: async ({ id }, deps) => {
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!customer) return refuse('customers.unknown', `There is no customer ${id}.`);
    return ok((await read(scoreById(deps.tenant, customer.id))) ?? (await scored(customer, 0, deps)));
  },
  getRebuild: async (_, { tenant }) => ok({ last: (await read(checkpoint(tenant)))?.rebuild }),
};

/** Who ranks by scores, downstream. */
type Also = (customer: Customer, deps: Deps) => Promise<unknown>;

/** Worker: a payment changes how its customer has paid. Computed from the books as they are, so twice is once. */
export const scoreAfterPayment =
  (also: Also) =>
  async (
    { customerId }: { customerId?: Customer['id'] | undefined },
    deps: Deps,
  ): Promise<Result<void, 'table.stale'>> => {
    if (customerId === undefined) return ok(undefined);
    await onceForAll(`score ${deps.tenant} ${customerId}`, async () => {
      const customer = await whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
      if (!customer || customer.erased) return;
      await keepScore(customer, deps);
      await also(customer, deps);
    });
    return ok(undefined);
  };

/** Every night for everybody: days pass, and what is overdue gets older. */
export const scoreAll =
  (also: Also) =>
  (deps: Deps): Promise<void> =>
    eachAtOnce(each(customers(deps.tenant)), async (customer) => {
      if (customer.erased) return;
      await keepScore(customer, deps);
      await also(customer, deps);
    });

/** Nothing is written where nothing but the day changed. */
const keepScore = async (customer: Customer, deps: Deps): Promise<void> => {
  const kept = await untilFresh(async () => {
    const before = await read(scoreById(deps.tenant, customer.id));
    const score = await scored(customer, before?.version ?? 0, deps);
    if (before && canonical([before.score, before.factors]) === canonical([score.score, score.factors]))
      return ok(undefined);
    return write(putScore(deps.tenant, { ...score, version: score.version + 1 }));
  });
  if (!kept.ok) throw new Error(kept.detail);
};

/** So many of the newest payments and the oldest open invoices are looked at: more of them say nothing new, and cost as much again. */
const MOST = { limit: 100 };
const scored = async (customer: Customer, version: number, deps: Deps): Promise<Score> => {
  const { tenant, now } = deps;
  const zone = (await recall(tenantById(tenant)))!.entities[0]!.zone;
  const today = localDate(now, zone);
  const from = scoredFrom(today);
  const { currency, id, aliases = [] } = customer;
  const account = accountOf({ customerId: id, creditId: creditIdOf(customer) });
  const [[credit], [own], old] = await readGroups(
    [creditOf(tenant, account, currency)],
    [standingOf(tenant, id)],
    aliases.map((alias) => standingOf(tenant, alias)),
  );
  const standing = joined(id, own, old);
  const lists = await Promise.all(
    [id, ...aliases].map((one) =>
      Promise.all([list(paidBy(tenant, one, from), MOST), list(openInvoices(tenant, one), MOST)]),
    ),
  );
  const items = itemsOf(
    lists.flatMap(([paid]) => paid.data),
    lists.flatMap(([, open]) => open.data),
    { from, today, currency },
  );
  const since = localDate(customer.createdAt, zone);
  const said = scoreOf({ items, standing, account: credit, since, today });
  return { customerId: id, version, ...said, from, items: items.length, at: now };
};
