/** How many promises were kept (rules §2, promise-kept rate): by count and by value, those that were judged within a period. */
import type { LocalDate } from '../kernel/dates.ts';
import type { PaymentPromise, PromiseRate } from './promise.ts';

const JUDGED: readonly string[] = ['KEPT', 'PARTLY_KEPT', 'BROKEN'];

export const rateOf = (all: readonly PaymentPromise[], from: LocalDate, to: LocalDate): PromiseRate => {
  const counted = all.filter(({ state, payOn }) => JUDGED.includes(state) && payOn >= from && payOn <= to);
  const groups = Map.groupBy(counted, (one) => `${one.total.currency} ${takerOf(one)}`);
  return {
    from,
    to,
    all: [...Map.groupBy(counted, ({ total }) => total.currency).values()].map(keptOf).toSorted(byCurrency),
    collectors: [...groups.values()]
      .map((same) => ({ by: takerOf(same[0]!), ...keptOf(same) }))
      .toSorted((a, b) => byCurrency(a, b) || a.by.localeCompare(b.by)),
  };
};
const takerOf = ({ by }: Pick<PaymentPromise, 'by'>): string => (by.startsWith('payer:') ? 'payer' : by);
const byCurrency = (a: { currency: string }, b: { currency: string }): number =>
  a.currency.localeCompare(b.currency);

const keptOf = (same: readonly PaymentPromise[]): PromiseRate['all'][number] => {
  const count = (state: PaymentPromise['state']): number => same.filter((one) => one.state === state).length;
  const promisedMinor = same.reduce((sum, { total }) => sum + total.minor, 0);
  const paidMinor = same.reduce((sum, { paidMinor: paid, total }) => sum + Math.min(paid, total.minor), 0);
  return {
    currency: same[0]!.total.currency,
    kept: count('KEPT'),
    partlyKept: count('PARTLY_KEPT'),
    broken: count('BROKEN'),
    promisedMinor,
    paidMinor,
    byCountPercent: ((100 * count('KEPT')) / same.length).toFixed(2),
    byValuePercent: ((100 * paidMinor) / promisedMinor).toFixed(2),
  };
};
