/** The plans that said on a day when invoices fall due, as they were known at a moment. */
import { actsOf } from '../audit/store.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { positionAt } from '../runtime/facts.ts';
import { all, each } from '../runtime/table.ts';
import { holdsOn, PlanAgreed, PlanBroken, PlanCancelled, type PaymentPlan } from './plan.ts';
import { plansOn } from './reading.ts';
import { plans } from './store.ts';

interface Asked {
  readonly entity: string;
  readonly day: LocalDate;
  /** Only what was agreed on, and what ended, by then; as it is now where absent. */
  readonly knownAt?: Instant;
}

/** All of an entity that had begun and not ended unkept. */
export const plansKnownOn = async (
  { entity, day, knownAt }: Asked,
  deps: Pick<Deps, 'tenant'>,
): Promise<PaymentPlan[]> =>
  knownAt === undefined
    ? plansOn({ entity, day }, deps)
    : (await plansKnown({ entity, knownAt }, deps)).filter((plan) => holdsOn(plan, day));

/** All that an entity ever had, with what was known of their ends. */
export const plansKnown = async (
  { entity, knownAt }: { readonly entity: string; readonly knownAt: Instant },
  deps: Pick<Deps, 'tenant'>,
): Promise<PaymentPlan[]> =>
  asKnown(
    (await all(plans(deps.tenant))).filter((plan) => plan.entity === entity),
    knownAt,
    deps,
  );

/** An act of a day is within so many days of UTC, whatever the zone of the entity and however long it took. */
const AROUND = 4;

/**
 * The plans as they were known: those that the moment cannot have cut are told by their days, the others by the acts of the days around
 * it. What is agreed on never changes; that a plan is over is the one thing that does.
 */
const asKnown = async (
  own: readonly PaymentPlan[],
  knownAt: Instant,
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<PaymentPlan[]> => {
  const last = knownAt.slice(0, 10);
  const first = addDays(last, -AROUND);
  const near = own.some((plan) => isNear(plan, last));
  const done = near ? await actsBefore(tenant, { first, last, knownAt }) : { agreed: NONE, ended: NONE };
  return own.flatMap(({ endedOn, ...plan }) => {
    if (plan.at >= first && !done.agreed.has(plan.id)) return [];
    const over = endedOn !== undefined && (endedOn < first || done.ended.has(plan.id));
    return [over ? { ...plan, endedOn } : plan];
  });
};
/** Whether the moment may be between what the plan says of its days and what had been committed. */
export const isNear = (
  { at, endedOn = '' }: Pick<PaymentPlan, 'at' | 'endedOn'>,
  day: LocalDate,
): boolean => {
  const [first, last] = [addDays(day, -AROUND), addDays(day, AROUND)];
  return [at.slice(0, 10), endedOn].some((one) => one >= first && one <= last);
};
const NONE: ReadonlySet<string> = new Set();

const actsBefore = async (
  tenant: string,
  { first, last, knownAt }: { first: LocalDate; last: LocalDate; knownAt: Instant },
) => {
  const [agreed, ended] = [new Set<string>(), new Set<string>()];
  const end = positionAt(Date.parse(knownAt));
  for (let day = first; day <= last; day = addDays(day, 1))
    for await (const { id, events } of each(actsOf(tenant, day))) {
      if (String(id) >= end) continue;
      for (const { type, subject, data } of (events ?? []) as Fact[]) {
        if (type === PlanAgreed.name) {
          agreed.add(subject);
          const { replaces } = data as { replaces?: string };
          if (replaces !== undefined) ended.add(replaces);
        }
        if (type === PlanBroken.name || type === PlanCancelled.name) ended.add(subject);
      }
    }
  return { agreed, ended };
};
