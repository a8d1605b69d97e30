/** The same rows in each format. Strangers' readers judge them in test/conformance; here is what every cell may hold. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import type { Column, Row } from '../../../shared/exports/columns.ts';
import { csv } from '../../../shared/exports/format/csv.ts';
import type { Format } from '../../../shared/exports/format/format.ts';
import { jsonl } from '../../../shared/exports/format/jsonl.ts';
import { parquet } from '../../../shared/exports/format/parquet.ts';
import { xlsx, xlsxWith } from '../../../shared/exports/format/xlsx.ts';
import { fromText } from '../../../shared/kernel/money.ts';
import { unzipped } from './unzipped.ts';
import { whole } from './whole.ts';

const columns: readonly Column[] = [
  { name: 'memo', is: 'text' },
  { name: 'due_on', is: 'date' },
  { name: 'days', is: 'integer' },
  { name: 'open', is: 'money', counts: 1 },
  { name: 'currency', is: 'text' },
];
const about = () => [['rows', 'said <last> & =1+1']] as const;

async function* groupsOf(rows: readonly Row[], size: number): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}
const fileOf = (write: Format['write'], rows: readonly Row[], size = 7): Promise<Buffer> =>
  whole(write(groupsOf(rows, size), columns, about));

interface Read {
  readonly type: string | undefined;
  readonly text: string;
}
/** Every cell by its place, and how it is typed. A formula would be an `f`. */
const cellsOf = (xml: string): Map<string, Read> => {
  const cells = new Map<string, Read>();
  let open: { at: string; type: string | undefined; text: string } | undefined;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    expect(name).not.toBe('f');
    if (name === 'c') open = { at: String(attributes['r']), type: attributes['t'], text: '' };
  });
  parser.on('text', (text) => {
    if (open) open.text += text;
  });
  parser.on('closetag', ({ name }) => {
    if (name !== 'c') return;
    cells.set(open!.at, { type: open!.type, text: open!.text });
    open = undefined;
  });
  parser.write(xml).close();
  return cells;
};

const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '"', ',', "'"),
      fc.string({ maxLength: 9 }),
    )
    .map((pair) => pair.join('')),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const day = fc
  .date({ min: new Date('1999-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rowsAre = fc.array(
  fc.tuple(
    anyText,
    optional(day),
    fc.integer({ min: 0, max: 9_999 }),
    optional(fc.integer({ min: -10_000_000_000_000, max: 10_000_000_000_000 })),
    currency,
  ),
  { maxLength: 40 },
);

test('CSV gives back every amount and day exactly, and no cell of text begins as a formula', async () => {
  await fc.assert(
    fc.asyncProperty(rowsAre, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const text = await fileOf(csv, rows, size);
      expect(text.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
      const read = parse<Record<string, string>>(text, { columns: true, bom: true });
      expect(
        read.map((row) => [
          row['due_on'] === '' ? undefined : row['due_on'],
          Number(row['days']),
          row['open'] === '' ? undefined : fromText(row['open']!, row['currency']!).minor,
          row['currency'],
        ]),
      ).toEqual(rows.map(([, ...others]) => others));
      for (const [at, row] of read.entries()) {
        expect(row['memo']).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        expect([rows[at]![0], `'${rows[at]![0]}`].map((said) => Buffer.from(said).toString())).toContain(
          row['memo'],
        );
      }
    }),
  );
});

test('JSON Lines has whole minor units, and null for what is not there', async () => {
  await fc.assert(
    fc.asyncProperty(rowsAre, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const lines = (await fileOf(jsonl, rows, size)).toString('utf8').split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
        rows.map(([memo, dueOn = null, days, open = null, code]) => ({
          memo: memo.toWellFormed(),
          due_on: dueOn,
          days,
          open_minor: open,
          currency: code,
        })),
      );
    }),
  );
});

test('XLSX types every cell: text is text whatever it says, amounts are decimals of their currency, days are numbers of days', async () => {
  await fc.assert(
    fc.asyncProperty(rowsAre, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const parts = unzipped(await fileOf(xlsx, rows, size));
      const cells = cellsOf(parts['xl/worksheets/sheet1.xml']!);
      for (const [at, [memo, dueOn, days, open, code]] of rows.entries()) {
        const cell = (letter: string) => cells.get(`${letter}${at + 2}`);
        // What XML cannot say is left out; a line end is one, however it is written.
        const legal = memo.toWellFormed().replaceAll(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu, '');
        expect(cell('A')).toEqual(
          memo === '' ? undefined : { type: 'inlineStr', text: legal.replaceAll(/\r\n?/g, '\n') },
        );
        expect(cell('B')?.text).toBe(
          dueOn === undefined ? undefined : String(Date.parse(dueOn) / 86_400_000 + 25_569),
        );
        expect(cell('C')).toEqual({ type: undefined, text: String(days) });
        expect(cell('D') && fromText(cell('D')!.text, code).minor).toBe(open);
      }
      expect(cellsOf(parts['xl/worksheets/sheet2.xml']!).get('B1')?.text).toBe('said <last> & =1+1');
    }),
    { numRuns: 60 },
  );
});

test('what a sheet cannot hold is on the next one, each with its head', async () => {
  const rows: Row[] = Array.from({ length: 10 }, (_, n) => [`n${n}`, '2026-01-01', n, n, 'EUR']);
  const parts = unzipped(await fileOf(xlsxWith(6), rows));
  const memos = (sheet: number) =>
    [...cellsOf(parts[`xl/worksheets/sheet${sheet}.xml`]!)]
      .filter(([at]) => at.startsWith('A'))
      .map(([, { text }]) => text);
  expect(memos(1)).toEqual(['memo', 'n0', 'n1', 'n2', 'n3', 'n4']);
  expect(memos(2)).toEqual(['memo', 'n5', 'n6', 'n7', 'n8', 'n9']);
  expect(memos(3)).toEqual(['rows']);
  expect(parts['xl/workbook.xml']).toMatch(/"Rows".*"Rows 2".*"About"/);
});

test.each(Object.entries({ csv, jsonl, xlsx, parquet }))(
  '%s: the same rows are the same bytes, however they came in',
  async (_, write) => {
    const rows: Row[] = Array.from({ length: 300 }, (_, n) => [
      `n${n % 9}`,
      '2026-01-01',
      n,
      n * 1_000,
      'EUR',
    ]);
    const first = await fileOf(write, rows, 300);
    expect((await fileOf(write, rows, 1)).equals(first)).toBe(true);
    expect((await fileOf(write, rows.toReversed(), 1)).equals(first)).toBe(false);
    expect(await fileOf(write, [])).toEqual(await fileOf(write, []));
  },
);
