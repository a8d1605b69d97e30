/** A company that takes all of a job's time, or its memory, keeps no other from it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Tick from '../../../shared/runtime/tick.ts';
import { openBooks } from '../bank/books.ts';

let books: Awaited<ReturnType<typeof openBooks>>;
let inTurn: typeof Tick.inTurn;
beforeAll(async () => {
  books = await openBooks();
  ({ inTurn } = await import('../../../shared/runtime/tick.ts'));
});
afterAll(() => books.close());

test('the next try goes on with those behind it, and each job has an order of its own', async () => {
  const tenants = async () => ['acme', 'big', 'cups', 'dots'];
  const tried = async (job: string): Promise<string[]> => {
    const done: string[] = [];
    for await (const one of inTurn(job, tenants)()) {
      // The function ends in the middle of it, and says nothing.
      if (one === 'big') break;
      done.push(one);
    }
    return done;
  };
  expect(await tried('look-after')).toEqual(['acme']);
  expect(await tried('look-after')).toEqual(['cups', 'dots', 'acme']);
  expect(await tried('seal-acts')).toEqual(['acme']);
});
