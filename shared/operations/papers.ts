/** Reads the documents that a night judges, of the whole company: all that is open or left, what is new, and those of a month in turn. */
import type { Tenant } from '../access/tenant.ts';
import { customers } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoices, openInvoices } from '../invoices/store.ts';
import { only } from '../kernel/fields.ts';
import { daysBetween, monthOf, monthsBetween, nextMonth, type Instant } from '../kernel/dates.ts';
import { idFrom } from '../kernel/ids.ts';
import type { Item } from '../kernel/storage.ts';
import type { InvariantRun } from '../ledger/invariant.ts';
import type { Payment } from '../payments/payment.ts';
import { payments, unappliedOf } from '../payments/store.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each } from '../runtime/table.ts';
import {
  OF_ALLOCATIONS,
  OF_HEADS,
  OF_RECEIPTS,
  OF_SETTLEMENTS,
  type Head,
  type Receipt,
} from './evidence.ts';

/** Read once for all legal entities. */
export interface Papers {
  readonly open: readonly Head[];
  readonly left: readonly Receipt[];
  /** New ones, and those of a month in turn; none of the above. */
  readonly invoices: readonly Head[];
  readonly payments: readonly Receipt[];
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
/** `last`: up to when nights before have looked. */
export const nightOf = ({ openedAt }: Tenant, last: Instant | undefined, now: Instant): Night => {
  const months = monthsBetween(monthOf(openedAt.slice(0, 10)), monthOf(now.slice(0, 10)));
  const before = Math.min(Date.parse(now) - 2 * DAY_MS, Date.parse(last ?? now) - HOUR_MS);
  const turn = months[inTurn(daysBetween('2026-01-01', now.slice(0, 10)), months.length)]!;
  return {
    since: new Date(before).toISOString(),
    turn,
    turnFrom: turn === months[0] ? 0 : Date.parse(`${turn}-01T00:00:00Z`),
  };
};

/**
 * Each of them within as many nights as the next power of two, though one more comes every month: a remainder by their very number would
 * step over some for years.
 */
const inTurn = (nights: number, count: number): number => {
  const round = 2 ** Math.ceil(Math.log2(count));
  return (((nights % round) + round) % round) % count;
};

/** The last night for which everything was heard, newest first: what was not is looked for until it is, however many nights ago. */
export const heardUpTo = async (nights: AsyncIterable<InvariantRun>): Promise<Instant | undefined> => {
  let first: InvariantRun | undefined;
  for await (const night of nights) {
    if (night.outcomes.every(({ id, state }) => id !== 'documents.followed' || state === 'HOLDS'))
      return night.at;
    first = night;
  }
  return first && new Date(Date.parse(first.at) - 2 * DAY_MS).toISOString();
};

export const papersOf = async ({ since, turn, turnFrom }: Night, deps: Deps): Promise<Papers> => {
  const { tenant } = deps;
  const [open, left] = [new Map<string, Head>(), new Map<string, Receipt>()];
  const add = async (one: string): Promise<void> => {
    for await (const row of each(heads(openInvoices(tenant, one)))) open.set(row.id, row);
    for await (const row of each(receipts(unappliedOf(tenant, one)))) left.set(row.id, row);
  };
  for (const one of await all(receipts(unappliedOf(tenant, 'nobody')))) left.set(one.id, one);
  await eachAtOnce(each(customers(tenant)), async ({ id, aliases = [] }) => {
    for (const one of [id, ...aliases]) await add(one);
  });
  const [more, came] = [new Map<string, Head>(), new Map<string, Receipt>()];
  const end = Date.parse(`${nextMonth(turn)}-01T00:00:00Z`);
  const ranges = [
    { from: turnFrom, to: end },
    { from: Date.parse(since), to: Date.parse(deps.now) + DAY_MS },
  ];
  for (const { from, to } of ranges) {
    for await (const row of each(heads({ ...invoices(tenant), ...between('inv', from, to) })))
      if (!open.has(row.id)) more.set(row.id, row);
    for await (const row of each(receipts({ ...payments(tenant), ...between('pay', from, to) })))
      if (!left.has(row.id)) came.set(row.id, row);
  }
  return {
    open: [...open.values()],
    left: [...left.values()],
    invoices: [...more.values()],
    payments: [...came.values()],
  };
};
const between = (prefix: string, from: number, to: number) => ({
  from: idFrom(prefix, from, new Uint8Array(10)),
  to: idFrom(prefix, to, new Uint8Array(10)),
});

/** Of each no more is kept than is judged: whole heads of a hundred thousand invoices do not fit into memory. */
export const heads = <A extends { readonly parse: (item: Item) => Invoice }>(of: A) => ({
  ...of,
  parse: (item: Item): Head => {
    const head = of.parse(item);
    const settlements = head.settlements.map((one) => only(one, ...OF_SETTLEMENTS));
    return { ...only(head, ...OF_HEADS), settlements };
  },
});
export const receipts = <A extends { readonly parse: (item: Item) => Payment }>(of: A) => ({
  ...of,
  parse: (item: Item): Receipt => {
    const receipt = of.parse(item);
    const allocations = receipt.allocations.map((one) => only(one, ...OF_ALLOCATIONS));
    return { ...only(receipt, ...OF_RECEIPTS), allocations };
  },
});
