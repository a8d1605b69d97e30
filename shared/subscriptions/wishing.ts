/** What a customer wishes on its own page: shown with the very bill, and then done as it was shown, or not at all. */
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { read, untilFresh } from '../runtime/table.ts';
import { allowedTo, changeOf, isBound, type Allowed, type Wish } from './by-customer.ts';
import { changedNow, makeChange, type ByCustomer } from './changing.ts';
import { inForceOn } from './periods.ts';
import type { Plan } from './plan.ts';
import { planOn } from './plans.ts';
import { previewed } from './preview.ts';
import { subscriptionById } from './store.ts';
import type { PreviewedBill, Subscription } from './subscription.ts';
import type { Change } from './wanted.ts';

/** What may be wished for today, the plan that it has, and the version of it that says so. */
export const offered = async (
  subscription: Subscription,
  deps: Deps,
): Promise<{ allowed: Allowed; plan: Plan; offer: Plan['customersMay']; today: LocalDate }> => {
  const today = localDate(deps.now, subscription.zone);
  const { plan: code, planVersion } = inForceOn(subscription.terms, today);
  const [own, newest] = await Promise.all([
    planOn(code, today, deps, planVersion),
    planOn(code, today, deps),
  ]);
  if (!own.ok) throw new Error(own.detail);
  const offer = newest.ok ? newest.value.customersMay : undefined;
  return { allowed: allowedTo(subscription, offer, today), plan: own.value, offer, today };
};

export interface Shown {
  readonly wish: Wish;
  readonly change: Change;
  /** From this day on it is so; of an end the first day that it is not had. */
  readonly from: LocalDate;
  readonly subscription: Subscription;
  /** That it then has. */
  readonly plan: Plan;
  /** Absent where it cannot be priced now: of an end alone, which does not wait for that. */
  readonly bills?: readonly PreviewedBill[];
  readonly done: ByCustomer['shown'];
  /** What was shown, in a few characters: with another bill, or another subscription, it is another. */
  readonly seen: string;
}
export type NotShown = 'subscriptions.not_by_customers' | 'subscriptions.minimum_term';

/** By the steps that bill; nothing is kept. */
export const shownFirst = async (
  subscription: Subscription,
  wish: Wish,
  deps: Deps,
): Promise<Result<Shown, NotShown>> => {
  const { id, version } = subscription;
  const { allowed, plan, offer, today } = await offered(subscription, deps);
  const named = wish.wish === 'plan' && allowed.plans.includes(wish.plan) ? wish.plan : undefined;
  const target = named === undefined ? ok(plan) : await planOn(named, today, deps);
  if (!target.ok || target.value.currency !== subscription.currency) return no();
  const about = { subscription, offer, before: plan, after: target.value, today };
  const change = changeOf(wish, allowed, about);
  if (!change.ok) return change;
  const done = await changedNow(id, change.value, deps);
  if (!done.ok || done.value.found.subscription.version !== version) return no();
  const { found, from, plans, subscription: after } = done.value;
  if (isBound(subscription, change.value, from))
    return refuse('subscriptions.minimum_term', `It was agreed on until ${subscription.minimumUntil}.`);
  const shown = await previewed({ ...found, subscription: after, plans }, 1, deps);
  if (!shown.ok && wish.wish !== 'cancel') return no();
  const bills = shown.ok ? shown.value : undefined;
  const seen = sha256(canonical([id, version, change.value, from, bills?.map(priced) ?? null])).slice(0, 32);
  const then = plans(inForceOn(after.terms, from));
  return ok({
    wish,
    change: change.value,
    done,
    from,
    subscription: after,
    plan: then,
    seen,
    ...(bills && { bills }),
  });
};
const no = () => refuse('subscriptions.not_by_customers', 'A customer does not change that by itself.');
const priced = ({ on, lines, totals, credits }: PreviewedBill) => [
  on,
  lines.map(({ description, quantity, netMinor, period }) => [description, quantity, netMinor, period]),
  totals?.grossMinor,
  credits.map(({ netMinor, from, until }) => [netMinor, from, until]),
];

/** `subscriptions.not_as_shown`: it is another bill by now, or was done. */
export const doneAsShown = (
  id: Subscription['id'],
  wish: Wish,
  seen: string,
  also: ByCustomer['also'],
  deps: Deps,
): Promise<Result<Subscription, NotShown | 'subscriptions.not_as_shown' | 'once.taken'>> =>
  untilFresh(async () => {
    const subscription = (await read(subscriptionById(deps.tenant, id)))!;
    const shown = await shownFirst(subscription, wish, deps);
    if (!shown.ok) return shown;
    if (shown.value.seen !== seen)
      return refuse('subscriptions.not_as_shown', 'What was shown is not so any more.');
    const made = await makeChange(id, shown.value.change, deps, undefined, {
      shown: shown.value.done,
      also,
    });
    if (made.ok || made.code === 'table.stale' || made.code === 'once.taken') return made as never;
    return no();
  });
