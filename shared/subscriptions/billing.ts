/** Bills what is due, step by step: next period, order and difference are one commit, so that a run that comes again finds it done. */
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { PlaceOrder } from '../orders/order.ts';
import { delivery, serviceOrder } from '../orders/placing.ts';
import { orderById } from '../orders/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, read, readAll, readEach, untilFresh } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { worthOf, type Plans } from './difference.ts';
import { lastDay, linesOf } from './lines.ts';
import { plansOf } from './plans.ts';
import { nextBill, sourceOrderIdOf, withOrder, type Bill } from './rules.ts';
import {
  SubscriptionBilled,
  SubscriptionCreditDue,
  SubscriptionDue,
  SubscriptionEnded,
  SubscriptionParked,
  type OpenUsage,
  type Period,
  type Subscription,
} from './subscription.ts';
import {
  dueSubscriptions,
  openUsage,
  periodOf,
  putOpenUsage,
  putPeriod,
  putSubscription,
  subscriptionById,
} from './store.ts';

/** Bills of one subscription in one run; more are a clock or a plan gone wrong, or a person wants to know of them first. */
export const MOST_BILLS = 15;
/** In one run; the next one, six hours later, goes on. */
const MOST_PAGES = 100;

/** Four times a day: everything whose day has begun is announced, a hundred in one commit, and worked on beside each other. */
export const announceDue = async (deps: Deps): Promise<void> => {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const found = await list(dueSubscriptions(deps.tenant, deps.now), { limit: 100, cursor });
    const events = found.data.map(({ id }) => announce(SubscriptionDue, id, { subscriptionId: id }));
    if (events.length > 0) {
      const kept = await commit<never>(deps, { action: 'subscriptions.announce_due', events }, []);
      if (!kept.ok) throw new Error(kept.detail);
    }
    cursor = found.nextCursor;
    if (cursor === undefined) return;
  }
};

/** All that is due of one subscription now. What cannot be billed parks it with the reason; nothing is billed until a person looked. */
export const billDue = async (
  { subscriptionId: id }: { subscriptionId: Subscription['id'] },
  deps: Deps,
): Promise<Result<void>> => {
  const looked = await untilFresh(() => lookAtHeld(id, deps));
  if (!looked.ok) return looked;
  for (let bills = 0; ; bills++) {
    const under = { ...deps, trace: newTrace(), traces: [deps.trace] };
    const done = await untilFresh(() => billNext(id, under, bills < MOST_BILLS));
    if (done.ok && !done.value) return ok(undefined);
    if (!done.ok) return park(id, done, deps);
  }
};

/** True where a step was done, false where there is none. */
const billNext = async (id: string, deps: Deps, may: boolean): Promise<Result<boolean>> => {
  const found = await standingOf(id, deps);
  if (!found) return refuse('subscriptions.unknown', `There is no subscription ${id}.`);
  const { subscription, usage, plans } = found;
  const today = localDate(deps.now, subscription.zone);
  const bill = nextBill({ ...found, usage: usage.days }, plans, today);
  if (!bill) return ok(false);
  if (!may)
    return refuse(
      'subscriptions.too_many_due',
      `After ${MOST_BILLS} bills in one run there is still more to bill, from ${bill.on} on.`,
    );
  const { tenant } = deps;
  const lines = linesOf(bill, subscription.currency, plans);
  const placed = lines.length === 0 ? ok(undefined) : await serviceOrder(inputOf(bill, lines), bill.on, deps);
  if (!placed.ok) return placed;
  const order = placed.value?.order;
  const periods = withOrder(bill, lines, order);
  const next: Subscription = {
    ...bill.subscription,
    version: subscription.version + 1,
    held: order?.state === 'HELD' ? [...subscription.held, order.id] : subscription.held,
  };
  const writes: Write<'table.stale' | 'credit.taken' | 'orders.duplicate'>[] = [
    putSubscription(tenant, next),
    ...[periods.known, periods.opened].flatMap((period) =>
      period ? [putPeriod(tenant, period, deps.now)] : [],
    ),
    ...(bill.usage && usage.version > 0
      ? [putOpenUsage(tenant, id, { version: usage.version + 1, days: bill.usage })]
      : []),
    ...(placed.value?.writes ?? []),
  ];
  const events = [...(placed.value?.events ?? []), ...factsOf(bill, order, next)];
  const kept = await commit(deps, { action: 'subscriptions.bill', subject: id, events }, writes);
  if (kept.ok) return ok(true);
  return refuse(kept.code === 'credit.taken' ? 'table.stale' : kept.code, kept.detail);
};

/** The order that a bill is placed as. */
export const inputOf = (bill: Bill, lines: ReturnType<typeof linesOf>): PlaceOrder => {
  const { entity, customerId, currency, poNumber, paymentTerms } = bill.subscription;
  return {
    source: 'subscription',
    sourceOrderId: sourceOrderIdOf(bill),
    entity,
    customer: { id: customerId },
    currency,
    ...(poNumber !== undefined && { poNumber }),
    ...(paymentTerms !== undefined && { paymentTerms }),
    lines: lines.map(({ line }) => line),
  };
};

const factsOf = (
  bill: Bill,
  order: { id: Period['orders'][number]['id']; sourceOrderId: string } | undefined,
  { id, customerId, dueOn }: Subscription,
): Fact[] => {
  const about = { subscriptionId: id, customerId };
  return [
    ...(order
      ? [
          announce(SubscriptionBilled, id, {
            ...about,
            orderId: order.id,
            sourceOrderId: order.sourceOrderId,
          }),
        ]
      : []),
    ...creditsOf(bill).map((due) => announce(SubscriptionCreditDue, id, { ...about, ...due })),
    ...(dueOn === undefined ? [announce(SubscriptionEnded, id, about)] : []),
  ];
};

/** By order, what is to be credited of its lines. */
export const creditsOf = ({ credits }: Pick<Bill, 'credits'>) =>
  [...Map.groupBy(worthOf(credits), ({ orderId }) => orderId)].map(([orderId, some]) => ({
    orderId,
    lines: some.map(({ line, minor, ...days }) => ({
      line,
      netMinor: minor,
      from: days.from,
      until: lastDay(days),
    })),
  }));

export interface Found {
  readonly subscription: Subscription;
  readonly period: Period | undefined;
  readonly usage: OpenUsage;
  readonly plans: Plans;
}
/** The subscription with its open period, its usage, and the versions of plans that either names. */
export const standingOf = async (id: string, { tenant }: Deps): Promise<Found | undefined> => {
  const [subscription, usage = { version: 0, days: {} }] = await readEach(
    subscriptionById(tenant, id),
    openUsage(tenant, id),
  );
  if (!subscription) return undefined;
  const period =
    subscription.period === undefined ? undefined : await read(periodOf(tenant, id, subscription.period));
  const plans = await plansOf([...subscription.terms, ...(period?.rows ?? [])], tenant);
  return { subscription, period, usage, plans };
};
/** Orders that were held: one that was released is delivered now, one that was cancelled bills nothing. One after the other. */
const lookAtHeld = async (id: string, deps: Deps): Promise<Result<void>> => {
  const { tenant } = deps;
  const subscription = await read(subscriptionById(tenant, id));
  for (const order of await readAll((subscription?.held ?? []).map((one) => orderById(tenant, one)))) {
    if (order.state === 'HELD') continue;
    const next: Subscription = {
      ...subscription!,
      version: subscription!.version + 1,
      held: subscription!.held.filter((one) => one !== order.id),
    };
    const done =
      order.state === 'CONFIRMED' ? delivery(order, localDay(order.placedAt, next), deps) : undefined;
    if (done && !done.ok) return done;
    const waived = order.state === 'CANCELLED' ? await withoutRowsOf(order.id, next, deps) : [];
    const kept = await commit(
      { ...deps, trace: order.trace ?? deps.trace },
      { action: 'subscriptions.deliver', subject: id, events: done?.value.events ?? [] },
      [putSubscription(tenant, next), ...waived, ...(done?.value.writes ?? [])],
    );
    if (!kept.ok) return kept;
    return lookAtHeld(id, deps);
  }
  return ok(undefined);
};
const localDay = (at: string, { zone }: Subscription): LocalDate => localDate(at, zone);

const withoutRowsOf = async (orderId: string, { id, period }: Subscription, { tenant, now }: Deps) => {
  const open = period === undefined ? undefined : await read(periodOf(tenant, id, period));
  if (!open?.rows.some((row) => row.orderId === orderId)) return [];
  const rows = open.rows.map((row) => (row.orderId === orderId ? { ...row, waived: true } : row));
  return [putPeriod(tenant, { ...open, version: open.version + 1, rows }, now)];
};

const park = (id: string, { code, detail }: { code: string; detail: string }, deps: Deps) =>
  untilFresh(async (): Promise<Result<void>> => {
    const subscription = await read(subscriptionById(deps.tenant, id));
    if (!subscription) return refuse(code, detail);
    if (subscription.parked) return ok(undefined);
    const next: Subscription = {
      ...subscription,
      version: subscription.version + 1,
      parked: { code, detail, at: deps.now },
    };
    const fact = announce(SubscriptionParked, id, {
      subscriptionId: subscription.id,
      customerId: subscription.customerId,
      code,
    });
    return commit(deps, { action: 'subscriptions.park', events: [fact] }, [
      putSubscription(deps.tenant, next),
    ]);
  });
