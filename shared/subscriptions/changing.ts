/** A change, as far as it can be told without doing it: what is previewed is what is then committed. */
import { localDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { announcedAfter } from './announced.ts';
import { tooLarge } from './beginning.ts';
import { standingOf, type Found } from './billing.ts';
import { fitsPrice } from './difference.ts';
import { inForceOn } from './periods.ts';
import { planOn, plansOf } from './plans.ts';
import { planHead, putSubscription } from './store.ts';
import {
  SubscriptionChanged,
  SubscriptionDue,
  SubscriptionPriceAnnounced,
  type Subscription,
  type SubscriptionView,
} from './subscription.ts';
import { telling } from './telling.ts';
import { changed, stateOn, type Changed } from './timeline.ts';
import type { Change } from './wanted.ts';

/** The subscription as it would be after a change, with the plans that it then names. */
export const changedNow = async (id: string, change: Change, deps: Deps, of?: number) => {
  const found: Found | undefined = await standingOf(id, deps);
  if (!found) return noSubscription(id);
  const { subscription, period } = found;
  const today = localDate(deps.now, subscription.zone);
  const before = inForceOn(subscription.terms, today);
  const target = await targetOf(change, subscription.terms, today, deps, of);
  if (!target.ok) return target;
  const quantity = change.change === 'terms' ? (change.quantity ?? before.quantity) : before.quantity;
  if (!fitsPrice(target.value, quantity)) return tooLarge();
  const done = changed(subscription, period, change, { today, target: target.value, of });
  if (!done.ok) return done;
  const plans = await plansOf([...done.value.subscription.terms, ...(period?.rows ?? [])], deps.tenant);
  return ok<Changed & Pick<Found, 'plans'> & { found: Found }>({ ...done.value, found, plans });
};
const targetOf = async (
  change: Change,
  terms: Subscription['terms'],
  today: string,
  deps: Deps,
  of: number | undefined,
) => {
  const { plan, planVersion: version } = inForceOn(terms, today);
  if (change.change === 'terms' && change.plan !== undefined && change.plan !== plan)
    return planOn(change.plan, today, deps);
  if (change.change === 'keep_price')
    return planOn(plan, today, deps, announcedAfter(terms, today, of)?.announced.instead ?? version);
  if (change.change !== 'price') return planOn(plan, today, deps, version);
  const newest = change.planVersion ?? (await read(planHead(deps.tenant, plan)))?.version;
  return planOn(plan, today, deps, newest);
};

/** Of a change that the customer makes by itself: how it was shown, which is done and not computed again, and what is kept beside it. */
export interface ByCustomer {
  readonly shown: Extract<Awaited<ReturnType<typeof changedNow>>, { ok: true }>;
  readonly also: (after: Subscription) => {
    readonly writes: readonly Write<'table.stale'>[];
    readonly events: readonly Fact[];
  };
}

/** The change, its fact, what the customer is told of it, and word to billing: one commit. `of`: the change of all subscribers that it is of. */
export const makeChange = async (
  id: string,
  change: Change,
  deps: Deps,
  of?: number,
  byCustomer?: ByCustomer,
) => {
  const done = byCustomer?.shown ?? (await changedNow(id, change, deps, of));
  if (!done.ok) return done;
  const { found, subscription: said, from } = done.value;
  const announcing = change.change === 'price' ? { from, change: of } : undefined;
  const noticed = byCustomer && change.change === 'cancel' ? { ...said, noticeAt: deps.now } : said;
  const told = await telling(found.subscription, noticed, announcing, deps);
  const subscription = { ...told.subscription, version: found.subscription.version + 1 };
  const also = byCustomer?.also(subscription) ?? { writes: [], events: [] };
  const kept = await commit(
    follow(deps, [subscription]),
    {
      action: `subscriptions.${change.change}`,
      events: [
        factOf(subscription, change, from),
        announce(SubscriptionDue, id, { subscriptionId: subscription.id }),
        ...told.events,
        ...also.events,
      ],
      answer: viewOf(subscription, deps),
    },
    [putSubscription(deps.tenant, subscription), ...told.writes, ...also.writes],
  );
  return kept.ok ? ok(subscription) : kept;
};

export const viewOf = (subscription: Subscription, { now }: Deps): SubscriptionView => {
  const today = localDate(now, subscription.zone);
  const { plan, planVersion, quantity } = inForceOn(subscription.terms, today);
  return { ...subscription, state: stateOn(subscription, today), plan, planVersion, quantity };
};

const factOf = ({ id, customerId, terms }: Subscription, { change }: Change, from: string) => {
  const about = { subscriptionId: id, customerId, from };
  if (change !== 'price') return announce(SubscriptionChanged, id, { ...about, change });
  const { plan, planVersion } = inForceOn(terms, from);
  return announce(SubscriptionPriceAnnounced, id, { ...about, plan, planVersion });
};

export const noSubscription = (id: string) =>
  refuse('subscriptions.unknown', `There is no subscription ${id}.`);
