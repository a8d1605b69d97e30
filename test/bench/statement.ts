/**
 * `npm run bench:statement -- [lines]`: invoices of another system come in as files, then one statement that pays each of them comes
 * through the bucket, end to end on the local cloud. Prints how far it is every ten seconds, then lines per second from the object in the
 * bucket to the last receipt, and the largest memory of the whole process, in which cloud and functions run together.
 */
import { CountingClient } from './counting.ts';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { assemble } from '../../bin/fresh.ts';
import { World } from '../support/world.ts';

const lines = Number(process.argv[2] ?? 10_000);
const IN_A_FILE = 10_000;
await assemble();
const world = await World.open();
const acme = await world.customer('Scale');
const numbers = Array.from({ length: lines }, (_, at) => `OLD-${String(at + 1).padStart(7, '0')}`);
const mb = (bytes: number): number => Math.round(bytes / 1_048_576);
const seconds = (from: number): number => Math.round((performance.now() - from) / 100) / 10;
const { id } = await acme.isInvoiced('1.00');
await world.settle();
const { url } = await world.get<{ url: string }>(`/v1/invoices/${id}/documents/pdf`);
const table = await CountingClient.of(world, url);
const invoices = async () => (await table.count('INVOICES')) - 1;

const began = performance.now();
for (let from = 0; from < lines; from += IN_A_FILE) {
  const rows = numbers.slice(from, from + IN_A_FILE).map((number, at) =>
    JSON.stringify({
      number,
      customer: acme.name,
      issuedOn: '2026-01-02',
      dueOn: '2026-01-16',
      currency: 'EUR',
      total: `${100 + ((from + at) % 900)}.${String(at % 100).padStart(2, '0')}`,
    }),
  );
  const file = await world.call('POST', '/v1/invoice-imports?source=crm', rows.join('\n'), { raw: true });
  if (file.status > 202) throw new Error(JSON.stringify(file.body));
}
while ((await invoices()) < lines) {
  console.log(`${await invoices()} of ${lines} invoices, ${seconds(began)} s`);
  await new Promise((resolve) => setTimeout(resolve, 10_000));
}
console.log(`${lines} invoices in ${seconds(began)} s`);

const statement = camt053({
  id: 'SCALE-1',
  iban: SELLER.bank.iban,
  currency: 'EUR',
  openingMinor: 0,
  date: world.today(),
  transfers: numbers.map((number, at) => ({
    reference: `B-${at}`,
    minor: (100 + (at % 900)) * 100 + ((at % IN_A_FILE) % 100),
    text: `Rechnung ${number}`,
    payer: { name: acme.name, iban: acme.iban },
    date: world.today(),
  })),
});
const resting = process.memoryUsage.rss();
let peak = resting;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 200);
const [from, before] = [performance.now(), process.cpuUsage()];
await table.drop('acme/drop/statements/scale.xml', statement);
for (let done = 0; done < lines;) {
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  done = await table.count('PAYMENTS');
  console.log(`${done} of ${lines} lines in the books, ${seconds(from)} s, ${mb(peak)} MB`);
}
clearInterval(watch);
const { user, system } = process.cpuUsage(before);
const open = await world.all<{ state: string }>('/v1/exceptions');
console.log(
  JSON.stringify({
    lines,
    megabytes: mb(statement.length),
    exceptions: open.length,
    seconds: seconds(from),
    perSecond: Math.round(lines / seconds(from)),
    cpuMsPerLine: Math.round((user + system) / 1_000 / lines),
    restingMb: mb(resting),
    peakMb: mb(peak),
  }),
);
if (open.length > 0) process.exitCode = 1;
await world.close();
