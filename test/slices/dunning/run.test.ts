/** One run over many open invoices: all of a payer is said as one, and a run that dies and begins again sends nothing twice and leaves nothing out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill, queued, RUN_AT } from '../../bench/debts.ts';
import { anInvoice } from '../../support/drawn.ts';
import { deps as depsOf, openBooks, TENANT, type Books } from '../bank/books.ts';

const SIZE = { invoices: 300, payers: 60 };
const deps = depsOf({ now: RUN_AT, actor: 'find-overdue' });
let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await fill(SIZE);
});
afterAll(() => books.close());

const run = async () => {
  const { findOverdue } = await import('../../../shared/dunning/finding.ts');
  const before = books.fault.calls;
  await findOverdue(deps);
  return books.fault.calls - before;
};

test('what is found comes in parts that have all of a payer, and what was paid meanwhile does not come', async () => {
  const { byPayers } = await import('../../../shared/dunning/gathering.ts');
  const { toRemind, invoiceById, putInvoice } = await import('../../../shared/invoices/store.ts');
  const { write, read } = await import('../../../shared/runtime/table.ts');
  const found = byPayers(toRemind(TENANT, 'main', '2026-03-10'), TENANT, { kept: 40, part: 50 });
  // The last payer's last: no head of it is kept.
  const { id } = anInvoice(SIZE.invoices - 1, 1);
  const parts: string[][] = [];
  const payers: string[][] = [];
  for await (const part of found) {
    if (parts.length === 0) {
      const head = (await read(invoiceById(TENANT, id)))!;
      const paid = { ...head, version: 2, open: { minor: 0, currency: 'EUR' }, state: 'PAID' as const };
      expect((await write(putInvoice(TENANT, paid))).ok).toBe(true);
    }
    parts.push(part.map((one) => one.id));
    payers.push([...new Set(part.map((one) => one.customerId))]);
  }
  expect(parts.map((part) => part.length)).toEqual([50, 50, 50, 50, 50, 49]);
  expect(new Set(parts.flat()).size).toBe(299);
  expect(parts.flat()).not.toContain(id);
  expect(new Set(payers.flat()).size).toBe(payers.flat().length);
});

test('a run that was cut off and begins again asks every payer once, for everything', async () => {
  books.fault.at = books.fault.calls + 40;
  await expect(run()).rejects.toThrow();
  const some = (await queued(SIZE.payers)).length;
  expect(some).toBeGreaterThan(5);
  expect(some).toBeLessThan(SIZE.payers);
  const calls = await run();
  const mails = await queued(SIZE.payers);
  expect(mails).toHaveLength(SIZE.payers);
  expect(new Set(mails.flat()).size).toBe(299);
  expect(mails.flat()).toHaveLength(299);
  // A transaction for each mail that was missing; what was read for all of them does not grow with their number.
  expect(calls - (SIZE.payers - some)).toBeLessThan(20);
});

test('a run that has nothing left to do asks for that, and writes nothing', async () => {
  expect(await run()).toBeLessThan(20);
  expect(await queued(SIZE.payers)).toHaveLength(SIZE.payers);
});
