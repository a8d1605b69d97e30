/** What may be changed of a subscription, and from which day on. Nothing is billed here: the difference shows by itself. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { announcedAfter } from './announced.ts';
import { inForceOn, periodFrom } from './periods.ts';
import type { Plan } from './plan.ts';
import type { Period, Rhythm, Subscription, SubscriptionView } from './subscription.ts';
import type { Change } from './wanted.ts';

export type ChangeRefusal =
  | 'subscriptions.ended'
  | 'subscriptions.order_held'
  | 'subscriptions.minimum_term'
  | 'subscriptions.not_paused'
  | 'subscriptions.paused'
  | 'subscriptions.other_currency'
  | 'subscriptions.other_plan'
  | 'subscriptions.day_over'
  | 'subscriptions.no_price_announced'
  | 'subscriptions.nothing_changes';

export interface Changed {
  readonly subscription: Subscription;
  /** The day from which on it is so. */
  readonly from: LocalDate;
}
type Open = Pick<Period, 'from'> | undefined;

/** `target`: the version of the plan that is named, or that there is now. `of`: the change of all subscribers that is taken back. */
export const changed = (
  subscription: Subscription,
  period: Open,
  change: Change,
  {
    today,
    target,
    of,
  }: { readonly today: LocalDate; readonly target: Plan; readonly of?: number | undefined },
): Result<Changed, ChangeRefusal> => {
  if (stateOn(subscription, today) === 'ENDED')
    return refuse('subscriptions.ended', 'The subscription is over.');
  if (subscription.held.length > 0)
    return refuse(
      'subscriptions.order_held',
      `Release or cancel its order ${subscription.held[0]} first: it cannot be credited.`,
    );
  const done = decided(subscription, period, change, { today, target, of });
  // Looked at by billing at once: what was billed and is not right any more is there to be found.
  return done.ok ? ok({ ...done.value, subscription: { ...done.value.subscription, dueOn: today } }) : done;
};

const decided = (
  subscription: Subscription,
  period: Open,
  change: Change,
  { today, target, of }: { today: LocalDate; target: Plan; of: number | undefined },
): Result<Changed, ChangeRefusal> => {
  const { start } = subscription;
  const now = today > start ? today : start;
  switch (change.change) {
    case 'terms': {
      const day = change.when === 'now' ? now : boundaryFrom(subscription, period, addDays(today, 1));
      return withTerms(subscription, day, change.quantity, target);
    }
    case 'price': {
      const day = boundaryFrom(subscription, period, addDays(today, change.noticeDays));
      if (inForceOn(subscription.terms, day).plan !== target.plan)
        return refuse('subscriptions.other_plan', `It has another plan on ${day}.`);
      return withTerms(subscription, day, undefined, target);
    }
    case 'keep_price': {
      const coming = announcedAfter(subscription.terms, today, of);
      return coming
        ? withTerms(subscription, coming.from, undefined, target)
        : refuse('subscriptions.no_price_announced', 'No price was announced that has not begun.');
    }
    case 'pause':
      return paused(subscription, now, change.until);
    case 'resume':
      return resumed(subscription, now);
    case 'cancel':
      break;
  }
  return cancelled(subscription, period, change, { today, now });
};

/** From that day on; what had been planned for later days is not any more. */
const withTerms = (
  subscription: Subscription,
  day: LocalDate,
  quantity: string | undefined,
  { plan, version, currency, interval, billing }: Plan,
): Result<Changed, 'subscriptions.other_currency' | 'subscriptions.nothing_changes'> => {
  if (currency !== subscription.currency)
    return refuse(
      'subscriptions.other_currency',
      `The subscription is in ${subscription.currency}, the plan in ${currency}.`,
      [{ pointer: '/plan', detail: `must be a plan in ${subscription.currency}` }],
    );
  const before = inForceOn(subscription.terms, day);
  const term = { from: day, plan, planVersion: version, quantity: quantity ?? before.quantity };
  const last = subscription.terms.at(-1)!;
  if (last.from <= day && same(last, term))
    return refuse('subscriptions.nothing_changes', 'It is so already.');
  // A term that is as the one before it says nothing: a change that is taken back leaves none.
  const earlier = subscription.terms.filter(({ from }) => from < day);
  const terms = earlier.length > 0 && same(earlier.at(-1)!, term) ? earlier : [...earlier, term];
  return ok({
    subscription: { ...subscription, terms, rhythms: rhythmsWith(subscription, day, { interval, billing }) },
    from: day,
  });
};
const same = (a: Subscription['terms'][number], b: Subscription['terms'][number]): boolean =>
  a.plan === b.plan && a.planVersion === b.planVersion && a.quantity === b.quantity;

/** Another interval, or another time of billing, begins a period anew on its day; else the periods go on. */
const rhythmsWith = (
  { rhythms, billedFrom }: Subscription,
  day: LocalDate,
  { interval, billing }: Pick<Rhythm, 'interval' | 'billing'>,
): Rhythm[] => {
  const earlier = rhythms.filter(({ from }) => from < day);
  const before = earlier.at(-1) ?? rhythms[0]!;
  const from = day > billedFrom ? day : billedFrom;
  const goesOn =
    before.interval.unit === interval.unit &&
    before.interval.count === interval.count &&
    before.billing === billing;
  if (goesOn) return earlier.length > 0 ? earlier : [before];
  return [...earlier.filter((one) => one.from < from), { from, anchor: from, interval, billing }];
};

const paused = (
  subscription: Subscription,
  now: LocalDate,
  until: LocalDate | undefined,
): Result<Changed, 'subscriptions.paused' | 'subscriptions.day_over'> => {
  if (pauseOn(subscription, now)) return refuse('subscriptions.paused', 'It is paused already.');
  if (until !== undefined && until <= now)
    return refuse('subscriptions.day_over', 'A pause lasts a day at least.', [
      { pointer: '/until', detail: `must be after ${now}` },
    ]);
  const pause = { from: now, ...(until !== undefined && { to: until }) };
  return ok({ subscription: { ...subscription, pauses: [...subscription.pauses, pause] }, from: now });
};
const pauseOn = ({ pauses }: Pick<Subscription, 'pauses'>, day: LocalDate) =>
  pauses.find(({ from, to }) => from <= day && (to === undefined || to > day));

/** Ends the pause; where there is none, an end that was agreed on is taken back. */
const resumed = (subscription: Subscription, now: LocalDate): Result<Changed, 'subscriptions.not_paused'> => {
  const pause = pauseOn(subscription, now);
  if (pause) {
    const others = subscription.pauses.filter((one) => one !== pause);
    const kept = pause.from < now ? [...others, { from: pause.from, to: now }] : others;
    return ok({ subscription: { ...subscription, pauses: kept }, from: now });
  }
  const { end, noticeAt: _, ...rest } = subscription;
  return end === undefined
    ? refuse('subscriptions.not_paused', 'It is neither paused nor going to end.')
    : ok({ subscription: rest, from: now });
};

const cancelled = (
  { noticeAt: _, ...subscription }: Subscription,
  period: Open,
  { when, noticeDays = 0 }: Extract<Change, { change: 'cancel' }>,
  { today, now }: { today: LocalDate; now: LocalDate },
): Result<Changed, 'subscriptions.minimum_term'> => {
  // What was agreed on holds for the customer as long as the price does.
  const coming = announcedAfter(subscription.terms, today);
  const minimumUntil = earliest(subscription.minimumUntil, coming?.announced.rise ? coming.from : undefined);
  if (when === 'now' && minimumUntil !== undefined && now < minimumUntil)
    return refuse('subscriptions.minimum_term', `It was agreed on until ${minimumUntil}.`, [
      { pointer: '/when', detail: `now is possible from ${minimumUntil} on` },
    ]);
  const given = addDays(today, Math.max(1, noticeDays));
  // Whoever lets somebody go before a price does not hold it by a notice that is longer.
  const soonest = coming?.announced.rise && coming.from < given ? coming.from : given;
  const least = minimumUntil !== undefined && minimumUntil > soonest ? minimumUntil : soonest;
  const end = when === 'now' ? now : boundaryFrom(subscription, period, least);
  return ok({ subscription: { ...subscription, end }, from: end });
};

const earliest = (until: LocalDate | undefined, rising: LocalDate | undefined) =>
  until !== undefined && rising !== undefined && rising < until ? rising : until;

/** The first day, not before the one given, on which a period begins. */
const boundaryFrom = ({ rhythms, billedFrom }: Subscription, period: Open, day: LocalDate): LocalDate => {
  let at = period?.from ?? billedFrom;
  while (at < day) at = periodFrom({ rhythms }, at).to;
  return at;
};

/** Derived, never kept: what it is on a day of its zone. */
export const stateOn = (
  subscription: Pick<Subscription, 'start' | 'billedFrom' | 'pauses' | 'end'>,
  today: LocalDate,
): SubscriptionView['state'] => {
  const { start, billedFrom, end } = subscription;
  if (end !== undefined && end <= today) return 'ENDED';
  if (today < start) return 'PENDING';
  if (pauseOn(subscription, today)) return 'PAUSED';
  return today < billedFrom ? 'TRIAL' : 'ACTIVE';
};
