/** The lock of the tax, beside the close: what was declared is not changed by what is booked later. Two persons take it off. */
import type { Approval } from '../approvals/approval.ts';
import type { Ended } from '../approvals/asking.ts';
import { gatesOf, type Month } from '../kernel/period.ts';
import { ok, refuse, type Refusal } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { performNote } from '../operations/noting.ts';
import { commit } from '../runtime/table.ts';
import { askedIn, opened, performReopen, subjectOf, type Place } from './moving.ts';
import { monthBefore, stateOf, taxLocked, type Books } from './rules.ts';

export const headOf = (month: Month, { shut }: Pick<Books, 'shut'>) => ({
  month,
  state: stateOf(month, shut),
  taxLocked: month <= (shut.tax ?? ''),
});

/** Locks up to a month, or unlocks from it on. */
export const keepTax = async (
  { entity, month, through }: Place & { through: Month | undefined },
  shut: Books['shut'],
  deps: Deps,
  ended?: Ended,
) => {
  const after = taxLocked(shut, through);
  const answer = headOf(month, { shut: after });
  const action = through === month ? 'closing.lock_tax' : 'closing.unlock_tax';
  const kept = await commit(
    deps,
    { action, subject: subjectOf({ entity, month }), answer: ended?.answer ?? answer },
    [...gatesOf(deps.tenant, entity, after), ...(ended ? [ended.write] : [])],
  );
  return kept.ok ? ok(answer) : kept;
};

/** Why the lock cannot be taken off. */
export const isLocked = ({ period: { month }, shut }: Books): Refusal<'closing.state'> | undefined =>
  month <= (shut.tax ?? '') ? undefined : refuse('closing.state', `The tax of ${month} is not locked.`);

const performUnlock = async (approval: Approval, deps: Deps, ended: Ended) => {
  const place = askedIn(approval);
  const found = await opened(place, deps);
  if (!found.ok) return found;
  const { month, entity } = place;
  const through = month === found.value.first ? undefined : monthBefore(month);
  return isLocked(found.value) ?? keepTax({ entity, month, through }, found.value.shut, deps, ended);
};

/** What two persons agree on, by its operation. */
export const AGREED = {
  'closing.reopen': performReopen,
  'closing.unlock_tax': performUnlock,
  // Months wait for numbers, too.
  'operations.note_number': performNote,
};
