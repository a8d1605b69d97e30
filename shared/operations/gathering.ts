/**
 * Reads what the night judges: all that is open or left, what moved since the night before, and a share of the old, another every night.
 * Nothing of it grows with the years but that share, and the books are folded from where the last close left them.
 */
import type { Entity, Tenant } from '../access/tenant.ts';
import { foldedFor, type Cut } from '../insights/reading.ts';
import { creditNoteById, documentsOf, invoiceById } from '../invoices/store.ts';
import { addDays, localDate, monthOf, type Instant } from '../kernel/dates.ts';
import type { Read } from '../kernel/storage.ts';
import type { Booked } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { entriesOf } from '../ledger/store.ts';
import { paymentById } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, readAll } from '../runtime/table.ts';
import type { Evidence, Head, Receipt } from './evidence.ts';
import { paidBy } from './invariants.ts';
import { heads, receipts, type Night, type Papers } from './papers.ts';

const HOUR_MS = 3_600_000;

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
  const turned = turn < monthOf(from) ? await bookedIn(turn, entity, deps) : [];
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
    entries: [...entries, ...turned].map(judgedOf),
    positions,
    open,
    left,
    ...named,
    followed: await followedBy(named.invoices, since, deps),
  };
};

const judgedOf = ({ id, kind, source, lines }: Booked): Evidence['entries'][number] => ({
  id,
  kind,
  source,
  lines: lines.map(({ minor }) => ({ minor })),
});
const bookedIn = async (month: string, { id }: Entity, { tenant }: Deps): Promise<Booked[]> =>
  (await all(entriesOf(tenant, month))).filter(({ entity }) => entity === id);

/** Each is read with what it names on the other side. */
const namedBy = async (
  some: {
    invoices: readonly Head[];
    payments: readonly Receipt[];
    ids: readonly string[];
    receipts: readonly string[];
  },
  { tenant }: Deps,
): Promise<Pick<Evidence, 'invoices' | 'payments' | 'notes' | 'gone'>> => {
  const invoices = byId(some.invoices);
  const payments = byId(some.payments);
  const invoiceBy = (id: string) => heads(invoiceById(tenant, id));
  const paymentBy = (id: string) => receipts(paymentById(tenant, id));
  const gone = await more(payments, some.receipts, paymentBy);
  const settling = [...payments.values()].flatMap((one) => one.allocations.map((part) => part.invoiceId));
  gone.push(...(await more(invoices, [...some.ids, ...settling], invoiceBy)));
  gone.push(...(await more(payments, [...invoices.values()].flatMap(paidBy), paymentBy)));
  const credits = [...invoices.values()].flatMap((head) =>
    head.disputes?.some(({ state }) => state === 'OPEN') ? head.credits : [],
  );
  const notes = byId(await readAll([...new Set(credits)].map((id) => creditNoteById(tenant, id))));
  return { invoices, payments, notes, gone: new Set(gone) };
};
const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));
/** Those that were asked for and are not there. */
const more = async <T extends { readonly id: string }>(
  known: Map<string, T>,
  ids: readonly string[],
  ask: (id: string) => Read<T>,
): Promise<string[]> => {
  const unknown = [...new Set(ids)].filter((id) => !known.has(id));
  for (const one of await readAll(unknown.map(ask))) known.set(one.id, one);
  return unknown.filter((id) => !known.has(id));
};

/** An invoice that came from outside has the file that it came with. */
const followedBy = async (
  invoices: ReadonlyMap<string, Head>,
  since: Instant,
  { tenant, now }: Deps,
): Promise<Evidence['followed']> => {
  const anHourAgo = new Date(Date.parse(now) - HOUR_MS).toISOString();
  const due = [...invoices.values()].filter(
    ({ issuedAt, external }) => external === undefined && issuedAt >= since && issuedAt <= anHourAgo,
  );
  const done = await readAll(
    due.map(({ id }): Read<string> => ({ key: documentsOf(tenant, id).key, parse: () => id })),
  );
  return { due, done: new Set(done) };
};
