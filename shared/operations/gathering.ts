/**
 * Reads what the night judges: all that is open or left, what moved since the night before, and a share of the old, another every night.
 * Nothing of it grows with the years but that share, and the books are folded from where the last close left them.
 */
import type { Entity, Tenant } from '../access/tenant.ts';
import { customers } from '../customers/store.ts';
import { foldedFor, type Cut } from '../insights/reading.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { creditNoteById, documentsOf, invoiceById, invoices, openInvoices } from '../invoices/store.ts';
import {
  addDays,
  daysBetween,
  localDate,
  monthOf,
  monthsBetween,
  nextMonth,
  type Instant,
} from '../kernel/dates.ts';
import { idFrom } from '../kernel/ids.ts';
import type { Read } from '../kernel/storage.ts';
import type { Booked } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { entriesOf } from '../ledger/store.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById, payments, unappliedOf } from '../payments/store.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, readAll } from '../runtime/table.ts';
import type { Evidence } from './invariants.ts';

/** Of the whole company, read once for all of its legal entities. */
export interface Papers {
  readonly open: readonly Invoice[];
  readonly left: readonly Payment[];
  /** New ones, and those of a month in turn. */
  readonly invoices: readonly Invoice[];
  readonly payments: readonly Payment[];
}
export interface Night {
  /** What moved since then is looked at; two days, or since the last night where some were missed. */
  readonly since: Instant;
  /** A month of the books, another every night. */
  readonly turn: string;
  /** Since when ids are of it: the first month has all that is older than the books. */
  readonly turnFrom: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** `last`: when the night before looked. */
export const nightOf = ({ openedAt }: Tenant, last: Instant | undefined, now: Instant): Night => {
  const months = monthsBetween(monthOf(openedAt.slice(0, 10)), monthOf(now.slice(0, 10)));
  const nights = daysBetween('2026-01-01', now.slice(0, 10));
  const before = Math.min(Date.parse(now) - 2 * DAY_MS, Date.parse(last ?? now) - HOUR_MS);
  const turn = months[((nights % months.length) + months.length) % months.length]!;
  return {
    since: new Date(before).toISOString(),
    turn,
    turnFrom: turn === months[0] ? 0 : Date.parse(`${turn}-01T00:00:00Z`),
  };
};

export const papersOf = async ({ since, turn, turnFrom }: Night, deps: Deps): Promise<Papers> => {
  const { tenant } = deps;
  const open: Invoice[] = [];
  const left: Payment[] = await all(unappliedOf(tenant, 'nobody'));
  await eachAtOnce(each(customers(tenant)), async ({ id, aliases = [] }) => {
    for (const one of [id, ...aliases]) {
      open.push(...(await all(openInvoices(tenant, one))));
      left.push(...(await all(unappliedOf(tenant, one))));
    }
  });
  const end = Date.parse(`${nextMonth(turn)}-01T00:00:00Z`);
  const ranges = [
    { from: turnFrom, to: end },
    { from: Date.parse(since), to: Date.parse(deps.now) + DAY_MS },
  ];
  const [ofInvoices, ofPayments]: [Invoice[], Payment[]] = [[], []];
  for (const { from, to } of ranges) {
    ofInvoices.push(...(await all({ ...invoices(tenant), ...between('inv', from, to) })));
    ofPayments.push(...(await all({ ...payments(tenant), ...between('pay', from, to) })));
  }
  // Whoever was moved to another customer meanwhile was met twice.
  return { open: distinct(open), left: distinct(left), invoices: ofInvoices, payments: ofPayments };
};
const distinct = <T extends { readonly id: string }>(rows: readonly T[]): T[] => [...byId(rows).values()];
const between = (prefix: string, from: number, to: number) => ({
  from: idFrom(prefix, from, new Uint8Array(10)),
  to: idFrom(prefix, to, new Uint8Array(10)),
});

export const evidenceOf = async (
  entity: Entity,
  papers: Papers,
  { since, turn }: Night,
  { openedAt }: Tenant,
  deps: Deps,
): Promise<Evidence> => {
  const own = <T extends { readonly entity: string }>(rows: readonly T[]) =>
    rows.filter((row) => row.entity === entity.id);
  const cut: Cut = {
    entity,
    asOf: lastAskable(localDate(deps.now, entity.zone)),
    from: addDays(openedAt.slice(0, 10), -1),
    known: {},
  };
  const { entries, positions, from } = await foldedFor(cut, [], deps);
  const [open, left] = [own(papers.open), own(papers.left)];
  const moved = entries.filter(({ at }) => at >= since);
  const named = await namedBy(
    {
      invoices: [...open, ...own(papers.invoices)],
      payments: [...left, ...own(papers.payments)],
      ids: [
        ...moved.flatMap(({ lines }) => lines.flatMap(({ invoiceId }) => invoiceId ?? [])),
        ...[...positions.values()].flatMap(({ items }) =>
          [...items.values()].flatMap(({ minor, invoiceId }) => (minor === 0 ? [] : invoiceId)),
        ),
      ],
      receipts: moved.flatMap(({ source }) => (source.startsWith('pay_') ? source : [])),
    },
    deps,
  );
  return {
    entries: turn < monthOf(from) ? [...entries, ...(await bookedIn(turn, entity, deps))] : entries,
    positions,
    open,
    left,
    ...named,
    followed: await followedBy(named.invoices, since, deps),
  };
};

const bookedIn = async (month: string, { id }: Entity, { tenant }: Deps): Promise<Booked[]> =>
  (await all(entriesOf(tenant, month))).filter(({ entity }) => entity === id);

/** Each is read with what it names on the other side. */
const namedBy = async (
  some: {
    invoices: readonly Invoice[];
    payments: readonly Payment[];
    ids: readonly string[];
    receipts: readonly string[];
  },
  { tenant }: Deps,
): Promise<Pick<Evidence, 'invoices' | 'payments' | 'notes'>> => {
  const heads = byId(some.invoices);
  const receipts = byId(some.payments);
  await more(receipts, some.receipts, (id) => paymentById(tenant, id));
  await more(
    heads,
    [...some.ids, ...[...receipts.values()].flatMap((one) => one.allocations.map((part) => part.invoiceId))],
    (id) => invoiceById(tenant, id),
  );
  await more(
    receipts,
    [...heads.values()].flatMap(({ settlements }) => settlements.map(({ paymentId }) => paymentId)),
    (id) => paymentById(tenant, id),
  );
  const credits = [...heads.values()].flatMap((head) =>
    head.disputes?.some(({ state }) => state === 'OPEN') ? head.credits : [],
  );
  const notes = byId(await readAll([...new Set(credits)].map((id) => creditNoteById(tenant, id))));
  return { invoices: heads, payments: receipts, notes };
};
const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));
const more = async <T extends { readonly id: string }>(
  known: Map<string, T>,
  ids: readonly string[],
  ask: (id: string) => Read<T>,
): Promise<void> => {
  const unknown = [...new Set(ids)].filter((id) => !known.has(id));
  for (const one of await readAll(unknown.map(ask))) known.set(one.id, one);
};

/** An invoice that came from outside has the file that it came with. */
const followedBy = async (
  heads: ReadonlyMap<string, Invoice>,
  since: Instant,
  { tenant, now }: Deps,
): Promise<Evidence['followed']> => {
  const anHourAgo = new Date(Date.parse(now) - HOUR_MS).toISOString();
  const due = [...heads.values()].filter(
    ({ issuedAt, external }) => external === undefined && issuedAt >= since && issuedAt <= anHourAgo,
  );
  const done = await readAll(
    due.map(({ id }): Read<string> => ({ key: documentsOf(tenant, id).key, parse: () => id })),
  );
  return { due, done: new Set(done) };
};
