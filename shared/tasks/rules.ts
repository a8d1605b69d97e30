/** How a task is opened, grows, and is done. */
import { ok, refuse, type Result } from '../kernel/result.ts';
import { MAX_DOCUMENTS, type Task, type Undelivered } from './task.ts';

/**
 * One task per kind and customer, or chargeback: it opens again where it was done before, and takes up further documents while it is open.
 * Undefined where all of it is known.
 */
export const opened = (
  known: Task | undefined,
  wanted: Pick<Task, 'id' | 'kind' | 'customerId' | 'why' | 'about' | 'dueBy' | 'two'>,
  document: Undelivered | undefined,
  at: string,
): Task | undefined => {
  const before = known?.state === 'OPEN' ? known : undefined;
  const named = before?.undelivered ?? [];
  const isNew =
    document !== undefined &&
    named.length < MAX_DOCUMENTS &&
    !named.some(({ mailId }) => mailId === document.mailId);
  if (before && !isNew && before.why === wanted.why && before.dueBy === wanted.dueBy) return undefined;
  return {
    ...wanted,
    version: (known?.version ?? 0) + 1,
    since: before?.since ?? at,
    state: 'OPEN',
    at,
    ...(before?.owner !== undefined && { owner: before.owner }),
    undelivered: isNew ? [...named, document] : [...named],
  };
};

const whileOpen = (task: Task, change: Partial<Task>): Result<Task, 'tasks.not_open'> =>
  task.state === 'OPEN'
    ? ok({ ...task, version: task.version + 1, ...change })
    : refuse('tasks.not_open', `The task is done since ${task.at}.`);

export const taken = (task: Task, owner: string, at: string) => whileOpen(task, { owner, at });
export const done = (
  task: Task,
  by: string,
  at: string,
  note?: string,
): Result<Task, 'tasks.not_open' | 'tasks.needs_two'> =>
  task.state === 'OPEN' && task.two && (task.owner === undefined || task.owner === by)
    ? refuse('tasks.needs_two', 'Somebody takes the task, and another says that it is done.')
    : whileOpen(task, { state: 'DONE', by, at, ...(note !== undefined && { note }) });
