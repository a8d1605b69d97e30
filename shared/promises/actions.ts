/** What people do with promises to pay: take one, look at them and at how they are kept, call one off, and say which are taken. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { countedDays } from '../kernel/counted.ts';
import { addDays, localDate } from '../kernel/dates.ts';
import { idFrom } from '../kernel/ids.ts';
import { ok, refuse } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { all, commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { promisesApi } from './api.ts';
import { rateOf } from './counting.ts';
import { makeOnce } from './making.ts';
import { NO_RULES, type PromiseRules } from './promise.ts';
import { ended, standingOf } from './rules.ts';
import {
  openPromises,
  promiseById,
  promiseRules,
  promises,
  promisesFrom,
  promisesOf,
  putPromise,
  putPromiseRules,
} from './store.ts';

/** No promise is for a day that is farther from when it was made. */
const LONGEST_DAYS = 366;

export const actions: ActionsOf<typeof promisesApi, Deps> = {
  makePromise: async ({ id, ...asked }, deps) => {
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!customer) return noCustomer(id);
    const made = newId('prm');
    return untilFresh(() => makeOnce(customer, asked, made, deps));
  },
  listPromisesOfCustomer: async ({ id, ...page }, { tenant }) =>
    (await read(customerById(tenant, id)))
      ? listed(await list(promisesOf(tenant, id), page))
      : noCustomer(id),
  listPromises: async ({ state, ...page }, { tenant }) =>
    listed(await list(state ? openPromises(tenant) : promises(tenant), page)),
  getPromise: async ({ id }, { tenant }) => {
    const promise = await read(promiseById(tenant, id));
    return promise ? ok(promise) : unknown(id);
  },
  cancelPromise: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const promise = await read(promiseById(deps.tenant, id));
      if (!promise) return unknown(id);
      if (promise.state !== 'OPEN') return refuse('promises.over', `The promise is ${promise.state}.`);
      const heads = await readAll(promise.items.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
      const { zone } = entityOf((await recall(tenantById(deps.tenant)))!, promise.entity)!;
      const { paidMinor } = standingOf(promise, heads);
      const how = { today: localDate(deps.now, zone), paidMinor, cancelled: 'person', reason } as const;
      const effect = ended(promise, heads, 'CANCELLED', how);
      const kept = await commit(
        follow(deps, [promise]),
        { action: 'promises.cancel', subject: id, events: effect.facts, answer: effect.promise },
        [
          putPromise(deps.tenant, effect.promise),
          ...effect.heads.map((head) => putInvoice(deps.tenant, head)),
        ],
      );
      return kept.ok ? ok(effect.promise) : kept;
    }),
  getPromiseRate: async (asked, { tenant, now }) => {
    const days = countedDays(asked, now, 'promises.range');
    if (!days.ok) return days;
    const { from, to } = days.value;
    const first = Date.parse(`${addDays(from, 0 - LONGEST_DAYS)}T00:00:00Z`);
    const made = await all(promisesFrom(tenant, idFrom('prm', Math.max(0, first), new Uint8Array(10))));
    return ok(rateOf(made, from, to));
  },
  getPromiseRules: async (_, { tenant }) => ok((await read(promiseRules(tenant))) ?? NO_RULES),
  setPromiseRules: (said, deps) =>
    untilFresh(async () => {
      const before = await read(promiseRules(deps.tenant));
      const version = (before?.version ?? 0) + 1;
      const rules: PromiseRules = { ...said, version, at: deps.now, by: deps.actor };
      const kept = await commit(deps, { action: 'promises.set_rules' }, putPromiseRules(deps.tenant, rules));
      return kept.ok ? ok(rules) : kept;
    }),
};

const unknown = (id: string) => refuse('promises.unknown', `There is no promise ${id}.`);
const noCustomer = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);
