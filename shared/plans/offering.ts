/** What a payer may agree to by itself: less than a person of the company may, and nothing after a plan that it broke. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import type { PaymentPlan, PlanPolicy } from './plan.ts';
import { needsApproval, type Terms } from './terms.ts';

/** So long a plan that was broken is remembered. */
const BROKEN_DAYS = 365;

export interface Offer {
  readonly mostInstalments: number;
  readonly lastOn: LocalDate;
  readonly firstUntil: LocalDate;
}

/** Undefined where a payer asks a person instead. `before`: all plans of the payer with the entity. */
export const offerTo = (
  policy: PlanPolicy,
  total: Money,
  before: readonly Pick<PaymentPlan, 'state' | 'endedOn'>[],
  today: LocalDate,
): Offer | undefined => {
  const { byCustomers: by } = policy;
  if (!by || needsApproval(policy, total)) return undefined;
  const { minor, currency } = total;
  if (by.upTo && minor > (by.upTo.find((one) => one.currency === currency)?.minor ?? 0)) return undefined;
  const from = addDays(today, -BROKEN_DAYS);
  if (before.some(({ state, endedOn }) => state === 'BROKEN' && endedOn !== undefined && endedOn > from))
    return undefined;
  if (before.filter(({ state }) => state === 'OPEN').length >= policy.mostOpen) return undefined;
  return {
    mostInstalments: Math.min(by.mostInstalments, policy.mostInstalments),
    lastOn: addDays(today, Math.min(by.longestDays, policy.longestDays)),
    firstUntil: addDays(today, by.firstWithinDays),
  };
};

/** Two instalments at least: one is a promise. */
export const notOffered = (
  { instalments }: Pick<Terms, 'instalments'>,
  offer: Offer | undefined,
): Refusal<'plans.not_by_customers'> | undefined =>
  offer &&
  instalments.length >= 2 &&
  instalments.length <= offer.mostInstalments &&
  instalments[0]!.dueOn <= offer.firstUntil &&
  instalments.at(-1)!.dueOn <= offer.lastOn
    ? undefined
    : refuse('plans.not_by_customers', 'A payer does not agree to that by itself.');
