/** Amendments before invoicing: which lines stand afterwards, which of them are priced anew, and what it does to credit. */
import { judge, type Circumstances, type Figures } from '../credit/rules.ts';
import { compare } from '../kernel/decimal.ts';
import { without } from '../kernel/fields.ts';
import { money, toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { discountOf } from '../pricing/discounts.ts';
import type { LineInput } from '../pricing/price.ts';
import type { Priced, Settled } from '../pricing/rules.ts';
import { isBilledApart } from './billing.ts';
import type { AmendOrder, Order } from './order.ts';
import { isWhole, uncovered } from './parts.ts';
import { noLine } from './rules.ts';

/** A line as it shall be: settled where its price stays, else with what a list or its own price makes of it. */
export type Planned =
  | (Settled & { readonly id: string })
  | (LineInput & { readonly id: string; readonly anew: true });
export interface Plan {
  readonly lines: readonly Planned[];
  readonly removed: readonly string[];
}
type PlanRefusal =
  | 'orders.not_amendable'
  | 'orders.line_unknown'
  | 'orders.line_delivered'
  | 'orders.no_lines';
type Change = AmendOrder['changes'][number];
type Line = Order['lines'][number];

/** What was delivered is invoiced: such a line keeps its price, and at least that quantity. Ids are never used again. */
export const planned = (order: Order, changes: AmendOrder['changes']): Result<Plan, PlanRefusal> => {
  if (!['CONFIRMED', 'HELD', 'PART_FULFILLED', 'RESERVING'].includes(order.state))
    return refuse('orders.not_amendable', `The order is ${order.state}: it is not amended any more.`);
  const lines = new Map<string, Planned>(order.lines.map((line) => [line.id, kept(line, order.currency)]));
  const removed: string[] = [];
  let last = lastId(order);
  for (const [index, change] of changes.entries()) {
    if (change.change === 'add') {
      const id = String(++last);
      lines.set(id, { ...change.line, id, anew: true });
      continue;
    }
    const line = order.lines.find(({ id }) => id === change.line && lines.has(id));
    if (!line) return noLine(order, index, 'changes');
    const why = objection(line, change, order);
    if (why !== undefined)
      return refuse(
        'orders.line_delivered',
        'A line of which something was delivered is invoiced as it is.',
        [{ pointer: `/changes/${index}`, detail: why }],
      );
    if (change.change === 'replace') lines.set(line.id, replaced(line, change, order));
    else {
      lines.delete(line.id);
      removed.push(line.id);
    }
  }
  if (lines.size === 0 || lines.size > 300)
    return refuse('orders.no_lines', 'An order has 1 to 300 lines; cancel it to have none.', [
      { pointer: '/changes', detail: `${lines.size} lines would be left` },
    ]);
  return ok({ lines: [...lines.values()], removed });
};

const lastId = ({ lines, amendments = [] }: Order): number =>
  Math.max(...lines.map(({ id }) => Number(id)), ...amendments.flatMap(({ removed }) => removed.map(Number)));

const objection = (
  { id, fulfilled }: Line,
  change: Exclude<Change, { change: 'add' }>,
  { bills = [] }: Pick<Order, 'bills'>,
): string | undefined => {
  if (bills.some(({ lines }) => lines.some(({ line }) => line === id)))
    return `line ${id} is billed: add another one, or credit it`;
  if (fulfilled === '0') return undefined;
  if (change.change === 'remove')
    return `${fulfilled} of line ${id} were delivered: set its quantity to that`;
  if (change.unitPrice !== undefined || change.discounts !== undefined)
    return `the price of line ${id} stands since its delivery`;
  return change.quantity !== undefined && compare(change.quantity, fulfilled) < 0
    ? `${fulfilled} of line ${id} were delivered`
    : undefined;
};

/** As it stands: its price, its tax and every discount that made it. */
const kept = (line: Line, currency: string): Settled & { readonly id: string } => {
  const { allowances, discounts } = line;
  return {
    ...without(line, 'tax', 'netMinor', 'fulfilled', 'returned', 'backordered', 'allowances', 'discounts'),
    ...(allowances && {
      discounts: allowances.map((one) => discountOf(one, (minor) => toText(money(minor, currency)))),
      asked: discounts ?? [],
    }),
  };
};

/** A quantity of a listed price is looked up again; one that was given, delivered or frozen by a quote keeps its price. */
const replaced = (
  line: Line,
  change: Extract<Change, { change: 'replace' }>,
  { currency }: Order,
): Planned => {
  const { quantity = line.quantity, description = line.description } = change;
  const listed = line.price?.source === 'list' && line.price.quote === undefined && line.fulfilled === '0';
  const stays = kept(line, currency);
  if (change.unitPrice === undefined && !listed)
    return {
      ...stays,
      quantity,
      description,
      ...(change.discounts && { discounts: change.discounts, asked: undefined }),
    };
  const discounts = change.discounts ?? line.discounts;
  return {
    ...without(stays, 'price', 'baseQuantity', 'unitPrice', 'asked', 'discounts'),
    quantity,
    description,
    ...(change.unitPrice !== undefined && { unitPrice: change.unitPrice }),
    ...(discounts && { discounts }),
    anew: true,
  };
};

/**
 * The order with its new lines. What it asks for more of credit is asked for as at placing: where it is not there, the order is
 * held, and what it had is free again.
 */
export const amended = (
  order: Order,
  { lines, totals }: Priced,
  made: { readonly at: string; readonly reason: string; readonly removed: readonly string[] },
  { credit, around }: { readonly credit: Figures | undefined; readonly around?: Circumstances },
): Order => {
  const before = new Map(order.lines.map((line) => [line.id, line]));
  const next: Order = {
    ...order,
    version: order.version + 1,
    lines: lines.map((line) => {
      const { fulfilled = '0', returned } = before.get(line.id) ?? {};
      return { ...line, fulfilled, ...(returned !== undefined && { returned }) };
    }),
    totals,
    amendments: [
      ...(order.amendments ?? []),
      {
        at: made.at,
        reason: made.reason,
        removed: [...made.removed],
        deltaMinor: totals.grossMinor - order.totals.grossMinor,
      },
    ],
  };
  const whole = order.fulfilments.length > 0 && isWhole(next);
  if (whole && !isBilledApart(order)) return { ...next, state: 'FULFILLED', holds: [], exposureMinor: 0 };
  const more = uncovered(next) - order.exposureMinor;
  const holds = more > 0 ? judge(credit, more, around).holds : [];
  if (holds.length > 0) return { ...next, state: 'HELD', holds, exposureMinor: 0 };
  const state = whole
    ? 'FULFILLED'
    : order.state !== 'HELD'
      ? order.state
      : order.fulfilments.length > 0
        ? 'PART_FULFILLED'
        : 'CONFIRMED';
  return { ...next, state, holds: [], exposureMinor: uncovered(next) };
};
