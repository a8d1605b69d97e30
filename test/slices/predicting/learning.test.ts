/** The night on a real table: two of them at once, and one in which nothing can be learned. */
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { behaviourOf, companyOf, putQuality } from '../../../shared/predicting/store.ts';
import { scoreById } from '../../../shared/risk/store.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { fill } from '../../bench/debts.ts';
import { deps, openBooks, TENANT, type Books } from '../bank/books.ts';

const PAYERS = 4;
const payer = (at: number) => idFrom('cus', 1_700_000_000_000 + at, new Uint8Array(10));
let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await fill({ invoices: 12, payers: PAYERS });
});
afterAll(() => books.close());

test('two nights at once are no fault: whoever was first wrote the same', async () => {
  const { learn } = await import('../../../shared/predicting/learning.ts');
  const { read } = await import('../../../shared/runtime/table.ts');
  await Promise.all([learn(deps()), learn(deps())]);
  expect(await read(companyOf(TENANT))).toMatchObject({ version: 1, all: { known: 12, late: 12 } });
  for (let at = 0; at < PAYERS; at++)
    expect(await read(behaviourOf(TENANT, payer(at)))).toMatchObject({ rate: { known: 3, late: 3 } });
});

test('where nothing can be learned everybody has a score all the same, and the night says that it failed', async () => {
  const { read, write } = await import('../../../shared/runtime/table.ts');
  const { handler } = await import('../../../functions/schedules/score-all.ts');
  // What only the lesson reads, and cannot.
  await write(putQuality(TENANT, { month: '2026-01', version: 1 } as never));
  // Nor can old disputes be read: each step that fails says why.
  await write({
    put: { pk: `${TENANT}#DISPUTES`, sk: 'dsp_x', kind: 'dispute', doc: {} },
    clash: 'x',
    about: 'x',
  });
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await expect(handler({}, {} as Context)).rejects.toThrow('score-all failed for 1 tenants');
  const lines = said.mock.calls.map(([line]) => String(line));
  said.mockRestore();
  expect(lines.flatMap((line) => /"message":"night.failed".*"step":"(\w+)"/.exec(line)?.[1] ?? [])).toEqual([
    'learn',
    'lookOut',
  ]);
  for (let at = 0; at < PAYERS; at++) expect(await read(scoreById(TENANT, payer(at)))).toBeDefined();
  // It began, and did not end.
  expect(await read(companyOf(TENANT))).toMatchObject({ version: 1 });
});
