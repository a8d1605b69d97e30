/** Deliveries that wait to be invoiced together, plans whose day comes, and who says that it has: billing by the clock and by people. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { closesOn } from '../kernel/billing.ts';
import type { Lost, Page } from '../kernel/contract.ts';
import { addDays, localDate, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { all, commit, each, list, listed, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { load } from './amending.ts';
import { billDue, isBilledApart, reached } from './billing.ts';
import type { Fulfilment, Order } from './order.ts';
import { putOrder, scheduledUpTo, unbilledById, unbilledOf, unbilledUpTo } from './store.ts';
import { DeliveriesDue, type ToBeBilled, type Unbilled } from './unbilled.ts';
import { billedAgain, billingFacts } from './unbilling.ts';

/** So many deliveries are on one invoice: each takes two items of its transaction, which has a hundred. */
const MOST = 40;

/** A delivery as it waits, the last where none is named: with those of the same customer, terms and period, or of the order alone. */
export const waiting = (order: Order, delivery: Fulfilment = order.fulfilments.at(-1)!): Unbilled => {
  const { id: orderId, customerId, creditId, entity, currency, terms, paymentTermsDays, billing } = order;
  const { id, deliveredOn, exposureMinor, at } = delivery;
  const period = billing?.on === 'fulfilment' ? billing.consolidate : undefined;
  const until = period && closesOn(period, deliveredOn);
  const agreed = terms ? `${terms.id} ${terms.version}` : String(paymentTermsDays);
  return {
    id,
    version: 1,
    collective:
      until === undefined
        ? idOfCause('col', order.placedAt, orderId)
        : idOfCause('col', `${until}T00:00:00Z`, customerId, creditId ?? '', entity, currency, agreed),
    entity,
    customerId,
    orderId,
    sourceOrderId: order.sourceOrderId,
    deliveredOn,
    ...(until !== undefined && { closesOn: until }),
    exposure: money(exposureMinor, currency),
    at,
  };
};

/** One fact for each invoice that is to be made of them. */
const dueFacts = (some: readonly Unbilled[]): Fact[] =>
  [...Map.groupBy(some, ({ collective }) => collective)].flatMap(([collective, own]) =>
    Array.from({ length: Math.ceil(own.length / MOST) }, (_, page) =>
      announce(DeliveriesDue, collective, {
        collective,
        customerId: own[0]!.customerId,
        deliveries: own
          .slice(page * MOST, (page + 1) * MOST)
          .map(({ id, orderId }) => ({ orderId, fulfilmentId: id })),
      }),
    ),
  );

export const collecting = {
  listUnbilled: async (
    { collective, ...page }: Page & { collective?: string | undefined },
    { tenant }: Deps,
  ) => listed(await list(collective ? unbilledOf(tenant, collective) : unbilledUpTo(tenant), page)),
  billCollective: async ({ id }: { id: string }, deps: Deps) => {
    const known = (await all(unbilledOf(deps.tenant, id))).filter(waits);
    return known.length === 0
      ? refuse('orders.collective_unknown', `Nothing waits under ${id}, or nothing any more.`)
      : toBeBilled(known, 'orders.bill_early', deps);
  },
  billOrder: async ({ id, event }: { id: string; event?: string | undefined }, deps: Deps) => {
    const order = await load(id, deps);
    if (!order.ok) return order;
    if (isBilledApart(order.value)) return billAgain(order.value, event, deps);
    const known = await readAll(order.value.fulfilments.map((one) => unbilledById(deps.tenant, one.id)));
    return toBeBilled(known.filter(waits), actionOf(event), follow(deps, [order.value]));
  },
};
const waits = ({ invoiceId }: Unbilled): boolean => invoiceId === undefined;

/** Bills whose invoices were made void: they are billed anew, with what was amended meanwhile. */
const billAgain = (
  { id }: Order,
  event: string | undefined,
  deps: Deps,
): Promise<Result<ToBeBilled, 'orders.unknown' | 'orders.nothing_to_bill' | Lost>> =>
  untilFresh(async () => {
    const before = await load(id, deps);
    if (!before.ok) return before;
    const made = () => ({ id: newId('bil'), at: deps.now });
    const after = billedAgain(before.value, made, () => newId('ret'));
    if (!after.ok) return refuse('orders.nothing_to_bill', after.detail);
    const known = new Set(before.value.bills?.map((one) => one.id));
    const fresh = (after.value.bills ?? []).filter((one) => !known.has(one.id));
    const answer = {
      deliveries: [],
      bills: fresh.map((one) => one.id),
      exposure: money(
        fresh.reduce((sum, { exposureMinor }) => sum + exposureMinor, 0),
        after.value.currency,
      ),
    };
    const events = billingFacts(before.value, after.value);
    const kept = await commit(
      follow(deps, [after.value]),
      { action: actionOf(event), events, answer },
      putOrder(deps.tenant, after.value),
    );
    return kept.ok
      ? ok(answer)
      : refuse(kept.code === 'orders.duplicate' ? 'table.stale' : kept.code, kept.detail);
  });
/** What happened stands in the act. */
const actionOf = (event: string | undefined): string =>
  `orders.bill${event === undefined ? '' : `: ${event}`}`;

const toBeBilled = async (
  some: readonly Unbilled[],
  action: string,
  deps: Deps,
): Promise<Result<ToBeBilled, 'orders.nothing_to_bill' | Lost>> => {
  if (some.length === 0) return refuse('orders.nothing_to_bill', 'No delivery of it waits to be invoiced.');
  const answer = {
    deliveries: some.map(({ id }) => id),
    exposure: money(
      some.reduce((sum, { exposure }) => sum + exposure.minor, 0),
      some[0]!.exposure.currency,
    ),
  };
  const kept = await commit<never>(deps, { action, events: dueFacts(some), answer }, []);
  return kept.ok ? ok(answer) : kept;
};

/** By the day of the entity; a supply is not in the future. */
export const reachedNow = async (order: Order, milestone: string, on: LocalDate | undefined, deps: Deps) => {
  const { zone } = entityOf((await recall(tenantById(deps.tenant)))!, order.entity)!;
  const today = localDate(deps.now, zone);
  if (on !== undefined && on > today)
    return refuse('orders.delivery_date', 'A milestone is reported when it was reached.', [
      { pointer: '/on', detail: `must not be after ${today}` },
    ]);
  return reached(order, milestone, { id: newId('bil'), at: deps.now, suppliedOn: on ?? today });
};

/**
 * What the day asks for: parts of schedules whose day has come, and deliveries whose period is over in the zone of their entity. It
 * may run as often as it likes: a part is billed once, and what is being invoiced waits no more.
 */
export const billByTheDay = async (deps: Deps): Promise<void> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const todayOf = (entity: string): LocalDate => localDate(deps.now, entityOf(tenant, entity)!.zone);
  const latest = tenant.entities
    .map(({ id }) => todayOf(id))
    .toSorted()
    .at(-1)!;
  const failures: unknown[] = [];
  for await (const order of each(scheduledUpTo(deps.tenant, latest)))
    await billScheduled(order.id, todayOf(order.entity), deps).catch((error) => failures.push(error));
  const over = (await all(unbilledUpTo(deps.tenant, addDays(latest, -1)))).filter(
    (one) => waits(one) && one.closesOn! < todayOf(one.entity),
  );
  for (const [, some] of Map.groupBy(over, ({ collective }) => collective))
    for (const fact of dueFacts(some))
      await commit(deps, { action: 'orders.period_over', events: [fact] }, []);
  // One order that cannot be billed keeps no other waiting, and is heard of.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} orders were not billed`);
};

const billScheduled = (id: Order['id'], today: LocalDate, deps: Deps) =>
  untilFresh(async () => {
    const before = await load(id, deps);
    if (!before.ok) return before;
    const after = billDue(before.value, today, () => ({ id: newId('bil'), at: deps.now }));
    if (!after) return ok(undefined);
    const events = billingFacts(before.value, after);
    const kept = await commit(
      follow(deps, [after]),
      { action: 'orders.bill_due', events },
      putOrder(deps.tenant, after),
    );
    return kept.ok ? kept : refuse('table.stale', kept.detail);
  });
