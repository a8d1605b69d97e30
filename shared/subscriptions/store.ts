/**
 * Table: PLAN head `${t}#PLANS`/${plan}, its versions `${t}#PLAN#${plan}`/V#${version} · SUBSCRIPTION `${t}#SUB#${id}`/SUB
 * (g1 `${t}#SUBS`/id; g2 `${t}#SUBSOF#${customer}`/id; g3 while anything is to be billed `${t}#SUBSDUE`/moment#id, while it is parked
 * `${t}#SUBSPARKED`/id) · PERIOD `${t}#SUB#${id}`/P#${from} · USAGE not billed yet `${t}#SUB#${id}`/USAGE ·
 * usage records `${t}#SUBUSE#${id}`/${record} · PRICE CHANGE for all subscribers `${t}#PLANPRICES#${plan}`/C#${number}
 * 1. heads of all plans: 1 query · 2. a version: 1 read, never changes · 3. subscription with its usage: 1 read · 4. lists, all and of a
 * customer, parked: 1 query + 1 batch · 5. what is due by a moment: 1 query + 1 batch for each hundred · 6. periods: 1 query ·
 * 7. records by their ids: 1 batch · 8. changes of prices of a plan: 1 query, one of them 1 read
 */
import { startOfDay } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Plan, PlanHead } from './plan.ts';
import { PriceChange } from './price-change.ts';
import { type Billed, OpenUsage, Period, Subscription, UsageRecord } from './subscription.ts';

export const planHead = (tenant: string, plan: string): Read<PlanHead> => ({
  key: { pk: `${tenant}#PLANS`, sk: plan },
  parse: docOf(PlanHead),
});
export const planHeads = (tenant: string): Listing<PlanHead> => ({
  partition: `${tenant}#PLANS`,
  parse: docOf(PlanHead),
});
export const planVersion = (tenant: string, plan: string, version: number): Read<Plan> => ({
  key: { pk: `${tenant}#PLAN#${plan}`, sk: `V#${version}` },
  parse: docOf(Plan),
});
export const putPlan = (tenant: string, head: PlanHead, plan: Plan): Write<'table.stale'>[] => [
  saved(planHead(tenant, head.plan).key, 'plan', head, `plan ${head.plan}`),
  {
    put: { ...planVersion(tenant, plan.plan, plan.version).key, kind: 'plan-version', doc: plan },
    if: 'absent',
    clash: 'table.stale',
    about: `plan ${plan.plan} version ${plan.version}`,
  },
];

export const priceChange = (tenant: string, plan: string, number: number): Read<PriceChange> => ({
  key: { pk: `${tenant}#PLANPRICES#${plan}`, sk: `C#${String(number).padStart(6, '0')}` },
  parse: docOf(PriceChange),
});
export const priceChanges = (tenant: string, plan: string): Listing<PriceChange> => ({
  partition: `${tenant}#PLANPRICES#${plan}`,
  order: 'newest first',
  parse: docOf(PriceChange),
});
export const putPriceChange = (tenant: string, change: PriceChange): Write<'table.stale'> => {
  const { plan, number } = change;
  return saved(
    priceChange(tenant, plan, number).key,
    'price-change',
    change,
    `change ${number} of the prices of ${plan}`,
  );
};

export const subscriptionById = (tenant: string, id: string): Read<Subscription> => ({
  key: { pk: `${tenant}#SUB#${id}`, sk: 'SUB' },
  parse: docOf(Subscription),
});
const listed = (index: 'g1' | 'g2' | 'g3', partition: string): Listing<Subscription> => ({
  index,
  partition,
  parse: docOf(Subscription),
});
export const subscriptions = (tenant: string): Listing<Subscription> => ({
  ...listed('g1', `${tenant}#SUBS`),
  order: 'newest first',
});
export const subscriptionsOf = (tenant: string, customer: string): Listing<Subscription> => ({
  ...listed('g2', `${tenant}#SUBSOF#${customer}`),
  order: 'newest first',
});
export const parkedSubscriptions = (tenant: string): Listing<Subscription> =>
  listed('g3', `${tenant}#SUBSPARKED`);
/** Those whose day has begun in their zone by the moment. */
export const dueSubscriptions = (tenant: string, now: string): Listing<Subscription> => ({
  ...listed('g3', `${tenant}#SUBSDUE`),
  to: `${now}$`,
});

export const putSubscription = (tenant: string, subscription: Subscription): Write<'table.stale'> => {
  const { id, customerId } = subscription;
  return saved(subscriptionById(tenant, id).key, 'subscription', subscription, `subscription ${id}`, {
    g1p: `${tenant}#SUBS`,
    g1s: id,
    g2p: `${tenant}#SUBSOF#${customerId}`,
    g2s: id,
    ...dueIn(tenant, subscription),
  });
};
/** One that waits for an order to be decided on is looked at in every run. */
const dueIn = (tenant: string, { id, parked, held, dueOn, zone }: Subscription) => {
  if (parked) return { g3p: `${tenant}#SUBSPARKED`, g3s: id };
  if (held.length === 0 && dueOn === undefined) return {};
  return {
    g3p: `${tenant}#SUBSDUE`,
    g3s: `${held.length > 0 ? '0' : startOfDay(dueOn!, zone)}#${id}`,
  };
};

export const periodOf = (tenant: string, id: string, from: string): Read<Period> => ({
  key: { pk: `${tenant}#SUB#${id}`, sk: `P#${from}` },
  parse: docOf(Period),
});
export const periodsOf = (tenant: string, id: string): Listing<Period> => ({
  partition: `${tenant}#SUB#${id}`,
  begins: 'P#',
  order: 'newest first',
  parse: docOf(Period),
});
export const putPeriod = (tenant: string, period: Billed, at: string): Write<'table.stale'> =>
  saved(
    periodOf(tenant, period.subscription, period.from).key,
    'subscription-period',
    { ...period, at },
    `the period of ${period.subscription} from ${period.from}`,
  );

export const openUsage = (tenant: string, id: string): Read<OpenUsage> => ({
  key: { pk: `${tenant}#SUB#${id}`, sk: 'USAGE' },
  parse: docOf(OpenUsage),
});
export const putOpenUsage = (tenant: string, id: string, usage: OpenUsage): Write<'table.stale'> =>
  saved(openUsage(tenant, id).key, 'subscription-usage', usage, `the usage of ${id}`);

export const usageRecord = (tenant: string, id: string, record: string): Read<UsageRecord> => ({
  key: { pk: `${tenant}#SUBUSE#${id}`, sk: record },
  parse: docOf(UsageRecord),
});
export const putUsageRecord = (tenant: string, id: string, record: UsageRecord): Write<'table.stale'> => ({
  put: { ...usageRecord(tenant, id, record.id).key, kind: 'usage-record', doc: record },
  if: 'absent',
  clash: 'table.stale',
  about: `usage record ${record.id}`,
});
