/**
 * `npm run bench:predicting -- [invoices] [per customer]`: the books of a company over two years in memory; its first night, which takes in all of
 * them, and the night after. Prints CPU, the largest memory, and what the nights would write: one item for each customer that something happened to.
 */
import { nightOf, type News, type Night } from '../../shared/predicting/night.ts';
import type { Receivable } from '../../shared/predicting/history.ts';
import { newBehaviour } from '../../shared/predicting/memory.ts';
import { idFrom } from '../../shared/kernel/ids.ts';

const invoices = Number(process.argv[2] ?? 1_000_000);
const perCustomer = Number(process.argv[3] ?? 20);
const customers = Math.ceil(invoices / perCustomer);
const DAYS = 730;
const FIRST = 20_000;
const NIGHT = FIRST + DAYS;

/** The same numbers in each run. */
let seed = 1;
const chance = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const id = (at: number) => idFrom('cus', 1_700_000_000_000 + at, new Uint8Array(10));

/** Each customer has its own mean of days against the due day, and scatters around it. */
const booksOf = (at: number): Receivable[] => {
  const usual = -12 + 24 * chance();
  return Array.from({ length: perCustomer }, (_, nth) => {
    const issued = FIRST + Math.floor(chance() * (DAYS + 1));
    const settled = issued + 30 + Math.round(usual + 10 * (chance() + chance() - 1));
    return {
      id: `inv_${at}_${nth}`,
      customer: id(at),
      segment: ['DE', 'FR', 'AT'][at % 3]!,
      issued,
      due: issued + 30,
      minor: Math.round(Math.exp(8 + 4 * chance())),
      currency: 'EUR',
      settled: Math.max(issued, settled),
    };
  });
};

const told = (name: string, night: Night, from: NodeJS.CpuUsage): void => {
  const { user, system } = process.cpuUsage(from);
  // Names and values of an item are no longer than its JSON.
  const sizes = night.behaviours.map((own) => JSON.stringify(own).length);
  const sum = sizes.reduce((all, one) => all + one, 0);
  console.log(
    JSON.stringify({
      night: name,
      cpuSeconds: Math.round((user + system) / 1e4) / 100,
      heapMb: Math.round(process.memoryUsage().heapUsed / 1e6),
      rssMb: Math.round(process.resourceUsage().maxRSS / 1e3),
      writes: sizes.length,
      writeUnitsAtMost: sizes.reduce((all, one) => all + Math.ceil(one / 1024), 0),
      bytesOfACustomer: Math.round(sum / Math.max(1, sizes.length)),
      known: night.company.model.known,
      all: night.company.all,
    }),
  );
};

const upTo = (until: number, one: Receivable): Receivable => {
  const { settled, ...open } = one;
  return settled! <= until ? one : open;
};
const all = Array.from({ length: customers }, (_, at) => booksOf(at));
const first = new Map<string, News>(
  all.map((own, at) => [
    id(at),
    {
      receivables: own.filter(({ issued }) => issued < NIGHT).map((one) => upTo(NIGHT - 1, one)),
      gone: [],
    },
  ]),
);
let from = process.cpuUsage();
const learned = nightOf(
  undefined,
  all.map((_, at) => newBehaviour(id(at), ['DE', 'FR', 'AT'][at % 3]!)),
  first,
  NIGHT - 1,
);
told('first', learned, from);

first.clear();
const next = new Map<string, News>();
for (const [at, own] of all.entries()) {
  const fresh = own.filter(
    ({ issued, due, settled }) => issued === NIGHT || due + 1 === NIGHT || settled === NIGHT,
  );
  if (fresh.length > 0) next.set(id(at), { receivables: fresh.map((one) => upTo(NIGHT, one)), gone: [] });
}
from = process.cpuUsage();
told('next', nightOf(learned.company, learned.behaviours, next, NIGHT), from);
