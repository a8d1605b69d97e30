/** Subscriptions on their pages: what there is, what may be changed, and a change as it was shown. */
import { idsOf } from '../customers/customer.ts';
import { times } from '../documents/format.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { told } from '../dispatch/told.ts';
import { list, read } from '../runtime/table.ts';
import { announcedAfter } from '../subscriptions/announced.ts';
import type { Wish } from '../subscriptions/by-customer.ts';
import { fitsPrice } from '../subscriptions/difference.ts';
import { inForceOn } from '../subscriptions/periods.ts';
import { perPeriod } from '../subscriptions/period-price.ts';
import type { Plan } from '../subscriptions/plan.ts';
import { planOn, plansOf } from '../subscriptions/plans.ts';
import { subscriptionById, subscriptionsOf } from '../subscriptions/store.ts';
import { SubscriptionId, type Subscription } from '../subscriptions/subscription.ts';
import { stateOn } from '../subscriptions/timeline.ts';
import { doneAsShown, offered, shownFirst, type NotShown } from '../subscriptions/wishing.ts';
import type { In } from './entering.ts';
import { momentOf } from './moments.ts';
import { formOnce } from './once.ts';
import type { Previewed } from './subscription-preview.tsx';
import type { SubscriptionRow, SubscriptionShown } from './subscriptions.tsx';

const MOST_SHOWN = 50;

export const subscriptionsShown = async ({ customer, deps }: In): Promise<SubscriptionRow[]> => {
  const found = await Promise.all(
    idsOf(customer).map((id) => list(subscriptionsOf(deps.tenant, id), { limit: MOST_SHOWN })),
  );
  const all = found.flatMap(({ data }) => data);
  const today = (one: Subscription) => localDate(deps.now, one.zone);
  const terms = all.map((one) => inForceOn(one.terms, today(one)));
  const plans = await plansOf(terms, deps.tenant);
  return all.map((one, at) => rowOf(one, plans(terms[at]!), today(one), customer.language));
};

const rowOf = (
  { id, terms, end, ...one }: Subscription,
  plan: Plan,
  today: LocalDate,
  language: In['customer']['language'],
): SubscriptionRow => {
  const { quantity } = inForceOn(terms, today);
  return {
    id,
    plan: plan.name,
    quantity,
    state: stateOn({ ...one, ...(end !== undefined && { end }) }, today),
    price: perPeriod(plan, quantity, language),
    end,
  };
};

/** The customer's own, whatever is asked for: another's is none. */
export const ownSubscription = async (
  { customer, deps }: In,
  asked: string,
): Promise<Subscription | undefined> => {
  const id = SubscriptionId.safeParse(asked);
  const found = id.success ? await read(subscriptionById(deps.tenant, id.data)) : undefined;
  return found && idsOf(customer).includes(found.customerId) ? found : undefined;
};

const SAID = ['done', 'stale', 'refused', 'bound'] as const;

export const subscriptionShown = async (
  one: Subscription,
  { customer: { language }, deps }: In,
  said: string | undefined,
): Promise<SubscriptionShown> => {
  const { allowed, plan, today } = await offered(one, deps);
  const row = rowOf(one, plan, today, language);
  const { dueOn, minimumUntil, pauses, noticeAt, zone } = one;
  const others = await Promise.all(allowed.plans.map((code) => planOn(code, today, deps)));
  const choices = others.flatMap((found) =>
    found.ok && found.value.currency === one.currency && fitsPrice(found.value, row.quantity)
      ? [found.value]
      : [],
  );
  return {
    ...row,
    next: dueOn !== undefined && dueOn > today && row.end === undefined ? dueOn : undefined,
    minimumUntil: minimumUntil !== undefined && minimumUntil > today ? minimumUntil : undefined,
    pausedUntil: row.state === 'PAUSED' ? pauses.findLast(({ from }) => from <= today)?.to : undefined,
    noticeAt: noticeAt === undefined ? undefined : momentOf(noticeAt, zone, language),
    announced: announcedAfter(one.terms, today)?.from,
    allowed: {
      ...allowed,
      plans: choices.map((to) => ({
        plan: to.plan,
        name: to.name,
        price: perPeriod(to, row.quantity, language),
      })),
    },
    today,
    said: SAID.find((word) => word === said),
  };
};

/** What a form wishes; what is none of these wishes for nothing. */
const wishIn = (form: URLSearchParams): Wish | undefined => {
  const text = (name: string) => form.get(name) ?? '';
  switch (form.get('wish')) {
    case 'quantity':
      return { wish: 'quantity', quantity: text('quantity') };
    case 'plan':
      return { wish: 'plan', plan: text('plan') };
    case 'pause':
      return { wish: 'pause', until: text('until') };
    case 'resume':
      return { wish: 'resume' };
    case 'cancel':
      return { wish: 'cancel' };
    default:
      return undefined;
  }
};

const saidOf = (code: NotShown): (typeof SAID)[number] =>
  code === 'subscriptions.minimum_term' ? 'bound' : 'refused';

/** A page, or what its own page says instead. */
export const changeShown = async (
  one: Subscription,
  { customer, deps }: In,
  form: URLSearchParams,
): Promise<Previewed | (typeof SAID)[number]> => {
  const wish = wishIn(form);
  const shown = wish && (await shownFirst(one, wish, deps));
  if (!shown?.ok) return shown ? saidOf(shown.code) : 'refused';
  const { subscription, plan, from, bills, seen } = shown.value;
  const { quantity } = inForceOn(subscription.terms, from);
  return {
    id: one.id,
    plan: times(plan.name, quantity, customer.language),
    wish: shown.value.wish,
    from,
    currency: one.currency,
    bills,
    seen,
  };
};

/** As it was shown, with the mail that confirms it, in one commit. The same form once more finds it done. */
export const changeMade = async (
  one: Subscription,
  who: In,
  form: URLSearchParams,
): Promise<(typeof SAID)[number]> => {
  const wish = wishIn(form);
  const seen = form.get('seen') ?? '';
  if (!wish || !/^[0-9a-f]{32}$/.test(seen)) return 'refused';
  const deps = await formOnce(who, seen);
  if (!deps) return 'done';
  const made = await doneAsShown(
    one.id,
    wish,
    seen,
    ({ entity, version }) =>
      told(
        {
          entity,
          customerId: who.customer.id,
          say: wish.wish === 'cancel' ? 'notice' : 'subscription',
          id: one.id,
          once: String(version),
        },
        deps,
      ),
    deps,
  );
  if (made.ok || made.code === 'once.taken') return 'done';
  return made.code === 'subscriptions.not_as_shown' ? 'stale' : saidOf(made.code);
};
