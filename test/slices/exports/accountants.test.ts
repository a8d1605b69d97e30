/** Files for accountants: entries as pairs, DATEV-like stacks, SAF-T-like audit files. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { auditing } from '../../../shared/exports/audited.ts';
import { cp1252 } from '../../../shared/exports/format/cp1252.ts';
import { stackOf, type Booking } from '../../../shared/exports/format/datev.ts';
import { inParts } from '../../../shared/exports/format/parts.ts';
import { auditFile, type AuditFile } from '../../../shared/exports/format/saft.ts';
import { bookingsOf, digitsOf, pairsOf, unfitIn } from '../../../shared/exports/paired.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { fromText } from '../../../shared/kernel/money.ts';
import { Account, ACCOUNTS, type Booked, type EntryLine } from '../../../shared/ledger/entry.ts';
import { numberIn, unmapped } from '../../../shared/ledger/rules.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 90 }),
  fc.constantFrom('=1+1', '-x', '@SUM(A1)', 'a;"b"', 'Zoë Łódź €', '漢字', '\r\nx', '＝1'),
  // In Windows-1252 these are quotes, semicolons, signs of a formula, and two letters each.
  fc.constantFrom('＂;＂A', '；', '﹦cmd', '﹢1', '⁻1', '\u0001﹫x', 'ﬁ'.repeat(60)),
);
const account = fc.constantFrom(...Account.options.slice(0, 14));
const amount = fc.integer({ min: -1_000_000, max: 1_000_000 }).filter((minor) => minor !== 0);
/** Balanced, of two lines and more; a few amounts meet exactly. */
const lines = fc
  .array(fc.tuple(account, fc.oneof(amount, fc.constantFrom(500, -500)), fc.integer({ min: 0, max: 3 })), {
    minLength: 1,
    maxLength: 9,
  })
  .chain((some) =>
    fc.tuple(fc.constant(some), account).map(([first, last]): EntryLine[] => {
      const rest = first.reduce((sum, [, minor]) => sum - minor, 0);
      const all = [...first, ...(rest === 0 ? [] : [[last, rest, 0] as const])];
      return all.map(([account, minor, n]) => ({
        account,
        minor,
        ...(account === 'receivables' && {
          invoiceId: `inv_${n}`,
          customerId: `cus_${n}`,
          dueOn: '2026-05-01',
        }),
        ...(account === 'unapplied' && { customerId: `cus_9${n}` }),
      }));
    }),
  )
  .filter((some) => some.length > 1);
const entry = fc
  .record({
    lines,
    memo: anyText,
    source: anyText,
    on: fc.integer({ min: 0, max: 89 }).map((days) => addDays('2026-01-01', days)),
    currency: fc.constantFrom('EUR', 'JPY'),
    id: fc.integer({ min: 1, max: 99_999 }),
  })
  .map(({ id, on, ...rest }): Booked => ({
    ...rest,
    id: `act_${id}`,
    on,
    at: `${on}T09:00:00Z`,
    actor: 'test',
    entity: 'main',
    kind: 'reassign',
  }));
const summed = <T>(all: readonly T[], key: (one: T) => string, minor: (one: T) => number) => {
  const sums = new Map<string, number>();
  for (const one of all) sums.set(key(one), (sums.get(key(one)) ?? 0) + minor(one));
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0));
};
async function* groups<T>(all: readonly T[], size = 3) {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
const textOf = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};

describe('an entry as pairs', () => {
  test('moves each account by what the entry says, each side to the last cent, in fewer bookings than lines', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const pairs = pairsOf(all);
        expect(pairs.length).toBeLessThan(all.length);
        for (const side of ['debit', 'credit'] as const) {
          const own = all.filter(({ minor }) => (side === 'debit' ? minor > 0 : minor < 0));
          for (const line of own)
            expect(
              pairs.filter((pair) => pair[side] === line).reduce((sum, { minor }) => sum + minor, 0),
            ).toBe(Math.abs(line.minor));
        }
        expect(pairs.every(({ minor }) => minor > 0)).toBe(true);
      }),
    );
  });

  test('equal amounts meet, then the largest', () => {
    const line = (account: Account, minor: number) => ({ account, minor });
    const all = [
      line('bank', 900),
      line('fees', 100),
      line('receivables', -600),
      line('unapplied', -100),
      line('vat', -300),
    ];
    expect(pairsOf(all).map(({ debit, credit, minor }) => [debit.account, credit.account, minor])).toEqual([
      ['fees', 'unapplied', 100],
      ['bank', 'receivables', 600],
      ['bank', 'vat', 300],
    ]);
  });

  test('as bookings, between the accountant’s numbers: what has one number for both sides moves nothing', () => {
    const accounts = [
      { account: 'receivables' as const, number: '1400', taxCode: '9' },
      { account: 'bank' as const, number: '1800' },
      { account: 'cash' as const, number: '1800' },
    ];
    const chart = { entity: 'main', version: 1, accounts, unmapped: unmapped(accounts) };
    fc.assert(
      fc.property(entry, (one) => {
        const bookings = bookingsOf(one, chart);
        const moved = [
          ...bookings.map(({ debit, minor }) => [debit, minor] as const),
          ...bookings.map(({ credit, minor }) => [credit, 0 - minor] as const),
        ];
        expect(
          summed(
            moved,
            ([number]) => number,
            ([, minor]) => minor,
          ),
        ).toEqual(
          summed(
            one.lines,
            (line) => numberIn(chart, line.account).number,
            ({ minor }) => minor,
          ),
        );
        for (const { debit, credit, taxKey } of bookings) {
          expect(debit).not.toBe(credit);
          expect(taxKey).toBe([debit, credit].includes('1400') ? '9' : '');
        }
      }),
    );
    expect([digitsOf(undefined), digitsOf(chart)]).toEqual([4, 4]);
    const longer = [{ account: 'bank' as const, number: '180000' }];
    expect(digitsOf({ ...chart, accounts: longer })).toBe(6);
    // Accounts of debtors have one digit more than those of the ledger; who knows better says it.
    const debtors = [...longer, { account: 'receivables' as const, number: '1000000' }];
    expect(digitsOf({ ...chart, accounts: debtors })).toBe(6);
    expect(digitsOf({ ...chart, accounts: debtors, datev: { consultant: 1001, client: 1, digits: 7 } })).toBe(
      7,
    );
  });

  test('numbers that DATEV does not take are found, each by its account', () => {
    const accounts = [
      { account: 'bank' as const, number: '1800', taxCode: '9' },
      { account: 'cash' as const, number: 'K-16' },
      { account: 'vat' as const, number: '1776', taxCode: '10103' },
      { account: 'revenue' as const, number: '1234567890' },
    ];
    expect(unfitIn({ accounts })).toEqual([
      'cash has K-16: must be 1 to 9 digits',
      'vat has the tax key 10103: must be 1 to 4 digits',
      'revenue has 1234567890: must be 1 to 9 digits',
    ]);
    expect(unfitIn(undefined)).toEqual([]);
  });
});

describe('a DATEV-like stack', () => {
  const stack = {
    from: '2026-01-01',
    to: '2026-01-31',
    name: 'Journal 2026-01',
    currency: 'EUR',
    at: '2026-02-01T03:04:05.678Z',
    consultant: 1001,
    client: 7,
    digits: 4,
  };
  const written = async (bookings: readonly Booking[]) => {
    const text = new TextDecoder('windows-1252').decode(
      cp1252(await textOf(stackOf(stack, groups(bookings)))),
    );
    expect(text.endsWith('\r\n')).toBe(true);
    const [head, ...rest] = parse(text, {
      delimiter: ';',
      relax_column_count: true,
      quote: '"',
    });
    const [names, ...rows] = rest;
    return { head: head!, names: names!, rows, text };
  };

  test('says for whom and of which days it is, and each booking in its 125 fields', async () => {
    const { head, names, rows, text } = await written([
      {
        debit: '1400',
        credit: '8400',
        minor: 11_905,
        currency: 'EUR',
        taxKey: '3',
        on: '2026-01-05',
        document: 'INV-2026-000117',
        text: '=cmd|"Müller" Łódź €',
        dueOn: '2026-02-04',
        beside: [['Buchung', 'act_1']],
      },
    ]);
    expect(head).toHaveLength(31);
    expect(head.slice(0, 6)).toEqual(['EXTF', '700', '21', 'Buchungsstapel', '13', '20260201030405678']);
    expect(head.slice(10, 22)).toEqual([
      '1001',
      '7',
      '20260101',
      '4',
      '20260101',
      '20260131',
      'Journal 2026-01',
      '',
      '1',
      '0',
      '1',
      'EUR',
    ]);
    expect([names.length, rows[0]!.length, rows.length]).toEqual([125, 125, 1]);
    expect(Object.fromEntries(names.map((name, at) => [name, rows[0]![at]]))).toMatchObject({
      'Umsatz (ohne Soll/Haben-Kz)': '119,05',
      'Soll/Haben-Kennzeichen': 'S',
      'WKZ Umsatz': 'EUR',
      Konto: '1400',
      'Gegenkonto (ohne BU-Schlüssel)': '8400',
      'BU-Schlüssel': '3',
      Belegdatum: '0501',
      'Belegfeld 1': 'INV-2026-000117',
      Buchungstext: '\'=cmd|"Müller" ?ódz €',
      'Beleginfo - Art 1': 'Buchung',
      'Beleginfo - Inhalt 1': 'act_1',
      Festschreibung: '1',
      Fälligkeit: '04022026',
    });
    expect(text.split('\r\n')).toHaveLength(4);
  });

  test('whatever an entry says, its sums come back, and no field is a formula or breaks its line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
        const bookings = entries.flatMap((one) => bookingsOf(one, undefined));
        const { rows, text } = await written(bookings);
        expect(text.split('\r\n')).toHaveLength(bookings.length + 3);
        expect(
          rows.map(
            (row) =>
              fromText(row[0]!.replace(/,00$/, row[2] === 'JPY' ? '' : ',00').replace(',', '.'), row[2]!)
                .minor,
          ),
        ).toEqual(bookings.map(({ minor }) => minor));
        expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
        for (const row of rows) {
          expect(row).toHaveLength(125);
          expect(row[10]).toMatch(/^[A-Za-z0-9$&%*+\-/]{0,36}$/);
          expect([...row[13]!].length).toBeLessThanOrEqual(60);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a tax key is never half of what was said', async () => {
    const booking = { debit: '1', credit: '2', minor: 1, currency: 'EUR', on: '2026-01-05', document: 'x' };
    const more = { taxKey: '10103', text: '', dueOn: undefined, beside: [] };
    expect((await written([{ ...booking, ...more }])).rows[0]![8]).toBe('10103');
  });

  test('what Windows-1252 has is what it was; of another letter stands what is left without its marks, or a question mark', () => {
    const back = (text: string) => new TextDecoder('windows-1252').decode(cp1252(text));
    expect(back('äöüß € – „x“ ŠŽ')).toBe('äöüß € – „x“ ŠŽ');
    expect(back('ăčő łΩ 漢 😀 ﬁ')).toBe('aco ?? ? ? fi');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(back(text)).toMatch(/^[\p{Cc}\u0020-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/u);
      }),
    );
  });

  test('what is more than a file may have is in the next', async () => {
    const parts = inParts(groups([1, 2, 3, 4, 5, 6, 7]), 4);
    const found: number[][] = [];
    while (await parts.more()) {
      found.push([]);
      for await (const some of parts.next()) found.at(-1)!.push(...some);
    }
    expect(found).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7],
    ]);
  });
});

describe('a SAF-T-like audit file', () => {
  interface Node {
    readonly name: string;
    text: string;
    readonly children: Node[];
  }
  const read = (xml: string): Node => {
    const root: Node = { name: '', text: '', children: [] };
    const path = [root];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name }) => {
      const node = { name, text: '', children: [] };
      path.at(-1)!.children.push(node);
      path.push(node);
    });
    parser.on('text', (text) => (path.at(-1)!.text += text));
    parser.on('closetag', () => void path.pop());
    parser.write(xml).close();
    return root.children[0]!;
  };
  const all = (node: Node, name: string): Node[] => [
    ...(node.name === name ? [node] : []),
    ...node.children.flatMap((child) => all(child, name)),
  ];
  const one = (node: Node, name: string): string => all(node, name)[0]?.text ?? '';
  const minorIn = (node: Node, name: string): number => {
    const [found] = all(node, name);
    return found ? fromText(found.children[0]?.text ?? found.text, 'EUR').minor : 0;
  };
  const signed = (node: Node, when: string) =>
    minorIn(node, `${when}DebitBalance`) - minorIn(node, `${when}CreditBalance`);

  test('a receivable is its invoice’s customer’s, also where an entry does not say whose', () => {
    const sums = auditing('2026-02-01');
    const owed = { account: 'receivables' as const, invoiceId: 'inv_1' };
    const add = (on: string, ...lines: EntryLine[]) => sums.add({ on, currency: 'EUR', lines });
    add('2026-01-05', { ...owed, minor: 900, customerId: 'cus_1' }, { account: 'revenue', minor: -900 });
    add('2026-02-05', { account: 'bank', minor: 300 }, { ...owed, minor: -300 });
    expect([...sums.audited().get('EUR')!.customers]).toEqual([
      ['cus_1', { opening: 900, closing: 600, moved: true }],
    ]);
  });

  test('totals and balances that stand before the entries are those of the entries, and customers come to receivables', async () => {
    const from = '2026-02-01';
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (drawn) => {
        const entries = drawn.toSorted((a, b) => (a.on < b.on ? -1 : 1));
        const sums = auditing(from);
        for (const each of entries) sums.add(each);
        const audited = sums.audited().get('EUR');
        if (!audited) return;
        const own = entries.filter(({ currency, on }) => currency === 'EUR' && on >= from);
        const about: AuditFile = {
          ...audited,
          seller: {
            name: 'A & B',
            address: { line1: '<x>', city: 'y', postalCode: '1', country: 'DE' },
            vatId: 'DE1',
          },
          currency: 'EUR',
          from,
          to: '2026-03-31',
          on: '2026-04-01',
          rates: [
            { country: 'DE', taxClass: 'standard', ratePpm: 190_000, from: '2021-01-01', source: '§ 12' },
          ],
          numberOf: (account) => numberIn(undefined, account).number,
        };
        const parties = [...audited.customers].map(([id, balance]) => ({
          ...balance,
          id,
          name: `=${id} <&>`,
          country: 'DE',
          vatId: undefined,
        }));
        const file = read(await textOf(auditFile(about, groups(parties), groups(own))));
        expect(all(file, 'Transaction')).toHaveLength(own.length);
        expect(Number(one(file, 'NumberOfEntries'))).toBe(own.length);
        const lines = all(file, 'Line');
        const known = all(file, 'Customer').map((node) => one(node, 'CustomerID'));
        for (const line of lines) expect(['', ...known]).toContain(one(line, 'CustomerID'));
        expect(one(file, 'HeaderComment')).toContain('No year is closed');
        const total = (name: string) => lines.reduce((sum, line) => sum + minorIn(line, name), 0);
        expect([minorIn(file, 'TotalDebit'), minorIn(file, 'TotalCredit')]).toEqual([
          total('DebitAmount'),
          total('CreditAmount'),
        ]);
        expect(total('DebitAmount')).toBe(total('CreditAmount'));
        for (const node of all(file, 'Account')) {
          const code = one(node, 'AccountID');
          const moved = lines
            .filter((line) => one(line, 'AccountID') === code)
            .reduce((sum, line) => sum + minorIn(line, 'DebitAmount') - minorIn(line, 'CreditAmount'), 0);
          expect([code, signed(node, 'Closing')]).toEqual([code, signed(node, 'Opening') + moved]);
        }
        const receivables = all(file, 'Account').find(
          (node) => one(node, 'AccountID') === ACCOUNTS.receivables.code,
        );
        for (const when of ['Opening', 'Closing'])
          expect(all(file, 'Customer').reduce((sum, node) => sum + signed(node, when), 0)).toBe(
            receivables ? signed(receivables, when) : 0,
          );
      }),
      { numRuns: 60 },
    );
  });
});
