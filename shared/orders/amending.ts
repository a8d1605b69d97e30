/** An order is changed: loaded, decided anew with prices and credit of today, and committed with what moved. */
import { accountOf } from '../credit/credit.ts';
import { judge } from '../credit/rules.ts';
import { creditLeft, moveExposure, takeCredit } from '../credit/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, read } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { amended, planned } from './amend.ts';
import { inAdvance, planFits } from './billing.ts';
import { repriced, settingOf, wantedOf, type Setting } from './draft.ts';
import { OrderAmended, type AmendOrder, type Order } from './order.ts';
import { billables } from './parts.ts';
import { stockFacts, withStock, withoutStock } from './stock.ts';
import { orderById, putOrder } from './store.ts';
import { billingFacts } from './unbilling.ts';

export const load = async (id: string, { tenant }: Deps): Promise<Result<Order, 'orders.unknown'>> => {
  const order = await read(orderById(tenant, id));
  return order ? ok(order) : refuse('orders.unknown', `There is no order ${id}.`);
};

/** What an order and all that was handed to invoices hold of credit, in minor units: its change is what moves. */
export const held = (order: Order): number =>
  billables(order).reduce((total, part) => total + part.exposureMinor, order.exposureMinor);

export const about = ({ id, customerId }: Order) => ({ orderId: id, customerId });

export const amend = async ({ id, changes, reason }: AmendOrder & { id: Order['id'] }, deps: Deps) => {
  const before = await load(id, deps);
  if (!before.ok) return before;
  const order = before.value;
  const plan = planned(order, changes);
  if (!plan.ok) return plan;
  const { customerId, currency, entity, contract } = order;
  const setting = await settingOf({ customer: { id: customerId }, currency, entity, contract }, deps);
  if (!setting.ok) return setting;
  const priced = await repriced(order, plan.value.lines, setting.value, deps);
  if (!priced.ok) return priced;
  const { credit, around } = setting.value;
  const fits = order.plan
    ? planFits({ ...order, ...priced.value }, order.billing, order.plan)
    : ok(undefined);
  if (!fits.ok) return fits;
  const made = { at: deps.now, reason, removed: plan.value.removed };
  const changed = amended(order, priced.value, made, { credit, around });
  const stocked =
    changed.state === 'HELD' || changed.state === 'FULFILLED'
      ? withoutStock(changed)
      : withStock(changed, await wantedOf(entity, deps));
  const next = inAdvance(stocked, { id: newId('bil'), at: deps.now });
  const delta = held(next) - held(order);
  const moved =
    delta > 0
      ? taken(next, delta, { credit, around }, deps)
      : moveExposure(deps.tenant, accountOf(next), currency, delta);
  const told = {
    ...about(next),
    deltaMinor: next.totals.grossMinor - order.totals.grossMinor,
    state: next.state,
  };
  const events = [announce(OrderAmended, id, told), ...billingFacts(order, next), ...stockFacts(order, next)];
  const kept = await commit(
    follow(deps, [next]),
    { action: `orders.amend: ${reason}`, events, answer: next },
    [...putOrder(deps.tenant, next), ...moved],
  );
  if (kept.ok) return ok(next);
  return kept.code === 'once.taken' ? refuse(kept.code, kept.detail) : refuse('table.stale', kept.detail);
};

/**
 * Takes what more an order asks for, up to the most that no reason speaks against; where a grace lifts the limit itself, what
 * is ordered is owed. An order burdens the account of its day, whoever its customer is now.
 */
export const taken = (
  order: Order,
  minor: number,
  { credit, around }: Pick<Setting, 'credit' | 'around'>,
  { tenant }: Deps,
) => {
  const { capMinor } = judge(credit, minor, around);
  const { currency } = order;
  const burdened = accountOf(order);
  if (credit?.limit === undefined || !Number.isFinite(capMinor))
    return moveExposure(tenant, burdened, currency, minor);
  const asked = [currency, minor, credit.limit.minor, capMinor] as const;
  return credit.creditId === burdened
    ? [takeCredit(tenant, burdened, ...asked)]
    : [creditLeft(tenant, credit.creditId, ...asked), ...moveExposure(tenant, burdened, currency, minor)];
};
