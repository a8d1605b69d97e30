/**
 * `npm run bench:import -- [rows]`: a file of customers into a company of its own, by a worker with an eighth of its memory. Prints
 * rows per second from the upload to the last row, and the largest memory of the whole process, in which cloud and functions run
 * together.
 */
import { assemble } from '../../bin/fresh.ts';
import { generate } from './rows.ts';
import { World } from '../support/world.ts';
import type { CustomerImport } from '../../shared/customers/customer-import.ts';

const rows = Number(process.argv[2] ?? 10_000);
await assemble();
// A worker that keeps what it has read runs out of it, and its rows are never done.
const world = await World.open(undefined, {}, {}, { memoryMb: { ImportCustomers: 128 } });
const resting = process.memoryUsage.rss();
let peak = resting;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 200);
const from = performance.now();
const { status, body } = await world.call<CustomerImport>(
  'POST',
  '/v1/customer-imports?source=erp',
  generate(rows),
  {
    key: 'partner',
    raw: true,
  },
);
if (status !== 202) throw new Error(JSON.stringify(body));
const read = () => world.get<CustomerImport>(`/v1/customer-imports/${body.id}`);
let file = await read();
while (file.state !== 'DONE') {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  file = await read();
}
const seconds = (performance.now() - from) / 1_000;
clearInterval(watch);
const mb = (bytes: number): number => Math.round(bytes / 1_048_576);
console.log(
  JSON.stringify({
    ...file.counts,
    seconds: Math.round(seconds),
    perSecond: Math.round(rows / seconds),
    restingMb: mb(resting),
    peakMb: mb(peak),
  }),
);
if (file.counts.created !== rows) process.exitCode = 1;
await world.close();
