/** How a figure is said: its name, its formula in words, what it is folded from, and how it is computed from that. */
import { BUCKETS } from '../insights/insight.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Row, Span } from './fact.ts';
import { dueInput, priorInput, type Definition, type Figure, type InputName } from './figure.ts';
import { weighted } from './formulas.ts';

/** What a company says of itself beside its books. */
export interface Said {
  readonly staffCostMinor?: number | undefined;
  readonly lossPercents?: readonly number[] | undefined;
  readonly forwardPercent: number;
  readonly overduePercent: number;
}
/** The rows of one currency, and of which days. */
export interface Asked {
  readonly sum: (...inputs: readonly InputName[]) => number;
  readonly count: (...inputs: readonly InputName[]) => number;
  readonly rows: (input: InputName) => readonly Row[];
  readonly span: Span;
  readonly days: number;
  readonly booksFrom: LocalDate;
  /** A customer or a segment was asked for: what is nobody's cannot be told. */
  readonly part: boolean;
  readonly said: Said;
}
export interface Defined extends Omit<Definition, 'id' | 'source'> {
  /** Rules §2 where absent. */
  readonly source?: string;
  readonly of: (asked: Asked) => number | null | Pick<Figure, 'value' | 'atLeast'>;
}

export const DUE = BUCKETS.map(dueInput);
export const PRIOR = BUCKETS.map(priorInput);
export const CURRENT = dueInput('current');
export const LATE = DUE.slice(1);

/** Σ(amount × days) ÷ Σ amount over an input. */
export const overRows =
  (input: InputName, days: (row: Row) => number | undefined) =>
  ({ rows }: Asked): number | null =>
    weighted(rows(input).map((row) => ({ minor: row.minor, days: days(row) ?? 0 })));
