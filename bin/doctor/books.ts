/** The raw items of the table, sorted by tenant and kind. */
import type { AddressChange } from './addresses.ts';
import type { Approval, Entity, Wording } from './approvals.ts';
import type { Unbilled } from './billing.ts';
import type { Chargeback } from './chargebacks.ts';
import type { Charged, Claim } from './claims.ts';
import type { Customer, Version } from './customers.ts';
import type { Mail, Task } from './dispatch.ts';
import type { Remittance } from './matching.ts';
import type { Deduction } from './deductions.ts';
import type { Dispute } from './disputes.ts';
import type { PaymentPlan } from './plans.ts';
import type { PaymentPromise } from './promises.ts';
import type { Collection, Method } from './methods.ts';
import type { Forecast } from './forecasts.ts';
import type { Erasure } from './privacy.ts';
import type { Refund } from './refunds.ts';
import type { Seal } from './seals.ts';
import type { Slip } from './slips.ts';
import type {
  Attempt,
  BankLine,
  CreditNote,
  Delivery,
  Endpoint,
  Draft,
  Entry,
  Export,
  Invoice,
  InvoiceImport,
  Kept,
  Message,
  Order,
  Parked,
  Payment,
  Payout,
  Raw,
  Snapshot,
  Statement,
  WebhookLine,
} from './shapes.ts';
import type { PriceChange } from './prices.ts';
import type { Period, Subscription } from './subscriptions.ts';
import type { WriteOff } from './write-offs.ts';
import { empty } from './empty.ts';

export type * from './shapes.ts';

export interface Books {
  readonly tenant: string;
  readonly customers: Kept<Customer>[];
  /** `source#externalId` → customer. */
  readonly names: Map<string, string>;
  readonly versions: Map<string, Version[]>;
  readonly erasures: Kept<Erasure>[];
  readonly changes: Kept<AddressChange>[]; // of addresses, as customers ask for them
  readonly orders: Kept<Order>[];
  readonly unbilled: Kept<Unbilled>[];
  readonly invoices: Kept<Invoice>[];
  readonly creditNotes: Kept<CreditNote>[];
  readonly notices: Kept<Pick<CreditNote, 'id' | 'number' | 'issuedOn'>>[];
  /** Requests for deposits: heads like invoices’. */
  readonly deposits: Kept<Invoice>[];
  readonly drafts: Kept<Draft>[];
  readonly imports: Kept<InvoiceImport>[];
  readonly snapshots: Map<string, Kept<Snapshot>>; // by the id of their document
  readonly documents: Set<string>;
  readonly mails: Kept<Mail>[];
  /** Template and language → the version that is active, and the versions that are kept. */
  readonly wording: Map<string, number>;
  readonly templates: Map<string, number[]>;
  readonly tasks: Kept<Task>[];
  readonly stopped: Set<string>; // addresses that take no mail
  readonly payments: Kept<Payment>[];
  readonly refunds: Kept<Refund>[];
  readonly chargebacks: Kept<Chargeback>[];
  readonly slips: Kept<Slip>[];
  readonly inHand: Map<string, Raw>; // where cash and cheques are looked for, by payment
  readonly refundNames: Map<string, string>; // reference of a transfer → refund
  readonly plans: Kept<PaymentPlan>[];
  readonly promises: Kept<PaymentPromise>[];
  readonly deductions: Kept<Deduction>[];
  readonly disputes: Kept<Dispute>[];
  /** `month currency customer` → minor units that the rules wrote off. */
  readonly deductionCaps: Map<string, number>;
  readonly dunning: Raw[]; // policies, what was handed on, what agencies have; warnings
  /** For late payment, and what was charged of each invoice. */
  readonly claims: Kept<Claim>[];
  readonly charged: Kept<Charged>[];
  readonly writeOffs: Kept<WriteOff>[];
  /** `month currency customer`, or ALL in its place → minor units that the nightly job gave up. */
  readonly writeOffCaps: Map<string, number>;
  readonly remittances: Kept<Remittance>[];
  /** `month currency customer` → minor units of differences that were taken. */
  readonly matchCaps: Map<string, number>;
  readonly methods: Kept<Method>[];
  readonly collections: Kept<Collection>[];
  readonly attempts: Kept<Attempt>[];
  /** `invoice attempt` → the invoice where the attempt of several stands. */
  readonly joints: Map<string, string>;
  readonly payouts: Kept<Payout>[];
  readonly lines: Kept<BankLine>[];
  /** Entries of banks that are another line, or a batch. */
  readonly sames: { readonly id: string; readonly is: string }[];
  readonly statements: Kept<Statement>[];
  readonly exports: Kept<Export>[];
  readonly approvals: Kept<Approval>[];
  readonly entities: Entity[];
  readonly seconded: Raw[]; // acts of two persons
  readonly parked: Kept<Parked>[];
  readonly messages: Kept<Message>[];
  readonly endpoints: Kept<Endpoint>[];
  readonly deliveries: Kept<Delivery>[];
  readonly webhookLines: Kept<WebhookLine>[];
  readonly subscriptions: Kept<Subscription>[];
  readonly periods: Kept<Period>[];
  readonly priceChanges: Kept<PriceChange>[];
  readonly entries: Entry[];
  readonly acts: Raw[]; // without an entry, by what they say was done
  readonly proven: Map<string, number>; // how far the nights have proven a series
  readonly noted: Set<string>; // numbers that two persons explained
  readonly records: Raw[]; // all acts
  readonly forecasts: Kept<Forecast>[]; // of cash: the last one, and the first of each week
  readonly seals: Kept<Seal>[];
  readonly closing: Raw[]; // months of the ledger, gates, what was sealed, how far the journal was handed over
  readonly series: { readonly name: string; readonly next: number; readonly lastOn: string }[];
  readonly numbers: Map<string, string>; // number → id of its document
  readonly originals: Map<string, string>; // of another system, as letters and digits
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
    const own = books.get(tenant) ?? empty(tenant);
    books.set(tenant, own);
    SORT[item.kind]?.(own, item);
    if (CLOSING.includes(item.kind)) own.closing.push(item);
    if (DUNNING.test(item.kind)) own.dunning.push(item);
  }
  return [...books.values()];
};

const kept = <T>(item: Raw): Kept<T> => ({ ...(item.doc as T), item });
const part = (item: Raw, index: number): string => item.pk.split('#')[index] ?? '';

const DUNNING = /^(dunning-polic.+|escalated|standing|agency-(case|remittance)|warning|watch)$/;
const CLOSING = ['ledger-period', 'gate', 'ledger-sealed', 'journal-last'];
const SORT: Readonly<Record<string, (books: Books, item: Raw) => unknown>> = {
  customer: (books, item) => books.customers.push(kept(item)),
  'customer-name': (books, item) =>
    books.names.set(item.pk.split('#').slice(2).join('#'), String(item['customerId'])),
  'customer-version': (books, item) =>
    books.versions.set(part(item, 2), [...(books.versions.get(part(item, 2)) ?? []), item.doc as Version]),
  erasure: (books, item) => books.erasures.push(kept(item)),
  'address-change': (books, item) => books.changes.push(kept(item)),
  order: (books, item) => books.orders.push(kept(item)),
  'order-source': (books, item) =>
    books.sources.set(item.pk.split('#').slice(2).join('#'), String(item['orderId'])),
  unbilled: (books, item) => books.unbilled.push(kept(item)),
  invoice: (books, item) => books.invoices.push(kept(item)),
  'invoice-import': (books, item) => books.imports.push(kept(item)),
  'original-number': (books, item) => books.originals.set(part(item, 2), String(item['documentId'])),
  'invoice-draft': (books, item) => books.drafts.push(kept(item)),
  'credit-note': (books, item) => books.creditNotes.push(kept(item)),
  'legal-notice': (books, item) => books.notices.push(kept(item)),
  deposit: (books, item) => books.deposits.push(kept(item)),
  snapshot: (books, item) => books.snapshots.set(part(item, 2), kept(item)),
  documents: (books, item) => books.documents.add(part(item, 2)),
  mail: (books, item) => books.mails.push(kept(item)),
  task: (books, item) => books.tasks.push(kept(item)),
  suppressed: (books, item) =>
    (item.doc as { lifted?: unknown }).lifted === undefined &&
    books.stopped.add(item.pk.split('#').slice(2).join('#')),
  payment: (books, item) => books.payments.push(kept(item)),
  refund: (books, item) => books.refunds.push(kept(item)),
  chargeback: (books, item) => books.chargebacks.push(kept(item)),
  slip: (books, item) => books.slips.push(kept(item)),
  'in-hand': (books, item) => books.inHand.set(part(item, 2), item),
  'refund-reference': (books, item) => books.refundNames.set(part(item, 2), String(item['refundId'])),
  'payment-plan': (books, item) => books.plans.push(kept(item)),
  'payment-promise': (books, item) => books.promises.push(kept(item)),
  deduction: (books, item) => books.deductions.push(kept(item)),
  dispute: (books, item) => books.disputes.push(kept(item)),
  'deduction-cap': (books, item) =>
    books.deductionCaps.set(`${part(item, 2)} ${item.sk.replace('#', ' ')}`, Number(item['minor'])),
  claim: (books, item) => books.claims.push(kept(item)),
  charged: (books, item) => books.charged.push(kept(item)),
  'write-off': (books, item) => books.writeOffs.push(kept(item)),
  'write-off-cap': (books, item) =>
    books.writeOffCaps.set(`${part(item, 2)} ${item.sk.replace('#', ' ')}`, Number(item['minor'])),
  remittance: (books, item) => books.remittances.push(kept(item)),
  'matching-cap': (books, item) =>
    books.matchCaps.set(`${part(item, 2)} ${item.sk.replace('#', ' ')}`, Number(item['minor'])),
  method: (books, item) => books.methods.push(kept(item)),
  collection: (books, item) => books.collections.push(kept(item)),
  attempt: (books, item) => books.attempts.push(kept(item)),
  joint_attempt: (books, item) =>
    books.joints.set(`${part(item, 2)} ${jointOf(item).id}`, jointOf(item).joint),
  payout: (books, item) => books.payouts.push(kept(item)),
  'bank-line': (books, item) => books.lines.push(kept(item)),
  'bank-same': (books, item) => books.sames.push({ id: part(item, 2), is: String(item['is']) }),
  statement: (books, item) => books.statements.push(kept(item)),
  export: (books, item) => books.exports.push(kept(item)),
  simulation: (books, item) => books.exports.push(kept(item)),
  parked: (books, item) => books.parked.push(kept(item)),
  inbox: (books, item) => books.messages.push(kept(item)),
  'webhook-endpoint': (books, item) => books.endpoints.push(kept(item)),
  'webhook-delivery': (books, item) => books.deliveries.push(kept(item)),
  'webhook-line': (books, item) => books.webhookLines.push(kept(item)),
  subscription: (books, item) => books.subscriptions.push(kept(item)),
  'subscription-period': (books, item) => books.periods.push(kept(item)),
  'price-change': (books, item) => books.priceChanges.push(kept(item)),
  approval: (books, item) => books.approvals.push(kept(item)),
  tenant: (books, item) => {
    const { entities, wording = {} } = item.doc as { entities: Entity[]; wording?: Wording };
    books.entities.push(...entities);
    for (const [key, { version }] of Object.entries(wording)) books.wording.set(key, version);
  },
  'mail-template': (books, item) =>
    books.templates.set(part(item, 2), [
      ...(books.templates.get(part(item, 2)) ?? []),
      (item.doc as { version: number }).version,
    ]),
  'audit-seal': (books, item) => books.seals.push(kept(item)),
  forecast: (books, item) => books.forecasts.push(kept(item)),
  'weekly-forecast': (books, item) => books.forecasts.push(kept(item)),
  act: (books, item) => {
    books.records.push(item);
    if (item['requestedBy'] !== undefined) books.seconded.push(item);
    if (item['entry'] === undefined) books.acts.push(item);
    else books.entries.push({ act: String(item['id']), ...(item['entry'] as Omit<Entry, 'act'>) });
  },
  series: (books, item) =>
    books.series.push({ name: part(item, 2), next: Number(item['next']), lastOn: String(item['lastOn']) }),
  'series-proven': (books, item) => books.proven.set(part(item, 2), (item.doc as { upTo: number }).upTo),
  'number-note': (books, item) => books.noted.add(item.sk),
  number: (books, item) => books.numbers.set(part(item, 2), String(item['documentId'])),
  credit: (books, item) => books.exposures.set(`${part(item, 2)} ${item.sk}`, Number(item['exposure'] ?? 0)),
};

/** It stands where its invoice's own next attempt would, and says which one it is. */
const jointOf = (item: Raw) => item.doc as { id: string; joint: string };
