/**
 * Apache Parquet: amounts as INT64 minor units, days as DATE, texts by dictionary, Snappy. Rows are written in groups of a fixed size, so the
 * same rows are the same bytes however they came in.
 */
import type { SchemaElement } from 'hyparquet-writer';
import { nameOf, type Column, type Row } from '../columns.ts';
import type { About, Groups } from './format.ts';

const GROUP = 5_000;

export const parquet = async function* (
  groups: Groups,
  columns: readonly Column[],
  about: () => About,
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const sink = new ByteWriter();
  const file = new ParquetWriter({ writer: sink, schema: schemaOf(columns), createdBy: 'quittance' });
  /** What was written so far; the writer goes on counting from there. */
  const taken = (): Uint8Array => {
    const bytes = sink.getBytes().slice();
    sink.index = 0;
    return bytes;
  };
  for await (const rows of inGroupsOf(GROUP, groups)) {
    const columnData = columns.map((column, at) => ({
      name: nameOf(column),
      data: rows.map((row) => valueOf(row[at], column)),
    }));
    await file.write({ columnData, rowGroupSize: GROUP });
    yield taken();
  }
  file.kvMetadata = about().map(([key, value]) => ({ key, value }));
  await file.finish();
  yield taken();
};

const TYPES: Readonly<Record<Column['is'], Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  money: { type: 'INT64' },
  integer: { type: 'INT32' },
  decimal: {
    type: 'INT64',
    converted_type: 'DECIMAL',
    logical_type: { type: 'DECIMAL', precision: 18, scale: 2 },
    precision: 18,
    scale: 2,
  },
};
const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: 'rows', num_children: columns.length },
  ...columns.map((column) => ({
    ...TYPES[column.is],
    name: nameOf(column),
    repetition_type: 'OPTIONAL' as const,
  })),
];

const DAY_MS = 86_400_000;
const valueOf = (cell: Row[number], { is }: Column): string | number | bigint | null => {
  if (cell === undefined) return null;
  if (is === 'money') return BigInt(cell);
  if (is === 'decimal') return BigInt(Math.round(Number(cell) * 100));
  return is === 'date' ? Date.parse(String(cell)) / DAY_MS : cell;
};

async function* inGroupsOf(size: number, groups: Groups): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  for await (const group of groups)
    for (const row of group) {
      rows.push(row);
      if (rows.length < size) continue;
      yield rows;
      rows = [];
    }
  if (rows.length > 0) yield rows;
}
