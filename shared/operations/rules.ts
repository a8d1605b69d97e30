/** What a person may do with parked work, and what of the books wants looking after. */
import type { Booked } from '../ledger/entry.ts';
import { refuse, ok, type Result } from '../kernel/result.ts';
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
