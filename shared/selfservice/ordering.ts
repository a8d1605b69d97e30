/** Orders of a customer, found in its timeline, where each stands at the moment that it came in. */
import { entityOf } from '../access/tenant.ts';
import { idsOf, type TimelineRow } from '../customers/customer.ts';
import { timelineOf } from '../customers/store.ts';
import { invoiceIdOf } from '../invoices/ids.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { orderLinkUntil, orderToken } from '../orders/link.ts';
import type { Order } from '../orders/order.ts';
import { billables } from '../orders/parts.ts';
import { orderById } from '../orders/store.ts';
import { secret } from '../runtime/secrets.ts';
import { readAll } from '../runtime/table.ts';
import type { In } from './entering.ts';
import { paged, type Asked, type Rows } from './listing.ts';
import type { OrderRow } from './orders.tsx';
import { todayOf } from './standing.ts';

/** Rows of the timeline, and heads of invoices, in one page. */
const MOST_ROWS = 100;

const orderIn = ({ facts }: TimelineRow): string[] =>
  facts.flatMap(({ type, data }) => {
    const { orderId } = (data ?? {}) as { orderId?: string };
    return type.startsWith('order.') && orderId !== undefined ? [orderId] : [];
  });

export const ordersShown = async (who: In, asked: Asked): Promise<Rows<OrderRow>> => {
  const { customer, entities, deps } = who;
  const { page, ...rest } = await paged(who, asked, timelineOf, MOST_ROWS);
  const ids = [...new Set(page.data.flatMap(orderIn))].slice(0, MOST_ROWS);
  const moments = new Set(page.data.map(({ at }) => at));
  const found = (await readAll(ids.map((id) => orderById(deps.tenant, id))))
    // Where it came in it is shown, and not again with what happened to it later.
    .filter((one) => moments.has(one.placedAt) && idsOf(customer).includes(one.customerId));
  const named = found.flatMap((one) => billsOf(one).map((id) => ({ id, order: one.id })));
  const [heads, key] = await Promise.all([
    readAll(named.slice(0, MOST_ROWS).map(({ id }) => invoiceById(deps.tenant, id))),
    secret('linkKey'),
  ]);
  const rows = found.map((one): OrderRow => {
    const zone = entityOf({ entities }, one.entity)?.zone ?? who.entity.zone;
    const placedOn = localDate(one.placedAt, zone);
    const own = new Set(billsOf(one));
    return {
      name: one.source === 'subscription' ? one.lines[0]!.description : one.sourceOrderId,
      placedOn,
      state: one.state,
      total: money(one.totals.grossMinor, one.currency),
      deliveries: [...new Set(one.fulfilments.map(({ deliveredOn }) => deliveredOn))].slice(-5),
      invoices: heads.filter(({ id }) => own.has(id)).map(({ id, number }) => ({ id, number })),
      url:
        todayOf(who) <= orderLinkUntil(placedOn)
          ? `/order/${orderToken(key, deps.tenant, one.id)}`
          : undefined,
    };
  });
  return { rows, ...rest };
};

/** What its deliveries and bills were invoiced as, each of them by itself or as the first of several. */
const billsOf = (order: Order): string[] => billables(order).map((part) => invoiceIdOf(part));
