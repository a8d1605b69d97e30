/**
 * `npm run bench:export -- [rows] [format…]`: a ledger journal of so many lines over a year, put straight into the table, is built by what
 * the worker runs. Prints its seconds of CPU, its largest memory, its calls, and the read units of the entries (one for four kilobytes).
 */
import { spawn } from 'node:child_process';
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { bundle } from '../../bin/build.ts';
import type { ExportFormat } from '../../shared/exports/export.ts';
import { deps as depsOf, openBooks, TENANT } from '../slices/bank/books.ts';
import { whole } from '../slices/exports/whole.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const formats = (
  process.argv.length > 3 ? process.argv.slice(3) : ['csv', 'jsonl', 'parquet', 'xlsx']
) as ExportFormat[];
const books = await openBooks();
const { client } = await import('../../shared/runtime/dynamo.ts');
const { toItem } = await import('../../shared/runtime/item.ts');
const { newId } = await import('../../shared/runtime/context.ts');
const { actions } = await import('../../shared/exports/actions.ts');

/** Of three lines and then of two: an invoice, and the money for it. */
const entries = Math.ceil(rows / 2.5);
const entryOf = (at: number) => {
  const invoiceId = `inv_${String(at - (at % 2)).padStart(26, '0')}`;
  const customerId = `cus_${String((at >> 1) % 5_000).padStart(26, '0')}`;
  const month = 1 + Math.floor((12 * at) / entries);
  const on = `2025-${String(month).padStart(2, '0')}-${String(1 + (Math.floor((28 * 12 * at) / entries) % 28)).padStart(2, '0')}`;
  const owed = { account: 'receivables', customerId, invoiceId, dueOn: '2026-02-10' };
  const more = { entity: 'main', on, currency: 'EUR', memo: `Nr ${at}`, source: invoiceId };
  return at % 2 === 0
    ? {
        ...more,
        kind: 'invoice',
        lines: [
          { ...owed, minor: 11_900 },
          { account: 'revenue', minor: -10_000 },
          { account: 'vat', minor: -1_900 },
        ],
      }
    : {
        ...more,
        kind: 'receipt',
        lines: [
          { account: 'bank', minor: 11_900 },
          { ...owed, minor: -11_900 },
        ],
      };
};
let stored = 0;
const itemOf = (at: number): WriteRequest => {
  const [id, entry] = [newId('act'), entryOf(at)];
  const key = { pk: `${TENANT}#BOOK#${entry.on.slice(0, 7)}`, sk: `${entry.on}#${id}` };
  const act = {
    ...key,
    kind: 'act',
    action: 'bench',
    actor: 'bench',
    entry,
    id,
    at: `${entry.on}T09:00:00Z`,
    trace: 'trc',
  };
  stored += JSON.stringify(act).length;
  return { PutRequest: { Item: toItem(act) } };
};
const table = process.env['QUITTANCE_TABLE']!;
for (let from = 0; from < entries; from += 25) {
  const items = Array.from({ length: Math.min(25, entries - from) }, (_, at) => itemOf(from + at));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: items } }));
}

/** Bundled as functions are: what draws a report's page is in it, which Node does not read as it is. */
await bundle({ entryPoints: { 'export-build': 'test/bench/export-build.ts' }, outdir: 'dist/bench' });

for (const format of formats) {
  const asked = await actions.createExport(
    { kind: 'ledger_journal', format, from: '2025-01-01', to: '2025-12-31' } as never,
    depsOf({ now: '2026-03-10T09:00:00.000Z' }),
  );
  if (!asked.ok) throw new Error(asked.detail);
  books.fault.calls = 0;
  // A process of its own, as a function is: what the wire and the table take here is not counted.
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=128', 'dist/bench/export-build.mjs', TENANT, asked.value.id],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const said = JSON.parse((await whole(child.stdout)).toString('utf8')) as object;
  console.log(
    JSON.stringify({ format, ...said, calls: books.fault.calls, readUnits: Math.ceil(stored / 4096) }),
  );
}
await books.close();
process.exit(0);
