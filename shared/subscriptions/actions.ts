/** Plans and subscriptions as people and partners keep them. What follows from a change is billed by `billing.ts`. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { termsOn } from '../agreements/settle.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById, idByName } from '../customers/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { stepsFit } from '../pricing/models.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { subscriptionsApi } from './api.ts';
import { plansOf, standingOf, type Found } from './billing.ts';
import { inForceOn } from './periods.ts';
import type { Plan, PlanHead } from './plan.ts';
import { previewed } from './preview.ts';
import { recorded } from './recording.ts';
import { fitsPrice } from './rules.ts';
import {
  SubscriptionChanged,
  SubscriptionDue,
  SubscriptionPriceAnnounced,
  SubscriptionStarted,
  type Change,
  type CreateSubscription,
  type Subscription,
  type SubscriptionView,
} from './subscription.ts';
import {
  parkedSubscriptions,
  periodsOf,
  planHead,
  planHeads,
  planVersion,
  putPlan,
  putSubscription,
  subscriptionById,
  subscriptions,
  subscriptionsOf,
} from './store.ts';
import { changed, stateOn, type Changed } from './timeline.ts';

export const actions: ActionsOf<typeof subscriptionsApi, Deps> = {
  putPlan: async ({ plan: code, validFrom, ...said }, deps) => {
    const rules = [said.price, ...said.usage.map(({ price }) => price)];
    const wrong = rules.findIndex((rule) => !stepsFit(rule));
    if (wrong >= 0)
      return refuse('subscriptions.plan_prices', 'Some quantity would have no price, or two.', [
        {
          pointer: wrong === 0 ? '/price/steps' : `/usage/${wrong - 1}/price/steps`,
          detail: 'must rise, and the first begin at 0',
        },
      ]);
    return untilFresh(async () => {
      const before = await read(planHead(deps.tenant, code));
      if (before && before.currency !== said.currency)
        return refuse('subscriptions.plan_currency', `The plan ${code} is in ${before.currency}.`);
      const version = (before?.version ?? 0) + 1;
      const plan: Plan = {
        plan: code,
        version,
        savedAt: deps.now,
        validFrom: validFrom ?? atOnce(deps),
        ...said,
      };
      const { name, currency, interval, billing } = plan;
      const head: PlanHead = {
        plan: code,
        version,
        name,
        currency,
        interval,
        billing,
        versions: [...(before?.versions ?? []), { version, validFrom: plan.validFrom }],
        savedAt: deps.now,
      };
      const kept = await commit(
        deps,
        { action: 'subscriptions.put_plan', subject: code },
        putPlan(deps.tenant, head, plan),
      );
      return kept.ok ? ok(plan) : kept;
    });
  },
  getPlan: async ({ plan: code, version }, { tenant }) => {
    const wanted = version ?? (await read(planHead(tenant, code)))?.version;
    const found = wanted === undefined ? undefined : await read(planVersion(tenant, code, wanted));
    return found
      ? ok(found)
      : refuse('subscriptions.plan_unknown', `There is no such version of a plan ${code}.`);
  },
  listPlans: async (page, { tenant }) => listed(await list(planHeads(tenant), page)),
  createSubscription: async (input, deps) => {
    const begun = await begin(input, deps);
    if (!begun.ok) return begun;
    const { subscription, today } = begun.value;
    const { id, customerId, start } = subscription;
    const events = [
      announce(SubscriptionStarted, id, {
        subscriptionId: id,
        customerId,
        plan: subscription.terms[0]!.plan,
        start,
      }),
      ...(subscription.dueOn! <= today ? [announce(SubscriptionDue, id, { subscriptionId: id })] : []),
    ];
    const view = viewOf(subscription, deps);
    const kept = await commit(deps, { action: 'subscriptions.create', events, answer: view }, [
      putSubscription(deps.tenant, subscription),
    ]);
    return kept.ok ? ok(view) : kept;
  },
  getSubscription: async ({ id }, deps) => {
    const found = await read(subscriptionById(deps.tenant, id));
    return found ? ok(viewOf(found, deps)) : noSubscription(id);
  },
  listSubscriptions: async ({ customer, parked, ...page }, deps) => {
    const { tenant } = deps;
    const wanted =
      customer !== undefined
        ? subscriptionsOf(tenant, customer)
        : parked
          ? parkedSubscriptions(tenant)
          : subscriptions(tenant);
    const { data, ...rest } = await list(wanted, page);
    return listed({ data: data.map((one) => viewOf(one, deps)), ...rest });
  },
  listSubscriptionPeriods: async ({ id, ...page }, { tenant }) =>
    (await read(subscriptionById(tenant, id)))
      ? listed(await list(periodsOf(tenant, id), page))
      : noSubscription(id),
  changeSubscription: ({ id, ...change }, deps) =>
    untilFresh(async () => {
      const done = await changedNow(id, change as Change, deps);
      if (!done.ok) return done;
      const { found, subscription: said, from } = done.value;
      const subscription = { ...said, version: found.subscription.version + 1 };
      const view = viewOf(subscription, deps);
      const kept = await commit(
        follow(deps, [subscription]),
        {
          action: `subscriptions.${change.change}`,
          events: [
            factOf(subscription, change as Change, from),
            announce(SubscriptionDue, id, { subscriptionId: id }),
          ],
          answer: view,
        },
        [putSubscription(deps.tenant, subscription)],
      );
      return kept.ok ? ok(view) : kept;
    }),
  previewSubscription: async ({ id, change, bills }, deps) => {
    const found = await standingOf(id, deps);
    if (!found) return noSubscription(id);
    const done = change ? await changedNow(id, change, deps) : ok({ found, ...found });
    if (!done.ok) return done;
    const { subscription, plans } = done.value;
    const shown = await previewed({ ...found, subscription, plans }, bills, deps);
    return shown.ok ? ok({ bills: shown.value }) : shown;
  },
  recordUsage: ({ id, records }, deps) => untilFresh(() => recorded(id, records, deps)),
  resumeBilling: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const before = await read(subscriptionById(deps.tenant, id));
      if (!before) return noSubscription(id);
      if (!before.parked) return refuse('subscriptions.not_parked', 'It is not parked.');
      const { parked: _, ...rest } = before;
      const subscription = { ...rest, version: before.version + 1 };
      const view = viewOf(subscription, deps);
      const kept = await commit(
        follow(deps, [subscription]),
        {
          action: `subscriptions.resume_billing: ${reason}`,
          events: [announce(SubscriptionDue, id, { subscriptionId: id })],
          answer: view,
        },
        [putSubscription(deps.tenant, subscription)],
      );
      return kept.ok ? ok(view) : kept;
    }),
};

const begin = async (input: CreateSubscription, deps: Deps) => {
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
  if (!customer)
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

/** The day that it is in the last zone to reach it: a plan that is there now is there for whoever it is still yesterday for. */
const atOnce = ({ now }: Deps) => localDate(now, 'Pacific/Pago_Pago');

/** The version of a plan that is in force on a day, or the one that is named. */
const planOn = async (
  code: string,
  on: string,
  { tenant }: Deps,
  version?: number,
): Promise<Result<Plan, 'subscriptions.plan_unknown'>> => {
  const head = await read(planHead(tenant, code));
  const wanted = version ?? head?.versions.findLast(({ validFrom }) => validFrom <= on)?.version;
  const found = wanted === undefined ? undefined : await read(planVersion(tenant, code, wanted));
  return found
    ? ok(found)
    : refuse('subscriptions.plan_unknown', `There is no plan ${code} on ${on}.`, [
        {
          pointer: version === undefined ? '/plan' : '/planVersion',
          detail: 'is not known, or not in force yet',
        },
      ]);
};

/** The subscription as it would be after a change, with the plans that it then names. */
const changedNow = async (id: string, change: Change, deps: Deps) => {
  const found: Found | undefined = await standingOf(id, deps);
  if (!found) return noSubscription(id);
  const { subscription, period } = found;
  const today = localDate(deps.now, subscription.zone);
  const before = inForceOn(subscription.terms, today);
  const target = await targetOf(change, before, today, deps);
  if (!target.ok) return target;
  const quantity = change.change === 'terms' ? (change.quantity ?? before.quantity) : before.quantity;
  if (!fitsPrice(target.value, quantity)) return tooLarge();
  const done = changed(subscription, period, change, { today, target: target.value });
  if (!done.ok) return done;
  const plans = await plansOf([...done.value.subscription.terms, ...(period?.rows ?? [])], deps.tenant);
  return ok<Changed & Pick<Found, 'plans'> & { found: Found }>({ ...done.value, found, plans });
};
const targetOf = async (
  change: Change,
  { plan, planVersion: version }: Subscription['terms'][number],
  today: string,
  deps: Deps,
) => {
  if (change.change === 'terms' && change.plan !== undefined && change.plan !== plan)
    return planOn(change.plan, today, deps);
  if (change.change !== 'price') return planOn(plan, today, deps, version);
  const newest = change.planVersion ?? (await read(planHead(deps.tenant, plan)))?.version;
  return planOn(plan, today, deps, newest);
};

const factOf = ({ id, customerId, terms }: Subscription, { change }: Change, from: string) => {
  const about = { subscriptionId: id, customerId, from };
  if (change !== 'price') return announce(SubscriptionChanged, id, { ...about, change });
  const { plan, planVersion } = inForceOn(terms, from);
  return announce(SubscriptionPriceAnnounced, id, { ...about, plan, planVersion });
};

const viewOf = (subscription: Subscription, { now }: Deps): SubscriptionView => {
  const today = localDate(now, subscription.zone);
  const { plan, planVersion, quantity } = inForceOn(subscription.terms, today);
  return { ...subscription, state: stateOn(subscription, today), plan, planVersion, quantity };
};
const noSubscription = (id: string) => refuse('subscriptions.unknown', `There is no subscription ${id}.`);
const tooLarge = () =>
  refuse('subscriptions.too_large', 'A period of so many is beyond what can be invoiced.', [
    { pointer: '/quantity', detail: 'is too large for the price of the plan' },
  ]);
