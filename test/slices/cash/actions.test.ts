import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { BankLineReceived, type BankLine } from '../../../shared/bank/statement.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { money } from '../../../shared/kernel/money.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import { base64, camt, deps, openBooks, TENANT, type Books, type Movement } from '../bank/books.ts';
import { CUSTOMER, invoice } from './invoice.ts';

const OTHER = CUSTOMER.replace(/1$/, '2') as Invoice['customerId'];
const IBANS = { [CUSTOMER]: 'CH9300762011623852957', [OTHER]: 'AT611904300234573201' };

let books: Books;
let bank: typeof import('../../../shared/bank/actions.ts') & typeof import('../../../shared/bank/reading.ts');
let cash: typeof import('../../../shared/cash/actions.ts');
let deciding: typeof import('../../../shared/cash/deciding.ts');
let table: typeof import('../../../shared/runtime/table.ts');
const store = async () => ({
  ...(await import('../../../shared/invoices/store.ts')),
  ...(await import('../../../shared/credit/store.ts')),
  ...(await import('../../../shared/payments/store.ts')),
  ...(await import('../../../shared/customers/store.ts')),
  ...(await import('../../../shared/bank/store.ts')),
});
beforeAll(async () => {
  books = await openBooks();
  [bank, cash, deciding, table] = [
    {
      ...(await import('../../../shared/bank/actions.ts')),
      ...(await import('../../../shared/bank/reading.ts')),
    },
    await import('../../../shared/cash/actions.ts'),
    await import('../../../shared/cash/deciding.ts'),
    await import('../../../shared/runtime/table.ts'),
  ];
  const { putCustomer } = await store();
  for (const [index, id] of [CUSTOMER, OTHER].entries())
    await table.commit(
      deps(),
      { action: 'test.customer' },
      putCustomer(TENANT, {
        id,
        version: 1,
        source: 'shop',
        externalId: `C${index}`,
        name: index === 0 ? 'Müller Maschinenbau GmbH' : 'Huber AG',
        emails: ['a@example.com'],
        language: 'en',
        currency: 'EUR',
        paymentTermsDays: 30,
        address: { line1: 'x', postalCode: '1', city: 'y', country: 'DE' },
        ibans: [IBANS[id]!],
        createdAt: deps().now,
        updatedAt: deps().now,
      }),
    );
});
afterAll(() => books.close());
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0 }));

let ordinal = 0;
/** An issued invoice with its number, its entry and its exposure. */
const issued = async (
  minor: number,
  customerId = CUSTOMER,
  over: Partial<Invoice> = {},
): Promise<Invoice> => {
  const head = invoice(++ordinal, minor, {
    customerId,
    ...over,
    ...(customerId === OTHER && { customerName: 'Huber AG' }),
  });
  const { putInvoice, moveExposure } = await store();
  const entry = {
    entity: 'main',
    on: head.issuedOn,
    currency: 'EUR',
    kind: 'invoice',
    source: head.number,
    memo: '',
    lines: [
      { account: 'receivables', minor, customerId, invoiceId: head.id, dueOn: head.dueOn },
      { account: 'revenue', minor: 0 - minor },
    ],
  };
  const kept = await table.commit(deps(), { action: 'test.issue', entry }, [
    putInvoice(TENANT, head),
    ...moveExposure(TENANT, customerId, 'EUR', minor),
    {
      put: { pk: `${TENANT}#NUMBER#${head.number}`, sk: 'NUMBER', kind: 'number', documentId: head.id },
      if: 'absent',
      clash: 'test.number',
      about: head.number,
    },
  ]);
  expect(kept.ok).toBe(true);
  return head;
};

let files = 0;
/** The bank brings movements; their lines are read but not yet matched. */
const received = async (...movements: Movement[]): Promise<string[]> => {
  const before = new Set((await books.facts('bank.line_received')).map(({ subject }) => subject));
  const statement = value(
    await bank.actions.importStatement(
      {
        content: base64(
          camt({
            id: `F${++files}`,
            movements: movements.map((each, index) => ({ bankRef: `F${files}-${index}`, ...each })),
          }),
        ),
      } as never,
      deps(),
    ),
  );
  value(await bank.readStatement({ statementId: (statement as { id: string }).id }, deps()));
  return (await books.facts('bank.line_received'))
    .map(({ subject }) => subject)
    .filter((id) => !before.has(id));
};
const transfers = async (movement: Movement): Promise<BankLine> =>
  value(await deciding.matching()({ lineId: (await received(movement))[0]! }, deps()));
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.value;
};
const code = (result: Result<unknown>): string => (result.ok ? 'ok' : result.code);
const now = async (head: Invoice): Promise<Invoice> =>
  (await table.read((await store()).invoiceById(TENANT, head.id)))!;
const paymentOf = async ({ paymentId }: BankLine): Promise<Payment | undefined> =>
  table.read((await store()).paymentById(TENANT, paymentId!));
const exposure = async (customer: string): Promise<number> =>
  (await table.read((await store()).creditOf(TENANT, customer, 'EUR')))?.exposure.minor ?? 0;
const account = async (name: string, customerId?: string): Promise<number> =>
  (await books.entries())
    .flatMap(({ lines }) => lines)
    .filter((line) => line.account === name && (customerId === undefined || line.customerId === customerId))
    .reduce((sum, { minor }) => sum + minor, 0);

/** What must hold after everything: entries balance, receivables are what is open, exposure is open less unapplied. */
const holds = async (): Promise<void> => {
  for (const { lines } of await books.entries())
    expect(lines.reduce((sum, { minor }) => sum + minor, 0)).toBe(0);
  const { invoices, payments } = await store();
  const heads = await table.all(invoices(TENANT));
  const receipts = await table.all(payments(TENANT));
  expect(await account('receivables')).toBe(heads.reduce((sum, { open }) => sum + open.minor, 0));
  for (const customer of [CUSTOMER, OTHER]) {
    const owed = heads
      .filter(({ customerId }) => customerId === customer)
      .reduce((sum, { open }) => sum + open.minor, 0);
    const unapplied = receipts
      .filter(({ customerId }) => customerId === customer)
      .reduce((sum, { unapplied: rest }) => sum + rest.minor, 0);
    expect(await account('receivables', customer), `receivables of ${customer}`).toBe(owed);
    expect(0 - (await account('unapplied', customer)), `unapplied of ${customer}`).toBe(unapplied);
    expect(await exposure(customer), `exposure of ${customer}`).toBe(owed - unapplied);
  }
  expect(0 - (await account('unidentified'))).toBe(
    receipts
      .filter(({ customerId }) => customerId === undefined)
      .reduce((sum, { unapplied: rest }) => sum + rest.minor, 0),
  );
};

describe('a line that comes in', () => {
  test('with a checked reference pays its invoice: one commit, value date, booking date, reason', async () => {
    const head = await issued(11_900);
    const line = await transfers({
      amount: '119.00',
      reference: head.reference,
      on: '2026-03-09',
      valueOn: '2026-03-08',
    });
    expect(line).toMatchObject({
      state: 'MATCHED',
      version: 2,
      match: { tier: 'reference', by: 'tester', reason: `The line names ${head.number}.` },
    });
    expect(await now(head)).toMatchObject({ state: 'PAID', open: { minor: 0 } });
    expect(await paymentOf(line)).toMatchObject({
      method: 'bank_transfer',
      paidOn: '2026-03-08',
      bookedOn: '2026-03-09',
      customerId: CUSTOMER,
      source: { kind: 'bank_line', id: line.id },
    });
    expect((await books.entries()).at(-1)).toMatchObject({
      kind: 'receipt',
      on: '2026-03-09',
      lines: [
        { account: 'bank', minor: 11_900 },
        {
          account: 'receivables',
          minor: -11_900,
          invoiceId: head.id,
          customerId: CUSTOMER,
          dueOn: head.dueOn,
        },
      ],
    });
    expect((await books.facts('invoice.paid')).at(-1)).toMatchObject({ subject: head.id });
    expect((await books.facts('payment.received')).at(-1)?.data).toMatchObject({
      allocations: [{ number: head.number, amount: { minor: 11_900 }, open: { minor: 0 } }],
    });
    await holds();
  });

  test('in part leaves the rest open; the second transfer closes it and what is over is unapplied', async () => {
    const head = await issued(11_900);
    await transfers({ amount: '100.00', text: head.number });
    expect(await now(head)).toMatchObject({ state: 'PART_PAID', open: { minor: 1_900 } });
    const second = await transfers({ amount: '20.00', text: head.number });
    expect(await now(head)).toMatchObject({ state: 'PAID' });
    expect(await paymentOf(second)).toMatchObject({ unapplied: { minor: 100 } });
    await holds();
  });

  test('delivered twice, and twice at once, books once', async () => {
    const head = await issued(5_000);
    const [id] = await received({ amount: '50.00', reference: head.reference });
    const results = await Promise.all([1, 2, 3].map(() => deciding.matching()({ lineId: id! }, deps())));
    expect(results.map(code)).toEqual(['ok', 'ok', 'ok']);
    expect((await now(head)).settlements).toHaveLength(1);
    await holds();
  });

  test('two lines for one invoice at the same moment: the second is over and stays unapplied', async () => {
    const head = await issued(5_000);
    const ids = await received(
      { amount: '50.00', reference: head.reference },
      { amount: '50.00', reference: head.reference },
    );
    const lines = (await Promise.all(ids.map((lineId) => deciding.matching()({ lineId }, deps())))).map(
      value,
    );
    expect(lines.map(({ state }) => state).sort()).toEqual(['EXCEPTION', 'MATCHED']);
    expect(await paymentOf(lines.find(({ state }) => state === 'EXCEPTION')!)).toMatchObject({
      customerId: CUSTOMER,
      unapplied: { minor: 5_000 },
    });
    await holds();
  });

  test('from a known account with the exact amount pays the one invoice that it can be', async () => {
    const head = await issued(7_777);
    expect(
      await transfers({ amount: '77.77', text: 'thank you', from: { iban: IBANS[CUSTOMER]! } }),
    ).toMatchObject({ state: 'MATCHED', match: { tier: 'payer' } });
    expect(await now(head)).toMatchObject({ state: 'PAID' });
    await holds();
  });

  test('that nobody knows is unidentified, and waits with its reason', async () => {
    const line = await transfers({ amount: '12.34', text: 'hello', from: { name: 'Nobody' } });
    expect(line).toMatchObject({ state: 'EXCEPTION', match: { tier: 'none' } });
    expect((await paymentOf(line))?.customerId).toBeUndefined();
    const page = value(await cash.actions.listExceptions({ limit: 100 } as never, deps()));
    expect(page.data.map(({ id }) => id)).toContain(line.id);
    await holds();
  });

  test('that takes money away is put aside and books nothing', async () => {
    const before = (await books.entries()).length;
    expect(await transfers({ amount: '-40.00', text: 'rent' })).toMatchObject({ state: 'IGNORED' });
    expect((await books.entries()).length).toBe(before);
    const back = await transfers({ amount: '-40.00', text: 'return', reversal: true });
    expect(back).toMatchObject({ state: 'EXCEPTION' });
    expect(code(await cash.actions.matchLine({ id: back.id, allocations: [] } as never, deps()))).toBe(
      'cash.no_receipt',
    );
    expect(
      value(await cash.actions.dismissLine({ id: back.id, reason: 'seen' } as never, deps())),
    ).toMatchObject({ state: 'IGNORED', match: { tier: 'person' } });
  });

  test('that is a provider’s payout clears the card payments and is never taken twice', async () => {
    const { putPayout, payoutByReference } = await store();
    await table.commit(deps(), { action: 'test.payout' }, [
      putPayout(TENANT, {
        reference: 'po_abcdefgh12',
        version: 1,
        provider: 'stripe',
        currency: 'EUR',
        grossMinor: 10_000,
        feeMinor: 320,
        netMinor: 9_680,
        arrivalDate: '2026-03-09',
        items: [],
        state: 'EXPECTED',
      }),
    ]);
    const clearing = await account('clearing');
    const line = await transfers({ amount: '96.80', text: 'STRIPE PO_ABCDEFGH12' });
    expect(line).toMatchObject({ state: 'MATCHED', match: { tier: 'payout' } });
    expect((await account('clearing')) - clearing).toBe(-10_000);
    expect(await account('fees')).toBe(320);
    expect(await table.read(payoutByReference(TENANT, 'po_abcdefgh12'))).toMatchObject({
      state: 'RECONCILED',
      bankLineId: line.id,
    });
    expect(await transfers({ amount: '96.80', text: 'STRIPE po_abcdefgh12' })).toMatchObject({
      state: 'EXCEPTION',
    });
    expect(code(await cash.actions.unmatchLine({ id: line.id, reason: 'x' } as never, deps()))).toBe(
      'cash.payout',
    );
    await holds();
  });
});

describe('a person', () => {
  test('matches what was unidentified, over two invoices, with a rest on account', async () => {
    const [one, two] = [await issued(3_000), await issued(2_000)];
    const line = await transfers({ amount: '60.00', text: 'two invoices', from: { name: 'Somebody' } });
    const after = value(
      await cash.actions.matchLine(
        {
          id: line.id,
          allocations: [{ invoiceId: one.id }, { invoiceId: two.id, amount: money(1_500, 'EUR') }],
        } as never,
        deps(),
      ),
    );
    expect(after).toMatchObject({
      state: 'MATCHED',
      match: { tier: 'person', evidence: [`Before: ${line.match!.reason}`] },
    });
    expect([await now(one), await now(two)].map(({ state }) => state)).toEqual(['PAID', 'PART_PAID']);
    expect(await paymentOf(after)).toMatchObject({ customerId: CUSTOMER, unapplied: { minor: 1_500 } });
    await holds();
    expect(
      value(
        await cash.actions.matchLine({ id: line.id, allocations: [{ invoiceId: two.id }] } as never, deps()),
      ).state,
    ).toBe('MATCHED');
    expect(await now(two)).toMatchObject({ state: 'PAID' });
    await holds();
  });

  test('takes a match back by a reversal, and gives the money to whom it belongs', async () => {
    const [wrong, right] = [await issued(4_000), await issued(4_000, OTHER)];
    const line = await transfers({ amount: '40.00', reference: wrong.reference });
    const entries = (await books.entries()).length;
    const back = value(
      await cash.actions.unmatchLine({ id: line.id, reason: 'the payer meant Huber' } as never, deps()),
    );
    expect(back).toMatchObject({ state: 'EXCEPTION', match: { candidates: [{ invoiceId: wrong.id }] } });
    expect(await now(wrong)).toMatchObject({ state: 'ISSUED', open: { minor: 4_000 }, dueOn: wrong.dueOn });
    expect((await books.entries()).length).toBe(entries + 1);
    expect((await books.facts('invoice.reopened')).at(-1)).toMatchObject({ subject: wrong.id });
    await holds();
    value(
      await cash.actions.matchLine({ id: line.id, allocations: [{ invoiceId: right.id }] } as never, deps()),
    );
    expect(await now(right)).toMatchObject({ state: 'PAID' });
    await holds();
    expect(
      code(
        await cash.actions.matchLine(
          { id: line.id, allocations: [{ invoiceId: wrong.id }] } as never,
          deps(),
        ),
      ),
    ).toBe('cash.nothing_left');
  });

  test('leaves money on account', async () => {
    const known = await transfers({ amount: '1.11', from: { iban: IBANS[CUSTOMER]! } });
    expect(known).toMatchObject({ state: 'EXCEPTION' });
    expect(
      value(
        await cash.actions.matchLine(
          { id: known.id, allocations: [], customerId: CUSTOMER } as never,
          deps(),
        ),
      ).state,
    ).toBe('MATCHED');
    const unknown = await transfers({ amount: '2.22', from: { name: 'Nobody' } });
    expect(
      value(
        await cash.actions.matchLine({ id: unknown.id, allocations: [], customerId: OTHER } as never, deps()),
      ).state,
    ).toBe('MATCHED');
    expect(await paymentOf(unknown)).toBeDefined();
    await holds();
    expect(
      value(await cash.actions.unmatchLine({ id: unknown.id, reason: 'not Huber' } as never, deps())).state,
    ).toBe('EXCEPTION');
    await holds();
  });

  test('is refused with a code, and nothing moves', async () => {
    const line = await transfers({ amount: '3.33', from: { name: 'Nobody' } });
    const strange = 'inv_01zzzzzzzzzzzzzzzzzzzzzzzz';
    const before = (await books.entries()).length;
    expect(
      code(
        await cash.actions.matchLine(
          { id: 'bln_01zzzzzzzzzzzzzzzzzzzzzzzz', allocations: [] } as never,
          deps(),
        ),
      ),
    ).toBe('cash.line_unknown');
    expect(
      code(
        await cash.actions.matchLine({ id: line.id, allocations: [{ invoiceId: strange }] } as never, deps()),
      ),
    ).toBe('cash.invoice_unknown');
    expect(
      code(
        await cash.actions.matchLine(
          { id: line.id, allocations: [], customerId: 'cus_01zzzzzzzzzzzzzzzzzzzzzzzz' } as never,
          deps(),
        ),
      ),
    ).toBe('cash.customer_unknown');
    expect(code(await cash.actions.matchLine({ id: line.id, allocations: [] } as never, deps()))).toBe(
      'cash.nothing_named',
    );
    expect(code(await cash.actions.unmatchLine({ id: line.id, reason: 'x' } as never, deps()))).toBe(
      'cash.not_matched',
    );
    expect(code(await cash.actions.dismissLine({ id: line.id, reason: 'x' } as never, deps()))).toBe(
      'cash.not_dismissible',
    );
    expect((await books.entries()).length).toBe(before);
  });

  test('suggestions show what is open now', async () => {
    const [one, two] = [await issued(6_500), await issued(6_500)];
    const line = await transfers({ amount: '65.00', from: { iban: IBANS[CUSTOMER]! } });
    expect(
      line
        .match!.candidates.slice(0, 2)
        .map(({ number }) => number)
        .sort(),
    ).toEqual([one.number, two.number]);
    await transfers({ amount: '65.00', reference: one.reference });
    const page = value(await cash.actions.listExceptions({ limit: 100 } as never, deps()));
    expect(
      page.data.find(({ id }) => id === line.id)!.match!.candidates.map(({ number }) => number),
    ).not.toContain(one.number);
    await holds();
  });
});

describe('what is learned and what is let go', () => {
  const match = async (line: BankLine, head: Invoice) =>
    value(
      await cash.actions.matchLine({ id: line.id, allocations: [{ invoiceId: head.id }] } as never, deps()),
    );
  test('a payer whom a person named is known the next time; one that was taken back is doubted for months', async () => {
    const from = { name: 'Treuhand Basel', iban: 'CH5604835012345678009' };
    const [first, second, third] = [await issued(71_113), await issued(72_227), await issued(73_331)];
    await match(await transfers({ amount: '711.13', from }), first);
    const known = await transfers({ amount: '722.27', from });
    expect(known).toMatchObject({ state: 'MATCHED', match: { tier: 'alias' } });
    expect(await now(second)).toMatchObject({ state: 'PAID' });
    value(await cash.actions.unmatchLine({ id: known.id, reason: 'not theirs' } as never, deps()));
    expect(await now(second)).toMatchObject({ state: 'ISSUED' });
    const doubted = await transfers({ amount: '733.31', from });
    expect(doubted).toMatchObject({
      state: 'EXCEPTION',
      match: { proposals: [{ invoices: [{ number: third.number }], points: 55 }] },
    });
    await holds();

    const accepted = value(await cash.actions.acceptLine({ id: doubted.id, proposal: 0 } as never, deps()));
    expect(accepted).toMatchObject({ state: 'MATCHED', match: { tier: 'person' } });
    expect(await now(third)).toMatchObject({ state: 'PAID' });
    expect(code(await cash.actions.acceptLine({ id: doubted.id, proposal: 0 } as never, deps()))).toBe(
      'cash.no_proposal',
    );
    await holds();
  });

  test('a payer of exactly a customer’s name is found by it, until somebody says that it is another', async () => {
    const { underKey, putKeyOf } = await store();
    const { hiddenKey } = await import('../../../shared/runtime/context.ts');
    const { keysOfName } = await import('../../../shared/customers/likeness.ts');
    const key = hiddenKey(TENANT, keysOfName('Müller Maschinenbau GmbH', 'DE')[0]!);
    await table.commit(deps(), { action: 'test.key' }, [putKeyOf(TENANT, key, CUSTOMER)]);
    expect((await table.list(underKey(TENANT, key), { limit: 5 })).data).toEqual([CUSTOMER]);
    const from = { name: 'MUELLER MASCHINENBAU', iban: 'DE75512108001245126199' };
    const [one, two] = [await issued(81_119), await issued(82_223)];
    const line = await transfers({ amount: '811.19', from });
    expect(line).toMatchObject({ state: 'MATCHED', match: { tier: 'name' } });
    expect(await now(one)).toMatchObject({ state: 'PAID' });
    value(await cash.actions.unmatchLine({ id: line.id, reason: 'a namesake' } as never, deps()));
    expect(await transfers({ amount: '822.23', from })).toMatchObject({ state: 'EXCEPTION' });
    expect(await now(two)).toMatchObject({ state: 'ISSUED' });
    await holds();
  });

  test('a charge from abroad is let go by the rules, within the month’s cap, and comes back with the match', async () => {
    const rules = {
      margin: 20,
      tolerances: [{ kind: 'bank_charge', upTo: [money(1_500, 'EUR')], percent: '5' }],
      monthlyPerCustomer: [money(1_600, 'EUR')],
      learnFromReferences: true,
    };
    value(await cash.actions.setMatchingRules(rules as never, deps()));
    expect(value(await cash.actions.getMatchingRules({}, deps()))).toMatchObject({ version: 1 });
    // The worker remembers for thirty seconds that there were none.
    const now0 = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => now0() + 31_000);
    const abroad = { iban: 'CH3908704016075473007' };
    const [one, two] = [await issued(50_000), await issued(50_001)];
    const line = await transfers({ amount: '490.00', reference: one.reference, from: abroad });
    expect(line).toMatchObject({ state: 'MATCHED' });
    expect(await now(one)).toMatchObject({ state: 'PAID', open: { minor: 0 } });
    expect(await account('bankCharges')).toBe(1_000);
    await holds();

    // Another ten would pass the cap of sixteen: the rest stays open.
    await transfers({ amount: '490.01', reference: two.reference, from: abroad });
    expect(await now(two)).toMatchObject({ state: 'PART_PAID', open: { minor: 1_000 } });
    value(await cash.actions.unmatchLine({ id: line.id, reason: 'wrong' } as never, deps()));
    expect(await now(one)).toMatchObject({ state: 'ISSUED', open: { minor: 50_000 } });
    expect(await account('bankCharges')).toBe(0);
    const three = await issued(60_000);
    await transfers({ amount: '585.00', reference: three.reference, from: abroad });
    expect(await now(three)).toMatchObject({ state: 'PAID' });
    expect(await account('bankCharges')).toBe(1_500);
    // An account that paid by a reference is known from then on; the first one is not, because a match from it was wrong.
    const [four, five] = [await issued(61_117), await issued(62_119)];
    const fresh = { iban: 'CH2108307000289537320' };
    await transfers({ amount: '621.19', reference: five.reference, from: fresh });
    expect(await transfers({ amount: '611.17', from: abroad })).toMatchObject({ state: 'EXCEPTION' });
    expect(await transfers({ amount: '611.17', from: fresh })).toMatchObject({ match: { tier: 'alias' } });
    expect(await now(four)).toMatchObject({ state: 'PAID' });
    vi.restoreAllMocks();
    await holds();
  });

  test('remittance advice settles money that comes after it, and money that waits for it', async () => {
    const advise = async (minor: number, claims: object[], more: object = { customerId: CUSTOMER }) =>
      cash.actions.receiveRemittance(
        { amount: money(minor, 'EUR'), paidOn: '2026-03-09', claims, ...more } as never,
        deps(),
      );
    const from = { iban: IBANS[CUSTOMER]! };
    const [one, two, three] = [await issued(90_111), await issued(90_222), await issued(90_333)];
    // The money is first: of three invoices two are meant in part, which no amount says.
    const early = await transfers({ amount: '1500.00', from });
    expect(early).toMatchObject({ state: 'EXCEPTION' });
    const late = value(
      await advise(150_000, [
        { number: one.number, amount: money(70_000, 'EUR') },
        { number: two.number, amount: money(80_000, 'EUR') },
      ]),
    );
    const again = () => deciding.matchRemittance({ remittanceId: late.id }, deps());
    value(await again());
    value(await again());
    expect(value(await bank.actions.getLine({ id: early.id } as never, deps()))).toMatchObject({
      state: 'MATCHED',
      match: { tier: 'advice' },
    });
    expect([await now(one), await now(two)].map(({ open: { minor } }) => minor)).toEqual([20_111, 10_222]);
    const [kept] = value(await cash.actions.listRemittances({ limit: 1 } as never, deps())).data;
    expect(kept).toMatchObject({ id: late.id, state: 'JOINED', bankLineId: early.id });

    // The advice is first, as the text of a mail, and known by the account.
    value(
      await advise(50_333, undefined as never, {
        payerIban: IBANS[CUSTOMER],
        text: `Rechnung ${three.number} Abschlag 503,33`,
      }),
    );
    expect(await transfers({ amount: '503.33', from })).toMatchObject({ match: { tier: 'advice' } });
    expect(await now(three)).toMatchObject({ open: { minor: 40_000 } });
    await holds();
    expect([
      code(await advise(1, [], { text: 'nothing', claims: undefined, customerId: CUSTOMER })),
      code(await advise(1, [{ number: one.number }], {})),
      code(await advise(1, [{ number: one.number }], { customerId: `cus_${'9'.repeat(26)}` })),
    ]).toEqual(['cash.nothing_claimed', 'cash.no_payer', 'cash.customer_unknown']);
  });

  test('advice that comes at any moment of the decision of its line is not missed, also where the decision breaks then', async () => {
    for (let at = 1, between = true; between; at++) {
      const [one, two] = [await issued(70_000 + at), await issued(80_000 + at)];
      const [lineId] = await received({
        amount: `1400.${String(at).padStart(2, '0')}`,
        from: { iban: IBANS[CUSTOMER]! },
      });
      const claims = [
        { number: one.number, amount: money(70_000, 'EUR') },
        { number: two.number, amount: money(70_000 + at, 'EUR') },
      ];
      between = false;
      const meanwhile = async () => {
        between = true;
        const said = {
          amount: money(140_000 + at, 'EUR'),
          paidOn: '2026-03-09',
          claims,
          customerId: CUSTOMER,
        };
        const { id } = value(await cash.actions.receiveRemittance(said as never, deps()));
        value(await deciding.matchRemittance({ remittanceId: id }, deps()));
        // The next call breaks, and the message comes again.
        Object.assign(books.fault, {
          at: at % 2 === 0 ? books.fault.calls + 1 : 0,
          when: 'after',
          meanwhile: undefined,
        });
      };
      Object.assign(books.fault, { at, calls: 0, meanwhile });
      const match = () => deciding.matching()({ lineId: lineId! }, deps());
      await match().catch(() => undefined);
      Object.assign(books.fault, { at: 0, when: 'before', meanwhile: undefined });
      value(await match());
      if (!between) {
        expect(at).toBeGreaterThan(8);
        continue;
      }
      const line = value(await bank.actions.getLine({ id: lineId } as never, deps()));
      expect([at, line]).toMatchObject([at, { state: 'MATCHED', match: { tier: 'advice' } }]);
    }
    await holds();
  });

  test('a line is given to somebody until a day, and what is decided is parked no more', async () => {
    const head = await issued(4_321);
    const line = await transfers({ amount: '43.22', text: 'who is it' });
    const park = (until: string) =>
      cash.actions.parkLine({ id: line.id, owner: 'ines', until } as never, deps());
    expect([code(await park('2026-03-10')), code(await park('2027-03-12'))]).toEqual([
      'cash.park_until',
      'cash.park_until',
    ]);
    expect(value(await park('2026-03-20'))).toMatchObject({ parked: { owner: 'ines', by: 'tester' } });
    const worklist = async (owner?: string) =>
      value(
        await cash.actions.getWorklist({ limit: 100, ...(owner && { owner }) } as never, deps()),
      ).data.map(({ line: { id } }) => id);
    expect(await worklist()).not.toContain(line.id);
    expect(await worklist('ines')).toEqual([line.id]);
    expect(value(await cash.actions.unparkLine({ id: line.id } as never, deps()))).not.toHaveProperty(
      'parked',
    );
    expect(code(await cash.actions.unparkLine({ id: line.id } as never, deps()))).toBe('cash.not_parked');
    expect(await worklist()).toContain(line.id);
    value(await park('2026-03-20'));
    expect(await match(line, head)).not.toHaveProperty('parked');
    expect(code(await park('2026-03-20'))).toBe('cash.not_waiting');
    await holds();
  });
});

describe('wherever matching breaks, doing it again ends in the same books', () => {
  test.each(['before', 'after'] as const)('a call fails %s its effect', async (when) => {
    for (let at = 1, broken = true; broken; at++) {
      const head = await issued(1_000);
      const [lineId] = await received({
        amount: '10.00',
        text: head.number,
        from: { iban: IBANS[CUSTOMER]! },
      });
      Object.assign(books.fault, { at, calls: 0, when });
      broken = await deciding
        .matching()({ lineId: lineId! }, deps())
        .then(
          () => false,
          () => true,
        );
      Object.assign(books.fault, { at: 0 });
      expect(value(await deciding.matching()({ lineId: lineId! }, deps()))).toMatchObject({
        state: 'MATCHED',
        version: 2,
      });
      expect(await now(head)).toMatchObject({ state: 'PAID', settlements: [{ amount: { minor: 1_000 } }] });
      if (broken) expect(at).toBeLessThan(10);
      else expect(at).toBeGreaterThan(5);
    }
    await holds();
  });
});

describe('lines of one batch', () => {
  type Worker = typeof import('../../../functions/workers/match-cash.ts');
  /** The lines as their queue brings them; ids of those that go back to it. */
  const drained = async (lines: readonly string[], fault = {}): Promise<string[]> => {
    const { handler }: Worker = await import('../../../functions/workers/match-cash.ts');
    const Records = lines.map((lineId, at) => {
      const said = {
        type: BankLineReceived.name,
        subject: lineId,
        data: { lineId, statementId: `stm_${'0'.repeat(26)}` },
      };
      const [id, time, traceid] = [`act_1.${at}`, deps().now, deps().trace];
      const detail = { specversion: '1.0', id, source: 'quittance', time, tenant: TENANT, traceid, ...said };
      return {
        messageId: lineId,
        body: JSON.stringify({ detail }),
        attributes: { ApproximateReceiveCount: '1' },
      };
    });
    Object.assign(books.fault, { calls: 0, ...fault });
    const answer = await handler({ Records } as never, {} as never);
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const lineOf = async (id: string): Promise<BankLine> =>
    (await table.read((await store()).lineById(TENANT, id)))!;
  const ours = { iban: IBANS[CUSTOMER]! };
  const theirs = { iban: IBANS[OTHER]! };

  test('share what they read: a line costs its own commit, the question whose account it is, and a part of eight reads', async () => {
    const heads = [];
    for (let at = 0; at < 10; at++) heads.push(await issued(10_000 + at, at % 2 ? OTHER : CUSTOMER));
    const lines = await received(
      ...heads.map((head, at) => ({
        amount: `100.0${at}`,
        reference: head.reference,
        from: at % 2 ? theirs : ours,
      })),
    );
    await drained([]);
    expect(await drained(lines)).toEqual([]);
    expect(books.fault.calls).toBeLessThanOrEqual(10 + 10 + 8);
    for (const head of heads) expect(await now(head)).toMatchObject({ state: 'PAID', version: 2 });
    await holds();
  });

  test('which name nothing are decided on what the others left open, two of one invoice one after the other', async () => {
    const [first, second] = [await issued(70_010), await issued(70_010)];
    const lines = await received(
      { amount: '700.10', text: 'Danke', from: ours },
      { amount: '700.10', reference: first.reference, from: ours },
      { amount: '700.10', text: first.number, from: ours },
    );
    expect(await drained(lines)).toEqual([]);
    // Alone the first would be of either. Of the two that name one invoice whoever commits first has it, and the other one waits.
    const [unnamed, ...named] = await Promise.all(lines.map(async (id) => (await lineOf(id)).state));
    expect([unnamed, named.toSorted()]).toEqual(['MATCHED', ['EXCEPTION', 'MATCHED']]);
    for (const head of [first, second]) expect(await now(head)).toMatchObject({ state: 'PAID', version: 2 });
    await holds();
  });

  test('whatever call breaks, they are in the books once when those that went back have come again', async () => {
    let broken = 0;
    for (const when of ['before', 'after'] as const)
      for (let at = 1, calls = at; at <= calls; at++) {
        const heads = [await issued(5_000), await issued(6_000, OTHER), await issued(7_000)];
        const lines = await received(
          { amount: '50.00', reference: heads[0]!.reference, from: ours },
          { amount: '60.00', reference: heads[1]!.reference, from: theirs },
          { amount: '70.00', text: heads[2]!.number, from: ours },
          { amount: '80.00', text: 'nothing of ours' },
        );
        const back = await drained(lines, { at, when });
        calls = books.fault.calls;
        Object.assign(books.fault, { at: 0 });
        broken += back.length;
        if (back.length > 0) expect(await drained(back)).toEqual([]);
        for (const head of heads) expect(await now(head)).toMatchObject({ state: 'PAID', version: 2 });
      }
    await holds();
    expect(broken).toBeGreaterThan(10);
  }, 60_000);
});

describe('what is claimed beside invoices', () => {
  const claimed = async () => ({
    ...(await import('../../../shared/claims/store.ts')),
    ...(await import('../../../shared/claims/charging.ts')),
    ...(await import('../../../shared/claims/settling.ts')),
    ...(await import('../../../shared/claims/owing.ts')),
    ...(await import('../../../shared/claims/rules.ts')),
  });
  const eur = (minor: number) => money(minor, 'EUR');
  const RULES = {
    version: 1,
    references: [],
    entities: [
      {
        entity: 'main',
        interest: { rate: 'contract' as const, percent: '10' },
        yearDays: 365 as const,
        buyers: 'businesses' as const,
        compensation: true as const,
        order: 'costs_interest_principal' as const,
        levels: [],
      },
    ],
  };
  beforeAll(async () => {
    const { putLateChargeRules } = await claimed();
    value(await table.commit(deps(), { action: 'test.rules' }, putLateChargeRules(TENANT, RULES)));
  });
  const late = (minor = 100_000) => issued(minor, CUSTOMER, { issuedOn: '2026-01-01', dueOn: '2026-01-31' });
  const fee = async (head: Invoice, minor = 500) =>
    value(
      await (
        await claimed()
      ).chargeOnce(head.id, { kind: 'fee', amount: eur(minor), reason: 'costs' }, deps()),
    );
  const standing = async (head: Invoice) => {
    const { standingsOf } = await claimed();
    const [found] = await standingsOf(TENANT, [await now(head)]);
    return found!;
  };
  const shown = async (head: Invoice) => {
    const {
      invoice: { state, open },
      charged,
      claims,
    } = await standing(head);
    return [
      state,
      open.minor,
      charged.interestMinor,
      ...claims.map((one) => [one.kind, one.state, one.open.minor]),
    ];
  };
  /** What the account of claims has, and what is open of them. */
  const agrees = async () => {
    const { openOf } = await claimed();
    const open = (await openOf(TENANT, [CUSTOMER])).reduce((sum, one) => sum + one.open.minor, 0);
    expect(await account('lateClaims')).toBe(open);
    await holds();
  };
  const received_ = async (head: Invoice, minor: number) =>
    transfers({ amount: (minor / 100).toFixed(2), text: head.number, from: { iban: IBANS[CUSTOMER]! } });
  /** An attempt at the page of an invoice, for it and for a claim. */
  const attempted = async (
    head: Invoice,
    claim: { id: string; open: { minor: number; currency: string } },
  ) => {
    const { putAttempt } = await store();
    const id = `att_${head.id.slice(4)}` as const;
    const attempt = {
      id,
      version: 1,
      invoiceId: head.id,
      parts: [{ invoiceId: head.id, amount: head.open }],
      claims: [{ claimId: claim.id, amount: claim.open }],
      customerId: head.customerId,
      provider: 'sandbox' as const,
      amount: eur(head.open.minor + claim.open.minor),
      state: 'INITIATED' as const,
      providerVersion: 0,
      createdAt: deps().now,
      trace: 'trc_test',
    };
    value(await table.write(putAttempt(TENANT, attempt)));
    return attempt;
  };

  test.each(['before', 'after'] as const)(
    'wherever charging, waiving, taking back or paying breaks, with a call that fails %s its effect, doing it again ends in the same books',
    async (when) => {
      const { chargeOnce, waiveClaim, reverseClaim, settleClaim, paidBeside } = await claimed();
      const { hear } = await import('../../../shared/payments/hearing.ts');
      const { referenceOf } = await import('../../../shared/payments/psp/port.ts');
      const may = { limits: {} };
      const acts: Record<string, (head: Invoice) => Promise<() => Promise<unknown>>> = {
        charge: async (head) => () => chargeOnce(head.id, { kind: 'interest' }, deps()),
        waive: async (head) => {
          const { id } = await fee(head);
          return () => waiveClaim({ id, reason: 'goodwill' }, deps({ may }));
        },
        reverse: async (head) => {
          const { id } = await fee(head);
          return () => reverseClaim({ id, reason: 'a mistake' }, deps());
        },
        settle: async (head) => {
          const { paymentId } = await received_(head, 100_700);
          const { id } = await fee(head);
          return () => settleClaim({ id, paymentId: paymentId as Payment['id'] }, deps());
        },
        pay: async (head) => {
          const attempt = await attempted(head, await fee(head));
          const news = {
            reference: referenceOf(attempt.id, head.id),
            providerRef: `psp_${attempt.id}`,
            amount: attempt.amount,
            state: 'SUCCEEDED' as const,
            version: 1,
          };
          return () => hear(news as never, deps(), paidBeside);
        },
      };
      const ends: Record<string, unknown> = {};
      for (const [name, prepared] of Object.entries(acts))
        for (let at = 1, broken = true; broken; at++) {
          const head = await late();
          const act = await prepared(head);
          Object.assign(books.fault, { at, calls: 0, when });
          broken = await act().then(
            () => false,
            () => true,
          );
          Object.assign(books.fault, { at: 0 });
          await act();
          const end = await shown(head);
          ends[name] ??= end;
          expect([name, at, end]).toEqual([name, at, ends[name]]);
          expect(at).toBeLessThan(20);
        }
      expect(ends).toEqual({
        charge: ['ISSUED', 100_000, 1_041, ['interest', 'OPEN', 1_041]],
        waive: ['ISSUED', 100_000, 0, ['fee', 'WAIVED', 0]],
        reverse: ['ISSUED', 100_000, 0, ['fee', 'REVERSED', 0]],
        settle: ['PAID', 0, 0, ['fee', 'PAID', 0]],
        pay: ['PAID', 0, 0, ['fee', 'PAID', 0]],
      });
      await agrees();
    },
  );

  test('a reminder of twenty debts that charges everything is one transaction, also where older interest is reversed at once', async () => {
    const { chargesOf, chargeOnce, writesOf, entryOf } = await claimed();
    const { putInvoice } = await store();
    const heads: Invoice[] = [];
    for (let at = 0; at < 20; at++) heads.push(await late());
    const commitOf = async (owed: readonly Invoice[], mailId: string) => {
      const { effects } = await chargesOf(owed, { feeMinor: 500, interest: true }, mailId, deps());
      const steps = owed.map((one) => putInvoice(TENANT, { ...one, version: one.version + 1, reminded: 1 }));
      const writes = [...steps, ...writesOf(TENANT, effects)];
      const done = await table.commit(
        deps(),
        {
          action: 'dispatch.remind',
          entry: entryOf(effects, owed[0]!, '2026-03-10', mailId),
          events: effects.flatMap(({ facts }) => facts),
        },
        writes,
      );
      value(done);
      return { effects, items: writes.length };
    };
    const once = await commitOf(heads, 'mail_1');
    expect([once.effects.length, once.items]).toEqual([20, 81]);

    // Of each of these, interest of three reminders is owed no more: its money came under an earlier day.
    const others: Invoice[] = [];
    for (let at = 0; at < 20; at++) {
      const head = await late();
      for (let day = 8; day <= 10; day++) {
        const on = deps({ now: `2026-03-${String(day).padStart(2, '0')}T09:00:00.000Z` });
        value(await chargeOnce(head.id, { kind: 'interest' }, on));
      }
      const paid = {
        paymentId: 'pay_x',
        amount: eur(99_000),
        paidOn: '2026-02-01',
        method: 'cash',
        reason: 'r',
      };
      const short = {
        ...head,
        version: 2,
        open: eur(1_000),
        state: 'PART_PAID' as const,
        settlements: [paid],
      };
      value(await table.write(putInvoice(TENANT, short)));
      others.push(short);
    }
    const { effects, items } = await commitOf(others, 'mail_2');
    expect(effects.length).toBeGreaterThan(5);
    expect(effects.length).toBeLessThan(20);
    expect(items).toBeLessThanOrEqual(90);
    // What was left out is made good by the next.
    const next = await commitOf(await Promise.all(others.map(now)), 'mail_3');
    expect(next.effects.length).toBeGreaterThan(0);
  });
});
