/** Rows of finance's files, and what they come to. */
import { expect, test } from 'vitest';
import { lineOf } from '../../../bin/tool/traveller.ts';
import { COLUMNS, type Row } from '../../../shared/exports/columns.ts';
import { FOLDED } from '../../../shared/exports/folding.ts';
import { counting, daysOf, journalRows, LISTED } from '../../../shared/exports/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { unmapped } from '../../../shared/ledger/rules.ts';
import { invoice, paid } from '../insights/booked.ts';
import { FILE } from './files.ts';

const names = new Map([['cus_1', 'Birken Warenhaus']]);
const entries = [
  invoice(1, '2026-01-01', '2026-01-15', 11_900),
  paid(1, '2026-01-20', '2026-01-15', 1_900),
  invoice(2, '2026-01-02', '2026-01-16', 500),
  paid(2, '2026-01-21', '2026-01-16', 500),
];
const listed = (kind: 'cash_journal' | 'ledger_journal') =>
  entries.flatMap((entry) => journalRows(entry, LISTED[kind]!, { names }));
const at = { entity: 'main', from: '2026-01-20', to: '2026-01-31' };
const folded = (kind: 'open_items' | 'ageing' | 'unapplied', of: typeof entries) => {
  const folding = FOLDED[kind]!(at);
  folding.add(of);
  return folding.rows({ names, plans: [], numbers: new Map() });
};
const totals = (kind: keyof typeof COLUMNS, rows: readonly Row[]) => {
  const count = counting(COLUMNS[kind]);
  count.add(rows);
  return [...count.counted().totals];
};

test('the open items file lists what is open with its total, the journals every line', () => {
  const open = folded('open_items', entries);
  expect(open).toEqual([
    ['INV-1', 'cus_1', 'Birken Warenhaus', '2026-01-01', '2026-01-15', 16, 10_000, 'EUR'],
  ]);
  expect(totals('open_items', open)).toEqual([['EUR', 10_000]]);
  expect(listed('cash_journal').map((row) => row[7])).toEqual([1_900, 500]);
  expect(totals('cash_journal', listed('cash_journal'))).toEqual([['EUR', 2_400]]);
  expect(listed('ledger_journal')).toHaveLength(8);
  expect(totals('ledger_journal', listed('ledger_journal'))).toEqual([['EUR', 0]]);
});

test('a journal says the accountant’s numbers, and ours where the chart has none', () => {
  const accounts = [{ account: 'receivables' as const, number: '1400', taxCode: '9' }];
  const chart = { entity: 'main', version: 1, accounts, unmapped: unmapped(accounts) };
  const rows = journalRows(entries[0]!, () => true, { names, chart });
  expect(COLUMNS.ledger_journal.slice(-3).map(({ name }) => name)).toEqual([
    'chart_number',
    'tax_code',
    'due_on',
  ]);
  expect(rows.map((row) => [row[6], ...row.slice(-3)])).toEqual([
    ['Trade receivables', '1400', '9', '2026-01-15'],
    ['Revenue', '4000', '', undefined],
  ]);
  expect([chart.unmapped.includes('receivables'), chart.unmapped.includes('revenue')]).toEqual([false, true]);
});

test('ageing says what each customer owes by days past due, in one row a currency', () => {
  const books = [
    ...entries,
    invoice(4, '2026-01-20', '2026-02-20', 700),
    invoice(4, '2026-01-20', '2026-02-20', 900, 'JPY'),
    invoice(7, '2025-06-01', '2025-07-01', 30),
  ];
  const rows = folded('ageing', books);
  expect(rows).toEqual([
    ['cus_1', 'Birken Warenhaus', 700, 10_000, 0, 0, 0, 30, 10_030, 10_730, 'EUR'],
    ['cus_1', 'Birken Warenhaus', 900, 0, 0, 0, 0, 0, 0, 900, 'JPY'],
  ]);
  expect(totals('ageing', rows)).toEqual(totals('open_items', folded('open_items', books)));
  expect(rows[0]).toHaveLength(COLUMNS.ageing.length);
});

test('unapplied money is told since there was always some, and what was used up is not', () => {
  const put = (
    serial: number,
    on: string,
    minor: number,
    account: 'unapplied' | 'unidentified' = 'unapplied',
  ) => ({
    ...paid(serial, on, '2026-01-15', minor),
    lines: [
      { account: 'bank' as const, minor },
      { account, minor: 0 - minor, ...(account === 'unapplied' && { customerId: `cus_${serial % 3}` }) },
    ],
  });
  const rows = folded('unapplied', [
    put(1, '2026-01-02', 500),
    put(1, '2026-01-05', -500),
    put(1, '2026-01-20', 300),
    put(1, '2026-01-25', 100),
    put(2, '2026-01-03', 100),
    put(2, '2026-01-04', -100),
    put(3, '2026-01-10', 42, 'unidentified'),
  ]);
  expect(rows).toEqual([
    ['2110', 'Unidentified receipts', undefined, undefined, '2026-01-10', 21, 42, 'EUR'],
    ['2100', 'Unapplied customer payments', 'cus_1', 'Birken Warenhaus', '2026-01-20', 11, 400, 'EUR'],
  ]);
  expect(totals('unapplied', rows)).toEqual([['EUR', 442]]);
});

test('each day is in one file of each rhythm, once, and no file has a day that is not over', () => {
  const days = Array.from({ length: 800 }, (_, n) => addDays('2026-01-05', n));
  for (const every of ['day', 'week', 'month'] as const) {
    const files = days.flatMap((day) => {
      const found = daysOf(every, day);
      if (found) expect(found.to).toBe(day);
      return found ?? [];
    });
    for (const [at, { from }] of files.entries())
      if (at > 0) expect(from).toBe(addDays(files[at - 1]!.to, 1));
    expect(files[0]!.from <= '2026-01-05').toBe(true);
  }
  expect(daysOf('week', '2026-01-11')).toEqual({ from: '2026-01-05', to: '2026-01-11' });
  expect(daysOf('month', '2028-02-29')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
});

test('of a company that moves an export says that it has no file any more, because files of finance stay', () => {
  const item = { pk: `acme#EXPORT#${FILE.id}`, sk: 'EXPORT', kind: 'export', doc: FILE };
  const { key, ...rest } = FILE;
  expect([key, JSON.parse(lineOf(item)).doc]).toEqual(['acme/exports/x.xlsx', rest]);
  expect(lineOf(JSON.parse(lineOf(item)))).toBe(lineOf(item));
  expect(JSON.parse(lineOf({ ...item, kind: 'statement' })).doc.key).toBe(key);
});
