/**
 * `npm run bench:close -- [entries]`: a month of so many entries, put straight into the table, is looked through, revalued, sealed and
 * closed by what the worker runs, in one process with the wire of the local cloud. Prints seconds of CPU and the largest memory.
 */
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { openBooks, TENANT } from '../slices/bank/books.ts';

const entries = Number(process.argv[2] ?? 100_000);
const NOW = { now: '2026-02-20T09:00:00.000Z' };
const books = await openBooks();
const { client } = await import('../../shared/runtime/dynamo.ts');
const { toItem } = await import('../../shared/runtime/item.ts');
const { newId } = await import('../../shared/runtime/context.ts');
const { deps: depsOf } = await import('../slices/bank/books.ts');
const { actions } = await import('../../shared/closing/actions.ts');
const { workOn } = await import('../../shared/closing/working.ts');

/** An invoice, and with the next one the money for it. */
const entryOf = (at: number) => {
  const invoiceId = `inv_${String(at - (at % 2)).padStart(26, '0')}`;
  const customerId = `cus_${String((at >> 1) % 5_000).padStart(26, '0')}`;
  const on = `2026-01-${String(1 + Math.floor((28 * at) / entries)).padStart(2, '0')}`;
  const minor = 11_900;
  const owed = { account: 'receivables', customerId, invoiceId, dueOn: '2026-02-10' };
  const more = { entity: 'main', on, currency: 'EUR', memo: `Nr ${at}`, source: invoiceId };
  return at % 2 === 0
    ? {
        ...more,
        kind: 'invoice',
        lines: [
          { ...owed, minor },
          { account: 'revenue', minor: -10_000 },
          { account: 'vat', minor: -1_900 },
        ],
      }
    : {
        ...more,
        kind: 'receipt',
        lines: [
          { account: 'bank', minor },
          { ...owed, minor: 0 - minor },
        ],
      };
};
const itemOf = (at: number): WriteRequest => {
  const [id, entry] = [newId('act'), entryOf(at)];
  const key = { pk: `${TENANT}#BOOK#${entry.on.slice(0, 7)}`, sk: `${entry.on}#${id}` };
  const act = { ...key, kind: 'act', action: 'bench', actor: 'bench', entry, id, at: NOW.now, trace: 'trc' };
  return { PutRequest: { Item: toItem(act) } };
};
const table = process.env['QUITTANCE_TABLE']!;
const IN_A_BATCH = 25;
for (let from = 0; from < entries; from += IN_A_BATCH) {
  const items = Array.from({ length: Math.min(IN_A_BATCH, entries - from) }, (_, at) => itemOf(from + at));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: items } }));
}

const peak = { heap: 0, rss: 0 };
const watch = setInterval(() => {
  const { heapUsed, rss } = process.memoryUsage();
  peak.heap = Math.max(peak.heap, heapUsed);
  peak.rss = Math.max(peak.rss, rss);
}, 20);
const deps = depsOf(NOW);
const mb = (bytes: number): number => Math.round(bytes / 1e6);
for (const month of ['2025-12', '2026-01']) {
  const place = { entity: 'main', month };
  for (const step of [actions.softClosePeriod, actions.closePeriod]) {
    const asked = await step({ ...place, reason: 'bench' } as never, deps);
    if (!asked.ok) throw new Error(asked.detail);
  }
  const from = process.cpuUsage();
  const closed = await workOn(place, deps);
  const { user, system } = process.cpuUsage(from);
  if (!closed.ok || !closed.value.closed) throw new Error(JSON.stringify(closed));
  const said = {
    month,
    entries: closed.value.closed.seal.entries,
    cpuSeconds: Math.round((user + system) / 1e5) / 10,
  };
  console.log(JSON.stringify({ ...said, heapMb: mb(peak.heap), rssMb: mb(peak.rss) }));
}
clearInterval(watch);
await books.close();
process.exit(0);
