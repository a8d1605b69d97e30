/** What of an invoice its payer promised to pay by a day: it is owed as before, and nobody is reminded of it until then (rules §3.12). */
import type { LocalDate } from '../kernel/dates.ts';
import { money, type Money } from '../kernel/money.ts';
import type { Invoice } from './invoice.ts';
import { RELIEF } from './planning.ts';
import type { Promised } from './state.ts';

type Head = Pick<Invoice, 'open' | 'settlements' | 'promise' | 'plan'>;

/** What of it was settled by money, by payment: all but what was credited or given up. */
export const moneyOf = ({ settlements }: Pick<Head, 'settlements'>): Promised['before'] => {
  const sums = new Map<string, number>();
  for (const { paymentId, method, amount, discount } of settlements)
    if (!RELIEF.includes(method))
      sums.set(paymentId, (sums.get(paymentId) ?? 0) + amount.minor + (discount?.minor ?? 0));
  return [...sums].map(([paymentId, minor]) => ({ paymentId, minor }));
};

/** Minor units of money that settled it since: old money that goes back and comes again is none. */
export const paidSince = (head: Pick<Head, 'settlements'>, { before }: Pick<Promised, 'before'>): number =>
  moneyOf(head).reduce((sum, { paymentId, minor }) => {
    const old = before.find((one) => one.paymentId === paymentId)?.minor ?? 0;
    return sum + Math.max(0, minor - old);
  }, 0);

/** Minor units that nobody is asked for on a day, because they were promised by another: a plan that was agreed on since says more. */
export const promisedMinor = (head: Head, day: LocalDate): number => {
  const { promise, open, plan } = head;
  return promise === undefined || plan !== undefined || day > promise.until
    ? 0
    : Math.min(open.minor, Math.max(0, promise.minor - paidSince(head, promise)));
};

/** The same as money; undefined where nothing is promised. */
export const promisedOf = (head: Head, day: LocalDate): Money | undefined => {
  const minor = promisedMinor(head, day);
  return minor > 0 ? money(minor, head.open.currency) : undefined;
};
