/**
 * `npm run bench:statement -- [lines,lines…] [--payers 50] [--open 0] [--books]`: open invoices of another system come in as a file, then
 * one statement that pays each comes through the bucket, end to end on the local cloud in a process of its own; each number of lines is
 * such a round. Prints what a line costs: CPU by part and function, AWS calls, invocations, write and read units, and the largest
 * memory of cloud and functions together. `--open` has so many more invoices stay open, `--books` leaves away what writes mails.
 */
import { parseArgs } from 'node:util';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { assemble } from '../../bin/fresh.ts';
import { CountingClient } from './counting.ts';
import { deskOf } from './flow.ts';
import { send } from './http.ts';
import { cpuByFunction, cpuOf, memoryOf, minus, shortName, startSystem } from './system.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    payers: { type: 'string', default: '50' },
    open: { type: 'string', default: '0' },
    books: { type: 'boolean', default: false },
  },
});
const IN_A_FILE = 10_000;
/** As the local cloud's own first day says. */
const DAY = new Date().toISOString().slice(0, 10);
const rounds = (positionals[0] ?? '300,3000').split(',').map(Number);
await assemble();
const system = await startSystem();
const table = await CountingClient.of(system);
const desk = deskOf(system);
const round = (value: number): number => Math.round(value * 100) / 100;
const settle = () => system.control('settle', 'POST', {});

const ibanOf = (payer: number): string => {
  const account = `50010517${String(5_000_000_000 + payer)}`;
  const check = 98 - Number(BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
};
const payers = Array.from({ length: Number(values.payers) }, (_, at) => at);
for (const at of payers)
  await desk('PUT', `/v1/customers/shop/S-${at}`, {
    name: `Payer ${at}`,
    address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: [`p${at}@customer.example`],
    currency: 'EUR',
    ibans: [ibanOf(at)],
  });

const minorOf = (at: number): number => (100 + (at % 900)) * 100 + (at % 100);
let owed = 0;
/** So many more invoices under numbers that begin so. */
const owe = async (series: string, count: number): Promise<void> => {
  for (let from = 0; from < count; from += IN_A_FILE) {
    const rows = Array.from({ length: Math.min(IN_A_FILE, count - from) }, (_, at) => {
      const serial = from + at;
      const total = `${String(minorOf(serial)).slice(0, -2)}.${String(minorOf(serial)).slice(-2)}`;
      const customer = `S-${serial % payers.length}`;
      const number = `${series}-${String(serial).padStart(7, '0')}`;
      return JSON.stringify({
        number,
        customer,
        issuedOn: '2026-01-02',
        dueOn: '2026-01-16',
        currency: 'EUR',
        total,
      });
    });
    const headers = {
      authorization: `Bearer ${system.keys['finance']}`,
      'idempotency-key': `${series}-${from}`,
    };
    const reply = await send(
      'POST',
      `${system.urls.api}/v1/invoice-imports?source=shop`,
      headers,
      rows.join('\n'),
    );
    if (reply.status > 202) throw new Error(reply.text);
    await settle();
  }
  owed += count;
  const there = await table.count('INVOICES');
  if (there !== owed) throw new Error(`${there} of ${owed} invoices came in`);
};

const pay = async (series: string, lines: number, openingMinor: number) => {
  const transfers = Array.from({ length: lines }, (_, at) => ({
    reference: `${series}-${at}`,
    minor: minorOf(at),
    text: `Rechnung ${series}-${String(at).padStart(7, '0')}`,
    payer: { name: `Payer ${at % payers.length}`, iban: ibanOf(at % payers.length) },
    date: DAY,
  }));
  const statement = camt053({
    id: series,
    iban: SELLER.bank.iban,
    currency: 'EUR',
    openingMinor,
    date: DAY,
    transfers,
  });
  const before = await table.count('PAYMENTS');
  await system.control('meter', 'DELETE');
  await system.control('meter', 'POST', { measure: true });
  const [cpu, byFunction, began] = [cpuOf(system), await cpuByFunction(system), performance.now()];
  const resting = memoryOf(system);
  let peak = resting;
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(system))), 200);
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  await table.drop(`${series}.xml`, statement);
  for (let done = 0, told = 0; done < lines;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    done = (await table.count('PAYMENTS')) - before;
    if (seconds() - told < 10 && done < lines) continue;
    told = seconds();
    console.log(`${done} of ${lines} lines in the books, ${seconds()} s, ${Math.round(peak)} MB`);
  }
  const inTheBooks = seconds();
  await settle();
  clearInterval(watch);
  const spent = minus(cpuOf(system), cpu);
  const after = await cpuByFunction(system);
  const counts = (await system.counts()).filter(({ function: name }) => name !== 'local');
  await system.control('meter', 'POST', { measure: false });
  const per = (value: number): number => round(value / lines);
  const calls: Record<string, Record<string, number>> = {};
  for (const { function: name, action, calls: times } of counts)
    (calls[shortName(name)] ??= {})[action] = per(times);
  return {
    lines,
    open: owed,
    megabytes: round(statement.length / 1e6),
    seconds: inTheBooks,
    secondsWithMails: seconds(),
    restingMb: Math.round(resting),
    peakMb: Math.round(peak),
    cpuMs: {
      ...Object.fromEntries(Object.entries(spent).map(([part, ms]) => [part, per(ms)])),
      all: per(spent.runtime + spent.functions + spent.database),
    },
    byFunction: Object.fromEntries(
      Object.entries(after)
        .map(([name, ms]) => [name, per(ms - (byFunction[name] ?? 0))] as const)
        .filter(([, ms]) => ms >= 0.05),
    ),
    writeUnits: per(counts.reduce((sum, { writeUnits }) => sum + writeUnits, 0)),
    readUnits: per(counts.reduce((sum, { readUnits }) => sum + readUnits, 0)),
    calls,
  };
};

// Every function is warm, and the company has been paid before.
await owe('WARM', 100);
await pay('WARM', 100, 0);
if (values.books)
  for (const name of ['RenderDocument', 'SendMail'])
    await system.control('workers', 'POST', { function: name, on: false });
if (Number(values.open) > 0) await owe('OPEN', Number(values.open));
for (const [at, lines] of rounds.entries()) {
  await owe(`R${at}`, lines);
  console.log(JSON.stringify(await pay(`R${at}`, lines, 0), undefined, 1));
}
const waiting = (
  await send('GET', `${system.urls.api}/v1/exceptions?limit=1`, {
    authorization: `Bearer ${system.keys['finance']}`,
  })
).text;
if ((JSON.parse(waiting) as { data: unknown[] }).data.length > 0) throw new Error(`lines wait: ${waiting}`);
await system.stop();
process.exit(0);
