/** What a delivery takes of an order's lines and allowances. Parts add up to the whole, to the cent, however it is cut. */
import { untaxedPpm } from '../agreements/rules.ts';
import { add, compare, rounded, subtract } from '../kernel/decimal.ts';
import { without } from '../kernel/fields.ts';
import { groupName, namesOf } from '../pricing/discounts.ts';
import { amountOf, lineFor, totalsOf } from '../pricing/rules.ts';
import { share } from '../pricing/models.ts';
import { printedPart, type Whole } from '../pricing/parting.ts';
import type { PricedLine, Totals } from '../pricing/price.ts';
import { byPercent } from '../pricing/untaxed.ts';
import type { Bill } from './bill.ts';
import type { Fulfilment, Order } from './order.ts';

type Quantities = Fulfilment['lines'];

/** The priced lines and totals of a delivery, in the order's sequence: what its invoice says, whatever was amended since. */
export const deliveredPart = (
  order: Order,
  { lines: delivered, allowed }: Pick<Fulfilment, 'lines' | 'allowed'>,
): { lines: PricedLine[]; totals: Totals } => {
  const lines = order.lines.flatMap((line) => {
    const quantity = quantityOf(delivered, line.id);
    if (quantity === '0') return [];
    const sold = without(line, 'fulfilled', 'returned', 'backordered', 'overDeliveryPercent', 'discounts');
    return [lineFor(sold, quantity, order.currency, allowed?.lines[line.id])];
  });
  const allowances = (allowed?.document ?? []).filter(({ minor }) => minor > 0);
  return {
    lines,
    totals: totalsOf(lines, order.currency, allowances, byPercent(untaxedPpm(order.terms), order.currency)),
  };
};

/** What is sold, without what became of it. */
export const basketOf = ({ lines, totals, currency }: Whole): Whole => ({
  lines: lines.map((line: PricedLine & Partial<Order['lines'][number]>) =>
    without(line, 'fulfilled', 'returned', 'backordered', 'overDeliveryPercent', 'discounts'),
  ),
  totals,
  currency,
});

/** What is invoiced by itself: a delivery, or a bill of an order that is not billed by deliveries. */
export type Billable = Fulfilment | Bill;
export const isBill = (part: Billable): part is Bill => 'taxes' in part;
export const billables = ({ fulfilments, bills = [] }: Pick<Order, 'fulfilments' | 'bills'>): Billable[] => [
  ...fulfilments,
  ...bills,
];
/** The priced lines and totals of either: what its invoice says. */
export const billedPart = (order: Order, part: Billable): { lines: PricedLine[]; totals: Totals } =>
  isBill(part) ? named(printedPart(basketOf(order), part), part) : deliveredPart(order, part);

/** Which part of the order it is stands before what it is a part of. */
const named = (printed: { lines: PricedLine[]; totals: Totals }, { name }: Bill) =>
  name === undefined
    ? printed
    : {
        ...printed,
        lines: printed.lines.map((line) => ({ ...line, description: `${name}: ${line.description}` })),
      };
/** The lines of the order that an invoice of it has, in its sequence. */
export const linesOf = (order: Order, part: Billable): string[] =>
  isBill(part) ? part.lines.map(({ line }) => line) : deliveredPart(order, part).lines.map(({ id }) => id);

export const quantityOf = (parts: Quantities, line: string): string =>
  parts.filter((part) => part.line === line).reduce((total, { quantity }) => add(total, quantity), '0');

/**
 * The parts of allowances that go with a delivery: what all deliveries so far should have got, less what the earlier ones
 * got, so that the last takes the rounding. Never more than the delivery is worth.
 */
export const allowedFor = (order: Order, delivered: Quantities): Fulfilment['allowed'] => {
  if (!order.totals.allowances && order.lines.every(({ allowances }) => !allowances)) return undefined;
  const lines: Record<string, number[]> = {};
  const nets = new Map<string, { now: number; ever: number; whole: number }>();
  for (const line of order.lines) {
    const quantity = quantityOf(delivered, line.id);
    const before = order.fulfilments.flatMap((part) => part.lines);
    const ever = add(quantityOf(before, line.id), quantity);
    const targets = (line.allowances ?? []).map(({ minor }) => share(minor, ever, line.quantity));
    let left = amountOf({ ...line, quantity }, order.currency)!;
    const parts = targets.map((target, index) => {
      const given = order.fulfilments.reduce(
        (sum, part) => sum + (part.allowed?.lines[line.id]?.[index] ?? 0),
        0,
      );
      const part = quantity === '0' ? 0 : Math.max(0, Math.min(target - given, left));
      left -= part;
      return part;
    });
    if (parts.some((part) => part > 0)) lines[line.id] = parts;
    const group = nets.get(groupName(line.tax)) ?? { now: 0, ever: 0, whole: 0 };
    const gross = amountOf({ ...line, quantity: ever }, order.currency)!;
    nets.set(groupName(line.tax), {
      now: group.now + left,
      ever: group.ever + gross - targets.reduce((sum, minor) => sum + minor, 0),
      whole: group.whole + line.netMinor,
    });
  }
  const given = givenOf(order.fulfilments);
  const allowances = order.totals.allowances ?? [];
  const names = namesOf(allowances);
  const document = allowances.map((allowance, index) => {
    const group = nets.get(groupName(allowance))!;
    const target =
      group.whole === 0
        ? 0
        : Number(rounded(BigInt(allowance.minor) * BigInt(group.ever), BigInt(group.whole)));
    const minor = Math.max(0, Math.min(target - (given.get(names[index]!) ?? 0), group.now));
    group.now -= minor;
    return { ...allowance, minor };
  });
  return { lines, document };
};

/** By name, what deliveries took of the document's allowances. */
const givenOf = (fulfilments: Order['fulfilments']): ReadonlyMap<string, number> => {
  const given = new Map<string, number>();
  for (const { allowed } of fulfilments)
    for (const [index, name] of namesOf(allowed?.document ?? []).entries())
      given.set(name, (given.get(name) ?? 0) + allowed!.document[index]!.minor);
  return given;
};

/** Nothing more comes: every line has what was ordered, or more. */
export const isWhole = (order: Pick<Order, 'lines'>): boolean =>
  order.lines.every((line) => openOf(line) === '0');

/** What of a line has not come yet; "0" where as much came as was ordered, or more. */
export const openOf = ({
  quantity,
  fulfilled,
}: Pick<Order['lines'][number], 'quantity' | 'fulfilled'>): string =>
  compare(quantity, fulfilled) > 0 ? subtract(quantity, fulfilled) : '0';

/** What the order's credit stands at while it lives: its gross less what deliveries and bills took along. */
export const uncovered = (order: Pick<Order, 'totals' | 'fulfilments' | 'bills'>): number =>
  Math.max(
    0,
    billables(order).reduce((left, { exposureMinor }) => left - exposureMinor, order.totals.grossMinor),
  );
