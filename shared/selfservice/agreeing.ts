/** Instalments on their pages: what there is and what may be asked for, a plan before it is agreed on, and the agreement. */
import { entityOf } from '../access/tenant.ts';
import { idsOf } from '../customers/customer.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { money, sum } from '../kernel/money.ts';
import { AgreePlan, MOST_INVOICES, NO_POLICY, type PaymentPlan } from '../plans/plan.ts';
import { offerTo } from '../plans/offering.ts';
import { leftOf } from '../plans/rules.ts';
import { planPolicy, plansOf } from '../plans/store.ts';
import { standingOf } from '../plans/standing.ts';
import { planShown, takenAsShown } from '../plans/taking.ts';
import { isPlannable } from '../plans/terms.ts';
import { list, read, readAll } from '../runtime/table.ts';
import type { In } from './entering.ts';
import { formOnce } from './once.ts';
import type { PlanOffer, PlanPreviewed, PlanRow, PlansView } from './plans.tsx';
import { openOf, todayOf } from './standing.ts';

const MOST_SHOWN = 10;
const SAID = ['done', 'stale', 'refused'] as const;
type Said = (typeof SAID)[number];

export const plansShown = async (who: In, said: string | undefined): Promise<PlansView> => {
  const { customer, deps } = who;
  const pages = await Promise.all(
    idsOf(customer).map((id) => list(plansOf(deps.tenant, id), { limit: MOST_SHOWN })),
  );
  const plans = pages.flatMap(({ data }) => data);
  const rows = plans.map(async (plan): Promise<PlanRow> => {
    const { state, total, items } = plan;
    const numbers = items.map(({ number }) => number);
    if (state !== 'OPEN') return { state, total, numbers };
    const heads = await readAll(items.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
    const { owedMinor, parts: left } = standingOf(plan, leftOf(plan, heads));
    const parts = left.map(({ dueOn, minor }) => ({ dueOn, amount: money(minor, total.currency) }));
    return { state, total, numbers, left: { owed: money(owedMinor, total.currency), parts } };
  });
  return {
    plans: await Promise.all(rows),
    offers: await offersOf(who, plans),
    today: todayOf(who),
    said: SAID.find((one) => one === said),
  };
};

/** By payer, seller and currency: what a plan is of. Whoever may not agree to the smallest of them is asked for nothing. */
const offersOf = async (who: In, plans: readonly PaymentPlan[]): Promise<PlanOffer[]> => {
  const { entities, deps } = who;
  const groups = Map.groupBy((await openOf(who)).filter(isPlannable), (one) =>
    [one.customerId, one.entity, one.open.currency].join(' '),
  );
  const offers = [...groups.values()].map(async (group): Promise<PlanOffer[]> => {
    const { entity: own, customerId } = group[0]!;
    const entity = entityOf({ entities }, own)!;
    const policy = (await read(planPolicy(deps.tenant, own))) ?? NO_POLICY;
    const smallest = group.reduce(
      (least, { open }) => (open.minor < least.minor ? open : least),
      group[0]!.open,
    );
    const before = plans.filter((plan) => plan.entity === own && plan.customerId === customerId);
    const offer = offerTo(policy, smallest, before, localDate(deps.now, entity.zone));
    if (!offer) return [];
    const invoices = group.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1)).slice(0, MOST_INVOICES);
    return [
      {
        seller: entity.name,
        mostInstalments: offer.mostInstalments,
        firstUntil: offer.firstUntil,
        invoices: invoices.map(({ id, number, dueOn, open }) => ({ id, number, dueOn, open })),
      },
    ];
  });
  return (await Promise.all(offers)).flat();
};

const askedIn = (form: URLSearchParams) =>
  AgreePlan.safeParse({
    invoices: form.getAll('invoice'),
    schedule: {
      by: 'count',
      count: Number(form.get('count')),
      every: form.get('every'),
      firstOn: form.get('first'),
    },
  });

/** A page, or what the page of plans says instead. */
export const planPreviewed = async (
  { customer, deps }: In,
  form: URLSearchParams,
): Promise<PlanPreviewed | Said> => {
  const asked = askedIn(form);
  const shown = asked.success && (await planShown(asked.data, idsOf(customer), deps));
  if (!shown || !shown.ok || asked.data.schedule.by !== 'count') return 'refused';
  const { terms, graceBankDays, seen } = shown.value;
  const { currency } = terms.total;
  return {
    invoices: terms.items.map(({ invoiceId, number }) => ({ id: invoiceId, number })),
    schedule: asked.data.schedule,
    total: sum(
      terms.instalments.map(({ minor }) => money(minor, currency)),
      currency,
    ),
    parts: terms.instalments.map(({ dueOn, minor }) => ({ dueOn, amount: money(minor, currency) })),
    graceBankDays,
    seen,
  };
};

/** The same form once more finds it agreed on. */
export const planTaken = async (who: In, form: URLSearchParams): Promise<Said> => {
  const asked = askedIn(form);
  const seen = form.get('seen') ?? '';
  if (!asked.success || !/^[0-9a-f]{32}$/.test(seen)) return 'refused';
  const deps = await formOnce(who, seen);
  if (!deps) return 'done';
  const taken = await takenAsShown(asked.data, seen, idsOf(who.customer), deps);
  if (taken.ok || taken.code === 'once.taken') return 'done';
  return taken.code === 'plans.not_as_shown' ? 'stale' : 'refused';
};
