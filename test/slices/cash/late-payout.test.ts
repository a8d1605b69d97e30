/** A payout that is announced after the bank brought it, wherever the announcement falls between the line's own steps. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BankLine } from '../../../shared/bank/statement.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { base64, camt, deps, openBooks, TENANT, type Books } from '../bank/books.ts';
import { CUSTOMER } from './invoice.ts';

const IBAN = 'CH9300762011623852957';
let books: Books;
let bank: typeof import('../../../shared/bank/actions.ts') & typeof import('../../../shared/bank/reading.ts');
let cash: typeof import('../../../shared/cash/actions.ts');
let deciding: typeof import('../../../shared/cash/deciding.ts');
let table: typeof import('../../../shared/runtime/table.ts');
let payments: typeof import('../../../shared/payments/store.ts');
beforeAll(async () => {
  books = await openBooks();
  [bank, cash, deciding, table, payments] = [
    {
      ...(await import('../../../shared/bank/actions.ts')),
      ...(await import('../../../shared/bank/reading.ts')),
    },
    await import('../../../shared/cash/actions.ts'),
    await import('../../../shared/cash/deciding.ts'),
    await import('../../../shared/runtime/table.ts'),
    await import('../../../shared/payments/store.ts'),
  ];
  const { putCustomer } = await import('../../../shared/customers/store.ts');
  await table.commit(
    deps(),
    { action: 'test.customer' },
    putCustomer(TENANT, {
      id: CUSTOMER,
      version: 1,
      source: 'shop',
      externalId: 'C1',
      name: 'Müller',
      emails: ['a@example.com'],
      language: 'en',
      currency: 'EUR',
      paymentTermsDays: 30,
      address: { line1: 'x', postalCode: '1', city: 'y', country: 'DE' },
      ibans: [IBAN],
      createdAt: deps().now,
      updatedAt: deps().now,
    }),
  );
});
afterAll(() => books.close());
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0, meanwhile: undefined }));

let serial = 0;
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.value;
};
const account = async (name: string): Promise<number> =>
  (await books.entries())
    .flatMap(({ lines }) => lines)
    .filter((line) => line.account === name)
    .reduce((sum, { minor }) => sum + minor, 0);
/** The accounts that a late payout touches, in their order: bank, fees, clearing, and what is owed to somebody. */
const balances = () => Promise.all(['bank', 'fees', 'clearing', 'unidentified', 'unapplied'].map(account));
/** A line over 97.00 that names a payout, read and not yet decided; and the announcement of that payout over 100.00. */
const brought = async (from: { name?: string; iban?: string } = { name: 'Provider' }) => {
  const reference = `po_late${String(++serial).padStart(8, '0')}`;
  const known = new Set((await books.facts('bank.line_received')).map(({ subject }) => subject));
  const content = camt({
    id: reference,
    movements: [{ amount: '97.00', text: `PAYOUT ${reference}`, bankRef: reference, from }],
  });
  value(
    await bank.readStatement(
      {
        statementId: value(await bank.actions.importStatement({ content: base64(content) } as never, deps()))
          .id,
      },
      deps(),
    ),
  );
  const lineId = (await books.facts('bank.line_received'))
    .map(({ subject }) => subject)
    .find((id) => !known.has(id))!;
  const announced = () =>
    table.commit(deps(), { action: 'test.payout' }, [
      payments.putPayout(TENANT, {
        reference,
        version: 1,
        provider: 'stripe',
        currency: 'EUR',
        grossMinor: 10_000,
        feeMinor: 300,
        netMinor: 9_700,
        arrivalDate: '2026-03-09',
        items: [],
        state: 'EXPECTED',
      }),
    ]);
  const line = async (): Promise<BankLine> =>
    value(await bank.actions.getLine({ id: lineId } as never, deps()));
  return {
    reference,
    lineId,
    announced,
    line,
    match: () => deciding.matching()({ lineId }, deps()),
    hear: () => deciding.matchPayout({ reference }, deps()),
  };
};
const moved = (before: readonly number[], after: readonly number[]) =>
  after.map((minor, index) => minor - before[index]!);

test('the receipt becomes the payout in one commit, once, however often the announcement comes', async () => {
  const before = await balances();
  const { reference, announced, line, match, hear } = await brought();
  value(await match());
  expect(moved(before, await balances())).toEqual([9_700, 0, 0, -9_700, 0]);
  expect(value(await hear())).toBeUndefined();
  expect(await line()).toMatchObject({ state: 'EXCEPTION', version: 2 });
  await announced();
  const entries = (await books.entries()).length;
  for (const result of await Promise.all([hear(), hear(), hear()])) value(result);
  expect(await line()).toMatchObject({ state: 'MATCHED', version: 3, match: { tier: 'payout' } });
  expect(moved(before, await balances())).toEqual([9_700, 300, -10_000, 0, 0]);
  expect((await books.entries()).length).toBe(entries + 1);
  // Booked on the day on which it is known: what was said of the days before stays true.
  expect((await books.entries()).find(({ source }) => source === reference)).toMatchObject({
    kind: 'payout',
    on: '2026-03-10',
  });
  expect(await table.read(payments.paymentById(TENANT, (await line()).paymentId!))).toMatchObject({
    payout: reference,
    unapplied: { minor: 0 },
    allocations: [],
  });
});

test('money that was kept for a customer frees no credit any more', async () => {
  const { creditOf } = await import('../../../shared/credit/store.ts');
  const exposure = async () => (await table.read(creditOf(TENANT, CUSTOMER, 'EUR')))?.exposure.minor ?? 0;
  const before = await balances();
  const { announced, match, hear } = await brought({ iban: IBAN });
  value(await match());
  expect([await exposure(), moved(before, await balances())]).toEqual([-9_700, [9_700, 0, 0, 0, -9_700]]);
  await announced();
  value(await hear());
  expect([await exposure(), moved(before, await balances())]).toEqual([0, [9_700, 300, -10_000, 0, 0]]);
});

test('what a person decided meanwhile stands', async () => {
  const { announced, line, match, hear, lineId } = await brought();
  value(await match());
  value(await cash.actions.matchLine({ id: lineId, allocations: [], customerId: CUSTOMER } as never, deps()));
  const before = await balances();
  await announced();
  value(await hear());
  expect(await line()).toMatchObject({ state: 'MATCHED', match: { tier: 'person' } });
  expect(await balances()).toEqual(before);
});

test('whichever two calls of the line’s decision the announcement falls between, neither misses the other', async () => {
  for (let at = 1, between = true; between; at++) {
    const before = await balances();
    const { announced, line, match, hear } = await brought();
    between = false;
    const meanwhile = async () => {
      between = true;
      await announced();
      value(await hear());
    };
    Object.assign(books.fault, { at, calls: 0, meanwhile });
    value(await match());
    Object.assign(books.fault, { at: 0 });
    if (!between) {
      expect(at).toBeGreaterThan(3);
      continue;
    }
    expect([at, await line()]).toMatchObject([at, { state: 'MATCHED', match: { tier: 'payout' } }]);
    expect(moved(before, await balances())).toEqual([9_700, 300, -10_000, 0, 0]);
  }
});

test.each(['before', 'after'] as const)(
  'wherever a call fails %s its effect, hearing it again ends in the same books',
  async (when) => {
    for (let at = 1, broken = true; broken; at++) {
      const before = await balances();
      const { announced, line, match, hear } = await brought();
      value(await match());
      await announced();
      Object.assign(books.fault, { at, calls: 0, when });
      broken = await hear().then(
        () => false,
        () => true,
      );
      Object.assign(books.fault, { at: 0 });
      value(await hear());
      expect(await line()).toMatchObject({ state: 'MATCHED', version: 3 });
      expect(moved(before, await balances())).toEqual([9_700, 300, -10_000, 0, 0]);
      expect(at).toBeLessThan(12);
    }
  },
);
