/** Subscriptions: periods tile, each is ordered once, no day is billed twice, and what was given up was credited. */
import type { Books, Kept } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';
import type { Term } from './prices.ts';

export interface Subscription {
  readonly id: string;
  readonly billedFrom: string;
  readonly period?: string;
  readonly dueOn?: string;
  readonly end?: string;
  readonly terms: readonly Term[];
  readonly held: readonly string[];
  readonly parked?: { readonly code: string };
}
interface Row {
  readonly from: string;
  readonly to: string;
  readonly minor: number;
  readonly orderId?: string;
  readonly line?: string;
}
export interface Period {
  readonly subscription: string;
  readonly from: string;
  readonly to: string;
  readonly state: string;
  readonly at: string;
  readonly rows: readonly Row[];
  readonly credited: readonly Row[];
  readonly orders: readonly { readonly id: string; readonly sourceOrderId: string }[];
}

const tiles = rule(
  'subscription.periods',
  'Periods leave days out or have them twice: look at the acts of the subscription (subscriptions.bill), and credit what was billed twice.',
);
const ordered = rule(
  'subscription.order',
  'A period was ordered twice, or its order is lost: compare the orders of the source `subscription` with the periods, and credit what is too much.',
);
const billed = rule(
  'subscription.rows',
  'The days that are noted as billed are not what the order says: compare its lines with the period.',
);
const credited = rule(
  'subscription.credit',
  'Days were given up and not credited: look at the parked work and the dead letters of bill-subscriptions; moving its messages back is safe.',
);
const late = rule(
  'subscription.late',
  'Something is to be billed and is not: look at the log of bill-due and the dead letters of bill-subscriptions; both may be started again.',
);

/** A run every six hours, and time for it. */
const HALF_A_DAY = 12 * 3_600_000;

export function* subscriptions(books: Books, due: (at: string) => boolean): Generator<Finding> {
  const { tenant } = books;
  const of = Map.groupBy(books.periods, ({ subscription }) => subscription);
  for (const one of books.subscriptions) {
    const periods = (of.get(one.id) ?? []).toSorted((a, b) => (a.from < b.from ? -1 : 1));
    yield* calendar(tenant, one, periods);
    yield* looked(tenant, one, due);
  }
  yield* orders(books);
  yield* rows(books, due);
}

function* calendar(tenant: string, { id, billedFrom, period }: Subscription, periods: readonly Period[]) {
  let next = billedFrom;
  for (const { from, to, state } of periods) {
    const open = from === period;
    if (from !== next || to < from || (state === 'OPEN' && !open))
      yield tiles(tenant, `the period from ${from} to ${to} is ${state} and follows ${next}`, id);
    next = to;
  }
  if (periods.at(-1)?.from !== period)
    yield tiles(tenant, `the last of ${periods.length} periods is not the one from ${period}`, id);
}

/** It is found by whoever bills as long as there is something to bill, and by nobody else. */
function* looked(
  tenant: string,
  { id, parked, held, dueOn, item }: Kept<Subscription>,
  due: (at: string) => boolean,
) {
  const waits = held.length > 0 || dueOn !== undefined;
  const where = parked ? `${tenant}#SUBSPARKED` : waits ? `${tenant}#SUBSDUE` : undefined;
  if (item['g3p'] !== where)
    yield late(tenant, `it is found under ${String(item['g3p'])}, and belongs under ${where}`, id);
  const moment = Date.parse(String(item['g3s']).split('#')[0]!);
  if (!parked && held.length === 0 && waits && due(new Date(moment + HALF_A_DAY).toISOString()))
    yield late(tenant, `it was to be billed from ${dueOn} on`, id);
}

function* orders({ tenant, orders: all, periods }: Books) {
  const own = new Map(
    all.flatMap(({ id, source, sourceOrderId }) => (source === 'subscription' ? [[id, sourceOrderId]] : [])),
  );
  const listed = new Map<string, number>();
  for (const { subscription, from, orders: some } of periods)
    for (const { id, sourceOrderId } of some) {
      listed.set(id, (listed.get(id) ?? 0) + 1);
      if (own.get(id) !== sourceOrderId || !sourceOrderId.startsWith(`${subscription}:${from}`))
        yield ordered(tenant, `the period from ${from} names order ${id} as ${sourceOrderId}`, subscription);
    }
  for (const [id, sourceOrderId] of own)
    if (listed.get(id) !== 1)
      yield ordered(tenant, `${sourceOrderId} is in ${listed.get(id) ?? 0} periods`, id);
}

function* rows({ tenant, orders: all, periods, invoices, creditNotes }: Books, due: (at: string) => boolean) {
  const orderOf = new Map(all.map((order) => [order.id, order]));
  for (const { subscription, from, to, rows: some, credited: back, at } of periods) {
    const sorted = some.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    if (sorted.some((row, index) => row.from < (sorted[index - 1]?.to ?? from) || row.to > to))
      yield tiles(tenant, `days of the period from ${from} are billed twice, or are not of it`, subscription);
    // A cancelled order bills nothing, whatever its rows say.
    const lines = [...some, ...back].filter(
      ({ orderId }) => orderId !== undefined && orderOf.get(orderId)?.state !== 'CANCELLED',
    );
    for (const [name, own] of Map.groupBy(lines, ({ orderId, line }) => `${orderId} ${line}`)) {
      const { orderId, line } = own[0]!;
      const net = orderOf.get(orderId!)?.lines.find(({ id }) => id === line)?.netMinor;
      const had = sumOf(own, ({ minor }) => minor);
      if (had !== net)
        yield billed(tenant, `${had} are noted of ${name}, which is ${net ?? 'not there'}`, subscription);
    }
    for (const [orderId, own] of Map.groupBy(back, (row) => row.orderId!)) {
      const ids = new Set(invoices.filter((invoice) => invoice.orderId === orderId).map(({ id }) => id));
      const notes = creditNotes.filter(({ invoiceId }) => ids.has(invoiceId));
      const given = sumOf(own, ({ minor }) => minor);
      const noted = sumOf(
        notes.flatMap((note) => note.lines),
        ({ netMinor }) => netMinor,
      );
      if (given > noted && due(at))
        yield credited(tenant, `${given} of order ${orderId} were given up, ${noted} credited`, subscription);
    }
  }
}
