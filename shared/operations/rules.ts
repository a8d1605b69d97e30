/** What a person may do with parked work, and what of the books wants looking after. */
import type { Booked } from '../ledger/entry.ts';
import { refuse, ok, type Result } from '../kernel/result.ts';
import { INVARIANTS, type InvariantId, type InvariantRun, type Invariants } from '../ledger/invariant.ts';
import type { Parked } from './operation.ts';

/** Waiting work is decided on once; work that was refused again after a retry is waiting again. */
export const decide = (
  parked: Parked,
  state: 'RETRIED' | 'DISMISSED',
  made: { by: string; at: string; reason?: string },
): Result<Parked, 'operations.not_waiting'> =>
  parked.state === 'WAITING'
    ? ok({ ...parked, version: parked.version + 1, state, ...made })
    : refuse('operations.not_waiting', `The work is ${parked.state} since ${parked.at}.`);

/** Whole days between two instants or days; 0 where there is nothing to be old. */
export const daysSince = (from: string | undefined, now: string): number =>
  from === undefined ? 0 : Math.max(0, Math.floor((Date.parse(now) - Date.parse(from)) / 86_400_000));

/** Entries whose lines do not add up to nothing. No commit makes one: a figure above zero is damage. */
export const offBalance = (entries: readonly Booked[]): Booked[] =>
  entries.filter(({ lines }) => lines.reduce((sum, { minor }) => sum + minor, 0) !== 0);

/** A night and two hours: whoever looks then has not been told of the last one. */
const MISSED_MS = 26 * 3_600_000;
/** Each with its statement and what the last night found. */
export const invariantsOf = (last: InvariantRun | undefined, now: string): Invariants => ({
  ...(last && { lastAt: last.at }),
  missed: last === undefined || Date.parse(now) - Date.parse(last.at) > MISSED_MS,
  broken: last?.broken ?? 0,
  data: Object.entries(INVARIANTS).map(([id, { statement, of }]) => ({
    id: id as InvariantId,
    statement,
    of,
    outcomes: last?.outcomes.filter((one) => one.id === id) ?? [],
  })),
});
