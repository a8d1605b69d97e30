/** Orders come in once, are priced and credit-checked in one commit, and are delivered in parts. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { creditOf, moveExposure, takeCredit } from '../credit/store.ts';
import { customerById, idByName } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { price } from '../pricing/rules.ts';
import { treatmentOf } from '../pricing/tax/rules.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readEach, recall, untilFresh } from '../runtime/table.ts';
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
import { assess, cancel, fulfil, release } from './rules.ts';
import { heldOrders, orderById, orderIdBySource, orders, putOrder } from './store.ts';

export const actions: ActionsOf<typeof ordersApi, Deps> = {
  placeOrder: async (input, deps) => {
    const draft = await drafted(input, deps);
    if (!draft.ok) return draft;
    // Credit is judged again while others take it at the same moment: the condition in the commit has the last word.
    const { order: placed, credit: found } = draft.value;
    return untilFresh(async (tries) => {
      const credit =
        tries === 0 ? found : await read(creditOf(deps.tenant, placed.customerId, input.currency));
      const order = assess(placed, credit);
      const kept = await commit(
        deps,
        { action: 'orders.place', events: [confirmedOrHeld(order)], answer: order },
        [
          ...putOrder(deps.tenant, order),
          ...(order.state === 'CONFIRMED'
            ? [
                takeCredit(
                  deps.tenant,
                  order.customerId,
                  order.currency,
                  order.exposureMinor,
                  credit!.limit!.minor,
                ),
              ]
            : []),
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
  releaseOrder: ({ id, reason }, deps) =>
    change(id, deps, `orders.release: ${reason}`, release, (order) => [confirmedOrHeld(order)]),
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
      ...moveExposure(deps.tenant, order.customerId, order.currency, delta),
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
  const customerId =
    'id' in input.customer
      ? input.customer.id
      : await read(idByName(deps.tenant, input.customer.source, input.customer.externalId));
  const [customer, credit] =
    customerId === undefined
      ? []
      : await readEach(
          customerById(deps.tenant, customerId),
          creditOf(deps.tenant, customerId, input.currency),
        );
  if (!customer)
    return refuse('orders.customer_unknown', 'There is no such customer: create it first.', [
      { pointer: '/customer', detail: 'is not known' },
    ]);
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
  return ok({ order, credit });
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
