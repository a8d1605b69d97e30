/**
 * What an invoice in a foreign currency is worth in its seller's books (rules §3.14): its total by the rate of its issue, which each
 * settlement relieves by its part, so that nothing is left of it when nothing is open. What is paid is decided without it.
 */
import { money, type Money } from '../kernel/money.ts';
import { share } from '../pricing/models.ts';
import type { Rate } from '../rates/rate.ts';
import { converted } from '../rates/rules.ts';
import type { Invoice, Snapshot } from './invoice.ts';

/** At the rate of a pair; nothing where there is none. */
export const bookedAt = (
  rate: Rate | undefined,
  { totals, currency }: Pick<Snapshot, 'totals' | 'currency'>,
): Pick<Snapshot, 'booked'> =>
  rate
    ? {
        booked: { value: money(converted(totals.grossMinor, currency, rate), otherOf(rate, currency)), rate },
      }
    : {};

export const otherOf = ({ base, quote }: Rate, currency: string): string =>
  currency === base ? quote : base;

/** What of its value a settlement of so much relieves: up to there, less what those before it did. Undefined where it has none. */
export const relieved = (
  { booked, total, open, settlements }: Pick<Invoice, 'booked' | 'total' | 'open' | 'settlements'>,
  settled: Money,
): number | undefined => {
  if (!booked) return undefined;
  const upTo = share(
    booked.value.minor,
    String(total.minor - open.minor + settled.minor),
    String(total.minor),
  );
  return settlements.reduce((left, { bookedMinor = 0 }) => left - bookedMinor, upTo);
};
