/** What is under way with a customer: read from the books, every matter named, nothing decided and nothing written. */
import { pendingApprovals } from '../approvals/store.ts';
import { creditAccounts } from '../credit/store.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { timelineOf } from '../customers/store.ts';
import { oldestParked, openInvoices } from '../invoices/store.ts';
import type { Listing } from '../kernel/storage.ts';
import { toText } from '../kernel/money.ts';
import { unbilledParts, waitingBills } from '../orders/bill.ts';
import type { Order } from '../orders/order.ts';
import { orderById, unbilledUpTo } from '../orders/store.ts';
import { attemptsToCheck, unappliedOf } from '../payments/store.ts';
import { chargebacksToCheck } from '../chargebacks/store.ts';
import { refundsToCheck, refundsToPay } from '../refunds/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, list, readAll } from '../runtime/table.ts';
import { subscriptionsOf } from '../subscriptions/store.ts';
import type { Open } from './erasure.ts';

/** Of lists that belong to the whole company (drafts, requests, attempts) so many of the oldest are looked at. */
const MOST = 2_000;
/** A request looks at so many of the newest events; the worker, who decides, at all of them. */
export const MOST_EVENTS = 2_000;

/** Sorted by what it is; empty where nothing stands against an erasure. */
export const openOf = async (
  customer: Customer,
  { tenant, now }: Deps,
  mostEvents = Number.POSITIVE_INFINITY,
): Promise<Open[]> => {
  const ids = idsOf(customer);
  const own = new Set<string>(ids);
  const ofEach = async <T>(listing: (id: string) => Listing<T>) =>
    (await Promise.all(ids.map((id) => upTo(listing(id), MOST)))).flat();
  const [invoices, payments, subscriptions, accounts] = await Promise.all([
    ofEach((id) => openInvoices(tenant, id)),
    ofEach((id) => unappliedOf(tenant, id)),
    ofEach((id) => subscriptionsOf(tenant, id)),
    Promise.all(ids.map((id) => all(creditAccounts(tenant, id)))),
  ]);
  const [drafts, deliveries, attempts, toPay, toHear, disputed, approvals] = await Promise.all([
    upTo(oldestParked(tenant), MOST),
    upTo(unbilledUpTo(tenant), MOST),
    upTo(attemptsToCheck(tenant, '9999'), MOST),
    upTo(refundsToPay(tenant), MOST),
    upTo(refundsToCheck(tenant, '9999'), MOST),
    upTo(chargebacksToCheck(tenant, '9999'), MOST),
    upTo(pendingApprovals(tenant, now), MOST),
  ]);
  const { orders, subjects } = await traced(ids, tenant, mostEvents);
  for (const id of ids) subjects.add(id);
  const matter = <T>(code: string, found: readonly T[], say: (one: T) => string): Open[] =>
    found.map((one) => ({ code, detail: say(one) }));
  return [
    ...matter(
      'invoice',
      invoices.filter(({ open }) => open.minor > 0),
      ({ number, open }) => `Of invoice ${number} ${toText(open)} ${open.currency} is open.`,
    ),
    ...matter(
      'order',
      orders,
      ({ id, state }) => `Order ${id} is ${state} and not wholly delivered and invoiced.`,
    ),
    ...matter(
      'delivery',
      deliveries.filter(({ customerId }) => own.has(customerId)),
      ({ id, orderId }) => `Delivery ${id} of order ${orderId} waits to be invoiced.`,
    ),
    ...matter(
      'draft',
      drafts.filter(({ customerId }) => own.has(customerId)),
      ({ id }) => `The draft ${id} waits to be issued.`,
    ),
    ...matter(
      'payment',
      payments.filter(({ unapplied }) => unapplied.minor > 0),
      ({ id, unapplied }) => `Of payment ${id} ${toText(unapplied)} ${unapplied.currency} is not applied.`,
    ),
    ...matter(
      'attempt',
      attempts.filter(({ customerId }) => own.has(customerId)),
      ({ id }) => `The provider has not said what became of attempt ${id}.`,
    ),
    ...matter(
      'refund',
      [...toPay, ...toHear].filter(({ customerId }) => own.has(customerId)),
      ({ id }) => `Refund ${id} has not arrived yet.`,
    ),
    ...matter(
      'chargeback',
      disputed.filter(({ customerId }) => own.has(customerId ?? '')),
      ({ id }) => `Chargeback ${id} is not decided yet.`,
    ),
    ...matter(
      'subscription',
      subscriptions.filter(({ dueOn, held, parked }) => dueOn !== undefined || held.length > 0 || parked),
      ({ id }) => `Subscription ${id} is still billed.`,
    ),
    ...matter(
      'credit',
      accounts.flat().filter(({ exposure }) => exposure.minor !== 0),
      ({ currency, exposure }) => `${toText(exposure)} ${currency} of credit are taken.`,
    ),
    ...matter(
      'approval',
      approvals.filter(({ subject, operation }) => subjects.has(subject) && operation !== 'privacy.erase'),
      ({ id, operation }) => `The request ${id} (${operation}) waits for a second person.`,
    ),
  ];
};

const UNDER_WAY: readonly Order['state'][] = ['CONFIRMED', 'HELD', 'PART_FULFILLED', 'RESERVING'];

/** Orders of the customer's events that are not through, and the ids of all that the events are about. */
const traced = async (ids: readonly string[], tenant: string, most: number) => {
  const subjects = new Set<string>();
  const orderIds = new Set<string>();
  for (const id of ids)
    for (const { facts } of await upTo(timelineOf(tenant, id), most))
      for (const { subject, data } of facts) {
        subjects.add(subject);
        const { orderId } = (data ?? {}) as { orderId?: string };
        if (orderId !== undefined) orderIds.add(orderId);
      }
  const known: Order[] = [];
  const wanted = [...orderIds];
  for (let at = 0; at < wanted.length; at += 100)
    known.push(...(await readAll(wanted.slice(at, at + 100).map((id) => orderById(tenant, id)))));
  const orders = known.filter(
    (order) =>
      ids.includes(order.customerId) &&
      (UNDER_WAY.includes(order.state) ||
        (order.state !== 'CANCELLED' && unbilledParts(order).length + waitingBills(order).length > 0)),
  );
  return { orders, subjects };
};

/** The rows of a listing, at most so many. */
const upTo = async <T>(listing: Listing<T>, most: number): Promise<T[]> => {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page: { data: T[]; nextCursor?: string } = await list(listing, { limit: 100, cursor });
    rows.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== undefined && rows.length < most);
  return rows;
};
