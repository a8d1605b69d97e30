/** A task of somebody's commit: opened, told anew what it is about, or done. Nothing where it stands as it would. */
import { announce, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { done, opened } from './rules.ts';
import { putTask, taskById } from './store.ts';
import { TaskDone, TaskOpened, type Task } from './task.ts';

export interface Opening {
  readonly writes: readonly Write<'table.stale'>[];
  readonly facts: readonly Fact[];
}

export const opening = async (
  wanted: Pick<Task, 'id' | 'kind' | 'customerId' | 'about' | 'why'>,
  { tenant, now }: Deps,
): Promise<Opening> => {
  const { id, kind, customerId, why } = wanted;
  const task = opened(await read(taskById(tenant, id)), wanted, undefined, now);
  return task
    ? {
        writes: [putTask(tenant, task)],
        facts: [announce(TaskOpened, id, { taskId: id, kind, customerId, why })],
      }
    : { writes: [], facts: [] };
};

/** One that is open as long as something is `wanted` of it, and done by itself then. It is announced when it opens and when it ends, and not in between. */
export const following = async (
  id: Task['id'],
  wanted: Pick<Task, 'kind' | 'customerId' | 'about' | 'why' | 'dueBy'> | undefined,
  { tenant, actor, now }: Pick<Deps, 'tenant' | 'actor' | 'now'>,
): Promise<Opening> => {
  const known = await read(taskById(tenant, id));
  if (wanted) {
    const { kind, customerId, why } = wanted;
    const task = opened(known, { id, ...wanted }, undefined, now);
    const isOpen = !task || known?.state === 'OPEN';
    return {
      writes: task ? [putTask(tenant, task)] : [],
      facts: isOpen ? [] : [announce(TaskOpened, id, { taskId: id, kind, customerId, why })],
    };
  }
  const ended = known && done(known, actor, now);
  if (!ended?.ok) return { writes: [], facts: [] };
  const { kind, customerId } = ended.value;
  return {
    writes: [putTask(tenant, ended.value)],
    facts: [announce(TaskDone, id, { taskId: id, kind, customerId, undelivered: [] })],
  };
};
