/** Reads what burdens credit accounts out of the books: orders that are not over, open invoices, unapplied receipts. */
import type { Move } from '../credit/credit.ts';
import type { Customer } from '../customers/customer.ts';
import { invoiceIdOf } from '../invoices/ids.ts';
import { invoiceById, liveDeposits, openInvoices } from '../invoices/store.ts';
import { idFrom } from '../kernel/ids.ts';
import type { Order } from '../orders/order.ts';
import { mayWait } from '../orders/billing.ts';
import { billables } from '../orders/parts.ts';
import { orderById, ordersFrom, unbilledById } from '../orders/store.ts';
import { unappliedOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, each, readAll, readGroups } from '../runtime/table.ts';
import type { Checkpoint } from './risk.ts';
import { depositBurden, invoiceBurden, isOver, orderBurden, paymentBurden } from './rules.ts';
import { pendingOrders } from './store.ts';

/** Minor units by `account currency`, with whose documents and which orders they come from. */
export interface Sum {
  minor: number;
  readonly customers: Set<string>;
  readonly orders: Set<string>;
}
export type Sums = Map<string, Sum>;
export const keyOf = (account: string, currency: string): string => `${account} ${currency}`;

const add = (sums: Sums, { account, minor }: Move, currency: string): Sum => {
  const key = keyOf(account, currency);
  const known = sums.get(key) ?? { minor: 0, customers: new Set<string>(), orders: new Set<string>() };
  known.minor += minor;
  sums.set(key, known);
  return known;
};

/** Adds what these orders burden; answers those that are not over. */
export const addOrders = async (
  sums: Sums,
  orders: readonly Order[],
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<string[]> => {
  const invoiced = await invoicedOf(orders, { tenant });
  const open = orders.filter((order) => !isOver(order, invoiced));
  for (const order of open) add(sums, orderBurden(order, invoiced), order.currency).orders.add(order.id);
  return open.map(({ id }) => id);
};

/** Ids of deliveries and bills of these orders that are on an invoice. */
export const invoicedOf = async (
  orders: readonly Order[],
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<ReadonlySet<string>> => {
  const ids = orders.flatMap((order) => billables(order).map((one) => invoiceById(tenant, invoiceIdOf(one))));
  const [found, waited] = await readGroups(
    ids,
    // Who waits for others may be on an invoice that is called after another delivery.
    orders
      .filter(mayWait)
      .flatMap(({ fulfilments }) => fulfilments.map(({ id }) => unbilledById(tenant, id))),
  );
  const others = waited.flatMap(({ invoiceId }) =>
    invoiceId === undefined ? [] : invoiceById(tenant, invoiceId),
  );
  return new Set(
    [...found, ...(await readAll(others))].flatMap(({ fulfilmentId, deliveries = [] }) => [
      ...(fulfilmentId === undefined ? [] : [fulfilmentId]),
      ...deliveries.map((one) => one.fulfilmentId),
    ]),
  );
};

/** Adds what a customer owes and has on account, under this id and under those that were merged into it. */
export const addCustomer = async (
  sums: Sums,
  { id, aliases = [] }: Pick<Customer, 'id' | 'aliases'>,
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<void> => {
  for (const one of [id, ...aliases]) {
    const [open, unapplied] = await Promise.all([
      all(openInvoices(tenant, one)),
      all(unappliedOf(tenant, one)),
    ]);
    for (const invoice of open) add(sums, invoiceBurden(invoice), invoice.open.currency).customers.add(one);
    for (const payment of unapplied)
      for (const move of paymentBurden(payment))
        add(sums, move, payment.unapplied.currency).customers.add(one);
  }
};

/** Takes off what was paid in advance: all of the tenant in one query, so that who has no deposits pays for one. */
export const addDeposits = async (sums: Sums, { tenant }: Pick<Deps, 'tenant'>): Promise<void> => {
  for await (const deposit of each(liveDeposits(tenant)))
    add(sums, depositBurden(deposit), deposit.total.currency);
};

/** Orders that were not over when the checkpoint was kept; a query only where it says that there were any. */
export const pendingBefore = async (
  before: Checkpoint | undefined,
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<string[]> => ((before?.chunks ?? 0) === 0 ? [] : (await all(pendingOrders(tenant))).flat());

const PAGE = 100;
/** Ids are made of the moment; functions’ clocks differ by less than this. */
const OVERLAP_MS = 3_600_000;

/** Orders that were open before, and all since then, in pages. */
export async function* ordersToLookAt(
  pending: readonly string[],
  through: string | undefined,
  { tenant }: Pick<Deps, 'tenant'>,
): AsyncGenerator<Order[]> {
  for (let at = 0; at < pending.length; at += PAGE)
    yield readAll(pending.slice(at, at + PAGE).map((id) => orderById(tenant, id)));
  const known = new Set(pending);
  const since = through === undefined ? 0 : Math.max(0, Date.parse(through) - OVERLAP_MS);
  let page: Order[] = [];
  for await (const order of each(ordersFrom(tenant, idFrom('ord', since, new Uint8Array(10))))) {
    if (known.has(order.id)) continue;
    page.push(order);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
