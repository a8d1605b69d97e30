/** A number that is lost stays lost: two persons say why, and the proof of its series goes on behind it. */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list } from '../runtime/table.ts';
import { SayNote, type NumberNote } from './number-note.ts';
import { audits, putNote } from './store.ts';

export const noteNumber = async ({ number, reason }: Pick<NumberNote, 'number' | 'reason'>, deps: Deps) => {
  const found = await faultOf(number, deps);
  if (!found.ok) return found;
  return ask(
    {
      operation: 'operations.note_number',
      subject: number,
      scope: 'periods:write',
      summary: `${number} of ${found.value.entity}, of which the night found “${found.value.fault}”, taken as explained: ${reason}`,
      input: { number, reason },
    },
    deps,
  );
};

export const performNote = async ({ input }: Approval, deps: Deps, ended: Ended) => {
  const { number, reason } = SayNote.parse(input);
  const found = await faultOf(number, deps);
  if (!found.ok) return found;
  const note: NumberNote = {
    number,
    version: 1,
    ...found.value,
    reason,
    by: deps.requestedBy ?? deps.actor,
    approvedBy: deps.actor,
    at: deps.now,
  };
  const kept = await commit(
    deps,
    { action: `operations.note_number: ${reason}`, subject: number, answer: ended.answer },
    [putNote(deps.tenant, note), ended.write],
  );
  return kept.ok ? ok(ended.answer) : kept;
};

/** A number behind its series, or a series that is gone, is mended in the table, and never explained. */
const EXPLAINED: readonly NumberNote['fault'][] = ['missing', 'not_its_own', 'back_in_time'];

const faultOf = async (
  number: string,
  { tenant }: Deps,
): Promise<Result<Pick<NumberNote, 'series' | 'entity' | 'fault'>, 'operations.no_fault'>> => {
  const [last] = (await list(audits(tenant), { limit: 1 })).data;
  for (const { series, entity, faults } of last?.series ?? []) {
    const own = faults.find((one) => one.number === number && EXPLAINED.includes(one.fault));
    if (own) return ok({ series, entity, fault: own.fault });
  }
  return refuse('operations.no_fault', `The last night found nothing of ${number} that can be explained.`, [
    { pointer: '/number', detail: 'must be among the faults of the last numbering audit' },
  ]);
};
