/**
 * `npm run bench:dunning -- [invoices] [per payer] [killed]`: so many open invoices that are due for a reminder, and one run over them in a
 * process of its own, with the wire of the local cloud; `killed`: when half of the mails are queued, and run again. Prints messages per second of
 * CPU, units of DynamoDB per message, and the largest memory of the run.
 */
import { fork } from 'node:child_process';
import { openBooks } from '../slices/bank/books.ts';
import { fill, queued } from './debts.ts';
import type { Figures } from './dunning-run.ts';

const invoices = Number(process.argv[2] ?? 100_000);
const perPayer = Number(process.argv[3] ?? 5);
const isKilled = process.argv[4] === 'killed';
const payers = Math.ceil(invoices / perPayer);

/** Undefined where it was killed. */
const run = (killAt = Infinity): Promise<Figures | undefined> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('dunning-run.ts', import.meta.url));
    let figures: Figures | undefined;
    child.on('message', (told: Figures) => {
      figures = told.done ? told : undefined;
      if (!told.done && told.commits >= killAt) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('exit', () => resolve(figures));
  });

await openBooks();
await fill({ invoices, payers });
const first = await run(isKilled ? payers / 2 : Infinity);
const before = isKilled ? (await queued(payers)).length : undefined;
const figures = isKilled ? await run() : first;
const mails = await queued(payers);
const asked = mails.flat();
const perMail = (units: number): number => Math.round((100 * units) / payers) / 100;
console.log(
  JSON.stringify({
    invoices,
    ...(isKilled && { killedAt: before }),
    mails: mails.length,
    twice: asked.length - new Set(asked).size,
    missing: invoices - new Set(asked).size,
    ...figures,
    perCpuSecond: Math.round(payers / figures!.cpuSeconds),
    readUnitsPerMail: perMail(figures!.readUnits),
    writeUnitsPerMail: perMail(figures!.writeUnits),
  }),
);
process.exit(0);
