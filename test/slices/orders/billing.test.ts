/** Plans and bills as rules: whatever a plan says and in whatever order its parts come, all of them together are the order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closesOn, type Period } from '../../../shared/kernel/billing.ts';
import { addDays, daysBetween } from '../../../shared/kernel/dates.ts';
import { openParts, overdueMinor } from '../../../shared/kernel/instalments.ts';
import { money } from '../../../shared/kernel/money.ts';
import { partsOver } from '../../../shared/agreements/rules.ts';
import type { PlanPart } from '../../../shared/orders/bill.ts';
import { billDue, forgoing, inAdvance, planFits, policyOf, reached } from '../../../shared/orders/billing.ts';
import type { Order } from '../../../shared/orders/order.ts';
import { billedAgain, billingFacts, withoutBill } from '../../../shared/orders/unbilling.ts';
import { billedPart } from '../../../shared/orders/parts.ts';
import { cancel, fulfil } from '../../../shared/orders/rules.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { price, type Settled } from '../../../shared/pricing/rules.ts';
import { customerId, fulfilmentId } from '../../support/drawn.ts';

const at = '2026-03-02T09:00:00.000Z';
const made = (serial: number) => ({ id: `bil_${serial}` as const, at, suppliedOn: '2026-03-02' });
const order = (lines: readonly Settled[], over: Partial<Order> = {}, discounts?: string): Order => {
  const priced = price(
    lines,
    'EUR',
    ({ taxClass }) => ok({ category: 'S' as const, ratePpm: taxClass === 'reduced' ? 70_000 : 190_000 }),
    discounts === undefined ? {} : { discounts: [{ reason: 'Frame', percent: discounts }] },
  );
  if (!priced.ok) throw new Error(priced.detail);
  return {
    id: 'ord_01k9xq4n5e8y7v3m2c1b0a9z8w',
    version: 1,
    entity: 'main',
    source: 'shop',
    sourceOrderId: 'S-1',
    customerId,
    currency: 'EUR',
    paymentTermsDays: 14,
    state: 'CONFIRMED',
    holds: [],
    lines: priced.value.lines.map((one) => ({ ...one, fulfilled: '0' })),
    totals: priced.value.totals,
    exposureMinor: priced.value.totals.grossMinor,
    fulfilments: [],
    placedAt: at,
    ...over,
  };
};
const line = (over: Partial<Settled> = {}): Settled => ({
  sku: 'A',
  description: 'Tea',
  quantity: '3',
  unit: 'C62',
  unitPrice: '10.10',
  taxClass: 'standard',
  ...over,
});

describe('whatever the plan', () => {
  const lines = fc.array(
    fc.record({
      quantity: fc.constantFrom('1', '3', '2.5', '7'),
      unitPrice: fc.constantFrom('0.01', '0.995', '3.33', '19.99', '250'),
      taxClass: fc.constantFrom('standard' as const, 'reduced' as const),
      discounts: fc.constantFrom(undefined, [{ reason: 'Own', percent: '12.25' }]),
    }),
    { minLength: 1, maxLength: 5 },
  ) as fc.Arbitrary<Partial<Settled>[]>;
  const part = fc.oneof(
    fc.record({ percent: fc.constantFrom('10', '33.3333', '0.5') }),
    fc.record({ netMinor: fc.integer({ min: 1, max: 3_000 }) }),
    fc.record({
      lines: fc
        .tuple(fc.constantFrom('1', '2'), fc.constantFrom('1', '0.5', '2'))
        .map(([one, quantity]) => [{ line: one, quantity }]),
    }),
  );
  test('its parts are the order, to the cent and by tax; never more, and their exposure is the order’s', () => {
    let fitting = 0;
    fc.assert(
      fc.property(
        lines,
        fc.array(part, { maxLength: 5 }),
        fc.constantFrom(undefined, '7.5'),
        fc.nat(),
        (inputs, parts, off, turn) => {
          const plan: PlanPart[] = [
            ...parts.map((one, index) => ({ id: `p${index}`, name: `Part ${index}`, ...one })),
            { id: 'rest', name: 'Rest' },
          ];
          const before = order(
            inputs.map((one) => line(one)),
            { billing: { on: 'milestone' }, plan },
            off,
          );
          if (!planFits(before, before.billing, plan).ok) return;
          fitting += 1;
          // In any order that leaves the rest for last.
          const first = plan.slice(0, -1);
          const turned = [
            ...first.slice(turn % plan.length),
            ...first.slice(0, turn % plan.length),
            plan.at(-1)!,
          ];
          let now = before;
          for (const [index, { id }] of turned.entries()) {
            const next = reached(now, id, made(index));
            // By another order a part may ask for what another took before it: it is refused, and nothing is billed.
            if (next.ok) now = next.value;
            else
              expect(['orders.over_billed', 'orders.nothing_to_bill', 'orders.milestone_early']).toContain(
                next.code,
              );
          }
          const bills = now.bills ?? [];
          const sum = (of: (total: ReturnType<typeof billedPart>['totals']) => number) =>
            bills.reduce((all, one) => all + of(billedPart(now, one).totals), 0);
          expect(sum(({ netMinor }) => netMinor)).toBeLessThanOrEqual(before.totals.netMinor);
          expect(now.exposureMinor + bills.reduce((all, { exposureMinor }) => all + exposureMinor, 0)).toBe(
            before.totals.grossMinor,
          );
          if (bills.length < plan.length) return;
          expect([
            sum(({ netMinor }) => netMinor),
            sum(({ taxMinor }) => taxMinor),
            now.exposureMinor,
          ]).toEqual([before.totals.netMinor, before.totals.taxMinor, 0]);
          // Each document adds up by itself.
          for (const one of bills) {
            const { lines: printed, totals } = billedPart(now, one);
            expect(printed.reduce((all, { netMinor }) => all + netMinor, 0)).toBe(totals.netMinor);
            expect(totals.netMinor + totals.taxMinor).toBe(totals.grossMinor);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(fitting).toBeGreaterThan(60);
  });

  test('a percentage is that of the net, shared out by what the lines are worth; an amount is the amount', () => {
    const plan: PlanPart[] = [
      { id: 'a', name: 'A', percent: '33.3333' },
      { id: 'b', name: 'B', netMinor: 1_001 },
      { id: 'c', name: 'C' },
    ];
    const before = order([line(), line({ unitPrice: '0.01' }), line({ quantity: '1' })], {
      billing: { on: 'milestone' },
      plan,
    });
    const first = reached(before, 'a', made(1));
    const second = first.ok ? reached(first.value, 'b', made(2)) : first;
    if (!second.ok) throw new Error(second.detail);
    const nets = second.value.bills!.map(({ lines }) => lines.map(({ netMinor }) => netMinor));
    // 33.3333 % of 40.43 are 13.48: of 30.30, 0.03 and 10.10 by largest remainder.
    expect(nets[0]).toEqual([1_010, 1, 337]);
    expect(nets[1]!.reduce((sum, minor) => sum + minor, 0)).toBe(1_001);
  });

  test('in advance is the order itself, and a second time nothing', () => {
    const before = order([line(), line({ taxClass: 'reduced' })], { billing: { on: 'order' } }, '3');
    const after = inAdvance(before, { id: 'bil_1', at });
    expect(after.bills).toHaveLength(1);
    expect(billedPart(after, after.bills![0]!).totals).toMatchObject({
      grossMinor: before.totals.grossMinor,
      taxMinor: before.totals.taxMinor,
    });
    expect(inAdvance(after, { id: 'bil_2', at })).toBe(after);
    for (const state of ['HELD', 'RESERVING', 'CANCELLED'] as const) {
      const waits = { ...before, state };
      expect(inAdvance(waits, { id: 'bil_1', at })).toBe(waits);
    }
  });

  test('a delivery of it takes no exposure along, and what is forgone is what was billed and did not come', () => {
    const billed = inAdvance(order([line()], { billing: { on: 'order' } }), { id: 'bil_1', at });
    const ful = { id: fulfilmentId(1), deliveredOn: '2026-03-02', at };
    const come = fulfil(billed, [{ line: '1', quantity: '1' }], { ...ful, final: true });
    if (!come.ok) throw new Error(come.detail);
    expect(come.value).toMatchObject({
      state: 'FULFILLED',
      exposureMinor: 0,
      fulfilments: [{ exposureMinor: 0 }],
    });
    const ret = { id: 'ret_1', at } as const;
    expect(forgoing(billed, come.value, ret).forgone).toMatchObject([
      { lines: [{ line: '1', quantity: '2' }] },
    ]);
    const off = cancel(billed);
    if (!off.ok) throw new Error(off.detail);
    expect(forgoing(billed, off.value, ret).forgone).toMatchObject([
      { lines: [{ line: '1', quantity: '3' }] },
    ]);
    const usual = order([line()]);
    expect(forgoing(usual, { ...usual, state: 'CANCELLED' }, ret).forgone).toBeUndefined();
  });

  test('a schedule bills all days that have come, each once', () => {
    const plan = ['2026-03-01', '2026-03-02', '2026-04-01'].map((on, index) => ({
      id: on,
      name: on,
      on,
      ...(index < 2 && { percent: '30' }),
    }));
    const before = order([line()], { billing: { on: 'schedule' }, plan });
    expect(planFits(before, before.billing, plan)).toEqual(ok(undefined));
    let serial = 0;
    const once = billDue(before, '2026-03-02', () => made((serial += 1)))!;
    expect(once.bills!.map(({ part, suppliedOn }) => [part, suppliedOn])).toEqual([
      ['2026-03-01', '2026-03-01'],
      ['2026-03-02', '2026-03-02'],
    ]);
    expect(billDue(once, '2026-03-31', () => made(9))).toBeUndefined();
    expect(billDue({ ...once, state: 'HELD' }, '2026-04-01', () => made(9))).toBeUndefined();
  });
});

describe('a bill whose invoice was made void', () => {
  const plan: PlanPart[] = [
    { id: 'start', name: 'Start', percent: '30' },
    { id: 'middle', name: 'Middle', percent: '20' },
    { id: 'rest', name: 'Rest' },
  ];
  const held = (one: Order): number =>
    (one.bills ?? []).reduce((sum, { exposureMinor }) => sum + exposureMinor, one.exposureMinor);
  const netOf = (one: Order): number =>
    (one.bills ?? []).reduce((sum, bill) => sum + billedPart(one, bill).totals.netMinor, 0);
  let serial = 0;
  const idOf = <P extends string>(prefix: P) => `${prefix}_${String(++serial).padStart(26, '0')}` as const;
  const again = (one: Order) =>
    billedAgain(
      one,
      () => ({ id: idOf('bil'), at }),
      () => idOf('ret'),
    );
  const done = (result: ReturnType<typeof billedAgain>): Order => {
    if (!result.ok) throw new Error(result.code);
    return result.value;
  };

  test('is billed anew for what it was, whichever were made void and however often: in sum the order, and its credit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.subarray(['start', 'middle', 'rest'], { minLength: 1 }), { minLength: 1, maxLength: 4 }),
        (rounds) => {
          const before = order([line(), line({ unitPrice: '3.33', taxClass: 'reduced' })], {
            billing: { on: 'milestone' },
            plan,
          });
          let now = plan.reduce((one, { id }, index) => {
            const next = reached(one, id, made(index));
            if (!next.ok) throw new Error(next.code);
            return next.value;
          }, before);
          const nets = new Map(now.bills!.map((bill) => [bill.part, billedPart(now, bill).totals.netMinor]));
          for (const parts of rounds) {
            const known = now;
            for (const part of parts)
              now = withoutBill(now, now.bills!.find((one) => one.part === part)!.id, `inv_${part}`);
            expect(held(now)).toBe(before.totals.grossMinor);
            now = done(again(now));
            expect(held(now)).toBe(before.totals.grossMinor);
            expect(netOf(now)).toBe(before.totals.netMinor);
            expect(
              new Map(now.bills!.map((bill) => [bill.part, billedPart(now, bill).totals.netMinor])),
            ).toEqual(nets);
            const facts = billingFacts(known, now).filter(({ type }) => type === 'order.billed');
            expect(facts).toHaveLength(parts.length);
          }
          expect(again(now)).toMatchObject({ ok: false, code: 'orders.nothing_to_bill' });
        },
      ),
      { numRuns: 40 },
    );
  });
  test('waits: the clock bills neither it nor the rest before a word, and a milestone may be reached anew', () => {
    const days = ['2026-03-02', '2026-04-02', '2026-05-02'];
    const scheduled = order([line()], {
      billing: { on: 'schedule' },
      plan: plan.map((one, index) => ({ ...one, on: days[index]! })),
    });
    const clock = (one: Order, today: string) => billDue(one, today, () => ({ id: idOf('bil'), at }));
    const first = clock(scheduled, days[0]!)!;
    const void_ = withoutBill(first, first.bills![0]!.id, 'inv_1');
    expect(clock(void_, days[0]!)).toBeUndefined();
    const second = clock(void_, days[2]!)!;
    expect(second.bills!.map(({ part }) => part)).toEqual(['middle']);
    const told = done(again(second));
    expect(told.bills!.map(({ part, suppliedOn }) => [part, suppliedOn])).toEqual([
      ['middle', days[1]],
      ['start', days[0]],
    ]);
    expect(netOf(clock(told, days[2]!)!)).toBe(scheduled.totals.netMinor);

    const staged = order([line()], { billing: { on: 'milestone' }, plan });
    const start = reached(staged, 'start', made(1));
    if (!start.ok) throw new Error(start.code);
    const open = withoutBill(start.value, 'bil_1', 'inv_1');
    const anew = reached(open, 'start', made(2));
    expect(anew.ok && anew.value.voidedBills).toMatchObject([{ id: 'bil_1', again: 'bil_2' }]);
    expect(again(anew.ok ? anew.value : open).ok).toBe(false);
  });
  test('in advance is billed with what was amended, and gives up again what will not come', () => {
    const advance = inAdvance(order([line()], { billing: { on: 'order' } }), { id: 'bil_1', at });
    const void_ = withoutBill(advance, 'bil_1', 'inv_1');
    expect(inAdvance(void_, { id: 'bil_2', at })).toBe(void_);
    expect(held(void_)).toBe(advance.totals.grossMinor);
    const delivered = fulfil(void_, [{ line: '1', quantity: '2' }], {
      id: fulfilmentId(1),
      deliveredOn: '2026-03-02',
      at,
      final: true,
    });
    if (!delivered.ok) throw new Error(delivered.code);
    const over = forgoing(void_, delivered.value, { id: 'ret_1', at });
    expect(over).toMatchObject({ state: 'FULFILLED' });
    expect(over).not.toHaveProperty('forgone');
    const told = done(again(over));
    expect(told.bills).toHaveLength(1);
    expect(told.forgone).toMatchObject([{ lines: [{ line: '1', quantity: '1' }] }]);
    expect(billingFacts(over, told).map(({ type }) => type)).toEqual(['order.billed', 'order.forgone']);
    expect(again({ ...void_, state: 'CANCELLED' })).toMatchObject({ ok: false });
  });
});

test('the order’s own policy goes before the customer’s, that before the entity’s; the usual one is none', () => {
  const [advance, event] = [{ on: 'order' }, { on: 'event' }] as const;
  expect(policyOf(advance, event, undefined)).toBe(advance);
  expect(policyOf(undefined, event, advance)).toBe(event);
  expect(policyOf({ on: 'fulfilment' }, event)).toBeUndefined();
  expect(policyOf(undefined, undefined, undefined)).toBeUndefined();
});

describe('a period', () => {
  test.each<[Period, string, string]>([
    [{ every: 'month', day: 31 }, '2026-02-01', '2026-02-28'],
    [{ every: 'month', day: 31 }, '2026-02-28', '2026-02-28'],
    [{ every: 'month', day: 15 }, '2026-12-16', '2027-01-15'],
    [{ every: 'month', day: 30 }, '2026-01-31', '2026-02-28'],
    [{ every: 'week', day: 7 }, '2026-03-02', '2026-03-08'],
    [{ every: 'week', day: 1 }, '2026-03-02', '2026-03-02'],
    [{ every: 'week', day: 1 }, '2026-03-03', '2026-03-09'],
  ])('%j closes for %s on %s', (period, day, until) => {
    expect(closesOn(period, day)).toBe(until);
  });
  test('every day is in one that is not over, and days rise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.nat(3_000), (day, offset) => {
        const on = addDays('2024-01-01', offset);
        const until = closesOn({ every: 'month', day }, on);
        expect(daysBetween(on, until)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(on, until)).toBeLessThan(32);
        expect(closesOn({ every: 'month', day }, until)).toBe(until);
        expect(closesOn({ every: 'month', day }, addDays(on, 1)) >= until).toBe(true);
      }),
    );
  });
});

test('parts of a few cents are no more than they, however they are rounded', () => {
  const lines = [1, 2, 3, 4].map((days) => ({ percent: '20', days }));
  const parts = partsOver({ lines: [...lines, { days: 30 }] }, '2026-03-02', money(3, 'EUR'));
  expect(parts?.map(({ minor }) => minor)).toEqual([1, 1, 1]);
});

test('of a debt in parts the youngest are open: they add up, and what is overdue never grows by a payment', () => {
  const lines = fc.array(fc.record({ percent: fc.constantFrom('10', '20', '0.01'), days: fc.nat(90) }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      lines,
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(100_000),
      fc.nat(120),
      (some, gross, paid, days) => {
        const terms = { lines: [...some, { days: 30 }] };
        const instalments = partsOver(terms, '2026-03-02', money(gross, 'EUR'));
        const open = Math.max(0, gross - paid);
        const debt = { dueOn: '2026-03-02', open: { minor: open }, instalments };
        expect(openParts(debt).reduce((sum, { minor }) => sum + minor, 0)).toBe(open);
        if (instalments) expect(instalments.reduce((sum, { minor }) => sum + minor, 0)).toBe(gross);
        const today = addDays('2026-03-02', days);
        const before = overdueMinor({ ...debt, open: { minor: gross } }, today);
        expect(overdueMinor(debt, today)).toBe(Math.max(0, before - (gross - open)));
      },
    ),
  );
});
