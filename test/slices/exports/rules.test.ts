/** Rows of finance's files, and what they come to. */
import { expect, test } from 'vitest';
import { COLUMNS } from '../../../shared/exports/columns.ts';
import { counting, journalRows, LISTED, openItems } from '../../../shared/exports/rules.ts';
import { unmapped } from '../../../shared/ledger/rules.ts';
import { invoice, paid } from './booked.ts';

const names = new Map([['cus_1', 'Birken Warenhaus']]);
const entries = [
  invoice(1, '2026-01-01', '2026-01-15', 11_900),
  paid(1, '2026-01-20', '2026-01-15', 1_900),
  invoice(2, '2026-01-02', '2026-01-16', 500),
  paid(2, '2026-01-21', '2026-01-16', 500),
];
const listed = (kind: 'cash_journal' | 'ledger_journal') =>
  entries.flatMap((entry) => journalRows(entry, LISTED[kind]!, { names }));
const totals = (kind: keyof typeof COLUMNS, rows: ReturnType<typeof openItems>) => {
  const count = counting(COLUMNS[kind]);
  count.add(rows);
  return [...count.counted().totals];
};

test('the open items file lists what is open with its total, the journals every line', () => {
  const open = openItems(entries, '2026-01-31', { names });
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
