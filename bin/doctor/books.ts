/**
 * The raw items of the table, sorted by tenant and kind, with what the checks read of each. Written down a second time
 * on purpose: a check that used the product's own code would believe what that code believes.
 */
import type { Customer } from './customers.ts';

export interface Money {
  readonly minor: number;
  readonly currency: string;
}
/** An item as the table holds it. `doc` is the document of those that have one. */
export interface Raw {
  readonly pk: string;
  readonly sk: string;
  readonly kind: string;
  readonly doc?: unknown;
  readonly [attribute: string]: unknown;
}
/** A document with the item that holds it. */
export type Kept<T> = T & { readonly item: Raw };

export interface Order {
  readonly id: string;
  readonly source: string;
  readonly sourceOrderId: string;
  readonly customerId: string;
  readonly creditId?: string;
  readonly currency: string;
  readonly state: string;
  readonly exposureMinor: number;
  readonly totals: { readonly grossMinor: number };
  readonly lines: readonly { readonly id: string; readonly quantity: string; readonly fulfilled: string }[];
  readonly fulfilments: readonly {
    readonly id: string;
    readonly at: string;
    readonly exposureMinor: number;
    readonly lines: readonly { readonly line: string; readonly quantity: string }[];
  }[];
}
export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly entity: string;
  readonly customerId: string;
  readonly creditId?: string;
  readonly orderId: string;
  readonly fulfilmentId: string;
  readonly issuedOn: string;
  readonly issuedAt: string;
  readonly dueOn: string;
  readonly total: Money;
  readonly open: Money;
  readonly state: string;
  readonly remindOn?: string;
  readonly settlements: readonly { readonly paymentId: string; readonly amount: Money }[];
}
export interface Snapshot {
  readonly number: string;
  readonly totals: {
    readonly netMinor: number;
    readonly taxMinor: number;
    readonly grossMinor: number;
    readonly taxes: readonly { readonly baseMinor: number; readonly taxMinor: number }[];
  };
  readonly lines: readonly { readonly netMinor: number }[];
}
export interface Payment {
  readonly id: string;
  readonly entity: string;
  readonly method: string;
  readonly amount: Money;
  readonly customerId?: string;
  readonly creditId?: string;
  readonly source: { readonly kind: string; readonly id: string };
  readonly allocations: readonly { readonly invoiceId: string; readonly amount: Money }[];
  readonly unapplied: Money;
  readonly payout?: string;
}
export interface Attempt {
  readonly id: string;
  readonly invoiceId: string;
  readonly state: string;
  readonly amount: Money;
  readonly checkAt?: string;
}
export interface Payout {
  readonly reference: string;
  readonly currency: string;
  readonly grossMinor: number;
  readonly feeMinor: number;
  readonly netMinor: number;
  readonly state: string;
  readonly bankLineId?: string;
}
export interface BankLine {
  readonly id: string;
  readonly entity: string;
  readonly statementId: string;
  readonly amount: Money;
  readonly bookedOn: string;
  readonly state: string;
  readonly paymentId?: string;
  readonly match?: { readonly tier: string };
}
export interface Statement {
  readonly id: string;
  readonly state: string;
  readonly receivedAt: string;
  readonly readAt?: string;
  readonly accounts: readonly { readonly entries: number }[];
  readonly counts?: { readonly new: number; readonly known: number; readonly skipped: number };
}
export interface Mail {
  readonly id: string;
  readonly purpose: string;
  readonly state: string;
  readonly at: string;
  readonly invoiceId?: string;
}
export interface Export {
  readonly id: string;
  readonly state: string;
  readonly requestedAt: string;
}
export interface Parked {
  readonly id: string;
  readonly worker: string;
  readonly code: string;
  readonly detail: string;
}
export interface EntryLine {
  readonly account: string;
  readonly minor: number;
  readonly customerId?: string;
  readonly invoiceId?: string;
  readonly dueOn?: string;
}
/** An act that carries an entry of the ledger. */
export interface Entry {
  readonly act: string;
  readonly entity: string;
  readonly on: string;
  readonly currency: string;
  readonly kind: string;
  readonly source: string;
  readonly lines: readonly EntryLine[];
}

export interface Books {
  readonly tenant: string;
  readonly customers: Kept<Customer>[];
  /** `source#externalId` → customer. */
  readonly names: Map<string, string>;
  readonly versions: Map<string, number>;
  readonly orders: Kept<Order>[];
  readonly invoices: Kept<Invoice>[];
  /** By the id of their invoice. */
  readonly snapshots: Map<string, Kept<Snapshot>>;
  readonly documents: Set<string>;
  readonly mails: Kept<Mail>[];
  readonly payments: Kept<Payment>[];
  readonly attempts: Kept<Attempt>[];
  readonly payouts: Kept<Payout>[];
  readonly lines: Kept<BankLine>[];
  readonly statements: Kept<Statement>[];
  readonly exports: Kept<Export>[];
  readonly parked: Kept<Parked>[];
  readonly entries: Entry[];
  /** Acts without an entry, by what they say was done. */
  readonly acts: Raw[];
  readonly series: { readonly name: string; readonly next: number; readonly lastOn: string }[];
  /** Number → id of its document. */
  readonly numbers: Map<string, string>;
  /** Credit account (a customer or `group:…`) and currency → exposure. */
  readonly exposures: Map<string, number>;
  /** `source#sourceOrderId` → order. */
  readonly sources: Map<string, string>;
}

export const booksOf = (items: readonly Raw[]): Books[] => {
  const books = new Map<string, Books>();
  for (const item of items) {
    const tenant = item.pk.split('#')[0]!;
    // The register of tenants is led by none of them.
    if (tenant === '') continue;
    let own = books.get(tenant);
    if (!own) books.set(tenant, (own = empty(tenant)));
    SORT[item.kind]?.(own, item);
  }
  return [...books.values()];
};

const kept = <T>(item: Raw): Kept<T> => ({ ...(item.doc as T), item });
const part = (item: Raw, index: number): string => item.pk.split('#')[index] ?? '';

const SORT: Readonly<Record<string, (books: Books, item: Raw) => unknown>> = {
  customer: (books, item) => books.customers.push(kept(item)),
  'customer-name': (books, item) =>
    books.names.set(item.pk.split('#').slice(2).join('#'), String(item['customerId'])),
  'customer-version': (books, item) =>
    books.versions.set(part(item, 2), (books.versions.get(part(item, 2)) ?? 0) + 1),
  order: (books, item) => books.orders.push(kept(item)),
  'order-source': (books, item) =>
    books.sources.set(item.pk.split('#').slice(2).join('#'), String(item['orderId'])),
  invoice: (books, item) => books.invoices.push(kept(item)),
  snapshot: (books, item) => books.snapshots.set(part(item, 2), kept(item)),
  documents: (books, item) => books.documents.add(part(item, 2)),
  mail: (books, item) => books.mails.push(kept(item)),
  payment: (books, item) => books.payments.push(kept(item)),
  attempt: (books, item) => books.attempts.push(kept(item)),
  payout: (books, item) => books.payouts.push(kept(item)),
  'bank-line': (books, item) => books.lines.push(kept(item)),
  statement: (books, item) => books.statements.push(kept(item)),
  export: (books, item) => books.exports.push(kept(item)),
  parked: (books, item) => books.parked.push(kept(item)),
  act: (books, item) =>
    item['entry'] === undefined
      ? books.acts.push(item)
      : books.entries.push({ act: String(item['id']), ...(item['entry'] as Omit<Entry, 'act'>) }),
  series: (books, item) =>
    books.series.push({ name: part(item, 2), next: Number(item['next']), lastOn: String(item['lastOn']) }),
  number: (books, item) => books.numbers.set(part(item, 2), String(item['documentId'])),
  credit: (books, item) => books.exposures.set(`${part(item, 2)} ${item.sk}`, Number(item['exposure'] ?? 0)),
};

const empty = (tenant: string): Books => ({
  tenant,
  customers: [],
  names: new Map(),
  versions: new Map(),
  orders: [],
  invoices: [],
  snapshots: new Map(),
  documents: new Set(),
  mails: [],
  payments: [],
  attempts: [],
  payouts: [],
  lines: [],
  statements: [],
  exports: [],
  parked: [],
  entries: [],
  acts: [],
  series: [],
  numbers: new Map(),
  exposures: new Map(),
  sources: new Map(),
});
