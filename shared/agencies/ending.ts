/** A case is ours again: taken back, not handed over at all, or given up by the agency. */
import { todayOf } from '../claims/settling.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { opening } from '../tasks/opening.ts';
import type { AgencyCase, MoveCase } from './case.ts';
import { AgencyRecalled, AgencyReturned } from './events.ts';
import { unknown } from './handing.ts';
import { noting, taskDone } from './noting.ts';
import { factOf, freed, quietUntil, shown } from './rules.ts';
import { caseById, putCase } from './store.ts';

type Ending = Exclude<MoveCase, { do: 'hand_over' }>;

/**
 * At once: from this commit on our reminders may go out again, those of a case that was with the agency after some quiet days, in which the
 * agency hears of it. Money that it has collected by then it may still remit.
 */
export const endCase = (
  id: AgencyCase['id'],
  wanted: Ending,
  deps: Deps,
): Promise<
  Result<AgencyCase, 'agencies.unknown' | 'agencies.not_with_agency' | 'once.taken' | 'table.stale'>
> =>
  untilFresh(async () => {
    const before = await read(caseById(deps.tenant, id));
    if (!before) return unknown(id);
    const wasPrepared = before.state === 'PREPARED';
    if (before.state !== 'WITH_AGENCY' && !(wasPrepared && wanted.do === 'recall'))
      return refuse('agencies.not_with_agency', `The case is ${before.state}.`);
    const today = await todayOf(before, deps);
    const quiet = wanted.do === 'recall' && !wasPrepared ? quietUntil(today) : undefined;
    const heads = await readAll(before.items.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
    const after: AgencyCase = {
      ...before,
      version: before.version + 1,
      state: wanted.do === 'recall' ? 'RECALLED' : 'RETURNED',
      ended: {
        on: today,
        at: deps.now,
        by: deps.actor,
        reason: wanted.reason,
        ...(wanted.do === 'return' && { why: wanted.why }),
      },
      turns: before.turns + (wasPrepared ? 0 : 1),
    };
    const under = follow(deps, [before]);
    const noted = wasPrepared
      ? { writes: [], facts: [] }
      : noting(
          after,
          { what: wanted.do === 'recall' ? 'recalled' : 'returned', changes: [], text: wanted.reason },
          under,
        );
    const task = wanted.do === 'recall' ? await taskDone(after, deps) : await restTask(after, deps);
    const kept = await commit(
      under,
      {
        action: `agencies.${wanted.do}`,
        subject: id,
        events: [factsOf(after, wanted, wasPrepared), ...noted.facts, ...task.facts],
        answer: shown(after),
      },
      [
        putCase(deps.tenant, after),
        ...heads
          .filter(({ agency }) => agency?.id === id)
          .map((head) => putInvoice(deps.tenant, freed(head, quiet))),
        ...noted.writes,
        ...task.writes,
      ],
    );
    return kept.ok ? ok(after) : kept;
  });

const factsOf = (after: AgencyCase, wanted: Ending, wasPrepared: boolean) =>
  wanted.do === 'recall'
    ? announce(AgencyRecalled, after.id, { ...factOf(after), wasPrepared })
    : announce(AgencyReturned, after.id, { ...factOf(after), why: wanted.why });

/** Whether the rest is asked for again or given up a person says: no reminder is left where the last went out. */
const restTask = ({ id: about, customerId, open, ended }: AgencyCase, deps: Deps) => {
  const kind = 'agency' as const;
  const id = idOfCause('tsk', ended!.at, kind, about, 'returned');
  const why = `The agency gave the case up (${ended!.why}): ${toText(open)} ${open.currency} are to be written off, or asked for again.`;
  return opening({ id, kind, customerId, about, why }, deps);
};
