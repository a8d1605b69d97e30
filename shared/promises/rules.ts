/** How a promise begins, follows the money of its invoices, and ends. Its invoices carry it until nothing changes it any more. */
import type { Invoice } from '../invoices/invoice.ts';
import { moneyOf, paidSince } from '../invoices/promised.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import {
  PromiseBroken,
  PromiseCancelled,
  PromiseKept,
  PromisePartlyKept,
  PromiseReopened,
  PromiseSuperseded,
  type PaymentPromise,
} from './promise.ts';

/** What one commit makes true together. */
export interface Effect {
  readonly promise: PaymentPromise;
  readonly heads: readonly Invoice[];
  readonly facts: readonly Fact[];
}

/** Its invoices say so: what of each, until when, and which money was there before. */
export const marked = (
  { id, items, payOn, until }: Pick<PaymentPromise, 'id' | 'items' | 'payOn' | 'until'>,
  heads: readonly Invoice[],
): Invoice[] =>
  items.map(({ invoiceId, minor }) => {
    const head = heads.find((one) => one.id === invoiceId)!;
    return {
      ...head,
      version: head.version + 1,
      promise: { id, minor, payOn, until, before: moneyOf(head) },
    };
  });

export interface Standing {
  readonly paidMinor: number;
  /** What can still be asked for by it: less where an invoice was credited or given up since. */
  readonly dueMinor: number;
}
/** Money that settled its invoices since counts for all of it, whichever of them it settled. */
export const standingOf = (promise: PaymentPromise, heads: readonly Invoice[]): Standing => {
  const own = carrying(promise, heads);
  const paidMinor = own.reduce((sum, head) => sum + paidSince(head, head.promise!), 0);
  const openMinor = own.reduce((sum, { open }) => sum + open.minor, 0);
  return { paidMinor, dueMinor: Math.min(promise.total.minor, paidMinor + openMinor) };
};
const carrying = ({ id }: Pick<PaymentPromise, 'id'>, heads: readonly Invoice[]): readonly Invoice[] =>
  heads.filter(({ promise }) => promise?.id === id);

/** What of it is missing once its day and the days of grace are over; undefined before, and where it is enough. */
export const missingOf = (
  promise: PaymentPromise,
  heads: readonly Invoice[],
  today: LocalDate,
): number | undefined => {
  const { paidMinor, dueMinor } = standingOf(promise, heads);
  return promise.endedOn === undefined && today > promise.until && !isEnough(promise, paidMinor, dueMinor)
    ? dueMinor - paidMinor
    : undefined;
};
/** ≥ amount × (1 − tolerance), without a fraction. */
const isEnough = ({ tolerancePercent }: PaymentPromise, paidMinor: number, dueMinor: number): boolean =>
  BigInt(paidMinor) * 100n >= BigInt(dueMinor) * BigInt(100 - tolerancePercent);

/**
 * A promise is judged by the money that is here now (rules §3.12). Before its day is over it is kept only by all of it. `spared`: what is missing is
 * on its way, or here and not applied. Undefined where nothing changes.
 */
export const judged = (
  promise: PaymentPromise,
  heads: readonly Invoice[],
  { today, spared }: { readonly today: LocalDate; readonly spared: boolean },
): Effect | undefined => {
  if (promise.endedOn !== undefined) return undefined;
  const { paidMinor, dueMinor } = standingOf(promise, heads);
  if (heads.some(({ plan }) => plan !== undefined))
    return ended(promise, heads, 'CANCELLED', { today, paidMinor, cancelled: 'plan' });
  if (dueMinor === 0) return ended(promise, heads, 'CANCELLED', { today, paidMinor, cancelled: 'settled' });
  if (today > promise.until) {
    const kept = isEnough(promise, paidMinor, dueMinor);
    if (!kept && spared) return undefined;
    const state = kept ? 'KEPT' : paidMinor > 0 ? 'PARTLY_KEPT' : 'BROKEN';
    return ended(promise, heads, state, { today, paidMinor });
  }
  const state = paidMinor >= dueMinor ? 'KEPT' : 'OPEN';
  if (state === promise.state) return undefined;
  const after = { ...promise, version: promise.version + 1, state, paidMinor } as const;
  const type = state === 'KEPT' ? PromiseKept : PromiseReopened;
  return { promise: after, heads: [], facts: [announce(type, after.id, { ...factOf(after), paidMinor })] };
};

type Over = Exclude<PaymentPromise['state'], 'OPEN'>;
interface Ending {
  readonly today: LocalDate;
  readonly paidMinor: number;
  readonly cancelled?: PaymentPromise['cancelled'];
  readonly reason?: string;
  readonly supersededBy?: PaymentPromise['id'];
}
/** Its invoices are asked for as before. One that was not kept costs the time that it had won: the next reminder is due at once. */
export const ended = (
  before: PaymentPromise,
  heads: readonly Invoice[],
  state: Over,
  { today, ...how }: Ending,
): Effect => {
  const promise: PaymentPromise = { ...before, ...how, version: before.version + 1, state, endedOn: today };
  const failed = state === 'BROKEN' || state === 'PARTLY_KEPT';
  const freed = carrying(before, heads).map((head): Invoice => {
    const { remindOn, dueOn } = head;
    const atOnce = failed && remindOn !== undefined && remindOn > today && dueOn < today;
    return {
      ...without(head, 'promise'),
      version: head.version + 1,
      ...(atOnce && { remindOn: today }),
    };
  });
  return { promise, heads: freed, facts: before.state === state ? [] : [endFact(promise)] };
};

const endFact = (promise: PaymentPromise): Fact => {
  const { id, state, paidMinor, supersededBy } = promise;
  const said = factOf(promise);
  if (state === 'CANCELLED') return announce(PromiseCancelled, id, said);
  if (state === 'SUPERSEDED')
    return announce(PromiseSuperseded, id, { ...said, supersededBy: supersededBy! });
  const type = state === 'KEPT' ? PromiseKept : state === 'BROKEN' ? PromiseBroken : PromisePartlyKept;
  return announce(type, id, { ...said, paidMinor });
};

/** What every event says of it. */
export const factOf = ({ id, customerId, items, total, payOn }: PaymentPromise) => ({
  promiseId: id,
  customerId,
  invoices: items.map(({ invoiceId }) => invoiceId),
  amount: total,
  payOn,
});
