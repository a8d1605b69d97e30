/** A bill that is taken back because its invoice was made void, and billed anew; and what changes of an order ask of its invoices. */
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { takesRest, waitingBills, type Bill } from './bill.ts';
import { billed, GOES_ON } from './billing.ts';
import { OrderDepositsLeft } from './deposited.ts';
import { OrderBilled, OrderForgone, OrderReturned, type Order } from './order.ts';
import { openOf } from './parts.ts';

/** The order as if the bill had not been: what it took of lines and credit is left again. A cancelled order holds none. */
export const withoutBill = (order: Order, billId: string, invoiceId: string): Order => {
  const { bills = [], ...rest } = order;
  const { id, part, suppliedOn, exposureMinor } = bills.find((one) => one.id === billId)!;
  const others = bills.filter((one) => one.id !== billId);
  return {
    ...rest,
    version: order.version + 1,
    exposureMinor: order.exposureMinor + (order.state === 'CANCELLED' ? 0 : exposureMinor),
    ...(others.length > 0 && { bills: others }),
    voidedBills: [
      ...(order.voidedBills ?? []),
      {
        id,
        ...(part !== undefined && { part }),
        ...(suppliedOn !== undefined && { suppliedOn }),
        invoiceId,
      },
    ],
  };
};

/**
 * Bills all that waits since it was made void: each part of a plan by itself, the rest last; in advance all that is left, and what
 * will not come of it any more is given up again. `made` is asked once for each.
 */
export const billedAgain = (
  order: Order,
  made: () => Pick<Bill, 'id' | 'at'>,
  forgoneId: () => NonNullable<Order['forgone']>[number]['id'],
): Result<Order, 'orders.nothing_to_bill' | 'orders.over_billed'> => {
  if (waitingBills(order).length === 0 || !GOES_ON.includes(order.state))
    return refuse('orders.nothing_to_bill', 'No bill of it waits to be invoiced.');
  const planned = waitingBills(order).map((one) => ({
    ...one,
    of: order.plan?.find(({ id }) => id === one.part),
  }));
  const inOrder = planned.toSorted(
    (a, b) => Number(a.of && takesRest(a.of)) - Number(b.of && takesRest(b.of)),
  );
  let after: Order = { ...order, version: order.version + 1 };
  for (const { id, of, suppliedOn } of inOrder) {
    // In advance one bill is for all of them.
    if (!waitingBills(after).some((one) => one.id === id)) continue;
    const done = billed(after, of, { ...made(), ...(suppliedOn !== undefined && { suppliedOn }) });
    if (!done.ok) return done;
    after = done.value;
  }
  const left = after.lines
    .map((line) => ({ line: line.id, quantity: openOf(line) }))
    .filter(({ quantity }) => quantity !== '0');
  return after.billing?.on === 'order' && after.state === 'FULFILLED' && !after.forgone && left.length > 0
    ? ok({
        ...after,
        forgone: [{ id: forgoneId(), at: made().at, lines: left, reason: 'Will not be delivered' }],
      })
    : ok(after);
};

/**
 * What a change of an order asks of its invoices: parts to be invoiced, and billed goods that will not come. Once a bill is in the place
 * of one that was made void, what came back or was given up meanwhile is told again: its note is made once.
 */
export const billingFacts = (before: Order | undefined, after: Order): Fact[] => {
  const about = { orderId: after.id, customerId: after.customerId };
  const known = new Set(before?.bills?.map(({ id }) => id));
  const again = before !== undefined && waitingBills(after).length < waitingBills(before).length;
  return [
    ...(after.bills ?? [])
      .filter(({ id }) => !known.has(id))
      .map(({ id, part }) =>
        announce(OrderBilled, after.id, { ...about, billId: id, ...(part !== undefined && { part }) }),
      ),
    ...(again ? (after.returns ?? []) : []).map(({ id }) =>
      announce(OrderReturned, after.id, { ...about, returnId: id }),
    ),
    ...(after.forgone ?? [])
      .slice(again ? 0 : (before?.forgone?.length ?? 0))
      .map(({ id }) => announce(OrderForgone, after.id, { ...about, forgoneId: id })),
    ...(after.deposits && after.state !== before?.state && ['CANCELLED', 'FULFILLED'].includes(after.state)
      ? [announce(OrderDepositsLeft, after.id, about)]
      : []),
  ];
};
