/**
 * Table: PLAN `${t}#PAYPLANS`/id (g1 while OPEN `${t}#PAYPLANS_OPEN`/id; g2 `${t}#PAYPLANS_OF#${customer}`/id) ·
 * POLICY `${t}#PAYPLANPOLICY#${entity}`/POLICY, its versions beside it
 * 1. one: 1 read · 2. all, newest first: 1 query · 3. those that are open: 1 query + 1 batch · 4. of a customer: 1 query + 1 batch · 5. policy: 1 read
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { PaymentPlan, PlanPolicy } from './plan.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#PAYPLANS`, sk: id });

export const planById = (tenant: string, id: string): Read<PaymentPlan> => ({
  key: key(tenant, id),
  parse: docOf(PaymentPlan),
});
export const plans = (tenant: string): Listing<PaymentPlan> => ({
  partition: `${tenant}#PAYPLANS`,
  order: 'newest first',
  parse: docOf(PaymentPlan),
});
export const openPlans = (tenant: string): Listing<PaymentPlan> => ({
  index: 'g1',
  partition: `${tenant}#PAYPLANS_OPEN`,
  parse: docOf(PaymentPlan),
});
export const plansOf = (tenant: string, customer: string): Listing<PaymentPlan> => ({
  index: 'g2',
  partition: `${tenant}#PAYPLANS_OF#${customer}`,
  order: 'newest first',
  parse: docOf(PaymentPlan),
});
export const putPlan = (tenant: string, plan: PaymentPlan): Write<'table.stale'> =>
  saved(key(tenant, plan.id), 'payment-plan', plan, `payment plan ${plan.id}`, {
    ...(plan.state === 'OPEN' && { g1p: `${tenant}#PAYPLANS_OPEN`, g1s: plan.id }),
    g2p: `${tenant}#PAYPLANS_OF#${plan.customerId}`,
    g2s: plan.id,
  });

export const planPolicy = (tenant: string, entity: string): Read<PlanPolicy> => ({
  key: { pk: `${tenant}#PAYPLANPOLICY#${entity}`, sk: 'POLICY' },
  parse: docOf(PlanPolicy),
});
/** Each version is kept beside the one that holds. */
export const putPlanPolicy = (tenant: string, entity: string, policy: PlanPolicy): Write<'table.stale'>[] => [
  saved(planPolicy(tenant, entity).key, 'plan-policy', policy, `the plan policy of ${entity}`),
  {
    put: {
      pk: `${tenant}#PAYPLANPOLICY#${entity}`,
      sk: `V#${String(policy.version).padStart(6, '0')}`,
      kind: 'plan-policy-version',
      doc: policy,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the plan policy',
  },
];
