/** A plan that a payer takes by itself: shown with its days and amounts, and agreed on as it was shown, or not at all. */
import type { Invoice } from '../invoices/invoice.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { newId, sha256, type Deps } from '../runtime/context.ts';
import { all, untilFresh } from '../runtime/table.ts';
import { agreeOnce, draftOf, type Refused } from './agreeing.ts';
import { notOffered, offerTo } from './offering.ts';
import type { AgreePlan, PaymentPlan } from './plan.ts';
import { plansOf } from './store.ts';
import { said, type Terms } from './terms.ts';

export interface PlanShown {
  readonly terms: Terms;
  readonly graceBankDays: number;
  /** What was shown, and after which plans, in a few characters. */
  readonly seen: string;
}
type NotTaken = Refused | 'plans.not_by_customers';

/** `customers`: the ids that are the payer's own. */
export const planShown = async (
  asked: AgreePlan,
  customers: readonly Invoice['customerId'][],
  deps: Deps,
): Promise<Result<PlanShown, NotTaken>> => {
  const drafted = await draftOf(asked, deps);
  if (!drafted.ok) return drafted;
  const { terms, policy, today } = drafted.value;
  if (!customers.includes(terms.customerId))
    return refuse('plans.invoice_unknown', 'There is no such invoice.');
  const before = (await all(plansOf(deps.tenant, terms.customerId))).filter(
    ({ entity }) => entity === terms.entity,
  );
  const no = notOffered(terms, offerTo(policy, terms.total, before, today));
  if (no) return no;
  const { graceBankDays } = policy;
  const seen = sha256(canonical([terms, graceBankDays, before.map(({ id }) => id)])).slice(0, 32);
  return ok({ terms, graceBankDays, seen });
};

/** `plans.not_as_shown`: it is other days or amounts by now, or was agreed on. */
export const takenAsShown = (
  asked: AgreePlan,
  seen: string,
  customers: readonly Invoice['customerId'][],
  deps: Deps,
): Promise<Result<PaymentPlan, NotTaken | 'plans.not_as_shown'>> => {
  const id = newId('ppl');
  return untilFresh(async () => {
    const shown = await planShown(asked, customers, deps);
    if (!shown.ok) return shown;
    if (shown.value.seen !== seen) return refuse('plans.not_as_shown', 'What was shown is not so any more.');
    return agreeOnce(said(asked, shown.value.terms), id, deps);
  });
};
