/** Which case is looked at first, and why customers dispute. */
import { median } from '../kernel/counted.ts';
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { Cause, Source } from './count.ts';
import type { Dispute } from './dispute.ts';
import type { DisputeReason } from './policy.ts';
import { isUndecided } from './rules.ts';

/** Who of us can put it right at its root. */
const SOURCES: Readonly<Record<DisputeReason, Source>> = {
  price: 'pricing',
  quantity: 'delivery',
  delivery: 'delivery',
  damaged: 'delivery',
  quality: 'product',
  tax: 'tax',
  po: 'order',
  duplicate: 'billing',
  not_ours: 'billing',
  other: 'other',
};

export const standing = (
  { openedOn, answerBy, state }: Pick<Dispute, 'openedOn' | 'answerBy' | 'state'>,
  today: LocalDate,
): { ageDays: number; late: boolean } => ({
  ageDays: Math.max(0, daysBetween(openedOn, today)),
  late: isUndecided({ state }) && state !== 'INFO_NEEDED' && answerBy < today,
});

/** What is large and old first, by amount × days; the first day counts as one. Equal ones by id, so that the order is always one. */
export const rankedOf = <D extends Pick<Dispute, 'id' | 'disputed'> & { readonly ageDays: number }>(
  all: readonly D[],
): D[] => {
  const weight = ({ disputed, ageDays }: D): number => disputed.minor * (ageDays + 1);
  return all.toSorted((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
};

/** Of those that opened within the days, by reason and currency, with the largest amount first and what all up to there make of the whole. */
export const causesOf = (all: readonly Dispute[], from: LocalDate, to: LocalDate): Cause[] => {
  const counted = all.filter(({ openedOn }) => openedOn >= from && openedOn <= to);
  const byCurrency = Map.groupBy(counted, ({ amount }) => amount.currency);
  return [...byCurrency.keys()].toSorted().flatMap((currency) => pareto(byCurrency.get(currency)!, currency));
};

const pareto = (all: readonly Dispute[], currency: string): Cause[] => {
  const total = sumOf(all.map(({ amount }) => amount.minor));
  const rows = [...Map.groupBy(all, ({ reason }) => reason)]
    .map(([reason, same]) => rowOf(reason, currency, same))
    .toSorted((a, b) => b.amountMinor - a.amountMinor || a.reason.localeCompare(b.reason));
  let reached = 0;
  return rows.map((row) => {
    reached += row.amountMinor;
    return { ...row, cumulativePpm: Math.round((reached * 1_000_000) / total) };
  });
};

const rowOf = (
  reason: DisputeReason,
  currency: string,
  same: readonly Dispute[],
): Omit<Cause, 'cumulativePpm'> => {
  const days = same.flatMap(({ decided, openedOn }) => (decided ? daysBetween(openedOn, decided.on) : []));
  return {
    reason,
    source: SOURCES[reason],
    currency,
    count: same.length,
    amountMinor: sumOf(same.map(({ amount }) => amount.minor)),
    creditedMinor: sumOf(same.map(({ decided }) => decided?.credited?.minor ?? 0)),
    decided: days.length,
    ...(days.length > 0 && { medianDays: median(days)! }),
  };
};
const sumOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);
