/** The commit of a question that moved: the question, its task, the mail of an answer, and what is told. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { told } from '../dispatch/told.ts';
import { addDays, localDate, startOfDay } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import type { Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { done, opened } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskDone, TaskOpened } from '../tasks/task.ts';
import type { Question } from './question.ts';
import type { By, Effect } from './rules.ts';
import { putQuestion } from './store.ts';

export const keep = async (
  action: string,
  { question, facts }: Effect,
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const { id, entity, customerId, thread } = question;
  const under = follow(deps, [question]);
  const task = await taskWrites(question, deps);
  const answer =
    action === 'questions.answer'
      ? told(
          { entity, customerId, say: 'question', id, turn: thread.length, once: String(thread.length) },
          under,
        )
      : { writes: [], events: [] };
  return commit(
    under,
    { action, subject: id, events: [...facts, ...task.facts, ...answer.events], answer: question },
    [putQuestion(deps.tenant, question), ...task.writes, ...answer.writes],
  );
};

/** Who acts, and which day it is for the entity that is asked. */
export const actingOn = async (
  { entity }: Pick<Question, 'entity'>,
  { tenant, actor, now }: Pick<Deps, 'tenant' | 'actor' | 'now'>,
): Promise<By & { zone: string }> => {
  const { zone } = entityOf((await recall(tenantById(tenant)))!, entity)!;
  return { by: actor, at: now, today: localDate(now, zone), zone };
};

/** One task per question: open as long as we owe an answer. Its words stay in the question. */
const taskWrites = async (
  question: Question,
  deps: Deps,
): Promise<{ writes: Write<'table.stale'>[]; facts: Fact[] }> => {
  const { id: about, customerId, askedAt, state, topic, invoice } = question;
  const kind = 'question' as const;
  const id = idOfCause('tsk', askedAt, kind, about);
  const known = await read(taskById(deps.tenant, id));
  if (state === 'ASKED') {
    const { zone } = await actingOn(question, deps);
    const why = invoice ? `A question about ${invoice.number}: ${topic}` : `A question: ${topic}`;
    const dueBy = startOfDay(addDays(question.answerBy, 1), zone);
    const task = opened(known, { id, kind, customerId, about, why, dueBy }, undefined, deps.now);
    return task
      ? {
          writes: [putTask(deps.tenant, task)],
          facts:
            known?.state === 'OPEN' ? [] : [announce(TaskOpened, id, { taskId: id, kind, customerId, why })],
        }
      : { writes: [], facts: [] };
  }
  const ended = known && done(known, deps.actor, deps.now);
  return ended?.ok
    ? {
        writes: [putTask(deps.tenant, ended.value)],
        facts: [announce(TaskDone, id, { taskId: id, kind, customerId, undelivered: [] })],
      }
    : { writes: [], facts: [] };
};
