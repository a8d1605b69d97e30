/** The commit of a question that moved: the question, its task, the mail of an answer, and what is told. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { told } from '../dispatch/told.ts';
import { addDays, localDate, startOfDay } from '../kernel/dates.ts';
import type { Result } from '../kernel/result.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { following, type Opening } from '../tasks/opening.ts';
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
  const task = await taskOf(question, deps);
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
const taskOf = async (question: Question, deps: Deps): Promise<Opening> => {
  const { id: about, customerId, askedAt, state, topic, invoice } = question;
  const kind = 'question' as const;
  const { zone } = await actingOn(question, deps);
  const why = invoice ? `A question about ${invoice.number}: ${topic}` : `A question: ${topic}`;
  const dueBy = startOfDay(addDays(question.answerBy, 1), zone);
  const wanted = state === 'ASKED' ? { kind, customerId, about, why, dueBy } : undefined;
  return following(idOfCause('tsk', askedAt, kind, about), wanted, deps);
};
