/** What a delivery of today would be invoiced with: the order's own rules deliver it, the invoice's own draw it, and nothing is kept. */
import { entityOf, inForce } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { FulfilOrder } from '../orders/order.ts';
import { fulfil } from '../orders/rules.ts';
import { orderById } from '../orders/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { read, readEach, recall } from '../runtime/table.ts';
import { NO_CHECKS } from './check.ts';
import { checked } from './checking.ts';
import { numbersOf } from './drafting.ts';
import { payable, snapshotOf } from './rules.ts';
import { checkRules } from './store.ts';

export const preview = async ({ id, lines }: { id: string } & Pick<FulfilOrder, 'lines'>, deps: Deps) => {
  const { tenant, now } = deps;
  const order = await read(orderById(tenant, id));
  if (!order) return refuse('invoices.order_unknown', `There is no order ${id}.`);
  const [customer, kept] = await readEach(customerById(tenant, order.customerId), checkRules(tenant));
  const entity = entityOf((await recall(tenantById(tenant)))!, order.entity)!;
  const delivered = fulfil(order, lines, {
    id: newId('ful'),
    deliveredOn: localDate(now, entity.zone),
    at: now,
    overDeliveryPercent: entity.overDeliveryPercent,
  });
  if (!delivered.ok) return delivered;
  const draft = {
    order: delivered.value,
    fulfilment: delivered.value.fulfilments.at(-1)!,
    customer: customer!,
    entity: inForce(entity, now),
  };
  const numbers = await numbersOf(entity, deps);
  const [checks] = await checked([draft], numbers, kept ?? NO_CHECKS, deps);
  const snapshot = snapshotOf(draft, numbers, numbers.issuedOn);
  return ok({
    outcome: checks!.length === 0 ? ('ISSUED' as const) : ('PARKED' as const),
    forecast: true,
    total: payable(snapshot),
    checks: checks!,
    snapshot,
  });
};
