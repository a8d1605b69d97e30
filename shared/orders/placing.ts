/** Orders of what is had without a delivery, for a commit of the caller's: a service of a period is delivered as it is ordered. */
import { accountOf } from '../credit/credit.ts';
import { moveExposure } from '../credit/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { about, held, taken } from './amending.ts';
import { drafted, settingOf } from './draft.ts';
import { orderOf } from './made.ts';
import { OrderFulfilled, OrderHeld, type Order, type PlaceOrder } from './order.ts';
import { assess, fulfil } from './rules.ts';
import { putOrder } from './store.ts';

/**
 * Priced, taxed and credit-checked like every order. FULFILLED with its credit taken, or HELD with every reason and then to be
 * `delivered` once it is released. No confirmation is announced: nobody ordered just now.
 */
export const serviceOrder = async (input: PlaceOrder, deliveredOn: LocalDate, deps: Deps) => {
  const priced = await pricedNow(input, deps);
  if (!priced.ok) return priced;
  const { setting, draft } = priced.value;
  const made = { id: newId('ord'), at: deps.now, trace: deps.trace };
  const order = assess(orderOf(input, draft, setting, made), setting.credit, setting.around);
  if (order.state === 'HELD') {
    const fact = announce(OrderHeld, order.id, {
      ...about(order),
      holds: order.holds.map(({ code }) => code),
    });
    return ok({ order, events: [fact], writes: putOrder(deps.tenant, order) });
  }
  const done = delivery(order, deliveredOn, deps);
  if (!done.ok) return done;
  const whole = { ...done.value.order, version: 1 };
  return ok({
    order: whole,
    events: done.value.events,
    writes: [...putOrder(deps.tenant, whole), ...taken(order, order.exposureMinor, setting, deps)],
  });
};

/** What placing it now would come to. */
export const pricedNow = async (input: PlaceOrder, deps: Deps) => {
  const setting = await settingOf(input, deps);
  if (!setting.ok) return setting;
  const draft = await drafted(input, setting.value, deps);
  return draft.ok ? ok({ setting: setting.value, draft: draft.value }) : draft;
};

/** All of a confirmed order is delivered: what its commit writes and announces. */
export const delivery = (order: Order, deliveredOn: LocalDate, deps: Deps) => {
  const done = fulfil(order, undefined, { id: newId('ful'), deliveredOn, at: deps.now });
  if (!done.ok) return done;
  const fulfilmentId = done.value.fulfilments.at(-1)!.id;
  return ok({
    order: done.value,
    events: [announce(OrderFulfilled, order.id, { ...about(order), fulfilmentId })],
    writes: [
      ...putOrder(deps.tenant, done.value),
      ...moveExposure(deps.tenant, accountOf(order), order.currency, held(done.value) - held(order)),
    ],
  });
};
