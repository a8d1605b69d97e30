/** How a month is shut and opened again: in the order of the months, and back in the reverse one (rules §3.20). */
import type { Entity } from '../access/tenant.ts';
import { addDays, endOfMonth, monthOf, nextMonth, type Instant, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { mayBeShut, type Month, type Shut } from '../kernel/period.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { Period, PeriodSeal, PeriodSnapshot, PeriodState } from '../ledger/period.ts';

/** A month with what says which months are shut: both are written in one commit, each over the version that was read. */
export interface Books {
  readonly period: Period;
  readonly shut: Shut;
}
export interface Hand {
  readonly at: Instant;
  readonly by: string;
  readonly approvedBy?: string;
}

export const NOT_SHUT: Shut = { version: 0 };
export const stateOf = (month: Month, { soft = '', closed = '' }: Shut): PeriodState =>
  month <= closed ? 'CLOSED' : month <= soft ? 'SOFT' : 'OPEN';
export const untouched = (entity: Entity['id'], month: Month): Period => ({
  entity,
  month,
  version: 0,
  state: 'OPEN',
  adjustments: 0,
  history: [],
});
export const monthBefore = (month: Month): Month => monthOf(addDays(`${month}-01`, -1));
export const lastDayOf = (month: Month): LocalDate => endOfMonth(`${month}-01`);

type Code = 'closing.not_over' | 'closing.order' | 'closing.state' | 'closing.before_the_books';
const order = (detail: string): Refusal<'closing.order'> => refuse('closing.order', detail);
const state = (detail: string): Refusal<'closing.state'> => refuse('closing.state', detail);

/** Why nothing can be done with a month yet, or ever: it is not over, or the books begin after it. */
export const whyNot = (
  month: Month,
  first: Month,
  now: Instant,
): Refusal<'closing.not_over' | 'closing.before_the_books'> | undefined => {
  if (month < first)
    return refuse('closing.before_the_books', `The books begin with ${first}.`, [
      { pointer: '/params/month', detail: `must not be before ${first}` },
    ]);
  return mayBeShut(month, now)
    ? undefined
    : refuse(
        'closing.not_over',
        `${month} can be shut from ${nextMonth(month)}-01, 13:00 UTC on: then it is over in every zone, and nothing of it is under way.`,
      );
};

/** Operations are barred from the month: what of it comes late is booked in the first month that is open. */
export const softClosed = (
  { period, shut }: Books,
  first: Month,
  { at, by }: Hand,
  reason: string | undefined,
): Result<Books, Code> => {
  const { month } = period;
  const stands = whyNot(month, first, at);
  if (stands) return stands;
  if (stateOf(month, shut) !== 'OPEN') return state(`${month} is ${stateOf(month, shut)}.`);
  const next = shut.soft === undefined ? first : nextMonth(shut.soft);
  if (month !== next) return order(`Months are shut in their order: ${next} is next.`);
  return ok({
    period: moved(period, 'SOFT', { did: 'soft_closed', at, by, ...(reason !== undefined && { reason }) }),
    shut: { ...shut, version: shut.version + 1, soft: month },
  });
};

/** Nothing is booked in the month any more. */
export const closedWith = (
  { period, shut }: Books,
  first: Month,
  { at, by }: Hand,
  { snapshot, seal }: { snapshot: PeriodSnapshot; seal: PeriodSeal },
): Books => ({
  period: {
    ...moved(period, 'CLOSED', { did: 'closed', at, by, seal: seal.seal }),
    closed: { at, snapshot, seal },
  },
  shut: { ...shut, version: shut.version + 1, closed: period.month },
});

/** Whether the month is the one that is closed next. */
export const mayClose = ({ period: { month }, shut }: Books, first: Month): Refusal<Code> | undefined => {
  if (stateOf(month, shut) !== 'SOFT')
    return state(`${month} is ${stateOf(month, shut)}: it is closed from SOFT.`);
  const next = shut.closed === undefined ? first : nextMonth(shut.closed);
  return month === next ? undefined : order(`Months are closed in their order: ${next} is next.`);
};

/** One step back: CLOSED → SOFT, SOFT → OPEN; the last month first. */
export const reopened = (
  { period, shut }: Books,
  first: Month,
  hand: Hand,
  reason: string,
): Result<Books, Code> => {
  const { month } = period;
  const now = stateOf(month, shut);
  if (now === 'OPEN') return state(`${month} is OPEN.`);
  const last = now === 'CLOSED' ? shut.closed! : shut.soft!;
  if (month !== last) return order(`The last month is opened first: ${last}.`);
  const before = month === first ? undefined : monthBefore(month);
  const after = moved(period, now === 'CLOSED' ? 'SOFT' : 'OPEN', {
    did: 'reopened',
    ...hand,
    reason,
    ...(period.closed && { seal: period.closed.seal.seal }),
  });
  return ok({
    period: without(after, 'closed'),
    shut: { ...shut, version: shut.version + 1, [now === 'CLOSED' ? 'closed' : 'soft']: before },
  });
};

/** Its tax was declared up to this month; `undefined` where of none any more. */
export const taxLocked = (shut: Shut, through: Month | undefined): Shut => ({
  ...shut,
  version: shut.version + 1,
  tax: through,
});

const moved = (period: Period, to: PeriodState, done: Period['history'][number]): Period => ({
  ...period,
  version: period.version + 1,
  state: to,
  history: [...period.history, done],
});
