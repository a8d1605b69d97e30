/** A subscription as it begins: of whom, to what, and from which day of whose calendar. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { termsOn } from '../agreements/settle.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById, idByName } from '../customers/store.ts';
import { addDays, localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { read, recall } from '../runtime/table.ts';
import { fitsPrice } from './difference.ts';
import { planOn } from './plans.ts';
import type { Subscription } from './subscription.ts';
import type { CreateSubscription } from './wanted.ts';

export const begin = async (input: CreateSubscription, deps: Deps) => {
  const { tenant, now } = deps;
  const settings = (await recall(tenantById(tenant)))!;
  const entity = entityOf(settings, input.entity);
  if (!entity)
    return refuse('subscriptions.entity_unknown', 'There is no such legal entity.', [
      { pointer: '/entity', detail: `must be one of ${settings.entities.map(({ id }) => id).join(', ')}` },
    ]);
  const { customer: said } = input;
  const known = 'id' in said ? said.id : await read(idByName(tenant, said.source, said.externalId));
  const named = known === undefined ? undefined : await read(customerById(tenant, known));
  const customer = await whoIsNow(deps, named);
  if (!customer || customer.erased)
    return refuse('subscriptions.customer_unknown', 'There is no such customer: create it first.', [
      { pointer: '/customer', detail: 'is not known' },
    ]);
  const zone = customer.zone ?? entity.zone;
  const today = localDate(now, zone);
  const start = input.start ?? today;
  if (start < addDays(today, -366))
    return refuse('subscriptions.start', 'A subscription begins a year ago at most.', [
      { pointer: '/start', detail: `must not be before ${addDays(today, -366)}` },
    ]);
  const plan = await planOn(input.plan, start, deps);
  if (!plan.ok) return plan;
  if (!fitsPrice(plan.value, input.quantity)) return tooLarge();
  const terms = await termsOn(tenant, input.paymentTerms, today);
  if (!terms.ok) return terms;
  const { interval, billing, currency, version: planVersion } = plan.value;
  const billedFrom = addDays(start, input.trialDays ?? plan.value.trialDays);
  const { minimumUntil, poNumber, paymentTerms, metadata } = input;
  const subscription: Subscription = {
    id: newId('sub'),
    version: 1,
    entity: entity.id,
    customerId: customer.id,
    currency,
    zone,
    start,
    billedFrom,
    ...(minimumUntil !== undefined && { minimumUntil }),
    terms: [{ from: start, plan: input.plan, planVersion, quantity: input.quantity }],
    rhythms: [{ from: billedFrom, anchor: input.anchor ?? billedFrom, interval, billing }],
    pauses: [],
    dueOn: billedFrom,
    held: [],
    ...(poNumber !== undefined && { poNumber }),
    ...(paymentTerms !== undefined && { paymentTerms }),
    ...(metadata && { metadata }),
    createdAt: now,
    trace: deps.trace,
  };
  return ok({ subscription, today });
};

export const tooLarge = () =>
  refuse('subscriptions.too_large', 'A period of so many is beyond what can be invoiced.', [
    { pointer: '/quantity', detail: 'is too large for the price of the plan' },
  ]);
