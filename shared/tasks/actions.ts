/** What people do with tasks. Whoever finds that one is needed opens it in its own commit (rules.ts, store.ts). */
import type { ActionsOf } from '../kernel/contract.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import type { tasksApi } from './api.ts';
import { done, taken } from './rules.ts';
import { putTask, taskById, tasks } from './store.ts';
import { TaskDone, type Task } from './task.ts';

export const actions: ActionsOf<typeof tasksApi, Deps> = {
  listTasks: async ({ state, ...page }, { tenant }) => listed(await list(tasks(tenant, state), page)),
  takeTask: ({ id }, deps) => change(id, deps, 'tasks.take', (task) => taken(task, deps.actor, deps.now)),
  finishTask: ({ id, note }, deps) =>
    change(
      id,
      deps,
      'tasks.done',
      (task) => done(task, deps.actor, deps.now, note),
      ({ kind, customerId, undelivered }) => [
        announce(TaskDone, id, { taskId: id, kind, customerId, undelivered: [...undelivered] }),
      ],
    ),
};

const change = <C extends string>(
  id: Task['id'],
  deps: Deps,
  action: string,
  decide: (task: Task) => Result<Task, C>,
  factsOf: (task: Task) => readonly Fact[] = () => [],
) =>
  untilFresh(async () => {
    const task = await read(taskById(deps.tenant, id));
    if (!task) return refuse('tasks.unknown', `There is no task ${id}.`);
    const decided = decide(task);
    if (!decided.ok) return decided;
    const kept = await commit(
      deps,
      { action, subject: id, events: factsOf(decided.value), answer: decided.value },
      [putTask(deps.tenant, decided.value)],
    );
    return kept.ok ? decided : kept;
  });
