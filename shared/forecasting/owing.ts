/** What is awaited of a customer: its invoices, requests for deposits, orders and bills, less what it has on account. Pure. */
import type { Customer } from '../customers/customer.ts';
import { heldBy } from '../customers/hold.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { Order } from '../orders/order.ts';
import type { Payment } from '../payments/payment.ts';
import { awaited } from '../predicting/awaiting.ts';
import { dueOf, type KnownOf } from '../predicting/expecting.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { Source } from './forecast.ts';
import { RECENT_DAYS, type Brought } from './making.ts';
import { itemsOf, type ComingBill, type Terms, type ToInvoice } from './ordering.ts';
import { lessOnAccount, sharesOf, type Ends, type Item } from './spreading.ts';

export type Ordered = Pick<Order, 'id' | 'entity' | 'currency'> &
  Terms & { readonly parts: readonly ToInvoice[] };
export type Billed = Pick<Subscription, 'id' | 'entity' | 'currency'> & { readonly bill: ComingBill };
/** All that was read of one customer, by whatever entity and in whatever currency. */
export interface Books {
  readonly invoices: readonly Invoice[];
  readonly unapplied: readonly Pick<Payment, 'entity' | 'unapplied'>[];
  readonly orders: readonly Ordered[];
  readonly bills: readonly Billed[];
}
interface Place {
  readonly entity: string;
  readonly currency: string;
}
/** What is awaited by one entity in one currency. */
export interface Owed extends Brought, Place {}

export const placesOf = ({ invoices, orders, bills }: Books): Place[] => {
  const all = [
    ...invoices.map((one) => [one.entity, one.open.currency]),
    ...[...orders, ...bills].map((one) => [one.entity, one.currency]),
  ];
  return [...new Set(all.map((one) => one.join(' ')))].map((name) => {
    const [entity, currency] = name.split(' ') as [string, string];
    return { entity, currency };
  });
};

type Held = Pick<Customer, 'dunningHold'>;
export const owedIn = (
  place: Place,
  { invoices, unapplied, orders, bills }: Books,
  customer: Held,
  known: KnownOf,
  ends: Ends,
): Owed => {
  const isHere: IsHere = ({ entity }, currency) => entity === place.entity && currency === place.currency;
  const open = invoices.filter((one) => isHere(one, one.open.currency));
  const coming = [
    ...ordered(notInvoiced(orders, invoices), isHere, known, ends),
    ...billed(bills, isHere, known, ends),
  ];
  const items = [
    ...open.flatMap((one) => awaitedOf(one, customer, known, ends)),
    ...expected(coming, [customer], ends),
  ];
  const there = unapplied
    .filter((one) => isHere(one, one.unapplied.currency))
    .reduce((sum, one) => sum + one.unapplied.minor, 0);
  const left = lessOnAccount(items, there);
  return {
    ...place,
    items: left,
    disputedMinor: open.reduce((sum, one) => sum + clarifiedMinor(one), 0),
    onAccountMinor: total(items) - total(left),
    terms: termsOf(open, ends.on),
  };
};
type IsHere = (one: { readonly entity: string }, currency: string) => boolean;
const ordered = (orders: readonly Ordered[], isHere: IsHere, known: KnownOf, ends: Ends): Item[] =>
  orders
    .filter((one) => isHere(one, one.currency))
    .flatMap(({ parts, id, ...about }) =>
      parts.flatMap((part) => itemsOf({ ...about, source: 'orders', subject: id }, part, known, ends)),
    );
const billed = (bills: readonly Billed[], isHere: IsHere, known: KnownOf, ends: Ends): Item[] =>
  bills
    .filter((one) => isHere(one, one.currency))
    .flatMap(({ id, currency, bill }) =>
      itemsOf({ source: 'subscriptions', subject: id, currency, ...bill.terms }, bill, known, ends),
    );
const total = (items: readonly Item[]): number => items.reduce((sum, { minor }) => sum + minor, 0);

/** Orders were read before invoices: what was invoiced between is on both. */
const notInvoiced = (orders: readonly Ordered[], invoices: readonly Invoice[]): Ordered[] => {
  const listed = new Set<string | undefined>(
    invoices.flatMap(({ fulfilmentId, deliveries = [] }) => [
      fulfilmentId,
      ...deliveries.map((one) => one.fulfilmentId),
    ]),
  );
  return orders.map((one) => ({
    ...one,
    parts: one.parts.filter(({ part }) => part === undefined || !listed.has(part)),
  }));
};

/** A request for a deposit is no sale. */
const termsOf = (open: readonly Invoice[], on: LocalDate): Owed['terms'] => {
  const recent = open.filter(({ issuedOn, deposit }) => !deposit && issuedOn > addDays(on, -RECENT_DAYS));
  return {
    days: recent.reduce((sum, one) => sum + daysBetween(one.issuedOn, dueOf(one)) * one.open.minor, 0),
    minor: recent.reduce((sum, one) => sum + one.open.minor, 0),
    count: recent.length,
  };
};

const SOURCE: Readonly<Record<string, Source>> = { charge: 'charges', promise: 'promises', plan: 'plans' };
export const awaitedOf = (invoice: Invoice, customer: Held, known: KnownOf, ends: Ends): Item[] =>
  expected(
    awaited(invoice, known).map(({ minor, dueOn, basis, distribution }) => ({
      source: SOURCE[basis] ?? (invoice.deposit ? 'deposits' : 'open_items'),
      subject: invoice.id,
      minor,
      dueOn,
      shares: sharesOf(distribution, ends),
    })),
    [invoice, customer],
    ends,
  );

/** Of who is insolvent nothing is expected, whatever was agreed on, though it is invoiced. */
const expected = (items: readonly Item[], by: readonly Held[], { on, days }: Ends): Item[] => {
  const isInsolvent = by.some(({ dunningHold }) => heldBy(dunningHold, on) === 'insolvent');
  const none = days.map(() => 0);
  return items.map((one) => (isInsolvent ? { ...one, shares: none } : one));
};
