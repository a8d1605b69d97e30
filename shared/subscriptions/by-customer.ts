/** What a customer may change of its subscription by itself: within what the company says of the plan, and what both agreed on. */
import { addDays, LocalDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import { refuse, ok, type Result } from '../kernel/result.ts';
import { announcedAfter } from './announced.ts';
import { fitsPrice, wholeOf } from './difference.ts';
import { inForceOn } from './periods.ts';
import type { CustomersMay, Plan } from './plan.ts';
import type { Subscription } from './subscription.ts';
import { stateOn } from './timeline.ts';
import type { Change } from './wanted.ts';

/** As a form of its page says it. */
export type Wish =
  | { readonly wish: 'quantity'; readonly quantity: string }
  | { readonly wish: 'plan'; readonly plan: string }
  | { readonly wish: 'pause'; readonly until: string }
  | { readonly wish: 'resume' }
  | { readonly wish: 'cancel' };

export interface Allowed {
  readonly quantity?: CustomersMay['quantity'];
  readonly plans: readonly string[];
  /** The last day on which a pause may end. */
  readonly pauseUntil?: LocalDate;
  /** What would go on: a pause that is under way, or a subscription whose customer gave notice. */
  readonly resume?: 'pause' | 'end';
  readonly cancel: boolean;
}
const NOTHING: Allowed = { plans: [], cancel: false };

/**
 * `offer`: what the newest version of its plan says. A price that was told is not got rid of by a change of what is had, so there is none
 * until it has begun. Whoever is bound by a minimum term does not pause.
 */
export const allowedTo = (
  subscription: Subscription,
  offer: CustomersMay | undefined,
  today: LocalDate,
): Allowed => {
  const { end, noticeAt, minimumUntil, held, pauses } = subscription;
  const state = stateOn(subscription, today);
  if (state === 'ENDED' || held.length > 0) return NOTHING;
  if (end !== undefined) return noticeAt === undefined ? NOTHING : { ...NOTHING, resume: 'end' };
  const cancel = true;
  const pause = pauses.find(({ from, to }) => from <= today && (to === undefined || today < to));
  // One without an end is the company's, who knows when it is over.
  if (pause)
    return {
      ...NOTHING,
      cancel,
      ...(offer?.pauseDays !== undefined && pause.to !== undefined && { resume: 'pause' }),
    };
  const free = minimumUntil === undefined || minimumUntil <= today;
  const terms = announcedAfter(subscription.terms, today) === undefined;
  const { plan } = inForceOn(subscription.terms, today);
  return {
    plans: terms ? (offer?.plans ?? []).filter((one) => one !== plan) : [],
    ...(terms && offer?.quantity && { quantity: offer.quantity }),
    ...(free && state === 'ACTIVE' && offer?.pauseDays !== undefined
      ? { pauseUntil: addDays(today, offer.pauseDays) }
      : {}),
    cancel,
  };
};

/** Whether more is paid for it than today: that may begin at once. Another rhythm begins with a period. */
const isMore = (before: Plan, after: Plan, had: string, wanted: string): boolean =>
  canonical([before.interval, before.billing]) === canonical([after.interval, after.billing]) &&
  wholeOf(after, wanted, after.currency) > wholeOf(before, had, before.currency);

/** The change that a wish is; `after` is the plan that it names, or that there is. */
export const changeOf = (
  wish: Wish,
  allowed: Allowed,
  {
    subscription,
    offer,
    before,
    after,
    today,
  }: {
    readonly subscription: Subscription;
    readonly offer: CustomersMay | undefined;
    readonly before: Plan;
    readonly after: Plan;
    readonly today: LocalDate;
  },
): Result<Change, 'subscriptions.not_by_customers'> => {
  const { quantity: had } = inForceOn(subscription.terms, today);
  const terms = (quantity: string) =>
    fitsPrice(after, quantity) ? (isMore(before, after, had, quantity) ? 'now' : 'period_end') : undefined;
  switch (wish.wish) {
    case 'quantity': {
      const { quantity } = wish;
      const when = isWithin(quantity, allowed.quantity) ? terms(quantity) : undefined;
      return when ? ok({ change: 'terms', quantity, when }) : no();
    }
    case 'plan': {
      const when = allowed.plans.includes(wish.plan) ? terms(had) : undefined;
      return when ? ok({ change: 'terms', plan: wish.plan, when }) : no();
    }
    case 'pause': {
      const until = LocalDate.safeParse(wish.until);
      const { pauseUntil } = allowed;
      return until.success && pauseUntil !== undefined && until.data > today && until.data <= pauseUntil
        ? ok({ change: 'pause', until: until.data })
        : no();
    }
    case 'resume':
      return allowed.resume ? ok({ change: 'resume' }) : no();
    case 'cancel':
      break;
  }
  return allowed.cancel
    ? ok({ change: 'cancel', when: 'period_end', noticeDays: offer?.noticeDays ?? 0 })
    : no();
};

const isWithin = (quantity: string, range: CustomersMay['quantity']): boolean =>
  range !== undefined &&
  /^[1-9]\d{0,6}$/.test(quantity) &&
  Number(quantity) >= range.least &&
  Number(quantity) <= range.most;

const no = () => refuse('subscriptions.not_by_customers', 'A customer does not change that by itself.');

/** Less before the day that was agreed on: the customer is bound until then. */
export const isBound = (
  { minimumUntil }: Pick<Subscription, 'minimumUntil'>,
  change: Change,
  from: LocalDate,
): boolean =>
  change.change === 'terms' &&
  change.when === 'period_end' &&
  minimumUntil !== undefined &&
  from < minimumUntil;
