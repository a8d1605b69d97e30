/** Reads a month's receipts of the bank, and what other rules would have made of them. Nothing is written. */
import { lineById } from '../bank/store.ts';
import { invoiceById } from '../invoices/store.ts';
import { endOfMonth } from '../kernel/dates.ts';
import { ok } from '../kernel/result.ts';
import { payments } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { each, readAll } from '../runtime/table.ts';
import type { Payment } from '../payments/payment.ts';
import type { SimulateMatching } from './simulation.ts';
import { simulated, type Past } from './what-if.ts';

/** As many as are read well within the time of a request. */
const MOST_LINES = 1_000;
/** One batch. */
const AT_ONCE = 100;

export const simulateMatching = async ({ month, rules }: SimulateMatching, { tenant }: Deps) => {
  // Ids of a line's receipt begin with its booking day.
  const bound = (day: string) => idOfCause('pay', `${day}T00:00:00Z`).slice(0, 14);
  const listing = {
    ...payments(tenant),
    from: bound(`${month}-01`),
    to: `${bound(endOfMonth(`${month}-01`))}~`,
  };
  const found: Payment[] = [];
  let complete = true;
  for await (const payment of each(listing)) {
    if (payment.source.kind !== 'bank_line' || payment.bookedOn.slice(0, 7) !== month) continue;
    if (found.length === MOST_LINES) {
      complete = false;
      break;
    }
    found.push(payment);
  }
  const past: Past[] = [];
  for (let at = 0; at < found.length; at += AT_ONCE)
    past.push(...(await pastOf(found.slice(at, at + AT_ONCE), tenant)));
  return ok({ ...simulated(past, { version: 0, ...rules }), complete });
};

const pastOf = async (receipts: readonly Payment[], tenant: string): Promise<Past[]> => {
  const lines = await readAll(receipts.map(({ source }) => lineById(tenant, source.id)));
  const ids = [
    ...new Set(receipts.flatMap(({ allocations }) => allocations.map(({ invoiceId }) => invoiceId))),
  ];
  const invoices = await readAll(ids.map((id) => invoiceById(tenant, id)));
  return receipts.flatMap((payment) => {
    const line = lines.find(({ id }) => id === payment.source.id);
    const own = invoices.filter(({ id }) => payment.allocations.some(({ invoiceId }) => invoiceId === id));
    return line ? [{ line, payment, invoices: own }] : [];
  });
};
