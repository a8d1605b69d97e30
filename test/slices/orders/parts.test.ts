/** Document discounts of an order that is amended between its deliveries: each delivery takes its part, by name, and keeps it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/kernel/result.ts';
import { amended, planned } from '../../../shared/orders/amend.ts';
import type { AmendOrder, Order } from '../../../shared/orders/order.ts';
import { deliveredPart } from '../../../shared/orders/parts.ts';
import { fulfil } from '../../../shared/orders/rules.ts';
import { groupName, namesOf } from '../../../shared/pricing/discounts.ts';
import type { Discount, Stacking, TaxTreatment, Totals } from '../../../shared/pricing/price.ts';
import { price, type Settled } from '../../../shared/pricing/rules.ts';
import { customerId, fulfilmentId } from '../../support/drawn.ts';

const at = '2026-01-02T09:00:00.000Z';
const RATES: Record<string, number> = { standard: 190_000, reduced: 70_000, zero: 0 };
const tax = ({ taxClass }: { taxClass: string }) =>
  ok<TaxTreatment>({ category: 'S', ratePpm: RATES[taxClass]! });
const line = (unitPrice: string, taxClass: string, quantity = '2'): Settled =>
  ({ sku: 'A', description: 'a thing', unit: 'C62', quantity, unitPrice, taxClass }) as Settled;
const percent = (reason: string, much: string, code?: string): Discount => ({
  reason,
  percent: much,
  ...(code !== undefined && { code }),
});

const placed = (lines: readonly Settled[], discounts: Discount[], stacking: Stacking = 'additive'): Order => {
  const priced = price(lines, 'EUR', tax, { discounts, stacking });
  if (!priced.ok) throw new Error(priced.code);
  return {
    id: `ord_${'0'.repeat(26)}`,
    version: 1,
    entity: 'main',
    source: 'shop',
    sourceOrderId: 'S-1',
    customerId,
    currency: 'EUR',
    paymentTermsDays: 14,
    state: 'CONFIRMED',
    holds: [],
    lines: priced.value.lines.map((each) => ({ ...each, fulfilled: '0' })),
    totals: priced.value.totals,
    discounts,
    stacking,
    exposureMinor: priced.value.totals.grossMinor,
    fulfilments: [],
    placedAt: at,
    trace: '0'.repeat(32),
  };
};
const changed = (order: Order, changes: AmendOrder['changes']): Order => {
  const plan = planned(order, changes);
  if (!plan.ok) return order;
  const known = new Map(order.lines.map((each) => [each.id, each.tax]));
  const priced = price(
    plan.value.lines as (Settled & { id: string })[],
    'EUR',
    (each) => (known.has(each.id!) ? ok(known.get(each.id!)!) : tax(each)),
    { discounts: order.discounts, stacking: order.stacking },
  );
  if (!priced.ok) return order;
  const limit = { minor: 100_000_000, currency: 'EUR' };
  const credit = { currency: 'EUR', limit, exposure: { minor: 0, currency: 'EUR' } };
  return amended(order, priced.value, { at, reason: 'x', removed: plan.value.removed }, { credit });
};
const delivered = (order: Order, lines?: { line: string; quantity: string }[]): Order => {
  const made = { id: fulfilmentId(order.fulfilments.length + 1), deliveredOn: '2026-01-02', at };
  const done = fulfil(order, lines, made);
  return done.ok ? done.value : order;
};
const add = (one: Settled) => ({ change: 'add' as const, line: one as never });
const lastPart = (order: Order) => deliveredPart(order, order.fulfilments.at(-1)!);
/** What was taken off the document, by discount and tax group. */
const taken = (...all: readonly Pick<Totals, 'allowances'>[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { allowances = [] } of all)
    for (const [index, name] of namesOf(allowances).entries())
      sums[name] = (sums[name] ?? 0) + allowances[index]!.minor;
  return sums;
};

test('a tax group that an amendment adds does not take what another group was given', () => {
  const first = delivered(placed([line('50', 'standard')], [percent('A', '10'), percent('B', '10')]), [
    { line: '1', quantity: '1' },
  ]);
  expect(taken(lastPart(first).totals)).toEqual({ 'S 190000 A  1': 500, 'S 190000 B  1': 500 });
  const more = changed(first, [add(line('50', 'reduced'))]);
  expect(more.totals.allowances!.map(({ reason, ratePpm, minor }) => [reason, ratePpm, minor])).toEqual([
    ['A', 190_000, 1000],
    ['A', 70_000, 1000],
    ['B', 190_000, 1000],
    ['B', 70_000, 1000],
  ]);
  const done = delivered(more);
  expect(taken(lastPart(done).totals)).toEqual({
    'S 190000 A  1': 500,
    'S 70000 A  1': 1000,
    'S 190000 B  1': 500,
    'S 70000 B  1': 1000,
  });
});

test('the invoice of a delivery is the same, whether or not the order was amended before it was made', () => {
  for (const stacking of ['additive', 'sequential', 'best'] as const) {
    const discounts = [percent('A', '10'), { reason: 'B', amount: '12.00' }, percent('C', '3')];
    const first = delivered(placed([line('50', 'standard'), line('10', 'reduced')], discounts, stacking), [
      { line: '1', quantity: '1' },
    ]);
    const before = lastPart(first);
    const after = changed(first, [
      { change: 'remove', line: '2' },
      add(line('500', 'zero')),
      add(line('9', 'reduced')),
    ]);
    expect(after.totals.taxes.map(({ ratePpm }) => ratePpm)).toEqual([190_000, 0, 70_000]);
    expect([stacking, lastPart(after)]).toEqual([stacking, before]);
  }
});

test('two discounts of one name are told apart', () => {
  const twice = [percent('A', '10'), percent('A', '4'), percent('A', '4', 'X')];
  const first = delivered(placed([line('50', 'standard')], twice), [{ line: '1', quantity: '1' }]);
  expect(taken(lastPart(first).totals)).toEqual({
    'S 190000 A  1': 500,
    'S 190000 A  2': 200,
    'S 190000 A X 1': 200,
  });
  const done = delivered(changed(first, [add(line('50', 'reduced'))]));
  expect(taken(...done.fulfilments.map((each) => deliveredPart(done, each).totals))).toEqual(
    taken(done.totals),
  );
});

const taxClass = fc.constantFrom('standard', 'reduced', 'zero');
const quantity = fc.constantFrom('1', '2', '3', '5');
const drawn = fc
  .tuple(fc.constantFrom('33.33', '19.99', '250', '7.05'), taxClass, quantity)
  .map(([unitPrice, of, much]) => line(unitPrice, of, much));
const discounts = fc.array(
  fc.record({ reason: fc.constantFrom('A', 'B'), percent: fc.constantFrom('3', '7.5', '12.25') }),
  { minLength: 1, maxLength: 3 },
);
const step = fc.oneof(
  fc.record({ do: fc.constant('deliver' as const), line: fc.nat(4), quantity }),
  fc.record({ do: fc.constant('add' as const), line: drawn }),
  fc.record({ do: fc.constant('replace' as const), line: fc.nat(4), quantity }),
  fc.record({ do: fc.constant('remove' as const), line: fc.nat(4) }),
);

test('however an order is amended and delivered, its invoices give each group its discounts, a cent for each delivery apart', () => {
  let both = 0;
  fc.assert(
    fc.property(
      fc.array(drawn, { minLength: 1, maxLength: 3 }),
      discounts,
      fc.array(step, { maxLength: 8 }),
      (lines, whole, steps) => {
        let order = placed(lines, whole);
        const invoices: Pick<Totals, 'allowances'>[] = [];
        const deliver = (asked?: { line: string; quantity: string }[]): void => {
          const next = delivered(order, asked);
          if (next.fulfilments.length > order.fulfilments.length) invoices.push(lastPart(next).totals);
          order = next;
        };
        let between = false;
        for (const one of steps) {
          if (one.do === 'add') order = changed(order, [add(one.line)]);
          else {
            const id = order.lines[one.line % order.lines.length]!.id;
            if (one.do === 'deliver') deliver([{ line: id, quantity: one.quantity }]);
            else
              order = changed(order, [
                one.do === 'remove'
                  ? { change: 'remove', line: id }
                  : { change: 'replace', line: id, quantity: one.quantity },
              ]);
          }
          between ||= order.fulfilments.length > 0 && (order.amendments ?? []).length > 0;
        }
        deliver();
        if (between) both += 1;
        expect(order.state).toBe('FULFILLED');
        const [given, due] = [taken(...invoices), taken(order.totals)];
        for (const name of new Set([...Object.keys(given), ...Object.keys(due)]))
          expect([name, Math.abs((given[name] ?? 0) - (due[name] ?? 0)) <= invoices.length]).toEqual([
            name,
            true,
          ]);
        // What was invoiced stays as it was, whatever became of the order.
        expect(order.fulfilments.map((each) => taken(deliveredPart(order, each).totals))).toEqual(
          invoices.map((each) => taken(each)),
        );
        expect(groupName(order.lines[0]!.tax)).toMatch(/^S /);
      },
    ),
    { numRuns: 2_000 },
  );
  // A property that never got anywhere proves nothing.
  expect(both).toBeGreaterThan(200);
});
