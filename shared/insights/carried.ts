/**
 * The books at the end of a closed month, to go on from: in columns, because a million open items are few days and few customers many times
 * over. What was settled more than a year before is left out; who meets it again folds from the beginning.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Account, Booked } from '../ledger/entry.ts';
import { carry, nothing, type Carried, type OpenItem, type Position } from './rules.ts';

const KEPT_DAYS = 366;

interface Columns {
  readonly currency: string;
  readonly turnover: [Account, number, number][];
  readonly sales: [LocalDate, number][];
  readonly invoices: string[];
  readonly minors: number[];
  readonly customers: Words;
  readonly due: Words;
  readonly issued: Words;
}
/** Each word once, and which of them stands where. */
interface Words {
  readonly words: string[];
  readonly at: number[];
}
interface Kept {
  readonly last: string;
  readonly currencies: Columns[];
  /** Of several due days; what has one is its item. */
  readonly parts: [string, [LocalDate, number][]][];
  readonly reliefs: Carried['reliefs'];
}

/** `entries`: all up to the end of the month, in the order of the book. The same entries are the same bytes. */
export const carriedOf = (
  entries: readonly Booked[],
  upTo: LocalDate,
  keptDays: number = KEPT_DAYS,
): Uint8Array => {
  const { positions, parts, reliefs } = carry(entries, nothing());
  const moved = new Map<string, LocalDate>();
  for (const { on, lines } of entries)
    for (const { account, invoiceId } of lines) if (account === 'receivables') moved.set(invoiceId!, on);
  const open = new Set<string>();
  const since = addDays(upTo, -keptDays);
  for (const { items } of positions.values())
    for (const { invoiceId, minor } of items.values())
      if (minor !== 0 || moved.get(invoiceId)! > since) open.add(invoiceId);
  const kept: Kept = {
    last: entries.reduce((last, { id }) => (id > last ? id : last), ''),
    currencies: [...positions].map(([currency, position]) => columnsOf(currency, position, open)),
    parts: [...parts]
      .filter(([invoiceId, days]) => open.has(invoiceId) && days.size > 1)
      .map(([invoiceId, days]) => [invoiceId, [...days]]),
    // Of all: what was taken off an invoice of a payment plan is taken off the plan, also where the invoice itself is left out.
    reliefs,
  };
  return gzipSync(JSON.stringify(kept));
};

const columnsOf = (
  currency: string,
  { turnover, sales, items }: Position,
  open: ReadonlySet<string>,
): Columns => {
  const own = [...items.values()].filter(({ invoiceId }) => open.has(invoiceId));
  return {
    currency,
    turnover: [...turnover].map(([account, { debit, credit }]) => [account, debit, credit]),
    sales: [...sales],
    invoices: own.map(({ invoiceId }) => invoiceId),
    minors: own.map(({ minor }) => minor),
    customers: wordsOf(own.map(({ customerId }) => customerId)),
    due: wordsOf(own.map(({ dueOn }) => dueOn)),
    issued: wordsOf(own.map(({ issuedOn }) => issuedOn)),
  };
};

const wordsOf = (all: readonly string[]): Words => {
  const places = new Map<string, number>();
  const at = all.map((word) => {
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    return place;
  });
  return { words: [...places.keys()], at };
};

/** `last`: the newest act that it knows, so it is of no moment before that. */
export const carriedIn = (bytes: Uint8Array): Carried & { readonly id: string } => {
  const kept = JSON.parse(gunzipSync(bytes).toString()) as Kept;
  const begun = nothing();
  for (const { currency, turnover, sales, ...columns } of kept.currencies)
    begun.positions.set(currency, {
      turnover: new Map(turnover.map(([account, debit, credit]) => [account, { debit, credit }])),
      sales: new Map(sales),
      items: itemsIn(columns),
    });
  for (const [invoiceId, days] of kept.parts) begun.parts.set(invoiceId, new Map(days));
  begun.reliefs.push(...kept.reliefs);
  return { ...begun, id: kept.last };
};

const itemsIn = ({
  invoices,
  minors,
  customers,
  due,
  issued,
}: Pick<Columns, 'invoices' | 'minors' | 'customers' | 'due' | 'issued'>): Map<string, OpenItem> => {
  const items = new Map<string, OpenItem>();
  for (const [at, invoiceId] of invoices.entries())
    items.set(invoiceId, {
      invoiceId,
      customerId: customers.words[customers.at[at]!]!,
      dueOn: due.words[due.at[at]!]!,
      issuedOn: issued.words[issued.at[at]!]!,
      minor: minors[at]!,
    });
  return items;
};

/** By the month's seal: what is kept of another close of the month has another name. */
export const carriedKey = (tenant: string, entity: string, month: string, seal: string): string =>
  `${tenant}/positions/${entity}/${month}-${seal}.json.gz`;
