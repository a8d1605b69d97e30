/** How old what is open is: by the days since it was due, or since its document, each sum of it in one of six buckets (rules §2). */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { BUCKETS, BY_ISSUE, type Ageing } from './insight.ts';
import { balanceOf, type OpenItem, type Position } from './rules.ts';

export type By = 'due' | 'issued';
const NAMES = { due: BUCKETS, issued: BY_ISSUE } as const;

/** The place of a day's bucket, boundaries inclusive on the right: up to 0, 30, 60, 90, 120 days late, and more; by issue up to 30 first. */
const placeOf = (late: number, by: By): number =>
  by === 'due'
    ? late <= 0
      ? 0
      : Math.min(5, Math.ceil(late / 30))
    : Math.min(4, Math.max(0, Math.ceil(late / 30) - 1));

export const bucketOf = (dueOn: LocalDate, asOf: LocalDate): (typeof BUCKETS)[number] =>
  BUCKETS[placeOf(daysBetween(dueOn, asOf), 'due')]!;
export const issueBucketOf = (issuedOn: LocalDate, asOf: LocalDate): (typeof BY_ISSUE)[number] =>
  BY_ISSUE[placeOf(daysBetween(issuedOn, asOf), 'issued')]!;

/** Days are few and items are many: each day is counted once. */
const placer = (asOf: LocalDate, by: By): ((item: OpenItem) => number) => {
  const places = new Map<LocalDate, number>();
  return ({ dueOn, issuedOn }) => {
    const day = by === 'due' ? dueOn : issuedOn;
    let place = places.get(day);
    if (place === undefined) places.set(day, (place = placeOf(daysBetween(day, asOf), by)));
    return place;
  };
};

interface Sums {
  openMinor: number;
  overdueMinor: number;
  readonly places: number[];
}
const none = (by: By): Sums => ({ openMinor: 0, overdueMinor: 0, places: NAMES[by].map(() => 0) });
const add = (sums: Sums, place: number, { dueOn, minor }: OpenItem, asOf: LocalDate): void => {
  sums.openMinor += minor;
  if (dueOn < asOf) sums.overdueMinor += minor;
  sums.places[place]! += minor;
};

export const ageingOf = (
  positions: ReadonlyMap<string, Position>,
  entity: string,
  asOf: LocalDate,
  by: By = 'due',
): Ageing => ({
  asOf,
  entity,
  by,
  currencies: [...positions].map(([currency, position]) => {
    const whole = none(by);
    const customers = new Map<string, Sums>();
    const place = placer(asOf, by);
    for (const item of position.items.values()) {
      if (item.minor === 0) continue;
      const at = place(item);
      let own = customers.get(item.customerId);
      if (!own) customers.set(item.customerId, (own = none(by)));
      add(own, at, item, asOf);
      add(whole, at, item, asOf);
    }
    return {
      currency,
      buckets: named(whole, by),
      openMinor: whole.openMinor,
      controlAccountMinor: balanceOf(position, 'receivables'),
      unappliedMinor: 0 - balanceOf(position, 'unapplied'),
      depositsMinor: 0 - balanceOf(position, 'deposits'),
      unidentifiedMinor: 0 - balanceOf(position, 'unidentified'),
      customers: [...customers]
        .map(([customerId, own]) => ({
          customerId,
          openMinor: own.openMinor,
          overdueMinor: own.overdueMinor,
          buckets: named(own, by),
        }))
        .sort(
          (a, b) =>
            b.overdueMinor - a.overdueMinor ||
            b.openMinor - a.openMinor ||
            (a.customerId < b.customerId ? -1 : 1),
        ),
    };
  }),
});

const named = ({ places }: Sums, by: By) => NAMES[by].map((name, at) => ({ name, minor: places[at]! }));
