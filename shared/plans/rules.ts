/** Whether a plan is kept, and what follows from it for its invoices. */
import type { Invoice } from '../invoices/invoice.ts';
import { intoPlan, outOfPlan, relievedMinor } from '../invoices/planning.ts';
import { addBankDays } from '../kernel/bank-days.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { openParts } from '../kernel/instalments.ts';
import type { PaymentPlan } from './plan.ts';
import { standingOf, sumOf, type Left, type Standing } from './standing.ts';

/** The heads of a plan's invoices, in the order of its items, and what is left of each. */
export const leftOf = ({ items }: Pick<PaymentPlan, 'items'>, heads: readonly Invoice[]): Left[] =>
  items.map(({ invoiceId, openMinor, relievedMinor: before }) => {
    const { open, settlements, state } = heads.find(({ id }) => id === invoiceId)!;
    // What is void is owed to nobody any more, like what was credited.
    const since = state === 'VOID' ? openMinor : relievedMinor(settlements) - before;
    return { openMinor: open.minor, relievedMinor: Math.max(0, since) };
  });

type FirstReminder = (dueOn: LocalDate) => LocalDate | undefined;
/** When its reminder goes out first, as of an invoice. */
export const firstReminder =
  ([first]: readonly number[]): FirstReminder =>
  (dueOn) =>
    first === undefined ? undefined : addDays(dueOn, first);

/** The heads that fall due otherwise by the plan than they say. */
export const spread = (
  { id }: Pick<PaymentPlan, 'id'>,
  { shares }: Standing,
  heads: readonly Invoice[],
  remind: FirstReminder,
): Invoice[] =>
  heads.flatMap((head) => {
    const share = shares.get(head.id)!;
    return head.plan?.id === id && alike(openParts(head), share) ? [] : [intoPlan(head, id, share, remind)];
  });
const alike = (a: readonly { dueOn: string; minor: number }[], b: typeof a): boolean =>
  a.length === b.length &&
  a.every(({ dueOn, minor }, at) => dueOn === b[at]!.dueOn && minor === b[at]!.minor);

/** What one commit makes true together. */
export interface Effect {
  readonly plan: PaymentPlan;
  readonly heads: readonly Invoice[];
  /** The instalment that was not there in time. */
  readonly missed?: { readonly dueOn: LocalDate; readonly missingMinor: number };
}

/** What of it is missing after the days of grace; undefined where nothing is. */
export const missedOf = (
  { graceBankDays }: Pick<PaymentPlan, 'graceBankDays'>,
  { parts }: Standing,
  today: LocalDate,
): Effect['missed'] => {
  const late = parts.filter(({ dueOn }) => addBankDays(dueOn, graceBankDays) < today);
  return late.length === 0
    ? undefined
    : { dueOn: late[0]!.dueOn, missingMinor: sumOf(late.map(({ minor }) => minor)) };
};

export const isOver = ({ state }: Pick<PaymentPlan, 'state'>): boolean =>
  state !== 'OPEN' && state !== 'KEPT';

/**
 * A plan is judged by what is open now: kept, broken, or going on with its parts spread anew. `spared`: money is on its way or is here and not applied,
 * or its provider has not said whose it is. Undefined where nothing changes.
 */
export const judged = (
  plan: PaymentPlan,
  heads: readonly Invoice[],
  now: { readonly today: LocalDate; readonly remind: FirstReminder; readonly spared: boolean },
): Effect | undefined => {
  if (isOver(plan)) return undefined;
  const standing = standingOf(plan, leftOf(plan, heads));
  const missed = missedOf(plan, standing, now.today);
  if (missed && !now.spared) return { ...ended(plan, heads, 'BROKEN', now.today), missed };
  const state = standing.owedMinor === 0 ? 'KEPT' : 'OPEN';
  const moved = state === 'KEPT' ? [] : spread(plan, standing, heads, now.remind);
  return state === plan.state && moved.length === 0
    ? undefined
    : { plan: { ...plan, version: plan.version + 1, state }, heads: moved };
};

/** Its invoices are due as they were before it. */
export const ended = (
  plan: PaymentPlan,
  heads: readonly Invoice[],
  state: 'BROKEN' | 'CANCELLED' | 'SUPERSEDED',
  today: LocalDate,
  more: Partial<PaymentPlan> = {},
): Effect => ({
  plan: { ...plan, ...more, version: plan.version + 1, state, endedOn: today },
  heads: heads.flatMap((head) => (head.plan?.id === plan.id ? [outOfPlan(head)] : [])),
});

/** The day of the instalment that its payer is to be told of now; one that the confirmation had just said is not said again. */
export const toTell = (
  { on, noticed }: Pick<PaymentPlan, 'on' | 'noticed'>,
  { parts }: Standing,
  today: LocalDate,
  noticeDays: number | undefined,
): LocalDate | undefined => {
  if (noticeDays === undefined) return undefined;
  const next = parts.find(({ dueOn }) => dueOn >= today)?.dueOn;
  return next !== undefined &&
    next <= addDays(today, noticeDays) &&
    addDays(next, 0 - noticeDays) > on &&
    (noticed === undefined || next > noticed)
    ? next
    : undefined;
};
