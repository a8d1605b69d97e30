/** An order's dealings with a stock system. What is asked stands in the order before anybody is called. */
import { announce, type Fact } from '../kernel/events.ts';
import { compare, subtract } from '../kernel/decimal.ts';
import { OrderBackordered, OrderConfirmed, StockAsked, type Order, type Stock } from './order.ts';
import { openOf } from './parts.ts';

export interface Wanted {
  readonly reservation: Stock['reservation'];
  readonly until: string;
}

/** An order that may go on waits for its goods to be reserved; one that was amended asks anew for what is left of it. */
export const withStock = (order: Order, wanted: Wanted | undefined): Order => {
  if (!wanted || !['CONFIRMED', 'PART_FULFILLED', 'RESERVING'].includes(order.state)) return order;
  return {
    ...order,
    state: order.state === 'PART_FULFILLED' || order.stock !== undefined ? order.state : 'RESERVING',
    stock: { ...wanted, state: 'ASKED' },
  };
};

/** Nothing more is kept for it. */
export const withoutStock = (order: Order): Order =>
  order.stock && order.stock.state !== 'RELEASED'
    ? { ...order, stock: { ...order.stock, state: 'RELEASED' } }
    : order;

/** What the stock system has to hear of a change: told by the change's own commit, so that a death in between loses none. */
export const stockFacts = (before: Order | undefined, after: Order): Fact[] => {
  const tell = (
    ask: 'reserve' | 'confirm' | 'release',
    reservation: Stock['reservation'],
    fulfilmentId?: string,
  ) =>
    announce(StockAsked, after.id, {
      orderId: after.id,
      customerId: after.customerId,
      reservation,
      ask,
      ...(fulfilmentId !== undefined && { fulfilmentId: fulfilmentId as `ful_${string}` }),
    });
  const [had, has] = [before?.stock, after.stock];
  if (!has) return [];
  const holding = had !== undefined && had.state !== 'RELEASED';
  if (had?.reservation !== has.reservation)
    return [...(holding ? [tell('release', had.reservation)] : []), tell('reserve', has.reservation)];
  const delivered = after.fulfilments.length > before!.fulfilments.length;
  return [
    ...(delivered && holding ? [tell('confirm', has.reservation, after.fulfilments.at(-1)!.id)] : []),
    ...(holding && has.state === 'RELEASED' ? [tell('release', has.reservation)] : []),
  ];
};

/** The stock system's answer, by line; what it did not reserve is back-ordered. Undefined where it answers an older question. */
export const reserved = (
  order: Order,
  reservation: string,
  got: ReadonlyMap<string, string>,
): Order | undefined => {
  if (order.stock?.reservation !== reservation || order.stock.state !== 'ASKED') return undefined;
  return {
    ...order,
    version: order.version + 1,
    state: order.state === 'RESERVING' ? 'CONFIRMED' : order.state,
    stock: { ...order.stock, state: 'RESERVED' },
    lines: order.lines.map((line) => {
      const open = openOf(line);
      const has = got.get(line.id) ?? '0';
      const missing = compare(open, has) > 0 ? subtract(open, has) : '0';
      const { backordered: _, ...rest } = line;
      return missing === '0' ? rest : { ...rest, backordered: missing };
    }),
  };
};

/** The reservation ran out: the order stands, its goods are waited for. */
export const expired = (order: Order): Order => ({
  ...withoutStock(order),
  version: order.version + 1,
  lines: order.lines.map((line) => {
    const open = openOf(line);
    return open === '0' ? line : { ...line, backordered: open };
  }),
});

/** What follows of an answer: the order is confirmed now, and what is missing is said. */
export const answeredFacts = (before: Order, after: Order): Fact[] => {
  const { id: orderId, customerId } = after;
  const lines = after.lines.flatMap(({ id, backordered }) =>
    backordered === undefined ? [] : [{ line: id, quantity: backordered }],
  );
  return [
    ...(before.state === 'RESERVING' ? [announce(OrderConfirmed, orderId, { orderId, customerId })] : []),
    ...(lines.length > 0 ? [announce(OrderBackordered, orderId, { orderId, customerId, lines })] : []),
  ];
};
