/**
 * Table: ORDER `${t}#ORDER#${id}`/ORDER (g1 `${t}#ORDERS`/id; g2 while held `${t}#HELD`/id) ·
 * SOURCE `${t}#ORDERX#${source}#${sourceOrderId}`/SOURCE → id: the uniqueness that never expires
 * g3 while stock is reserved `${t}#RESERVED`/until#id · QUOTE `${t}#QUOTE#${id}`/QUOTE
 * 1. by id: 1 read · 2. by source: 1 read, then 1 · 3. list, also since an id: 1 query + 1 batch · 4. held: 1 query + 1 batch ·
 * 5. quote: 1 read · 6. whose reservation runs out by a moment: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Quote } from '../agreements/agreement.ts';
import { Order } from './order.ts';

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

export const putOrder = (tenant: string, order: Order): Write<'table.stale' | 'orders.duplicate'>[] => [
  saved({ pk: `${tenant}#ORDER#${order.id}`, sk: 'ORDER' }, 'order', order, `order ${order.id}`, {
    g1p: `${tenant}#ORDERS`,
    g1s: order.id,
    ...(order.state === 'HELD' && { g2p: `${tenant}#HELD`, g2s: order.id }),
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
