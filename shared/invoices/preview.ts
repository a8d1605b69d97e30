/** What a delivery of today would be invoiced with: the order's own rules deliver it, the invoice's own draw it, and nothing is kept. */
import { entityOf, inForce, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { FulfilOrder, Order } from '../orders/order.ts';
import { billed, isBilledApart } from '../orders/billing.ts';
import { billables } from '../orders/parts.ts';
import { fulfil } from '../orders/rules.ts';
import { orderById } from '../orders/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { read, readEach, recall } from '../runtime/table.ts';
import { NO_CHECKS } from './check.ts';
import { checked } from './checking.ts';
import { depositsOf, numbersOf, ratesOf } from './drafting.ts';
import { payable, snapshotOf } from './rules.ts';
import { checkRules } from './store.ts';

export const preview = async ({ id, lines }: { id: string } & Pick<FulfilOrder, 'lines'>, deps: Deps) => {
  const { tenant, now } = deps;
  const order = await read(orderById(tenant, id));
  if (!order) return refuse('invoices.order_unknown', `There is no order ${id}.`);
  const [customer, kept] = await readEach(customerById(tenant, order.customerId), checkRules(tenant));
  const entity = entityOf((await recall(tenantById(tenant)))!, order.entity)!;
  const made = { at: now, day: localDate(now, entity.zone), entity };
  const after = isBilledApart(order) ? allOf(order, made) : deliveredOf(order, lines, made);
  if (!after.ok) return after;
  const draft = {
    order: after.value,
    fulfilment: billables(after.value).at(-1)!,
    customer: customer!,
    entity: inForce(entity, now),
  };
  const drawn = {
    ...draft,
    ...(await ratesOf(draft, deps)),
    ...(await depositsOf(draft, tenant)),
  };
  const numbers = await numbersOf(entity, deps);
  const [checks] = await checked([drawn], numbers, kept ?? NO_CHECKS, deps);
  const snapshot = snapshotOf(drawn, numbers, numbers.issuedOn);
  return ok({
    outcome: checks!.length === 0 ? ('ISSUED' as const) : ('PARKED' as const),
    forecast: true,
    total: payable(snapshot),
    checks: checks!,
    snapshot,
  });
};

interface Made {
  readonly at: string;
  readonly day: LocalDate;
  readonly entity: Entity;
}
const deliveredOf = (order: Order, lines: FulfilOrder['lines'], { at, day, entity }: Made) =>
  fulfil(order, lines, {
    id: newId('ful'),
    deliveredOn: day,
    at,
    overDeliveryPercent: entity.overDeliveryPercent,
  });
/** Its deliveries are not invoiced: shown is all that is not billed yet. */
const allOf = (order: Order, { at, day }: Made) =>
  billed(order, undefined, {
    id: newId('bil'),
    at,
    ...(order.billing?.on !== 'order' && { suppliedOn: day }),
  });
