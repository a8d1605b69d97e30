/** Which case is looked at first, and why payers keep something back. */
import type { LocalDate } from '../kernel/dates.ts';
import type { Deduction } from './deduction.ts';

/** What is large and old first, by amount × days; the first day counts as one. Equal ones by id, so that the order is always one. */
export const rankedOf = <D extends Pick<Deduction, 'id' | 'gap'> & { readonly ageDays: number }>(
  all: readonly D[],
): D[] => {
  const weight = ({ gap, ageDays }: D): number => gap.minor * (ageDays + 1);
  return all.toSorted((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
};

interface Cause extends Pick<Deduction, 'reason'> {
  readonly currency: string;
  readonly count: number;
  readonly amountMinor: number;
  readonly states: Partial<Record<Deduction['state'], number>>;
}

/** Of those that opened within the days, the causes with the largest amount first. What was taken back was none. */
export const causesOf = (all: readonly Deduction[], from: LocalDate, to: LocalDate): Cause[] => {
  const counted = all.filter(
    ({ openedOn, cancelled }) => openedOn >= from && openedOn <= to && cancelled !== 'unmatched',
  );
  const groups = Map.groupBy(counted, ({ reason, amount }) => `${amount.currency} ${reason}`);
  return [...groups.values()]
    .map((same) => ({
      reason: same[0]!.reason,
      currency: same[0]!.amount.currency,
      count: same.length,
      amountMinor: same.reduce((sum, { amount }) => sum + amount.minor, 0),
      states: Object.fromEntries(
        [...Map.groupBy(same, ({ state }) => state)].map(([state, some]) => [state, some.length]),
      ),
    }))
    .toSorted(
      (a, b) =>
        a.currency.localeCompare(b.currency) ||
        b.amountMinor - a.amountMinor ||
        a.reason.localeCompare(b.reason),
    );
};
