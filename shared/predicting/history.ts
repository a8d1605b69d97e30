/** The life of receivables in the order in which days told it: what a prediction may know is what happened before its day, and nothing else. */

/** Days are whole days since 1970 in the entity’s zone. */
export interface Receivable {
  readonly id: string;
  readonly customer: string;
  /** Whom a new customer is compared with. */
  readonly segment: string;
  readonly issued: number;
  readonly due: number;
  readonly minor: number;
  readonly currency: string;
  /** The day on which the last of it was paid; absent while something is open. */
  readonly settled?: number;
}

const ORDER = ['late', 'issued', 'settled'] as const;
export interface Happening {
  /** When it is taken in. */
  readonly day: number;
  /** When it happened: the same day, or one before. */
  readonly on: number;
  readonly what: (typeof ORDER)[number];
  readonly of: Receivable;
}

/**
 * What happened after one day and up to the end of another. Late is an invoice from the day after it was due, if it was open then
 * (rules §3.15). What is heard of later than it happened is taken in on the first of these days.
 */
export const happeningsOf = (
  receivables: readonly Receivable[],
  { after = -Infinity, until }: { after?: number; until: number },
): Happening[] =>
  receivables
    .flatMap((of) => [
      { on: of.issued, what: 'issued' as const, of },
      { on: (of.settled ?? Infinity) > of.due ? of.due + 1 : Infinity, what: 'late' as const, of },
      { on: of.settled ?? Infinity, what: 'settled' as const, of },
    ])
    .filter(({ on }) => on <= until)
    .map((each) => ({ ...each, day: Math.max(each.on, after + 1) }))
    .toSorted(
      (a, b) =>
        a.day - b.day ||
        a.on - b.on ||
        ORDER.indexOf(a.what) - ORDER.indexOf(b.what) ||
        (a.of.id < b.of.id ? -1 : Number(a.of.id > b.of.id)),
    );
