/** Counts, not seconds: a bundle that grows, or an order that asks for more, is noticed by the change that does it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { World } from '../support/world.ts';
import { billOf } from './bill.ts';
import { BUNDLE_BYTES, limitOf, PER_ORDER } from './budget.ts';
import { bundles } from './bundles.ts';
import { countRoad } from './counts.ts';
import { basketCosts } from './orders.ts';

const ORDERS = 10;
let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

test('no bundle is larger than its family may be, and no family has room that it does not need', () => {
  const all = bundles();
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ name, bytes }) => bytes > limitOf(name))).toEqual([]);
  for (const limit of Object.values(BUNDLE_BYTES)) {
    const largest = Math.max(...all.filter(({ name }) => limitOf(name) === limit).map(({ bytes }) => bytes));
    expect([limit, largest > limit * 0.9]).toEqual([limit, true]);
  }
});

test('an order from its placing to the bank asks for no more than its budget', async () => {
  const counted = await countRoad(world, ORDERS);
  const { units } = billOf({ ...counted, cpuMs: {}, memoryMb: () => 512, attachmentKb: 0, logKb: 0 });
  const figures = {
    calls: units.calls,
    beforeAnswers: counted.beforeAnswers,
    writeUnits: units.write,
    readUnits: units.read,
    invocations: units.invocations,
    messages: units.messages,
    events: units.events,
  };
  expect(units.mails).toBe(3);
  expect(
    Object.entries(PER_ORDER)
      .filter(([name, most]) => figures[name as keyof typeof figures] > most)
      .map(([name, most]) => `${name}: ${figures[name as keyof typeof figures]} > ${most}`),
  ).toEqual([]);
  // A budget that is met with a third to spare guards nothing.
  for (const [name, most] of Object.entries(PER_ORDER))
    expect([name, figures[name as keyof typeof figures] > most * 0.6]).toEqual([name, true]);
  await world.booksAreRight();
});

test('a basket of 200 lines asks for as many calls as one of a line, and writes a few items', async () => {
  const baskets = await basketCosts(world, 1);
  expect(baskets.map(({ lines }) => lines)).toEqual([1, 20, 200]);
  const [one, , most] = baskets;
  expect(one!.calls).toBeGreaterThan(1);
  expect(most!.calls).toBe(one!.calls);
  // The order itself grows, and what is kept under the idempotency key, deflated: no item per line.
  expect(most!.writeUnits).toBeLessThan(200);
});
