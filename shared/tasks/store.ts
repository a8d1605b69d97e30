/**
 * Table: TASK `${t}#TASK#${id}`/TASK (g1 `${t}#TASKS#${state}`/since or done#id)
 * 1. by id: 1 read · 2. open or done, oldest first: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Task } from './task.ts';

export const taskById = (tenant: string, id: string): Read<Task> => ({
  key: { pk: `${tenant}#TASK#${id}`, sk: 'TASK' },
  parse: docOf(Task),
});
export const tasks = (tenant: string, state: Task['state']): Listing<Task> => ({
  index: 'g1',
  partition: `${tenant}#TASKS#${state}`,
  ...(state === 'DONE' && { order: 'newest first' as const }),
  parse: docOf(Task),
});
export const putTask = (tenant: string, task: Task): Write<'table.stale'> =>
  saved(taskById(tenant, task.id).key, 'task', task, `task ${task.id}`, {
    g1p: `${tenant}#TASKS#${task.state}`,
    g1s: `${task.state === 'OPEN' ? task.since : task.at}#${task.id}`,
  });
