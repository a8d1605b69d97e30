/** Reads what is awaited: orders and deposits of all customers at once, what each owes and has on account one by one. */
import { idsOf, type Customer } from '../customers/customer.ts';
import { depositLeft } from '../invoices/deposit.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { liveDeposits, openInvoices } from '../invoices/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { unbilledUpTo } from '../orders/store.ts';
import { unappliedOf } from '../payments/store.ts';
import { dateOf, type KnownOf } from '../predicting/expecting.ts';
import type { Company } from '../predicting/model.ts';
import { segmentOf } from '../predicting/reading.ts';
import { behaviourOf } from '../predicting/store.ts';
import { checkpoint } from '../risk/store.ts';
import { invoicedOf, ordersToLookAt, pendingBefore } from '../risk/sums.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, read } from '../runtime/table.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import { subscriptions } from '../subscriptions/store.ts';
import { comingBills } from './billed.ts';
import { toInvoice } from './ordering.ts';
import { owedIn, placesOf, type Billed, type Books, type Ordered, type Owed } from './owing.ts';
import type { Ends } from './spreading.ts';

/** By customer: what stands in no list of its own. */
export interface Around {
  /** The day of the forecast, by legal entity. */
  readonly ends: ReadonlyMap<string, Ends>;
  readonly company: Company | undefined;
  readonly orders: ReadonlyMap<string, readonly Ordered[]>;
  readonly deposits: ReadonlyMap<string, readonly Invoice[]>;
  readonly subscriptions: ReadonlyMap<string, readonly Subscription[]>;
}

/** One query each for deposits, deliveries that wait and subscriptions; orders as the rebuild of exposure looks at them. */
export const aroundFor = async (
  ends: Around['ends'],
  company: Company | undefined,
  deps: Deps,
): Promise<Around> => {
  const { tenant } = deps;
  const deposits = (await all(liveDeposits(tenant))).filter(({ deposit }) => !deposit?.closed);
  const paid = new Map<string, number>();
  for (const one of deposits) {
    const order = (one.deposit ?? one.prepayment)!.orderId;
    const asked = one.deposit ? one.open.minor : 0;
    paid.set(order, (paid.get(order) ?? 0) + depositLeft(one).minor + asked);
  }
  const live: Subscription[] = [];
  for await (const one of each(subscriptions(tenant)))
    if (one.dueOn !== undefined && !one.parked) live.push(one);
  return {
    ends,
    company,
    orders: await ordersFor(ends, paid, deps),
    deposits: Map.groupBy(
      deposits.filter(({ open }) => open.minor > 0),
      ({ customerId }) => customerId,
    ),
    subscriptions: Map.groupBy(live, ({ customerId }) => customerId),
  };
};

const ordersFor = async (
  ends: Around['ends'],
  paid: ReadonlyMap<string, number>,
  deps: Deps,
): Promise<Map<string, Ordered[]>> => {
  const { tenant } = deps;
  const waiting = new Map<string, LocalDate | undefined>();
  for await (const { id, closesOn } of each(unbilledUpTo(tenant))) waiting.set(id, closesOn);
  const before = await read(checkpoint(tenant));
  const known = await pendingBefore(before, deps);
  const found = new Map<string, Ordered[]>();
  for await (const page of ordersToLookAt(known, before?.through, deps)) {
    const invoiced = await invoicedOf(page, deps);
    for (const order of page) {
      const { id, entity, currency, customerId, terms, paymentTermsDays } = order;
      const on = ends.get(entity)?.on;
      if (on === undefined) continue;
      const parts = toInvoice(order, { invoiced, waiting, paid: paid.get(id) ?? 0 }, on);
      if (parts.length === 0) continue;
      const one = { id, entity, currency, paymentTermsDays, ...(terms && { terms }), parts };
      found.set(customerId, [...(found.get(customerId) ?? []), one]);
    }
  }
  return found;
};

/** One read and two queries with their batches for each id of the customer, and what its subscriptions need. */
export const owedBy = async (customer: Customer, around: Around, deps: Deps): Promise<Owed[]> => {
  const { tenant } = deps;
  const ids = idsOf(customer);
  const [own, ...lists] = await Promise.all([
    read(behaviourOf(tenant, customer.id)),
    ...ids.map((id) => Promise.all([all(openInvoices(tenant, id)), all(unappliedOf(tenant, id))])),
  ]);
  const of = <T>(by: ReadonlyMap<string, readonly T[]>): T[] => ids.flatMap((id) => by.get(id) ?? []);
  const books: Books = {
    invoices: [...lists.flatMap(([open]) => open), ...of(around.deposits)],
    unapplied: lists.flatMap(([, payments]) => payments),
    orders: of(around.orders),
    bills: await billsOf(of(around.subscriptions), around, deps),
  };
  return placesOf(books).flatMap((place) => {
    const ends = around.ends.get(place.entity);
    if (!ends) return [];
    const known: KnownOf = {
      company: around.company,
      own,
      customer: customer.id,
      segment: segmentOf(customer),
      today: ends.on,
    };
    return [owedIn(place, books, customer, known, ends)];
  });
};

const billsOf = async (own: readonly Subscription[], { ends }: Around, deps: Deps): Promise<Billed[]> => {
  const bills: Billed[] = [];
  for (const { id, entity, currency } of own) {
    const { on, days } = ends.get(entity) ?? {};
    if (on === undefined) continue;
    const until = dateOf(days!.at(-2)!);
    for (const bill of await comingBills({ id }, { from: on, until }, deps))
      bills.push({ id, entity, currency, bill });
  }
  return bills;
};
