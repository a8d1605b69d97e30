/**
 * Table: ORDER `${t}#ORDER#${id}`/ORDER (g1 `${t}#ORDERS`/id; g2 while held `${t}#HELD`/id) ·
 * SOURCE `${t}#ORDERX#${source}#${sourceOrderId}`/SOURCE → id: the uniqueness that never expires
 * g3 while stock is reserved `${t}#RESERVED`/until#id · QUOTE `${t}#QUOTE#${id}`/QUOTE
 * 1. by id: 1 read · 2. by source: 1 read, then 1 · 3. list, also since an id: 1 query + 1 batch · 4. held: 1 query + 1 batch ·
 * UNBILLED `${t}#UNBILLED#${fulfilment}`/UNBILLED (while it waits g1 `${t}#UNBILLED`/last day#collective#id, g2 `${t}#UNBILLED#${collective}`/id) ·
 * g2 of an order while a day of its schedule is to come `${t}#BILLDUE`/day#id
 * 5. quote: 1 read · 6. whose reservation runs out by a moment: 1 query + 1 batch ·
 * 7. a delivery that waits: 1 read · 8. all of them by their last day, or those of a collective: 1 query + 1 batch ·
 * 9. orders of which a day of the schedule has come: 1 query + 1 batch
 */
import type { LocalDate } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Quote } from '../agreements/agreement.ts';
import { comingParts } from './bill.ts';
import { Order } from './order.ts';
import { Unbilled } from './unbilled.ts';

const sourceKey = (tenant: string, source: string, id: string) => ({
  pk: `${tenant}#ORDERX#${source}#${id}`,
  sk: 'SOURCE',
});

export const orderById = (tenant: string, id: string): Read<Order> => ({
  key: { pk: `${tenant}#ORDER#${id}`, sk: 'ORDER' },
  parse: docOf(Order),
});
export const orderIdBySource = (tenant: string, source: string, id: string): Read<string> => ({
  key: sourceKey(tenant, source, id),
  parse: (item) => String(item['orderId']),
});
export const orders = (tenant: string): Listing<Order> => ({
  index: 'g1',
  partition: `${tenant}#ORDERS`,
  order: 'newest first',
  parse: docOf(Order),
});
/** Orders since an id, oldest first: ids are made of the moment. */
export const ordersFrom = (tenant: string, id: string): Listing<Order> => ({
  index: 'g1',
  partition: `${tenant}#ORDERS`,
  from: id,
  parse: docOf(Order),
});
export const heldOrders = (tenant: string): Listing<Order> => ({
  index: 'g2',
  partition: `${tenant}#HELD`,
  parse: docOf(Order),
});

export const reservedUntil = (tenant: string, now: string): Listing<Order> => ({
  index: 'g3',
  partition: `${tenant}#RESERVED`,
  to: `${now}$`,
  parse: docOf(Order),
});

export const quoteById = (tenant: string, id: string): Read<Quote> => ({
  key: { pk: `${tenant}#QUOTE#${id}`, sk: 'QUOTE' },
  parse: docOf(Quote),
});
export const putQuote = (
  tenant: string,
  quote: Quote & { readonly id: string; readonly version: number },
): Write<'table.stale'> => saved(quoteById(tenant, quote.id).key, 'quote', quote, `quote ${quote.id}`);

/** Nothing happened to the order since it was read. */
export const orderStands = (
  tenant: string,
  { id, version }: Pick<Order, 'id' | 'version'>,
): Write<'table.stale'> => ({
  check: orderById(tenant, id).key,
  if: { v: { is: '=', value: version } },
  clash: 'table.stale',
  about: `order ${id}`,
});

export const putOrder = (tenant: string, order: Order): Write<'table.stale' | 'orders.duplicate'>[] => [
  saved({ pk: `${tenant}#ORDER#${order.id}`, sk: 'ORDER' }, 'order', order, `order ${order.id}`, {
    g1p: `${tenant}#ORDERS`,
    g1s: order.id,
    ...(order.state === 'HELD' && { g2p: `${tenant}#HELD`, g2s: order.id }),
    ...scheduled(tenant, order),
    ...(order.stock?.state === 'RESERVED' &&
      !['FULFILLED', 'CANCELLED'].includes(order.state) && {
        g3p: `${tenant}#RESERVED`,
        g3s: `${order.stock.until}#${order.id}`,
      }),
  }),
  ...(order.version === 1
    ? [
        {
          put: {
            ...sourceKey(tenant, order.source, order.sourceOrderId),
            kind: 'order-source',
            orderId: order.id,
          },
          if: 'absent',
          clash: 'orders.duplicate',
          about: 'an order of that source',
        } as const,
      ]
    : []),
];

/** Where the next day of its schedule finds it; while it is held it is under its holds instead. */
const scheduled = (tenant: string, order: Order): Readonly<Record<string, string>> => {
  const next = comingParts(order)[0]?.on;
  return next === undefined || !['CONFIRMED', 'PART_FULFILLED', 'FULFILLED'].includes(order.state)
    ? {}
    : { g2p: `${tenant}#BILLDUE`, g2s: `${next}#${order.id}` };
};
export const scheduledUpTo = (tenant: string, day: LocalDate): Listing<Order> => ({
  index: 'g2',
  partition: `${tenant}#BILLDUE`,
  to: `${day}$`,
  parse: docOf(Order),
});

export const unbilledById = (tenant: string, fulfilment: string): Read<Unbilled> => ({
  key: { pk: `${tenant}#UNBILLED#${fulfilment}`, sk: 'UNBILLED' },
  parse: docOf(Unbilled),
});
/** Soonest first; those that wait for somebody's word come last. */
export const unbilledUpTo = (tenant: string, day?: LocalDate): Listing<Unbilled> => ({
  index: 'g1',
  partition: `${tenant}#UNBILLED`,
  ...(day !== undefined && { to: `${day}$` }),
  parse: docOf(Unbilled),
});
export const unbilledOf = (tenant: string, collective: string): Listing<Unbilled> => ({
  index: 'g2',
  partition: `${tenant}#UNBILLED#${collective}`,
  parse: docOf(Unbilled),
});
export const putUnbilled = (tenant: string, one: Unbilled): Write<'table.stale'> =>
  saved(
    unbilledById(tenant, one.id).key,
    'unbilled',
    one,
    `delivery ${one.id}`,
    one.invoiceId === undefined
      ? {
          g1p: `${tenant}#UNBILLED`,
          g1s: `${one.closesOn ?? 'open'}#${one.collective}#${one.id}`,
          g2p: `${tenant}#UNBILLED#${one.collective}`,
          g2s: one.id,
        }
      : {},
  );
