/**
 * `npm run bench:forecasting -- [open items] [per customer]`: a company that has learned from some invoices of each customer, and so many that are
 * open. Prints CPU and the largest memory of one forecast: what each thing does, its row, and what they add up to. Nothing is read or written.
 */
import type { PastWeek } from '../../shared/forecasting/forecast.ts';
import { bring, forecastOf, nothing } from '../../shared/forecasting/making.ts';
import { rowOf } from '../../shared/forecasting/rules.ts';
import { endsFrom, sharesOf, type Item } from '../../shared/forecasting/spreading.ts';
import { weekAfter } from '../../shared/forecasting/weeks.ts';
import { idFrom } from '../../shared/kernel/ids.ts';
import { awaited } from '../../shared/predicting/awaiting.ts';
import { dateOf, dayOf } from '../../shared/predicting/expecting.ts';
import type { Receivable } from '../../shared/predicting/history.ts';
import { newBehaviour } from '../../shared/predicting/memory.ts';
import { nightOf, type News } from '../../shared/predicting/night.ts';
import { anInvoice } from '../support/drawn.ts';

const open = Number(process.argv[2] ?? 1_000_000);
const perCustomer = Number(process.argv[3] ?? 20);
const customers = Math.ceil(open / perCustomer);
/** Of each customer, before. */
const LEARNED = 5;
const on = '2026-03-02';
const today = dayOf(on);

/** The same numbers in each run. */
let seed = 1;
const chance = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const id = (at: number) => idFrom('cus', 1_700_000_000_000 + at, new Uint8Array(10));
const minor = (): number => Math.round(Math.exp(8 + 4 * chance()));

const booksOf = (at: number): Receivable[] => {
  const usual = -6 + 18 * chance();
  return [
    ...Array.from({ length: LEARNED }, (_, nth) => {
      const issued = today - 300 + Math.floor(200 * chance());
      const settled = issued + 30 + Math.round(usual + 8 * chance());
      return { id: `inv_${at}_${nth}`, issued, due: issued + 30, settled: Math.max(issued, settled) };
    }),
    ...Array.from({ length: perCustomer }, (_, nth) => {
      const issued = today - 1 - Math.floor(60 * chance());
      return { id: `inv_${at}_${LEARNED + nth}`, issued, due: issued + 30 };
    }),
  ].map((one) => ({ ...one, customer: id(at), segment: 'DE', minor: minor(), currency: 'EUR' }));
};
const books = Array.from({ length: customers }, (_, at) => booksOf(at));
const news = new Map<string, News>(books.map((own, at) => [id(at), { receivables: own, gone: [] }]));
const behaviours = books.map((_, at) => newBehaviour(id(at), 'DE'));
const { company, behaviours: learned } = nightOf(undefined, behaviours, news, today - 1);
const remembered = new Map(learned.map((own) => [own.customerId as string, own]));

const from = process.cpuUsage();
const ends = endsFrom(on);
const all = nothing();
let [rows, bytes] = [0, 0];
for (const [at, own] of books.entries()) {
  const customer = id(at);
  const known = { company, own: remembered.get(customer), customer, segment: 'DE', today: on };
  const waiting = own.slice(LEARNED);
  const items = waiting.flatMap((one) => {
    const invoice = anInvoice(1, one.minor, { issuedOn: dateOf(one.issued), dueOn: dateOf(one.due) });
    return awaited(invoice, known).map(({ distribution, ...said }): Item => ({
      source: 'open_items',
      subject: one.id,
      minor: said.minor,
      dueOn: said.dueOn,
      shares: sharesOf(distribution, ends),
    }));
  });
  for (const item of items) {
    rows += 1;
    bytes += JSON.stringify(rowOf(customer, item, ends)).length;
  }
  const amount = waiting.reduce((sum, one) => sum + one.minor, 0);
  const terms = { days: 30 * amount, minor: amount, count: waiting.length };
  bring(all, { items, disputedMinor: 0, onAccountMinor: 0, terms });
}
const past = Array.from({ length: 27 }, (_, at): PastWeek => {
  const monday = weekAfter(on, at - 26);
  return { from: monday, receivedMinor: 0, invoicedMinor: at === 26 ? 0 : 10_000_000 + 100_000 * (at % 3) };
});
const about = { entity: 'main', currency: 'EUR', on, madeAt: `${on}T04:30:00Z`, leftOut: 0, version: 1 };
const forecast = forecastOf({ ...about, company }, all, past, []);
const { user, system } = process.cpuUsage(from);
console.log(
  JSON.stringify({
    openItems: rows,
    customers,
    cpuSeconds: Math.round((user + system) / 1e4) / 100,
    heapMb: Math.round(process.memoryUsage().heapUsed / 1e6),
    rssMb: Math.round(process.resourceUsage().maxRSS / 1e3),
    rowItems: Math.ceil(rows / 100),
    rowUnits: Math.ceil(bytes / 1024),
    forecastBytes: JSON.stringify(forecast).length,
    sources: forecast.sources,
  }),
);
