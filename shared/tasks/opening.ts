/** A task of somebody's commit: opened, or told anew what it is about. Nothing where it stands as it would. */
import { announce, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { opened } from './rules.ts';
import { putTask, taskById } from './store.ts';
import { TaskOpened, type Task } from './task.ts';

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
