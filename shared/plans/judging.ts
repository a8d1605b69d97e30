/** Looks at plans as their invoices move and every day: which are kept, which are broken, and which instalment is to be told of. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { MailQueued } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { isPending } from '../payments/attempts.ts';
import { unappliedOf } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { opening } from '../tasks/opening.ts';
import { mailOfPlan } from './mailing.ts';
import { NO_POLICY, PlanBroken, PlanKept, type PaymentPlan } from './plan.ts';
import { firstReminder, isOver, judged, leftOf, toTell, type Effect } from './rules.ts';
import { openPlans, planById, planPolicy, putPlan } from './store.ts';
import { standingOf, sumOf } from './standing.ts';

type Kept = Result<void, 'once.taken' | 'table.stale'>;

/** Who goes by marks of the same heads, downstream: they are read once for both. */
type Also = (heads: readonly Invoice[], deps: Deps) => Promise<Kept>;

/** Worker: money came for an invoice or went back, or it was credited or given up. */
export const regardInvoices =
  (also: Also) =>
  async ({ invoices }: { invoices: readonly Invoice['id'][] }, deps: Deps): Promise<Kept> => {
    const heads = await readAll([...new Set(invoices)].map((id) => invoiceById(deps.tenant, id)));
    for (const id of new Set(heads.flatMap(({ plan }) => plan?.id ?? []))) {
      const kept = await judge(id, deps);
      if (!kept.ok) return kept;
    }
    return also(heads, deps);
  };
/** The same of one. */
export const regardInvoice =
  (also: Also) =>
  ({ invoiceId }: { invoiceId: Invoice['id'] }, deps: Deps): Promise<Kept> =>
    regardInvoices(also)({ invoices: [invoiceId] }, deps);
/** The same of what a payment settled. */
export const regardPayment =
  (also: Also) =>
  (
    { allocations }: { allocations: readonly { readonly invoiceId: Invoice['id'] }[] },
    deps: Deps,
  ): Promise<Kept> =>
    regardInvoices(also)({ invoices: allocations.map(({ invoiceId }) => invoiceId) }, deps);

/** Every day, before reminders are looked for. */
export const judgePlans = async (deps: Deps): Promise<void> => {
  for (const { id } of await all(openPlans(deps.tenant))) {
    for (const step of [judge, tell]) {
      const done = await step(id, deps);
      if (!done.ok) throw new Error(done.detail);
    }
  }
};

interface Found {
  readonly plan: PaymentPlan;
  readonly heads: Invoice[];
  readonly entity: Entity;
  readonly today: string;
  readonly under: Deps;
}
const found = async (id: PaymentPlan['id'], deps: Deps): Promise<Found> => {
  const plan = (await read(planById(deps.tenant, id)))!;
  const heads = await readAll(plan.items.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, plan.entity)!;
  return { plan, heads, entity, today: localDate(deps.now, entity.zone), under: follow(deps, [plan]) };
};

const judge = (id: PaymentPlan['id'], deps: Deps): Promise<Kept> =>
  untilFresh(async () => {
    const { plan, heads, entity, today, under } = await found(id, deps);
    const now = { today, remind: firstReminder(entity.reminders) };
    const first = judged(plan, heads, { ...now, spared: false });
    const effect =
      first?.missed && (await isSpared(plan, heads, first.missed.missingMinor, deps))
        ? judged(plan, heads, { ...now, spared: true })
        : first;
    return effect ? keep(plan, effect, heads, under) : ok(undefined);
  });

/** Money that is on its way, or here and not applied, breaks nothing; nor what its provider has not decided on. */
export const isSpared = async (
  { customerId, entity, total: { currency } }: Pick<PaymentPlan, 'customerId' | 'entity' | 'total'>,
  heads: readonly Invoice[],
  missingMinor: number,
  { tenant, now }: Deps,
): Promise<boolean> => {
  if (heads.some(({ chargebacks }) => chargebacks?.some(({ state }) => state === 'OPEN'))) return true;
  const unapplied = (await all(unappliedOf(tenant, customerId))).filter(
    (payment) => payment.entity === entity && payment.unapplied.currency === currency,
  );
  if (sumOf(unapplied.map((payment) => payment.unapplied.minor)) >= missingMinor) return true;
  for (const { id, open } of heads)
    if (open.minor > 0 && (await attemptsOn(tenant, id)).some((attempt) => isPending(attempt, now)))
      return true;
  return false;
};

const keep = async (
  before: PaymentPlan,
  { plan, heads: moved, missed }: Effect,
  heads: readonly Invoice[],
  deps: Deps,
): Promise<Kept> => {
  const fact = {
    planId: plan.id,
    customerId: plan.customerId,
    invoices: plan.items.map(({ invoiceId }) => invoiceId),
    currency: plan.total.currency,
    owedMinor: sumOf(heads.map(({ open }) => open.minor)),
  };
  const facts: Fact[] = missed
    ? [announce(PlanBroken, plan.id, { ...fact, ...missed })]
    : plan.state === 'KEPT' && before.state !== 'KEPT'
      ? [announce(PlanKept, plan.id, fact)]
      : [];
  const task = missed ? await taskOf(plan, deps) : { writes: [], facts: [] };
  return commit(
    deps,
    {
      action: plan.state === before.state ? 'plans.spread' : `plans.${plan.state.toLowerCase()}`,
      subject: plan.id,
      events: [...facts, ...task.facts],
    },
    [putPlan(deps.tenant, plan), ...moved.map((head) => putInvoice(deps.tenant, head)), ...task.writes],
  );
};

/** Somebody speaks with the payer. */
const taskOf = async ({ id: about, customerId, at }: PaymentPlan, deps: Deps) => {
  const kind = 'broken_plan' as const;
  const id = idOfCause('tsk', at, kind, about);
  const why = 'A payment plan was broken: speak with the payer, and agree on another one or go on as before.';
  return opening({ id, kind, customerId, about, why }, deps);
};

/** A courtesy before an instalment, where the entity wants it. */
const tell = (id: PaymentPlan['id'], deps: Deps): Promise<Kept> =>
  untilFresh(async () => {
    const { plan, heads, entity, today, under } = await found(id, deps);
    if (isOver(plan)) return ok(undefined);
    const { noticeDays } = (await read(planPolicy(deps.tenant, entity.id))) ?? NO_POLICY;
    const next = toTell(plan, standingOf(plan, leftOf(plan, heads)), today, noticeDays);
    if (next === undefined) return ok(undefined);
    const mail = mailOfPlan(plan, 'instalment', under, next);
    return commit(
      under,
      { action: 'plans.tell', subject: id, events: [announce(MailQueued, mail.id, { mailId: mail.id })] },
      [
        putPlan(deps.tenant, { ...plan, version: plan.version + 1, noticed: next }),
        putMail(deps.tenant, mail),
      ],
    );
  });
