/** Plans and subscriptions as people and partners keep them. What follows from a change is billed by `billing.ts`. */
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { subscriptionsApi } from './api.ts';
import { begin } from './beginning.ts';
import { standingOf } from './billing.ts';
import { changedNow, makeChange, noSubscription, viewOf } from './changing.ts';
import { changePrices, previewPrices, takeBackPrices } from './changing-all.ts';
import { savePlan } from './plans.ts';
import { previewed } from './preview.ts';
import { PriceChangeView } from './price-change.ts';
import { recorded } from './recording.ts';
import { SubscriptionDue, SubscriptionStarted } from './subscription.ts';
import {
  parkedSubscriptions,
  periodsOf,
  planHead,
  planHeads,
  planVersion,
  priceChanges,
  putSubscription,
  subscriptionById,
  subscriptions,
  subscriptionsOf,
} from './store.ts';

export const actions: ActionsOf<typeof subscriptionsApi, Deps> = {
  putPlan: savePlan,
  getPlan: async ({ plan: code, version }, { tenant }) => {
    const wanted = version ?? (await read(planHead(tenant, code)))?.version;
    const found = wanted === undefined ? undefined : await read(planVersion(tenant, code, wanted));
    return found
      ? ok(found)
      : refuse('subscriptions.plan_unknown', `There is no such version of a plan ${code}.`);
  },
  listPlans: async (page, { tenant }) => listed(await list(planHeads(tenant), page)),
  createSubscription: async (input, deps) => {
    const begun = await begin(input, deps);
    if (!begun.ok) return begun;
    const { subscription, today } = begun.value;
    const { id, customerId, start } = subscription;
    const events = [
      announce(SubscriptionStarted, id, {
        subscriptionId: id,
        customerId,
        plan: subscription.terms[0]!.plan,
        start,
      }),
      ...(subscription.dueOn! <= today ? [announce(SubscriptionDue, id, { subscriptionId: id })] : []),
    ];
    const view = viewOf(subscription, deps);
    const kept = await commit(deps, { action: 'subscriptions.create', events, answer: view }, [
      putSubscription(deps.tenant, subscription),
    ]);
    return kept.ok ? ok(view) : kept;
  },
  getSubscription: async ({ id }, deps) => {
    const found = await read(subscriptionById(deps.tenant, id));
    return found ? ok(viewOf(found, deps)) : noSubscription(id);
  },
  listSubscriptions: async ({ customer, parked, ...page }, deps) => {
    const { tenant } = deps;
    const wanted =
      customer !== undefined
        ? subscriptionsOf(tenant, customer)
        : parked
          ? parkedSubscriptions(tenant)
          : subscriptions(tenant);
    const { data, ...rest } = await list(wanted, page);
    return listed({ data: data.map((one) => viewOf(one, deps)), ...rest });
  },
  listSubscriptionPeriods: async ({ id, ...page }, { tenant }) =>
    (await read(subscriptionById(tenant, id)))
      ? listed(await list(periodsOf(tenant, id), page))
      : noSubscription(id),
  changeSubscription: ({ id, ...change }, deps) =>
    untilFresh(async () => {
      const done = await makeChange(id, change, deps);
      return done.ok ? ok(viewOf(done.value, deps)) : done;
    }),
  changePrices,
  previewPrices,
  takeBackPrices,
  listPriceChanges: async ({ plan, ...page }, { tenant }) => {
    const { data, ...rest } = await list(priceChanges(tenant, plan), page);
    return listed({ data: data.map((one) => PriceChangeView.parse(one)), ...rest });
  },
  previewSubscription: async ({ id, change, bills }, deps) => {
    const found = await standingOf(id, deps);
    if (!found) return noSubscription(id);
    const done = change ? await changedNow(id, change, deps) : ok({ found, ...found });
    if (!done.ok) return done;
    const { subscription, plans } = done.value;
    const shown = await previewed({ ...found, subscription, plans }, bills, deps);
    return shown.ok ? ok({ bills: shown.value }) : shown;
  },
  recordUsage: ({ id, records }, deps) => untilFresh(() => recorded(id, records, deps)),
  resumeBilling: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const before = await read(subscriptionById(deps.tenant, id));
      if (!before) return noSubscription(id);
      if (!before.parked) return refuse('subscriptions.not_parked', 'It is not parked.');
      const { parked: _, ...rest } = before;
      const subscription = { ...rest, version: before.version + 1 };
      const view = viewOf(subscription, deps);
      const kept = await commit(
        follow(deps, [subscription]),
        {
          action: `subscriptions.resume_billing: ${reason}`,
          events: [announce(SubscriptionDue, id, { subscriptionId: id })],
          answer: view,
        },
        [putSubscription(deps.tenant, subscription)],
      );
      return kept.ok ? ok(view) : kept;
    }),
};
