/** Which reference rates interest waits for, and which are there. */
import type { LocalDate } from '../kernel/dates.ts';
import type { LateChargeRules, ReferenceName } from './late-charge.ts';
import { REFERENCES } from './law.ts';
import { halfOf, type Agreed } from './terms.ts';

export interface Missing {
  readonly reference: ReferenceName;
  /** The first day of its half-year. */
  readonly from: LocalDate;
}
export const nameOf = ({ reference, from }: Missing) => `${reference}/${from}`;

/** What interest up to a day has to wait for; each once. */
export const missingOf = (
  all: readonly Pick<Agreed, 'reference' | 'unknownFrom'>[],
  to: LocalDate,
): Missing[] => {
  const missing = all.flatMap(({ reference, unknownFrom: from }) =>
    reference !== undefined && from !== undefined && from <= to ? [{ reference, from }] : [],
  );
  return [...new Map(missing.map((one) => [nameOf(one), one])).values()];
};

/** Half-years whose rates are there, as far as a task may have asked for them. */
export const knownRates = ({ references }: Pick<LateChargeRules, 'references'>): Missing[] => {
  const ours = Object.entries(REFERENCES).flatMap(([reference, rows]) =>
    rows.map(({ from }) => ({ reference: reference as ReferenceName, from })),
  );
  const all = [...ours, ...references].map(({ reference, from }) => ({ reference, from: halfOf(from) }));
  return [...new Map(all.map((one) => [nameOf(one), one])).values()];
};
