/** What may happen to an order. Exposure is moved by the caller, by the delta that each answer states. */
import { judge, type Circumstances, type Figures } from '../credit/rules.ts';
import { add, compare, subtract } from '../kernel/decimal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { lineFor, totalsOf } from '../pricing/rules.ts';
import type { FulfilOrder, Fulfilment, Order } from './order.ts';

/** CONFIRMED with its gross as exposure, or HELD with all reasons and none. An order over the limit is never lost. */
export const assess = (order: Order, credit: Figures | undefined, around?: Circumstances): Order => {
  const { holds, waived } = judge(credit, order.totals.grossMinor, around);
  const judged = { ...order, holds, ...(waived.length > 0 && { waived }) };
  return holds.length === 0
    ? { ...judged, state: 'CONFIRMED', exposureMinor: order.totals.grossMinor }
    : { ...judged, state: 'HELD', exposureMinor: 0 };
};

/** A person takes the risk: the order is confirmed and its gross counts, above the limit if need be. */
export const release = (order: Order): Result<Order, 'orders.not_held'> =>
  order.state === 'HELD'
    ? ok({
        ...order,
        version: order.version + 1,
        state: 'CONFIRMED',
        holds: [],
        exposureMinor: order.totals.grossMinor,
      })
    : refuse('orders.not_held', `The order is ${order.state}: only a held order can be released.`);

/** Possible while nothing was delivered; gives the whole exposure back. */
export const cancel = (order: Order): Result<Order, 'orders.not_cancellable'> =>
  order.state === 'CONFIRMED' || order.state === 'HELD'
    ? ok({ ...order, version: order.version + 1, state: 'CANCELLED', holds: [], exposureMinor: 0 })
    : refuse(
        'orders.not_cancellable',
        `The order is ${order.state}: only one without a delivery can be cancelled.`,
      );

type FulfilRefusal = 'orders.not_fulfillable' | 'orders.line_unknown' | 'orders.over_delivered';

/** Delivers the named quantities, or all that is left. The fulfilment takes its share of the exposure with it. */
export const fulfil = (
  order: Order,
  wanted: FulfilOrder['lines'],
  made: Pick<Fulfilment, 'id' | 'deliveredOn' | 'at'>,
): Result<Order, FulfilRefusal> => {
  if (order.state !== 'CONFIRMED' && order.state !== 'PART_FULFILLED')
    return refuse(
      'orders.not_fulfillable',
      `The order is ${order.state}: only a confirmed order is delivered.`,
    );
  const asked =
    wanted ??
    order.lines
      .map((line) => ({ line: line.id, quantity: subtract(line.quantity, line.fulfilled) }))
      .filter(({ quantity }) => quantity !== '0');
  const lines = [...order.lines];
  for (const [index, { line: id, quantity }] of asked.entries()) {
    const at = lines.findIndex((line) => line.id === id);
    const line = lines[at];
    if (!line)
      return refuse('orders.line_unknown', 'A line is not of this order.', [
        { pointer: `/lines/${index}/line`, detail: `the order has lines 1 to ${lines.length}` },
      ]);
    const fulfilled = add(line.fulfilled, quantity);
    if (compare(fulfilled, line.quantity) > 0)
      return refuse('orders.over_delivered', 'More would be delivered than was ordered.', [
        {
          pointer: `/lines/${index}/quantity`,
          detail: `${subtract(line.quantity, line.fulfilled)} are left on line ${id}`,
        },
      ]);
    lines[at] = { ...line, fulfilled };
  }
  const whole = lines.every((line) => compare(line.fulfilled, line.quantity) === 0);
  const worth = totalsOf(deliveredLines(order, asked), order.currency).grossMinor;
  const exposureMinor = whole ? order.exposureMinor : Math.min(worth, order.exposureMinor);
  return ok({
    ...order,
    version: order.version + 1,
    lines,
    state: whole ? 'FULFILLED' : 'PART_FULFILLED',
    exposureMinor: order.exposureMinor - exposureMinor,
    fulfilments: [...order.fulfilments, { ...made, lines: asked, exposureMinor }],
  });
};

/** The priced lines of a delivery, in the order's sequence: what its invoice says. */
export const deliveredLines = (order: Order, delivered: Fulfilment['lines']) =>
  order.lines.flatMap((line) => {
    const quantity = delivered
      .filter((part) => part.line === line.id)
      .reduce((total, part) => add(total, part.quantity), '0');
    return quantity === '0' ? [] : [lineFor(line, quantity, order.currency)];
  });
