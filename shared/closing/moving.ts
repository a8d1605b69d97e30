/** Moves a month: it, its gates and the event are one commit; four eyes where something closed is opened again. */
import { tenantById } from '../access/store.ts';
import { entityOf, type Entity } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { addDays, localDate, monthOf, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { gatesOf, type Month } from '../kernel/period.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { PeriodReopened, type Period, type Revalued } from '../ledger/period.ts';
import { periodOf, putPeriod, shutOf } from '../ledger/store.ts';
import type { Act } from '../runtime/act.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, commitAll, readEach, recall, untilFresh } from '../runtime/table.ts';
import { revaluationEntry } from './revaluation.ts';
import { NOT_SHUT, reopened, stateOf, untouched, type Books } from './rules.ts';

export interface Place {
  readonly entity: string;
  readonly month: Month;
}
export interface Opened extends Books {
  readonly entity: Entity;
  /** The first day that an entry may have, and the month that the books begin with. */
  readonly opened: LocalDate;
  readonly first: Month;
  readonly today: LocalDate;
}

/** The month with its gates. */
export const opened = async (
  { entity: wanted, month }: Place,
  { tenant, now }: Deps,
): Promise<Result<Opened, 'closing.entity_unknown' | 'closing.before_the_books'>> => {
  const settings = (await recall(tenantById(tenant)))!;
  const entity = entityOf(settings, wanted);
  if (!entity) return refuse('closing.entity_unknown', `There is no legal entity ${wanted}.`);
  // As reports fold and `ledger/posting.ts` books.
  const start = addDays(settings.openedAt.slice(0, 10), -1);
  const first = monthOf(start);
  if (month < first) return refuse('closing.before_the_books', `The books begin with ${first}.`);
  const [period, shut] = await readEach(periodOf(tenant, entity.id, month), shutOf(tenant, entity.id));
  return ok({
    entity,
    opened: start,
    first,
    today: localDate(now, entity.zone),
    period: period ?? untouched(entity.id, month),
    shut: shut ?? NOT_SHUT,
  });
};

/** The month and, where it is shut or opened, its gates: `table.stale` where somebody moved one of them. */
export const keepMoved = async (
  { period, shut }: { period: Period; shut?: Books['shut'] },
  act: Omit<Act, 'answer' | 'subject'>,
  deps: Deps,
  ended?: Ended,
): Promise<Result<Period, 'once.taken' | 'table.stale'>> => {
  const kept = await commit(deps, { ...act, subject: subjectOf(period), answer: ended?.answer ?? period }, [
    putPeriod(deps.tenant, period),
    ...(shut ? gatesOf(deps.tenant, period.entity, shut) : []),
    ...(ended ? [ended.write] : []),
  ]);
  return kept.ok ? ok(period) : kept;
};
export const subjectOf = ({ entity, month }: Place): string => `${entity} ${month}`;

type Refused =
  | 'closing.entity_unknown'
  | 'closing.before_the_books'
  | 'closing.not_over'
  | 'closing.order'
  | 'closing.state'
  | 'once.taken'
  | 'table.stale';

/**
 * Foreign items by the rate of the last day, and taken back on the next; or, without any, both the other way round. The key of the
 * request is left to the commit that it is asked for.
 */
export const revalue = async (
  { entity, period }: Opened,
  revalued: readonly Revalued[] | undefined,
  { tenant, actor, trace, now }: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const { revalued: before = [], ...rest } = period;
  const place = { entity: entity.id, month: period.month, own: entity.currency };
  const entries = (revalued ?? before).flatMap((one) =>
    [false, true].flatMap((back) => revaluationEntry(place, one, back, revalued ? 1 : -1) ?? []),
  );
  const deps = { tenant, actor, trace, now };
  const act = { action: 'closing.revalue', subject: subjectOf(period) };
  return commitAll(
    [...entries.map((entry) => ({ deps, act: { ...act, entry, adjusts: true as const } })), { deps, act }],
    [
      putPeriod(tenant, {
        ...rest,
        version: period.version + 1,
        ...(revalued && { revalued: [...revalued] }),
      }),
    ],
  );
};

/** What is closed needs two persons; what is soft one. */
export const reopenPeriod = async ({ reason, ...place }: Place & { reason: string }, deps: Deps) => {
  const found = await opened(place, deps);
  if (!found.ok) return found;
  const { period, shut, first } = found.value;
  const may = reopened(found.value, first, { at: deps.now, by: deps.actor }, reason);
  if (!may.ok) return may;
  if (stateOf(period.month, shut) === 'SOFT') return untilFresh(() => reopenOnce(place, reason, deps));
  return ask(
    {
      operation: 'closing.reopen',
      subject: subjectOf(place),
      scope: 'periods:write',
      summary: `${place.month} of ${place.entity}, which is closed and sealed, opened again: ${reason}.`,
      input: { ...place, reason },
    },
    deps,
  );
};

const reopenOnce = async (
  place: Place,
  reason: string,
  deps: Deps,
  ended?: Ended,
): Promise<Result<Period, Refused>> => {
  const found = await opened(place, deps);
  if (!found.ok) return found;
  const { period, shut, first, entity } = found.value;
  const hand = {
    at: deps.now,
    by: deps.requestedBy ?? deps.actor,
    ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
  };
  const after = reopened(found.value, first, hand, reason);
  if (!after.ok) return after;
  const { month } = period;
  if (stateOf(month, shut) === 'SOFT' && period.revalued) {
    // Operations may move foreign items again: they are revalued anew when the month is closed.
    const kept = await revalue(found.value, undefined, deps);
    return kept.ok
      ? refuse('table.stale', 'Its revaluation was taken back: it is opened as it is now.')
      : kept;
  }
  const seal = period.closed?.seal.seal;
  const events = seal
    ? [announce(PeriodReopened, subjectOf(period), { entity: entity.id, month, seal, reason })]
    : [];
  return keepMoved(after.value, { action: 'closing.reopen', events }, deps, ended);
};

export const askedIn = ({ input }: Approval): Place & { reason: string } => {
  const { entity, month, reason } = input;
  return { entity: String(entity), month: String(month), reason: String(reason) };
};
/** Performs what two persons agreed on. */
export const performReopen = (approval: Approval, deps: Deps, ended: Ended) => {
  const { reason, ...place } = askedIn(approval);
  return reopenOnce(place, reason, deps, ended);
};
