/** Reads the plans that said on a day when invoices fall due: for those who look at the books of that day. */
import type { LocalDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';
import { all } from '../runtime/table.ts';
import { holdsOn, type PaymentPlan } from './plan.ts';
import { plans } from './store.ts';

/** All of an entity that had begun and not ended unkept; costs one query, a few pages long with thousands of plans. */
export const plansOn = async (
  { entity, day }: { entity: string; day: LocalDate },
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<PaymentPlan[]> =>
  (await all(plans(tenant))).filter((plan) => plan.entity === entity && holdsOn(plan, day));
