import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Statement } from '../../../shared/bank/statement.ts';
import { base64, camt, deps, openBooks, type Books, type Movement } from './books.ts';

type Bank = typeof import('../../../shared/bank/actions.ts') &
  typeof import('../../../shared/bank/reading.ts');
let books: Books;
let bank: Bank;
beforeAll(async () => {
  books = await openBooks();
  bank = {
    ...(await import('../../../shared/bank/actions.ts')),
    ...(await import('../../../shared/bank/reading.ts')),
  };
});
afterAll(() => books.close());
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0 }));

const importOf = async (content: string): Promise<Omit<Statement, 'file'>> => {
  const result = await bank.actions.importStatement({ content: base64(content) } as never, deps());
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};
const linesOf = async (statementId: string) => {
  const ids = (await books.facts('bank.line_received'))
    .filter(({ data }) => (data as { statementId: string }).statementId === statementId)
    .map(({ subject }) => subject);
  return Promise.all(
    ids.map(async (id) => {
      const line = await bank.actions.getLine({ id } as never, deps());
      return line.ok ? line.value : undefined;
    }),
  );
};
const statements = async () => {
  const result = await bank.actions.listStatements({ limit: 100 } as never, deps());
  if (!result.ok) throw new Error('a list is never refused');
  return result.value.data;
};
const many = (day: string, count: number, from = 0): Movement[] =>
  Array.from({ length: count }, (_, index) => ({
    amount: '10.00',
    text: `payment ${from + index}`,
    bankRef: `${day}-${from + index}`,
    on: day,
  }));

describe('a statement comes in', () => {
  test('it is kept, announced once and read into lines', async () => {
    const statement = await importOf(
      camt({
        id: 'first',
        movements: [
          { amount: '50.00', text: 'INV-2026-000117', from: { iban: 'CH8726654292307345374' } },
          { amount: '-20.00' },
          { amount: '1.00', status: 'PDNG' },
        ],
      }),
    );
    expect(statement).toMatchObject({ state: 'RECEIVED', format: 'camt.053.001.08', version: 1 });
    expect(await bank.readStatement({ statementId: statement.id }, deps())).toMatchObject({
      ok: true,
      value: { state: 'READ', counts: { new: 2, known: 0, skipped: 1 } },
    });
    expect(
      (await linesOf(statement.id))
        .map((line) => `${line?.amount.minor} ${line?.state} ${line?.entity}`)
        .sort(),
    ).toEqual(['-2000 NEW main', '5000 NEW main']);
    expect((await books.facts('statement.read')).map(({ data }) => data)).toEqual([
      { statementId: statement.id, new: 2, known: 0, skipped: 1 },
    ]);
  });

  test('the same file again is the same statement and changes nothing', async () => {
    const file = camt({
      id: 'again',
      opening: '130.00',
      movements: many('2026-03-10', 3),
      openedOn: '2026-03-10',
      closedOn: '2026-03-10',
    });
    const first = await importOf(file);
    await bank.readStatement({ statementId: first.id }, deps());
    const before = (await books.facts('statement.received')).length;
    expect(await importOf(file)).toMatchObject({ id: first.id, state: 'READ', version: 2 });
    expect((await books.facts('statement.received')).length).toBe(before);
  });

  test('a longer statement of the same days brings only what is new', async () => {
    const longer = await importOf(
      camt({
        id: 'longer',
        opening: '130.00',
        movements: many('2026-03-10', 5),
        openedOn: '2026-03-10',
        closedOn: '2026-03-10',
      }),
    );
    expect(await bank.readStatement({ statementId: longer.id }, deps())).toMatchObject({
      ok: true,
      value: { counts: { new: 2, known: 3, skipped: 0 } },
    });
  });

  test('a gap in the balances is told and not refused', async () => {
    expect(
      await importOf(camt({ id: 'fits', opening: '180.00', openedOn: '2026-03-11', closedOn: '2026-03-11' })),
    ).toMatchObject({ accounts: [{ warnings: [] }] });
    expect(
      await importOf(camt({ id: 'gap', opening: '999.00', openedOn: '2026-03-12', closedOn: '2026-03-12' })),
    ).toMatchObject({ accounts: [{ warnings: [{ code: 'bank.gap' }] }] });
  });

  test('a refused file leaves nothing behind', async () => {
    const wrong = { content: base64(camt({ id: 'wrong', closing: '1.00' })) } as never;
    const refused = { ok: false, code: 'bank.unbalanced' };
    // The first try may read the tenant, which is then remembered: the second one has no reason to call anything.
    expect(await bank.actions.importStatement(wrong, deps())).toMatchObject(refused);
    const [kept, told] = [await statements(), await books.facts('statement.received')];
    const before = books.fault.calls;
    expect(await bank.actions.importStatement(wrong, deps())).toMatchObject(refused);
    expect(books.fault.calls - before, 'neither table nor bucket is called').toBe(0);
    expect(await statements()).toEqual(kept);
    expect(await books.facts('statement.received')).toEqual(told);
    expect(kept.map(({ accounts }) => accounts[0]!.bankId)).not.toContain('wrong');
  });

  test('two at the same moment are one', async () => {
    const file = camt({
      id: 'twins',
      opening: '180.00',
      movements: many('2026-03-13', 60),
      openedOn: '2026-03-13',
      closedOn: '2026-03-13',
    });
    const [one, two] = await Promise.all([importOf(file), importOf(file)]);
    expect(one.id).toBe(two.id);
    const reads = await Promise.all([
      bank.readStatement({ statementId: one.id }, deps()),
      bank.readStatement({ statementId: one.id }, deps()),
    ]);
    expect(reads.map((read) => read.ok && read.value.counts)).toEqual([
      { new: 60, known: 0, skipped: 0 },
      { new: 60, known: 0, skipped: 0 },
    ]);
    expect(await linesOf(one.id)).toHaveLength(60);
  });
});

describe('wherever reading breaks, doing it again ends in the same books', () => {
  test.each(['before', 'after'] as const)('a call fails %s its effect', async (when) => {
    for (let at = 1, broken = true; broken; at++) {
      const day = when === 'before' ? '2026-02-03' : '2026-02-04';
      const made = await importOf(
        camt({
          id: `${when}-${at}`,
          opening: '0.00',
          movements: many(day, 70, at * 1_000),
          openedOn: day,
          closedOn: day,
        }),
      );
      Object.assign(books.fault, { at, calls: 0, when });
      broken = await bank.readStatement({ statementId: made.id }, deps()).then(
        () => false,
        () => true,
      );
      Object.assign(books.fault, { at: 0 });
      expect(await bank.readStatement({ statementId: made.id }, deps())).toMatchObject({
        ok: true,
        value: { state: 'READ', counts: { new: 70, known: 0, skipped: 0 } },
      });
      expect(await linesOf(made.id)).toHaveLength(70);
      if (broken) expect(at).toBeLessThan(12);
      else expect(at).toBeGreaterThan(7);
    }
  });
});

/** The same entries as a notification tells them: of other references, and without balances. */
const noticed = (file: string, ref: string): string =>
  file
    .replaceAll('camt.053', 'camt.054')
    .replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn')
    .replaceAll(/<(\/?)Stmt>/g, '<$1Ntfctn>')
    .replaceAll(/<Bal>.*?<\/Bal>/g, '')
    .replaceAll('<AcctSvcrRef>', `<AcctSvcrRef>${ref}`);

describe('what is announced and booked under other references is one line', () => {
  const fileOf = (day: string, count: number) => {
    const movements = many(day, count).map((one) => ({ ...one, from: { iban: 'CH8726654292307345374' } }));
    return camt({ id: day, opening: '0.00', movements, openedOn: day, closedOn: day });
  };
  const reads = (statementId: string) => () => bank.readStatement({ statementId }, deps());

  test('in either order; equal ones are as many as they are; a line without an announcement is new', async () => {
    for (const [day, first, amount] of [
      ['2026-03-16', 'booked', '7.00'],
      ['2026-03-17', 'noticed', '8.00'],
    ] as const) {
      const equal = { amount, text: 'rent', from: { iban: 'CH8726654292307345374' }, on: day };
      const movements = ['1', '2', '3'].map((bankRef) => ({ ...equal, bankRef }));
      const statement = camt({ id: day, opening: '0.00', movements, openedOn: day, closedOn: day });
      const notice = noticed(camt({ id: day, movements: movements.slice(1) }), 'N');
      const made = [];
      for (const file of first === 'booked' ? [statement, notice] : [notice, statement]) {
        const { id } = await importOf(file);
        const read = await bank.readStatement({ statementId: id }, deps());
        made.push(read.ok && read.value.counts);
      }
      expect(made).toEqual(
        first === 'booked'
          ? [
              { new: 3, known: 0, skipped: 0 },
              { new: 0, known: 2, skipped: 0 },
            ]
          : [
              { new: 2, known: 0, skipped: 0 },
              { new: 1, known: 2, skipped: 0 },
            ],
      );
    }
  });

  test('a batch of a notification and its sum in the statement, whichever is first', async () => {
    const payment = (minor: string, text: string) =>
      `<TxDtls><Amt Ccy="EUR">${minor}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`;
    const both = payment('10.00', 'first of two') + payment('21.00', 'second of two');
    for (const [day, first] of [
      ['2026-03-18', 'booked'],
      ['2026-03-19', 'noticed'],
    ] as const) {
      const sum = { amount: '31.00', bankRef: `SUM-${day}`, on: day };
      const about = { id: day, opening: '0.00', openedOn: day, closedOn: day };
      const statement = camt({ ...about, movements: [{ ...sum, details: '' }] });
      const notice = noticed(camt({ ...about, movements: [{ ...sum, details: both }] }), 'N');
      const lines = [];
      for (const file of first === 'booked' ? [statement, notice] : [notice, statement]) {
        const { id } = await importOf(file);
        await reads(id)();
        lines.push(...(await linesOf(id)));
      }
      expect(lines.map((line) => line!.amount.minor).sort((a, b) => a - b)).toEqual(
        first === 'booked' ? [3_100] : [1_000, 2_100],
      );
    }
  });

  test('wherever one is read while the other is, and wherever reading breaks, the money is there once', async () => {
    let at = 0;
    for (let met = true; met;) {
      at += 1;
      const day = `2026-04-${String(at).padStart(2, '0')}`;
      const file = fileOf(day, 3);
      const booked = await importOf(file);
      const notice = await importOf(noticed(file, 'N'));
      const [one, other] = at % 2 === 0 ? [booked, notice] : [notice, booked];
      Object.assign(books.fault, { at, calls: 0, meanwhile: reads(other.id) });
      await reads(one.id)();
      met = books.fault.calls >= at;
      Object.assign(books.fault, { at, calls: 0, when: 'after', meanwhile: undefined });
      await reads(other.id)().catch(() => undefined);
      Object.assign(books.fault, { at: 0, when: 'before' });
      await reads(other.id)();
      const lines = [...(await linesOf(booked.id)), ...(await linesOf(notice.id))];
      expect([day, lines.length]).toEqual([day, 3]);
    }
    expect(at).toBeGreaterThan(7);
  });
});
