/** What a check says when something is not as it must be. */
export interface Finding {
  /** `area.invariant`: stable, to be searched for. */
  readonly rule: string;
  readonly tenant: string;
  /** What is wrong, with the figures. */
  readonly what: string;
  /** Ids and numbers of what it is about. */
  readonly where: readonly string[];
  /** What a person does about it. */
  readonly remedy: string;
}

/** A rule with its remedy, said once; what it returns names one place where the rule is broken. */
export const rule =
  (name: string, remedy: string) =>
  (tenant: string, what: string, ...where: readonly string[]): Finding => ({
    rule: name,
    tenant,
    what,
    where,
    remedy,
  });

export const sumOf = <T>(rows: Iterable<T>, minor: (row: T) => number): number => {
  let total = 0;
  for (const row of rows) total += minor(row);
  return total;
};
/** Sums by key; a key that adds up to nothing stays, so that the other side's is compared with zero. */
export const sumsOf = <T>(
  rows: Iterable<T>,
  key: (row: T) => string,
  minor: (row: T) => number,
): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + minor(row));
  return sums;
};
/** Keys under which two sums differ, with both. */
export const differing = (
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
): { key: string; one: number; other: number }[] =>
  [...new Set([...one.keys(), ...other.keys()])]
    .map((key) => ({ key, one: one.get(key) ?? 0, other: other.get(key) ?? 0 }))
    .filter((each) => each.one !== each.other);
