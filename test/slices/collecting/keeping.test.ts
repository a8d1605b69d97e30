/** A row of the worklist by what its score was made of, on a real table whose calls are counted. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Customer } from '../../../shared/customers/customer.ts';
import { putCustomer } from '../../../shared/customers/store.ts';
import { rowById } from '../../../shared/collecting/store.ts';
import { putInvoice } from '../../../shared/invoices/store.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import type { Write } from '../../../shared/kernel/storage.ts';
import { scoreById } from '../../../shared/risk/store.ts';
import { aCustomer, anInvoice } from '../../support/drawn.ts';
import { deps as depsOf, openBooks, TENANT, type Books } from '../bank/books.ts';

let books: Books;
let table: typeof import('../../../shared/runtime/table.ts');
let keeping: typeof import('../../../shared/collecting/keeping.ts');
let risk: typeof import('../../../shared/risk/actions.ts');
beforeAll(async () => {
  books = await openBooks();
  table = await import('../../../shared/runtime/table.ts');
  keeping = await import('../../../shared/collecting/keeping.ts');
  risk = await import('../../../shared/risk/actions.ts');
});
afterAll(() => books.close());
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0, meanwhile: undefined }));

/** Long after the invoice of `anInvoice` was due. */
const deps = depsOf({ now: '2026-12-30T04:30:00.000Z' });
const does = async (...writes: Write[]) =>
  expect(await table.commit(deps, { action: 'test' }, writes)).toMatchObject({ ok: true });
let serial = 0;
const customer = async (): Promise<Customer> => {
  const id = idFrom('cus', 1_760_000_000_000 + (serial += 1), new Uint8Array(10));
  const one = aCustomer({ id, externalId: id });
  await does(...putCustomer(TENANT, one));
  return one;
};
const owes = ({ id }: Customer, at: number) =>
  does(putInvoice(TENANT, anInvoice(100 * serial + at, 11_900, { customerId: id })));
const rowOf = ({ id }: Customer) => table.read(rowById(TENANT, id));
const scores = (also: Parameters<typeof risk.scoreAfterPayment>[0], { id }: Customer) =>
  risk.scoreAfterPayment(also)({ customerId: id }, deps);

test('a row is what it is anew, of what its score was made of', async () => {
  const one = await customer();
  await owes(one, 1);
  await scores(keeping.keepRow, one);
  const row = await rowOf(one);
  expect(row).toMatchObject({ version: 1, overdue: [{ minor: 11_900, currency: 'EUR' }] });
  expect(row).toEqual({ ...(await keeping.rowNow(one, deps)), version: 1 });
  await scores(keeping.keepRow, one);
  expect(await rowOf(one)).toEqual(row);
});

test('for who owes nothing and is not on the list nothing is asked for beside its score', async () => {
  const [one, other] = [await customer(), await customer()];
  const callsOf = async (also: Parameters<typeof scores>[0], who: Customer) => {
    books.fault.calls = 0;
    await scores(also, who);
    return books.fault.calls;
  };
  await callsOf(keeping.keepRow, one);
  const alone = await callsOf(async (_, score) => score(), other);
  expect(await callsOf(keeping.keepRow, await customer())).toBe(alone + 1);
  expect(await rowOf(one)).toBeUndefined();
});

test('a worker keeps a row only for who is on the list', async () => {
  const one = await customer();
  await owes(one, 1);
  await scores(keeping.keepListed, one);
  expect([await table.read(scoreById(TENANT, one.id)), await rowOf(one)]).toMatchObject([
    { customerId: one.id },
    undefined,
  ]);
  await scores(keeping.keepRow, one);
  await owes(one, 2);
  await scores(keeping.keepListed, one);
  expect((await rowOf(one))?.overdue).toEqual([{ minor: 23_800, currency: 'EUR' }]);
});

test('whoever keeps a row by newer books meanwhile is not replaced by older ones', async () => {
  const one = await customer();
  await owes(one, 1);
  await scores(keeping.keepRow, one);
  await scores(async (who, score, own) => {
    const late = async () => {
      const scored = await score();
      await owes(one, 2);
      await scores(keeping.keepRow, one);
      return scored;
    };
    return keeping.keepRow(who, late, own);
  }, one);
  expect(await rowOf(one)).toMatchObject({ version: 2, overdue: [{ minor: 23_800, currency: 'EUR' }] });
});
