/** The nightly proof of numbers, on a real table whose calls are counted. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { putInvoice } from '../../../shared/invoices/store.ts';
import type { Write } from '../../../shared/kernel/storage.ts';
import { take } from '../../../shared/numbering/store.ts';
import { auditOf, provenOf } from '../../../shared/operations/store.ts';
import { anInvoice } from '../../support/drawn.ts';
import { deps as depsOf, openBooks, TENANT, type Books } from '../bank/books.ts';

let books: Books;
let table: typeof import('../../../shared/runtime/table.ts');
let auditing: typeof import('../../../shared/operations/auditing.ts');
beforeAll(async () => {
  books = await openBooks();
  table = await import('../../../shared/runtime/table.ts');
  auditing = await import('../../../shared/operations/auditing.ts');
});
afterAll(() => books.close());
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0, meanwhile: undefined }));

const deps = depsOf({ now: '2026-01-30T03:30:00.000Z' });
const does = async (...writes: Write[]) =>
  expect(await table.commit(deps, { action: 'test' }, writes)).toMatchObject({ ok: true });
const issued = (series: string, serial: number) => {
  const head = anInvoice(serial, 100, { number: `${series}-${String(serial % 10).padStart(6, '0')}` });
  return putInvoice(TENANT, head);
};

test('series are proven beside each other: their marks, numbers, documents and next numbers are a request each', async () => {
  const named = [
    ['INV-2026', 11, 12, 13],
    ['DINV-2026', 21, 22],
  ] as const;
  for (const [name, ...serials] of named) {
    const ids = serials.map((serial) => anInvoice(serial, 100).id);
    await does(
      ...take(TENANT, { name, next: 1 }, '2026-01-02', ids),
      ...serials.map((one) => issued(name, one)),
    );
  }
  // The company is remembered from here on.
  await auditing.auditNumbers(depsOf({ tenant: TENANT, now: '2026-01-01T03:30:00.000Z' }));
  const proven = await table.readEach(provenOf(TENANT, 'INV-2026'), provenOf(TENANT, 'DINV-2026'));
  expect(proven).toMatchObject([{ upTo: 3 }, { upTo: 2 }]);
  await does(
    ...take(TENANT, { name: 'INV-2026', next: 4 }, '2026-01-03', [anInvoice(14, 100).id]),
    ...take(TENANT, { name: 'DINV-2026', next: 3 }, '2026-01-03', [anInvoice(23, 100).id]),
    issued('INV-2026', 14),
  );
  books.fault.calls = 0;
  expect(await auditing.auditNumbers(deps)).toBe(1);
  // The notes, four requests for all series, the audit of the day, and the commit.
  expect(books.fault.calls).toBe(1 + 4 + 1 + 1);
  const night = await table.read(auditOf(TENANT, '2026-01-30'));
  expect(night?.series).toMatchObject([
    { series: 'INV-2026', from: 4, provenUpTo: 4, faults: [] },
    { series: 'DINV-2026', provenUpTo: 2, faults: [{ number: 'DINV-2026-000003', fault: 'not_its_own' }] },
  ]);
});
