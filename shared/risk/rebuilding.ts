/**
 * Every night the books are summed up, and each credit account is held against its sum. The company goes on working
 * meanwhile, so a difference counts only where a second look finds the same one and the account did not move in between.
 */
import type { Account } from '../credit/credit.ts';
import { allAccounts, correct, creditOf } from '../credit/store.ts';
import { customers } from '../customers/store.ts';
import { announce } from '../kernel/events.ts';
import { orderById } from '../orders/store.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import type { Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { commit, each, read, readAll, write } from '../runtime/table.ts';
import { CreditDrifted, type Drift, type Rebuild } from './risk.ts';
import { checkpoint, putCheckpoint } from './store.ts';
import {
  addCustomer,
  addDeposits,
  addOrders,
  keyOf,
  ordersToLookAt,
  pendingBefore,
  type Sum,
  type Sums,
} from './sums.ts';

export const rebuildExposure = async (deps: Deps): Promise<void> => {
  const { tenant } = deps;
  const accounts = new Map<string, Account>();
  for await (const account of each(allAccounts(tenant)))
    accounts.set(keyOf(account.creditId, account.currency), account);
  const sums: Sums = new Map();
  const before = await read(checkpoint(tenant));
  const known = await pendingBefore(before, deps);
  const pending: string[] = [];
  let [orders, counted] = [0, 0];
  for await (const page of ordersToLookAt(known, before?.through, deps)) {
    orders += page.length;
    pending.push(...(await addOrders(sums, page, deps)));
  }
  await eachAtOnce(each(customers(tenant)), (customer) => {
    counted += 1;
    return addCustomer(sums, customer, deps);
  });

  await addDeposits(sums, deps);

  const drifts: Drift[] = [];
  let unsettled = 0;
  for (const key of new Set([...accounts.keys(), ...sums.keys()])) {
    const off = (sums.get(key)?.minor ?? 0) - (accounts.get(key)?.exposure.minor ?? 0);
    if (off === 0) continue;
    const drift = await settle(key, off, sums.get(key), deps);
    if (drift) drifts.push(drift);
    else unsettled += 1;
  }
  measure('creditDrift', drifts.length);
  const rebuild: Rebuild = {
    at: deps.now,
    accounts: accounts.size,
    customers: counted,
    orders,
    drifts: drifts.slice(0, 100),
    unsettled,
  };
  for (const one of putCheckpoint(tenant, { through: deps.now, rebuild }, pending, before?.chunks ?? 0))
    await write(one);
};

/** The second look at one account; undefined where it moved, or differs by something else now. */
const settle = async (
  key: string,
  off: number,
  found: Sum | undefined,
  deps: Deps,
): Promise<Drift | undefined> => {
  const { tenant } = deps;
  const [creditId, currency] = key.split(' ') as [string, string];
  const account = (await read(creditOf(tenant, creditId, currency))) ?? unmoved(creditId, currency);
  const again: Sums = new Map();
  const ids = [...(found?.orders ?? [])].map((id) => orderById(tenant, id));
  await addOrders(again, await readAll(ids), deps);
  const owners = new Set([...(found?.customers ?? []), ...(creditId.startsWith('cus_') ? [creditId] : [])]);
  for (const id of owners) await addCustomer(again, { id: id as `cus_${string}` }, deps);
  await addDeposits(again, deps);
  const isMinor = again.get(key)?.minor ?? 0;
  const wasMinor = account.exposure.minor;
  if (isMinor - wasMinor !== off) return undefined;
  const drift = { creditId, currency, wasMinor, isMinor };
  const events = [announce(CreditDrifted, creditId, drift)];
  const kept = await commit(deps, { action: 'credit.rebuild', events }, [correct(tenant, account, off)]);
  if (!kept.ok) return undefined;
  log.warn('credit.drifted', { account: creditId, currency, off });
  return drift;
};
const unmoved = (creditId: string, currency: string): Account => ({
  creditId,
  currency,
  exposure: { minor: 0, currency },
  available: { minor: 0, currency },
  moves: 0,
});
