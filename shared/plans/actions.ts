/** What people do with payment plans: look at what one would be, agree on it, alone or by two, look at it, and call it off. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { toText } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { agreeOnce, draftOf } from './agreeing.ts';
import type { plansApi } from './api.ts';
import {
  AgreePlan,
  NO_POLICY,
  PlanCancelled,
  type PaymentPlan,
  type PlanPolicy,
  type PlanView,
} from './plan.ts';
import { ended, isOver, leftOf } from './rules.ts';
import { openPlans, planById, planPolicy, plans, plansOf, putPlan, putPlanPolicy } from './store.ts';
import { standingOf, sumOf } from './standing.ts';
import { needsApproval, said } from './terms.ts';

export const actions: ActionsOf<typeof plansApi, Deps> = {
  agreePaymentPlan: async (asked, deps) => {
    const drafted = await draftOf(asked, deps);
    if (!drafted.ok) return drafted;
    const { terms, policy } = drafted.value;
    const { total, instalments, items } = terms;
    if (needsApproval(policy, total)) {
      const summary = `${toText(total)} ${total.currency} of ${items.map(({ number }) => number).join(', ')} in ${instalments.length} instalments until ${instalments.at(-1)!.dueOn}.`;
      const operation = 'plans.agree';
      const subject = items[0]!.invoiceId;
      return ask({ operation, subject, scope: 'plans:write', summary, input: said(asked, terms) }, deps);
    }
    const id = newId('ppl');
    return untilFresh(() => agreeOnce(asked, id, deps));
  },
  previewPaymentPlan: async (asked, deps) => {
    const drafted = await draftOf(asked, deps);
    if (!drafted.ok) return drafted;
    const { terms, policy, invoices } = drafted.value;
    const { total, instalments, items } = terms;
    const { shares } = standingOf(terms, leftOf(terms, invoices));
    return ok({
      total,
      instalments,
      items: items.map((item) => ({ ...item, parts: [...shares.get(item.invoiceId)!] })),
      needsApproval: needsApproval(policy, total),
    });
  },
  listPaymentPlans: async ({ state, ...page }, { tenant }) =>
    listed(await list(state ? openPlans(tenant) : plans(tenant), page)),
  listPaymentPlansOfCustomer: async ({ id, ...page }, { tenant }) =>
    (await read(customerById(tenant, id)))
      ? listed(await list(plansOf(tenant, id), page))
      : refuse('customers.unknown', `There is no customer ${id}.`),
  getPaymentPlan: async ({ id }, deps) => {
    const plan = await read(planById(deps.tenant, id));
    return plan ? ok(await viewOf(plan, deps)) : unknown(id);
  },
  cancelPaymentPlan: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const plan = await read(planById(deps.tenant, id));
      if (!plan) return unknown(id);
      if (plan.state !== 'OPEN') return refuse('plans.over', `The plan is ${plan.state}.`);
      const heads = await headsOf(plan, deps);
      const effect = ended(plan, heads, 'CANCELLED', await todayOf(plan, deps), { reason });
      const told = announce(PlanCancelled, id, {
        planId: id,
        customerId: plan.customerId,
        invoices: plan.items.map(({ invoiceId }) => invoiceId),
        currency: plan.total.currency,
        owedMinor: sumOf(heads.map(({ open }) => open.minor)),
        reason,
      });
      const kept = await commit(
        follow(deps, [plan]),
        { action: 'plans.cancel', subject: id, events: [told], answer: effect.plan },
        [putPlan(deps.tenant, effect.plan), ...effect.heads.map((head) => putInvoice(deps.tenant, head))],
      );
      return kept.ok ? ok(effect.plan) : kept;
    }),
  getPaymentPlanPolicy: async ({ id }, deps) =>
    (await isEntity(id, deps)) ? ok((await read(planPolicy(deps.tenant, id))) ?? NO_POLICY) : noEntity(id),
  setPaymentPlanPolicy: ({ id, ...wanted }, deps) =>
    untilFresh(async () => {
      if (!(await isEntity(id, deps))) return noEntity(id);
      const before = await read(planPolicy(deps.tenant, id));
      const version = (before?.version ?? 0) + 1;
      const policy: PlanPolicy = { ...wanted, version, at: deps.now, by: deps.actor };
      const kept = await commit(
        deps,
        { action: 'plans.set_policy', subject: id },
        putPlanPolicy(deps.tenant, id, policy),
      );
      return kept.ok ? ok(policy) : kept;
    }),
};

/** Performs what two persons agreed on: the plan and the approval's end are one commit, which who approves repeats. */
export const performPlan = ({ input }: Approval, deps: Deps, ending: Ended) =>
  agreeOnce(AgreePlan.parse(input), newId('ppl'), deps, ending);

const unknown = (id: string) => refuse('plans.unknown', `There is no payment plan ${id}.`);
const noEntity = (id: string) => refuse('plans.entity_unknown', `There is no legal entity ${id}.`);
const isEntity = async (id: string, { tenant }: Deps): Promise<boolean> =>
  entityOf((await recall(tenantById(tenant)))!, id) !== undefined;
const headsOf = ({ items }: PaymentPlan, { tenant }: Deps) =>
  readAll(items.map(({ invoiceId }) => invoiceById(tenant, invoiceId)));
const todayOf = async ({ entity }: PaymentPlan, { tenant, now }: Deps) =>
  localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);

const viewOf = async (plan: PaymentPlan, deps: Deps): Promise<PlanView> => {
  const standing = standingOf(plan, leftOf(plan, await headsOf(plan, deps)));
  const { owedMinor } = standing;
  // What is over asks for nothing.
  if (isOver(plan)) return { ...plan, owed: [], owedMinor, overdueMinor: 0, besideMinor: 0 };
  const today = await todayOf(plan, deps);
  const late = standing.parts.filter(({ dueOn }) => dueOn < today);
  return {
    ...plan,
    owed: standing.parts.map(({ dueOn, minor }) => ({ dueOn, minor })),
    owedMinor,
    overdueMinor: sumOf(late.map(({ minor }) => minor)),
    besideMinor: standing.besideMinor,
  };
};
