/** What a person may do with parked work, and what of the books wants looking after. */
import type { Booked } from '../ledger/entry.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { refuse, ok, type Result } from '../kernel/result.ts';
import { INVARIANTS, type InvariantId, type InvariantRun, type Invariants } from '../ledger/invariant.ts';
import type { Rebuild } from '../risk/risk.ts';
import type { Look } from './evidence.ts';
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
/**
 * The rebuild of the night says it, and has put right what it found: that stands until the next one finds nothing. Unread where no rebuild of
 * this night is there, and there are accounts.
 */
export const exposureOf = (rebuild: Rebuild | undefined, hasAccounts: boolean, now: string): Look => ({
  checked: rebuild?.accounts ?? 0,
  on: rebuild?.at,
  violations: (rebuild?.drifts ?? []).map(({ creditId, currency, wasMinor, isMinor }) => ({
    what: `the account said ${wasMinor}, and the books add up to ${isMinor}`,
    where: [creditId, currency],
  })),
  unread: rebuild ? Date.parse(now) - Date.parse(rebuild.at) > MISSED_MS : hasAccounts,
});

/** Whether days that are over have no seal: yesterday is sealed after the night has looked, and a company's first day the day after it. */
export const isUnsealed = (last: LocalDate | undefined, openedAt: Instant, now: Instant): boolean => {
  const today = now.slice(0, 10);
  return today > addDays(openedAt.slice(0, 10), 2) && (last === undefined || last < addDays(today, -2));
};

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
