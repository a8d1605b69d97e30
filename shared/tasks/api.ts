import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { Task, TaskId } from './task.ts';

const params = z.strictObject({ id: TaskId });
const refusals = { 'tasks.unknown': 404, 'tasks.not_open': 409 } as const;

export const tasksApi = {
  listTasks: get('/v1/tasks', {
    scope: 'operations:read',
    summary: 'What waits for a person, oldest first; with `state=DONE` what was done, newest first',
    query: Page.extend({ state: Task.shape.state.default('OPEN') }),
    output: listOf(Task),
  }),
  takeTask: post('/v1/tasks/{id}/take', {
    scope: 'operations:write',
    summary: 'Take a task: the caller is its owner',
    params,
    output: Task,
    refusals,
  }),
  finishTask: post('/v1/tasks/{id}/done', {
    scope: 'operations:write',
    summary: 'Say that a task is done',
    description:
      'What waited for it goes on: documents that reached nobody are sent again, to the addresses that the customer has now. ' +
      'If they do not take mail either, the task opens again.',
    params,
    body: z.strictObject({ note: Text(300).optional() }),
    output: Task,
    refusals: { ...refusals, 'tasks.needs_two': 409 },
  }),
};
