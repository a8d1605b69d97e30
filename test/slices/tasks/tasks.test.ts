import { expect, test } from 'vitest';
import { done, opened, taken } from '../../../shared/tasks/rules.ts';
import { MAX_DOCUMENTS } from '../../../shared/tasks/task.ts';
import { customerId } from '../../support/drawn.ts';

const wanted = {
  id: `tsk_${'0'.repeat(26)}`,
  kind: 'customer_unreachable',
  customerId,
  why: 'No address.',
} as const;
const document = (mailId: string) => ({ mailId });
const value = <T>(result: { ok: boolean; value?: T }): T => {
  expect(result.ok).toBe(true);
  return result.value!;
};

test('one task takes up what comes while it is open, each document once, and so many at most', () => {
  const first = opened(undefined, wanted, document('a'), 't1')!;
  expect(first).toMatchObject({ version: 1, state: 'OPEN', since: 't1', undelivered: [{ mailId: 'a' }] });
  expect(opened(first, wanted, document('a'), 't2')).toBeUndefined();
  expect(opened(first, wanted, undefined, 't2')).toBeUndefined();
  const owned = value(taken(first, 'key_1', 't2'));
  let task = opened(owned, wanted, document('b'), 't3')!;
  expect(task).toMatchObject({ version: 3, since: 't1', at: 't3', owner: 'key_1' });
  for (let n = 2; n < MAX_DOCUMENTS; n++) task = opened(task, wanted, document(`m${n}`), 't4')!;
  expect(opened(task, wanted, document('one more'), 't5')).toBeUndefined();
});

test('it is done once, and opens again as a new one of the same name', () => {
  const open = opened(undefined, wanted, document('a'), 't1')!;
  const over = value(done(open, 'key_1', 't2', 'Called.'));
  expect(over).toMatchObject({ version: 2, state: 'DONE', by: 'key_1', at: 't2', note: 'Called.' });
  expect([done(over, 'key_1', 't3'), taken(over, 'key_1', 't3')]).toMatchObject([
    { ok: false, code: 'tasks.not_open' },
    { ok: false, code: 'tasks.not_open' },
  ]);
  const again = opened(over, wanted, document('b'), 't4')!;
  expect(again).toMatchObject({ version: 3, state: 'OPEN', since: 't4', undelivered: [{ mailId: 'b' }] });
  expect(again).not.toHaveProperty('by');
});
