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
import type { Score, Scored } from './risk.ts';
import { itemsOf, scoredFrom, scoreOf } from './rules.ts';
import { checkpoint, putScore, scoreById } from './store.ts';

export { rebuildExposure } from './rebuilding.ts';

export const actions: ActionsOf<typeof riskApi, Deps> = {
  getScore: async ({ id }, deps) => {
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!customer) return refuse('customers.unknown', `There is no customer ${id}.`);
    return ok((await read(scoreById(deps.tenant, customer.id))) ?? (await scored(customer, deps)).score);
  },
  getRebuild: async (_, { tenant }) => ok({ last: (await read(checkpoint(tenant)))?.rebuild }),
};

/** Who ranks by scores, downstream. It asks for the score once it has read what it keeps itself: so nothing that it ranks by is older than that. */
type Also = (customer: Customer, score: () => Promise<Scored>, deps: Deps) => Promise<unknown>;

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
      await also(customer, () => keepScore(customer, deps), deps);
    });
    return ok(undefined);
  };

/** Every night for everybody: days pass, and what is overdue gets older. */
export const scoreAll =
  (also: Also) =>
  (deps: Deps): Promise<void> =>
    eachAtOnce(each(customers(deps.tenant)), async (customer) => {
      if (!customer.erased) await also(customer, () => keepScore(customer, deps), deps);
    });

/** Nothing is written where nothing but the day changed. */
const keepScore = async (customer: Customer, deps: Deps): Promise<Scored> => {
  const kept = await untilFresh(async (): Promise<Result<Scored, 'table.stale'>> => {
    const { before, ...now } = await scored(customer, deps);
    const { score } = now;
    if (before && canonical([before.score, before.factors]) === canonical([score.score, score.factors]))
      return ok({ ...now, score: before });
    const next = { ...score, version: score.version + 1 };
    const done = await write(putScore(deps.tenant, next));
    return done.ok ? ok({ ...now, score: next }) : done;
  });
  if (!kept.ok) throw new Error(kept.detail);
  return kept.value;
};

/** So many of the newest payments and the oldest open invoices are looked at: more of them say nothing new, and cost as much again. */
const MOST = { limit: 100 };
const scored = async (
  customer: Customer,
  deps: Deps,
): Promise<Scored & { readonly before: Score | undefined }> => {
  const { tenant, now } = deps;
  const zone = (await recall(tenantById(tenant)))!.entities[0]!.zone;
  const today = localDate(now, zone);
  const from = scoredFrom(today);
  const { currency, id, aliases = [] } = customer;
  const account = accountOf({ customerId: id, creditId: creditIdOf(customer) });
  const [[before], [credit], [own], old] = await readGroups(
    [scoreById(tenant, id)],
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
  const open = lists.flatMap(([, invoices]) => invoices.data);
  const items = itemsOf(
    lists.flatMap(([paid]) => paid.data),
    open,
    { from, today, currency },
  );
  const since = localDate(customer.createdAt, zone);
  const said = scoreOf({ items, standing, account: credit, since, today });
  const version = before?.version ?? 0;
  const score = { customerId: id, version, ...said, from, items: items.length, at: now };
  return { score, account: credit, open, before };
};
