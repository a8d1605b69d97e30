/** Which of the lines that wait a person looks at first. */
import type { BankLine } from '../bank/statement.ts';
import { daysBetween, type LocalDate } from '../kernel/dates.ts';

export interface Ranked {
  readonly line: BankLine;
  /** Higher first. */
  readonly priority: number;
  readonly ageDays: number;
}

/** A line older than that is as urgent as can be. */
const OLD_DAYS = 60;
/** Points of the whole by age, by amount (each digit more counts the same), by how sure the first proposal is; what was probably paid twice is quickly given back. */
const WEIGHTS = { age: 40, digit: 5, sure: 40, twice: 30 } as const;

/**
 * Without those that are parked until a later day; of one owner only those parked for them, whose day has come. What is old, large and quickly
 * done comes first; equal ones by day and id, so that the order is always one.
 */
export const rankedOf = (lines: readonly BankLine[], today: LocalDate, owner?: string): Ranked[] =>
  lines
    .filter(({ parked }) =>
      owner === undefined ? !parked || parked.until <= today : parked?.owner === owner,
    )
    .map((line) => {
      const ageDays = Math.max(0, daysBetween(line.bookedOn, today));
      const digits = String(Math.abs(line.amount.minor)).length;
      const sure = line.match?.proposals?.[0]?.points ?? 0;
      const priority =
        Math.round((WEIGHTS.age * Math.min(ageDays, OLD_DAYS)) / OLD_DAYS) +
        WEIGHTS.digit * digits +
        Math.round((WEIGHTS.sure * sure) / 100) +
        (line.match?.repeats === undefined ? 0 : WEIGHTS.twice);
      return { line, priority, ageDays };
    })
    .sort(
      (a, b) =>
        b.priority - a.priority ||
        (a.line.bookedOn === b.line.bookedOn
          ? a.line.id < b.line.id
            ? -1
            : 1
          : a.line.bookedOn < b.line.bookedOn
            ? -1
            : 1),
    );
