/** Orders come in once, are priced and credit-checked in one commit, and are delivered in parts. */
import { entityOf, houseDay } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { accountOf } from '../credit/credit.ts';
import { creditOf, moveExposure } from '../credit/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, localDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { about, amend, held, load, taken } from './amending.ts';
import type { ordersApi } from './api.ts';
import { forgoing, inAdvance, planFits, waitsForOthers } from './billing.ts';
import { collecting, reachedNow, waiting } from './collecting.ts';
import { drafted, ordered, settingOf, wantedOf } from './draft.ts';
import { orderOf, quoteOf } from './made.ts';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderFulfilled,
  OrderHeld,
  OrderReturned,
  type Order,
  type PlaceOrder,
} from './order.ts';
import { grace } from './buyer.ts';
import { assess, cancel, fulfil, release, takeBack } from './rules.ts';
import { stockFacts, withStock, withoutStock } from './stock.ts';
import { heldOrders, orderIdBySource, orders, putOrder, putQuote, putUnbilled, quoteById } from './store.ts';
import { billingFacts } from './unbilling.ts';

export const actions: ActionsOf<typeof ordersApi, Deps> = {
  placeOrder: async (input, deps) => {
    const setting = await settingOf(input, deps);
    if (!setting.ok) return setting;
    const { credit: found, quote } = setting.value;
    const draft = await drafted(input, setting.value, deps);
    if (!draft.ok) return draft;
    const made = { id: newId('ord'), at: deps.now, trace: deps.trace };
    const placed = orderOf(input, draft.value, setting.value, made);
    const fits = planFits(placed, placed.billing, input.plan);
    if (!fits.ok) return fits;
    const stock = await wantedOf(placed.entity, deps);
    // Credit is judged again while others take it at the same moment: the condition in the commit has the last word.
    const { around } = setting.value;
    return untilFresh(async (tries) => {
      const credit =
        tries === 0 ? found : await read(creditOf(deps.tenant, accountOf(placed), input.currency));
      const stocked = withStock(assess(placed, credit, around), stock);
      const order = inAdvance(stocked, { id: newId('bil'), at: deps.now });
      const moved = order.state === 'HELD' ? [] : taken(order, held(order), { credit, around }, deps);
      const kept = await commit(
        deps,
        {
          action: 'orders.place',
          events: [...placedFacts(undefined, order), ...billingFacts(undefined, order)],
          answer: order,
        },
        [...putOrder(deps.tenant, order), ...moved, ...ordered(quote, order, deps)],
      );
      if (kept.ok) return ok(order);
      if (kept.code === 'orders.duplicate') return duplicate(input, deps);
      if (kept.code === 'orders.quote_used')
        return refuse('orders.quote_used', `The quote ${input.quote} was ordered at the same moment.`);
      return kept.code === 'credit.taken'
        ? refuse('table.stale', kept.detail)
        : refuse(kept.code, kept.detail);
    });
  },
  quote: async (input, deps) => {
    const setting = await settingOf(input, deps);
    if (!setting.ok) return setting;
    const draft = await drafted(input, setting.value, deps);
    if (!draft.ok) return draft;
    const quote = quoteOf(input, draft.value, setting.value, deps.now);
    if (!input.keep) return ok(quote);
    const id = newId('qte');
    const kept = { ...quote, id, version: 1, validUntil: input.validUntil ?? addDays(setting.value.on, 30) };
    if (kept.validUntil < setting.value.on)
      return refuse('orders.quote_validity', 'A quote holds until today at least.', [
        { pointer: '/validUntil', detail: `must not be before ${setting.value.on}` },
      ]);
    const done = await commit(deps, { action: 'orders.quote', answer: kept }, [putQuote(deps.tenant, kept)]);
    return done.ok ? ok(kept) : done;
  },
  getQuote: async ({ id }, { tenant }) => {
    const quote = await read(quoteById(tenant, id));
    return quote ? ok(quote) : refuse('orders.quote_unknown', `There is no quote ${id}.`);
  },
  getOrder: ({ id }, deps) => load(id, deps),
  listOrders: async ({ state, ...page }, { tenant }) => {
    return listed(await list(state ? heldOrders(tenant) : orders(tenant), page));
  },
  releaseOrder: async ({ id, reason, until }, deps) => {
    const today = houseDay((await recall(tenantById(deps.tenant)))!, deps.now);
    if (until !== undefined && until < today)
      return refuse('orders.grace_over', 'The grace would be over before it begins.', [
        { pointer: '/until', detail: `must not be before ${today}` },
      ]);
    return change(
      id,
      deps,
      `orders.release: ${reason}`,
      async (order) => {
        const released = release(order);
        return released.ok ? ok(withStock(released.value, await wantedOf(order.entity, deps))) : released;
      },
      (order, known) => placedFacts(known, order),
      (known) => (until === undefined ? Promise.resolve([]) : grace(known, { until, reason }, today, deps)),
    );
  },
  cancelOrder: ({ id, reason }, deps) =>
    change(
      id,
      deps,
      `orders.cancel: ${reason}`,
      (order) => {
        const cancelled = cancel(order);
        return cancelled.ok ? ok(withoutStock(cancelled.value)) : cancelled;
      },
      (order, before) => [announce(OrderCancelled, order.id, about(order)), ...stockFacts(before, order)],
    ),
  amendOrder: (input, deps) => untilFresh(() => amend(input, deps)),
  returnGoods: ({ id, lines, reason }, deps) =>
    change(
      id,
      deps,
      'orders.return',
      (order) => takeBack(order, { lines, reason }, { id: newId('ret'), at: deps.now }),
      (order) => [
        announce(OrderReturned, order.id, { ...about(order), returnId: order.returns!.at(-1)!.id }),
      ],
    ),
  fulfilOrder: async ({ id, lines, deliveredOn, final }, deps) => {
    const tenant = await recall(tenantById(deps.tenant));
    return change(
      id,
      deps,
      'orders.fulfil',
      (order) => {
        const { zone, overDeliveryPercent } = entityOf(tenant!, order.entity)!;
        const today = localDate(deps.now, zone);
        if (deliveredOn !== undefined && deliveredOn > today)
          return refuse('orders.delivery_date', 'A delivery is reported when it has happened.', [
            { pointer: '/deliveredOn', detail: `must not be after ${today}` },
          ]);
        const made = {
          id: newId('ful'),
          deliveredOn: deliveredOn ?? today,
          at: deps.now,
        };
        const done = fulfil(order, lines, { ...made, overDeliveryPercent, final });
        return done.ok && final ? ok(withoutStock(done.value)) : done;
      },
      (order, before) => [
        announce(OrderFulfilled, order.id, {
          ...about(order),
          fulfilmentId: order.fulfilments.at(-1)!.id,
        }),
        ...stockFacts(before, order),
      ],
      (_, order) => Promise.resolve(waitsForOthers(order) ? [putUnbilled(deps.tenant, waiting(order))] : []),
    );
  },
  reachMilestone: ({ id, milestone, on }, deps) =>
    change(
      id,
      deps,
      'orders.milestone',
      (order) => reachedNow(order, milestone, on, deps),
      () => [],
    ),
  ...collecting,
};

/** Load, decide, commit with the exposure that the decision moved. A fulfilment's share stays counted: its invoice takes it over. */
const change = <C extends string>(
  id: string,
  deps: Deps,
  action: string,
  decide: (order: Order) => Result<Order, C> | Promise<Result<Order, C>>,
  facts: (order: Order, before: Order) => Fact[],
  also: (before: Order, after: Order) => Promise<Write<'table.stale'>[]> = () => Promise.resolve([]),
) =>
  untilFresh(async () => {
    const before = await load(id, deps);
    if (!before.ok) return before;
    const after = await decide(before.value);
    if (!after.ok) return after;
    const billed = inAdvance(after.value, { id: newId('bil'), at: deps.now });
    const order = forgoing(before.value, billed, { id: newId('ret'), at: deps.now });
    const delta = held(order) - held(before.value);
    const events = [...facts(order, before.value), ...billingFacts(before.value, order)];
    const kept = await commit(follow(deps, [order]), { action, events, answer: order }, [
      ...putOrder(deps.tenant, order),
      ...moveExposure(deps.tenant, accountOf(order), order.currency, delta),
      ...(await also(before.value, order)),
    ]);
    return kept.ok
      ? ok(order)
      : refuse(kept.code === 'orders.duplicate' ? 'table.stale' : kept.code, kept.detail);
  });
const duplicate = async ({ source, sourceOrderId }: PlaceOrder, { tenant }: Deps) =>
  refuse(
    'orders.duplicate',
    `Order ${sourceOrderId} of ${source} is already here as ${await read(orderIdBySource(tenant, source, sourceOrderId))}.`,
  );

/** What an order's first state, or its release, tells: confirmed, held, or to be reserved first. */
const placedFacts = (before: Order | undefined, order: Order): Fact[] => {
  if (order.state === 'RESERVING') return stockFacts(before, order);
  return order.state === 'HELD'
    ? [announce(OrderHeld, order.id, { ...about(order), holds: order.holds.map(({ code }) => code) })]
    : [announce(OrderConfirmed, order.id, about(order)), ...stockFacts(before, order)];
};
