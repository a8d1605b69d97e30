/** What a commit of a case has beside the case: its turn, the mail that tells the agency, and the task of whoever decides on it. */
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import { announce, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { done } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskDone } from '../tasks/task.ts';
import type { AgencyCase, AgencyTurn } from './case.ts';
import { putTurn } from './store.ts';

export interface Noted {
  readonly writes: readonly Write<'table.stale'>[];
  readonly facts: readonly Fact[];
}

/** `after`: the case with the turn counted. Its mail's id follows from the case and the turn. */
export const noting = (
  after: AgencyCase,
  said: Pick<AgencyTurn, 'what' | 'changes'> & Partial<Pick<AgencyTurn, 'text' | 'paymentId'>>,
  { tenant, actor, now, trace, requestedBy }: Deps,
): Noted => {
  const { id: caseId, entity, customerId, turns: turn, open } = after;
  const told = TOLD.includes(said.what);
  const noted: AgencyTurn = { ...said, caseId, turn, told, open, at: now, by: requestedBy ?? actor };
  const mail: Mail = {
    id: mailIdOf(after, turn),
    version: 1,
    purpose: 'agency',
    agency: { entity, caseId, customerId, turn },
    state: 'QUEUED',
    at: now,
    history: [{ state: 'QUEUED', at: now }],
    trace,
  };
  return {
    writes: [putTurn(tenant, noted), ...(told ? [putMail(tenant, mail)] : [])],
    facts: told ? [announce(MailQueued, mail.id, { mailId: mail.id })] : [],
  };
};
/** What an agency said itself it is not told. */
const TOLD: readonly AgencyTurn['what'][] = ['handed_over', 'moved', 'recalled'];

export const mailIdOf = ({ id, at }: Pick<AgencyCase, 'id' | 'at'>, turn: number) =>
  idOfCause('mail', at, 'agency', id, String(turn));
export const taskIdOf = ({ id, at }: Pick<AgencyCase, 'id' | 'at'>) => idOfCause('tsk', at, 'agency', id);

/** Nothing is to be decided any more: the task is done with it. */
export const taskDone = async (
  of: Pick<AgencyCase, 'id' | 'at' | 'customerId'>,
  deps: Deps,
): Promise<Noted> => {
  const id = taskIdOf(of);
  const known = await read(taskById(deps.tenant, id));
  const ended = known && done(known, deps.actor, deps.now);
  if (!ended?.ok) return { writes: [], facts: [] };
  const { customerId } = of;
  return {
    writes: [putTask(deps.tenant, ended.value)],
    facts: [announce(TaskDone, id, { taskId: id, kind: 'agency', customerId, undelivered: [] })],
  };
};
