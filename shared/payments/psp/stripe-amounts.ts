/** Amounts as Stripe counts them. */
import { money, type Money } from '../../kernel/money.ts';

/** Stripe's amount of one minor unit of ISO 4217, where the two differ (docs.stripe.com/currencies, "special cases"). */
const RATIO: Readonly<Record<string, readonly [number, number]>> = {
  ISK: [100, 1],
  UGX: [100, 1],
  MGA: [1, 100],
};
export const toStripe = ({ minor, currency }: Money): number => {
  const [by, over] = RATIO[currency] ?? [1, 1];
  if (minor % over !== 0) throw new RangeError(`stripe takes no fraction of one ${currency}`);
  return (minor * by) / over;
};
export const fromStripe = (amount: number, code: string): Money => {
  const currency = code.toUpperCase();
  const [by, over] = RATIO[currency] ?? [1, 1];
  return money((amount * over) / by, currency);
};
