/** What may happen to an order. Exposure is moved by the caller, by the delta that each answer states. */
import { judge, type Circumstances, type Figures } from '../credit/rules.ts';
import { add, compare, subtract } from '../kernel/decimal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { withTolerance } from '../pricing/models.ts';
import { isBilledApart } from './billing.ts';
import type { FulfilOrder, Fulfilment, Order, Return, ReturnGoods } from './order.ts';
import { allowedFor, deliveredPart, isWhole, openOf, uncovered } from './parts.ts';

/** CONFIRMED with its gross as exposure, or HELD with all reasons and none. An order over the limit is never lost. */
export const assess = (order: Order, credit: Figures | undefined, around?: Circumstances): Order => {
  const { holds, waived } = judge(credit, order.totals.grossMinor, around);
  const judged = { ...order, holds, ...(waived.length > 0 && { waived }) };
  return holds.length === 0
    ? { ...judged, state: 'CONFIRMED', exposureMinor: order.totals.grossMinor }
    : { ...judged, state: 'HELD', exposureMinor: 0 };
};

/** A person takes the risk: the order goes on and what is not delivered of it counts, above the limit if need be. */
export const release = (order: Order): Result<Order, 'orders.not_held'> =>
  order.state === 'HELD'
    ? ok({
        ...order,
        version: order.version + 1,
        state: order.fulfilments.length > 0 ? 'PART_FULFILLED' : 'CONFIRMED',
        holds: [],
        exposureMinor: uncovered(order),
      })
    : refuse('orders.not_held', `The order is ${order.state}: only a held order can be released.`);

/** Possible while nothing was delivered; gives the exposure back that is not billed. */
export const cancel = (order: Order): Result<Order, 'orders.not_cancellable'> =>
  ['CONFIRMED', 'HELD', 'RESERVING'].includes(order.state) && order.fulfilments.length === 0
    ? ok({ ...order, version: order.version + 1, state: 'CANCELLED', holds: [], exposureMinor: 0 })
    : refuse(
        'orders.not_cancellable',
        `The order is ${order.state}: only one without a delivery can be cancelled.`,
      );

type FulfilRefusal = 'orders.not_fulfillable' | 'orders.line_unknown' | 'orders.over_delivered';
interface Made extends Pick<Fulfilment, 'id' | 'deliveredOn' | 'at'> {
  /** How much more than ordered may come where a line does not say. */
  readonly overDeliveryPercent?: string | undefined;
  /** Nothing more will come. */
  readonly final?: boolean | undefined;
}

/** Delivers the named quantities, or all that is left. The fulfilment takes its share of the exposure with it. */
export const fulfil = (
  order: Order,
  wanted: FulfilOrder['lines'],
  { overDeliveryPercent = '0', final = false, ...made }: Made,
): Result<Order, FulfilRefusal> => {
  if (order.state !== 'CONFIRMED' && order.state !== 'PART_FULFILLED')
    return refuse(
      'orders.not_fulfillable',
      `The order is ${order.state}: only a confirmed order is delivered.`,
    );
  const asked = wanted ?? leftOf(order);
  const delivered = takenOff(order, asked, overDeliveryPercent);
  if (!delivered.ok) return delivered;
  const lines = delivered.value;
  const whole = final || isWhole({ lines });
  if (isBilledApart(order))
    return ok(
      deliveredApart(order, lines, asked, { ...made, ...more(lines, overDeliveryPercent), final, whole }),
    );
  const allowed = allowedFor(order, asked);
  const worth = deliveredPart(order, { lines: asked, allowed }).totals.grossMinor;
  // What was ordered and has come takes all that is left, so that roundings of parts leave nothing behind.
  const exposureMinor = whole && !final ? order.exposureMinor : Math.min(worth, order.exposureMinor);
  return ok({
    ...order,
    version: order.version + 1,
    lines,
    state: whole ? 'FULFILLED' : 'PART_FULFILLED',
    exposureMinor: whole ? 0 : order.exposureMinor - exposureMinor,
    fulfilments: [
      ...order.fulfilments,
      {
        ...made,
        lines: asked,
        exposureMinor,
        ...(allowed && { allowed }),
        ...(final && { final }),
        ...more(lines, overDeliveryPercent),
      },
    ],
  });
};

/** Billed by other things than deliveries: this one takes no exposure along. */
const deliveredApart = (
  order: Order,
  lines: Order['lines'],
  asked: Fulfilment['lines'],
  { whole, final, ...made }: Omit<Fulfilment, 'lines' | 'exposureMinor'> & { readonly whole: boolean },
): Order => ({
  ...order,
  version: order.version + 1,
  lines,
  state: whole ? 'FULFILLED' : 'PART_FULFILLED',
  fulfilments: [...order.fulfilments, { ...made, lines: asked, exposureMinor: 0, ...(final && { final }) }],
});

/** More came than was ordered: by which tolerance. */
const more = (lines: Order['lines'], tolerance: string): Pick<Fulfilment, 'tolerance'> =>
  lines.some(({ fulfilled, quantity }) => compare(fulfilled, quantity) > 0) ? { tolerance } : {};

const leftOf = ({ lines }: Order): Fulfilment['lines'] =>
  lines.map((line) => ({ line: line.id, quantity: openOf(line) })).filter(({ quantity }) => quantity !== '0');

const takenOff = (
  order: Order,
  asked: Fulfilment['lines'],
  tolerance: string,
): Result<Order['lines'], 'orders.line_unknown' | 'orders.over_delivered'> => {
  const lines = [...order.lines];
  for (const [index, { line: id, quantity }] of asked.entries()) {
    const at = lines.findIndex((line) => line.id === id);
    const line = lines[at];
    if (!line) return noLine(order, index);
    const fulfilled = add(line.fulfilled, quantity);
    const most = withTolerance(line.quantity, line.overDeliveryPercent ?? tolerance);
    if (compare(fulfilled, most) > 0)
      return refuse('orders.over_delivered', 'More would be delivered than was ordered.', [
        {
          pointer: `/lines/${index}/quantity`,
          detail: `${subtract(most, line.fulfilled)} are left on line ${id}`,
        },
      ]);
    lines[at] = { ...line, fulfilled, ...backorderedOf(line, fulfilled) };
  }
  return ok(lines);
};

/** What has come is not waited for. */
const backorderedOf = ({ backordered, quantity }: Order['lines'][number], fulfilled: string) => {
  if (backordered === undefined) return {};
  const left = openOf({ quantity, fulfilled });
  return { backordered: compare(backordered, left) > 0 ? left : backordered };
};

export const noLine = ({ lines }: Pick<Order, 'lines'>, index: number, list = 'lines') =>
  refuse('orders.line_unknown', 'A line is not of this order.', [
    {
      pointer: `/${list}/${index}/line`,
      detail: `the order has lines ${lines
        .map(({ id }) => id)
        .join(', ')
        .slice(0, 200)}`,
    },
  ]);

/** Goods that came back and are accepted: never more than was delivered and not returned before. A credit follows. */
export const takeBack = (
  order: Order,
  { lines: back, reason }: Pick<ReturnGoods, 'lines' | 'reason'>,
  made: Pick<Return, 'id' | 'at'>,
): Result<Order, 'orders.line_unknown' | 'orders.over_returned'> => {
  if (back.length === 0)
    return refuse('orders.over_returned', 'Nothing of it has come that could come back.');
  const lines = [...order.lines];
  for (const [index, { line: id, quantity }] of back.entries()) {
    const at = lines.findIndex((line) => line.id === id);
    const line = lines[at];
    if (!line) return noLine(order, index);
    const returned = add(line.returned ?? '0', quantity);
    if (compare(returned, line.fulfilled) > 0)
      return refuse('orders.over_returned', 'More would come back than was delivered.', [
        {
          pointer: `/lines/${index}/quantity`,
          detail: `${subtract(line.fulfilled, line.returned ?? '0')} of line ${id} can come back`,
        },
      ]);
    lines[at] = { ...line, returned };
  }
  return ok({
    ...order,
    version: order.version + 1,
    lines,
    returns: [...(order.returns ?? []), { ...made, lines: back, reason }],
  });
};
