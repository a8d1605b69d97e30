/** Orders come in once, are priced and credit-checked in one commit, and are delivered in parts. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { accountOf } from '../credit/credit.ts';
import { judge, type Circumstances, type Figures } from '../credit/rules.ts';
import { creditOf, moveExposure, takeCredit } from '../credit/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { price } from '../pricing/rules.ts';
import { treatmentOf } from '../pricing/tax/rules.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { ordersApi } from './api.ts';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderFulfilled,
  OrderHeld,
  type Order,
  type PlaceOrder,
} from './order.ts';
import { buyerOf, grace } from './buyer.ts';
import { assess, cancel, fulfil, release } from './rules.ts';
import { heldOrders, orderById, orderIdBySource, orders, putOrder } from './store.ts';

export const actions: ActionsOf<typeof ordersApi, Deps> = {
  placeOrder: async (input, deps) => {
    const draft = await drafted(input, deps);
    if (!draft.ok) return draft;
    // Credit is judged again while others take it at the same moment: the condition in the commit has the last word.
    const { order: placed, credit: found, around } = draft.value;
    return untilFresh(async (tries) => {
      const credit =
        tries === 0 ? found : await read(creditOf(deps.tenant, accountOf(placed), input.currency));
      const order = assess(placed, credit, around);
      const kept = await commit(
        deps,
        { action: 'orders.place', events: [confirmedOrHeld(order)], answer: order },
        [
          ...putOrder(deps.tenant, order),
          ...(order.state === 'CONFIRMED' ? taken(order, credit, around, deps) : []),
        ],
      );
      if (kept.ok) return ok(order);
      if (kept.code === 'orders.duplicate') return duplicate(input, deps);
      return kept.code === 'credit.taken'
        ? refuse('table.stale', kept.detail)
        : refuse(kept.code, kept.detail);
    });
  },
  getOrder: ({ id }, deps) => load(id, deps),
  listOrders: async ({ state, ...page }, { tenant }) => {
    return listed(await list(state ? heldOrders(tenant) : orders(tenant), page));
  },
  releaseOrder: async ({ id, reason, until }, deps) => {
    const today = localDate(deps.now, (await recall(tenantById(deps.tenant)))!.entities[0]!.zone);
    if (until !== undefined && until < today)
      return refuse('orders.grace_over', 'The grace would be over before it begins.', [
        { pointer: '/until', detail: `must not be before ${today}` },
      ]);
    return change(
      id,
      deps,
      `orders.release: ${reason}`,
      release,
      (order) => [confirmedOrHeld(order)],
      (before) => (until === undefined ? Promise.resolve([]) : grace(before, { until, reason }, today, deps)),
    );
  },
  cancelOrder: ({ id, reason }, deps) =>
    change(id, deps, `orders.cancel: ${reason}`, cancel, (order) => [
      announce(OrderCancelled, order.id, { orderId: order.id, customerId: order.customerId }),
    ]),
  fulfilOrder: async ({ id, lines, deliveredOn }, deps) => {
    const tenant = await recall(tenantById(deps.tenant));
    return change(
      id,
      deps,
      'orders.fulfil',
      (order) => {
        const today = localDate(deps.now, entityOf(tenant!, order.entity)!.zone);
        if (deliveredOn !== undefined && deliveredOn > today)
          return refuse('orders.delivery_date', 'A delivery is reported when it has happened.', [
            { pointer: '/deliveredOn', detail: `must not be after ${today}` },
          ]);
        return fulfil(order, lines, { id: newId('ful'), deliveredOn: deliveredOn ?? today, at: deps.now });
      },
      (order) => [
        announce(OrderFulfilled, order.id, {
          orderId: order.id,
          customerId: order.customerId,
          fulfilmentId: order.fulfilments.at(-1)!.id,
        }),
      ],
    );
  },
};

/** Load, decide, commit with the exposure that the decision moved. A fulfilment's share stays counted: its invoice takes it over. */
const change = <C extends string>(
  id: string,
  deps: Deps,
  action: string,
  decide: (order: Order) => Result<Order, C>,
  facts: (order: Order) => ReturnType<typeof announce>[],
  also: (before: Order) => Promise<Write<'table.stale'>[]> = () => Promise.resolve([]),
) =>
  untilFresh(async () => {
    const before = await load(id, deps);
    if (!before.ok) return before;
    const after = decide(before.value);
    if (!after.ok) return after;
    const order = after.value;
    const delta = held(order) - held(before.value);
    const kept = await commit(follow(deps, [order]), { action, events: facts(order), answer: order }, [
      ...putOrder(deps.tenant, order),
      ...moveExposure(deps.tenant, accountOf(order), order.currency, delta),
      ...(await also(before.value)),
    ]);
    return kept.ok
      ? after
      : refuse(kept.code === 'orders.duplicate' ? 'table.stale' : kept.code, kept.detail);
  });
const held = (order: Order): number =>
  order.fulfilments.reduce((total, part) => total + part.exposureMinor, order.exposureMinor);

const load = async (id: string, { tenant }: Deps): Promise<Result<Order, 'orders.unknown'>> => {
  const order = await read(orderById(tenant, id));
  return order ? ok(order) : refuse('orders.unknown', `There is no order ${id}.`);
};

/** The order as it would stand, and the credit that it asks for. */
const drafted = async (input: PlaceOrder, deps: Deps) => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const entity = entityOf(tenant, input.entity);
  if (!entity)
    return refuse('orders.entity_unknown', 'There is no such legal entity.', [
      { pointer: '/entity', detail: `must be one of ${tenant.entities.map(({ id }) => id).join(', ')}` },
    ]);
  const buyer = await buyerOf(input, localDate(deps.now, entity.zone), deps);
  if (!buyer)
    return refuse('orders.customer_unknown', 'There is no such customer: create it first.', [
      { pointer: '/customer', detail: 'is not known' },
    ]);
  const { customer, creditId, credit, around } = buyer;
  const priced = price(input.lines, input.currency, (line) =>
    treatmentOf(line.taxClass, {
      seller: entity.address.country,
      buyer: customer.address.country,
      buyerVatId: customer.vatId,
      on: localDate(deps.now, entity.zone),
    }),
  );
  if (!priced.ok) return priced;
  const { lines, totals } = priced.value;
  const order: Order = {
    id: newId('ord'),
    version: 1,
    entity: entity.id,
    source: input.source,
    sourceOrderId: input.sourceOrderId,
    customerId: customer.id,
    creditId,
    currency: input.currency,
    poNumber: input.poNumber,
    paymentTermsDays: input.paymentTermsDays ?? customer.paymentTermsDays,
    state: 'HELD',
    holds: [],
    lines: lines.map((line) => ({ ...line, fulfilled: '0' })),
    totals,
    exposureMinor: 0,
    fulfilments: [],
    placedAt: deps.now,
    trace: deps.trace,
  };
  return ok({ order, credit, around });
};

/** Up to the most that no reason speaks against; where a grace lifts the limit itself, what is ordered is owed. */
const taken = (order: Order, credit: Figures | undefined, around: Circumstances, { tenant }: Deps) => {
  const { capMinor } = judge(credit, order.exposureMinor, around);
  const { currency, exposureMinor } = order;
  return credit?.limit !== undefined && Number.isFinite(capMinor)
    ? [takeCredit(tenant, accountOf(order), currency, exposureMinor, credit.limit.minor, capMinor)]
    : moveExposure(tenant, accountOf(order), currency, exposureMinor);
};

const duplicate = async ({ source, sourceOrderId }: PlaceOrder, { tenant }: Deps) =>
  refuse(
    'orders.duplicate',
    `Order ${sourceOrderId} of ${source} is already here as ${await read(orderIdBySource(tenant, source, sourceOrderId))}.`,
  );

const confirmedOrHeld = (order: Order) =>
  order.state === 'CONFIRMED'
    ? announce(OrderConfirmed, order.id, { orderId: order.id, customerId: order.customerId })
    : announce(OrderHeld, order.id, {
        orderId: order.id,
        customerId: order.customerId,
        holds: order.holds.map(({ code }) => code),
      });
