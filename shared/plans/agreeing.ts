/** Loads what a plan is to be of, decides on it and commits it: for one person, or for two. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { Ended } from '../approvals/asking.ts';
import { MailQueued } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { mailOfPlan } from './mailing.ts';
import { NO_POLICY, PlanAgreed, type AgreePlan, type PaymentPlan, type PlanPolicy } from './plan.ts';
import { ended, firstReminder, leftOf, spread } from './rules.ts';
import { planById, planPolicy, plansOf, putPlan } from './store.ts';
import { standingOf } from './standing.ts';
import { termsOf, type NotPlanned, type Terms } from './terms.ts';

export type Refused =
  | NotPlanned
  | 'plans.invoice_unknown'
  | 'plans.too_many'
  | 'plans.replaced_unknown'
  | 'once.taken'
  | 'table.stale';

export interface Drafted {
  readonly terms: Terms;
  readonly policy: PlanPolicy;
  readonly entity: Entity;
  readonly today: LocalDate;
  readonly invoices: readonly Invoice[];
  /** The plan in whose place it comes. */
  readonly before: PaymentPlan | undefined;
}

export const draftOf = async (
  { invoices: named, schedule, replaces }: AgreePlan,
  deps: Deps,
): Promise<Result<Drafted, Refused>> => {
  const ids = [...new Set(named)];
  const invoices = await readAll(ids.map((id) => invoiceById(deps.tenant, id)));
  const strange = ids.findIndex((id) => !invoices.some((one) => one.id === id && !one.deposit));
  if (strange >= 0)
    return refuse('plans.invoice_unknown', 'There is no such invoice.', [
      { pointer: `/invoices/${strange}`, detail: `${ids[strange]} is not known` },
    ]);
  const { customerId, entity: own } = invoices[0]!;
  const before = replaces === undefined ? undefined : await read(planById(deps.tenant, replaces));
  if (
    replaces !== undefined &&
    (before?.state !== 'OPEN' || before.customerId !== customerId || before.entity !== own)
  )
    return refuse('plans.replaced_unknown', 'There is no open plan of this payer to be replaced.', [
      { pointer: '/replaces', detail: `${replaces} is none` },
    ]);
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, own)!;
  const policy = (await read(planPolicy(deps.tenant, own))) ?? NO_POLICY;
  const today = localDate(deps.now, entity.zone);
  const terms = termsOf(invoices, schedule, policy, today, before);
  if (!terms.ok) return terms;
  const open = (await all(plansOf(deps.tenant, customerId))).filter(
    ({ id, state, entity: theirs }) => state === 'OPEN' && theirs === own && id !== replaces,
  );
  if (open.length >= policy.mostOpen)
    return refuse(
      'plans.too_many',
      `The payer has ${open.length} open plans: that is as many as we agree to.`,
    );
  return ok({ terms: terms.value, policy, entity, today, invoices, before });
};

/** `table.stale` while somebody else touched an invoice: it is decided anew on what is open then. */
export const agreeOnce = async (
  asked: AgreePlan,
  id: PaymentPlan['id'],
  deps: Deps,
  ending?: Ended,
): Promise<Result<PaymentPlan, Refused>> => {
  const drafted = await draftOf(asked, deps);
  if (!drafted.ok) return drafted;
  const { terms, policy, entity, today, invoices, before } = drafted.value;
  const under = follow(deps, invoices);
  const plan: PaymentPlan = {
    ...terms,
    id,
    version: 1,
    state: 'OPEN',
    graceBankDays: policy.graceBankDays,
    on: today,
    ...(before && { replaces: before.id }),
    by: deps.requestedBy ?? deps.actor,
    ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
    at: deps.now,
    trace: under.trace,
  };
  const heads = spread(
    plan,
    standingOf(plan, leftOf(plan, invoices)),
    invoices,
    firstReminder(entity.reminders),
  );
  const mail = mailOfPlan(plan, 'payment_plan', under);
  const told = announce(PlanAgreed, id, {
    planId: id,
    customerId: plan.customerId,
    invoices: plan.items.map(({ invoiceId }) => invoiceId),
    currency: plan.total.currency,
    owedMinor: plan.total.minor,
    instalments: plan.instalments,
    ...(before && { replaces: before.id }),
  });
  const kept = await commit(
    under,
    {
      action: 'plans.agree',
      // What was agreed to is found under what it was asked for.
      subject: ending?.answer.subject ?? id,
      events: [told, announce(MailQueued, mail.id, { mailId: mail.id })],
      answer: ending?.answer ?? plan,
    },
    [
      putPlan(deps.tenant, plan),
      ...heads.map((head) => putInvoice(deps.tenant, head)),
      ...(before ? await writesOfReplaced(before, plan, deps) : []),
      putMail(deps.tenant, mail),
      ...(ending ? [ending.write] : []),
    ],
  );
  return kept.ok ? ok(plan) : kept;
};

/** What the plan before had and this one has not is due as it was before either. */
const writesOfReplaced = async (before: PaymentPlan, plan: PaymentPlan, { tenant }: Deps) => {
  const left = before.items.filter(
    ({ invoiceId }) => !plan.items.some((item) => item.invoiceId === invoiceId),
  );
  const heads = await readAll(left.map(({ invoiceId }) => invoiceById(tenant, invoiceId)));
  const over = ended(before, heads, 'SUPERSEDED', plan.on, { replacedBy: plan.id });
  return [putPlan(tenant, over.plan), ...over.heads.map((head) => putInvoice(tenant, head))];
};
