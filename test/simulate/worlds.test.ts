/**
 * Ten thousand small worlds on the pure engine: rules decide, stores write into a table of plain items, and the doctor, which
 * shares nothing with them, looks at what came out. No cloud, no clock: thousands of them take seconds.
 */
import { expect, test } from 'vitest';
import { seeded, type Random } from '../../bin/demo/random.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { invoiceBurden, isOver, orderBurden, paymentBurden } from '../../shared/risk/rules.ts';
import { Table } from './table.ts';
import { TinyWorld } from './tiny.ts';

const WORLDS = Number(process.env['WORLDS'] ?? 5_000);

const findingsOf = (seed: number): { found: string[]; world: TinyWorld } => {
  const random: Random = seeded(seed);
  const world = new TinyWorld(random);
  const steps = random.between(6, 20);
  for (let step = 0; step < steps; step++) world.step();
  return { found: findings(world.table), world };
};
const findings = (table: Table): string[] =>
  examine({ items: table.items(), now: 0, patienceMs: Infinity }).map(
    ({ rule, what, where }) => `${rule}: ${what} ${where.join(' ')}`,
  );

test(`${WORLDS} small worlds end with books that are right`, () => {
  const did = new Map<string, number>();
  for (let seed = 1; seed <= WORLDS; seed++) {
    const { found, world } = findingsOf(seed);
    expect([seed, found]).toEqual([seed, []]);
    for (const what of world.did) did.set(what, (did.get(what) ?? 0) + 1);
  }
  // A world in which nothing happens is always right.
  for (const what of [
    'order',
    'release',
    'cancel',
    'deliver',
    'issue',
    'counter',
    'card',
    'line',
    'apply',
    'take back',
    'payout',
    'regroup',
    'exchange',
    'slip',
    'clear',
    'unclear',
    'cheque',
    'refund',
    'bounce',
    'soft close',
    'close',
    'reopen',
    'late',
  ])
    expect([what, (did.get(what) ?? 0) > WORLDS / 200]).toEqual([what, true]);
}, 480_000);

test('any sequence leaves exposure equal to what the nightly rebuild sums up, account by account', () => {
  for (let seed = 1; seed <= WORLDS / 5; seed++) {
    const items = findingsOf(seed).world.table.items();
    const docs = <T>(kind: string) => items.filter((item) => item.kind === kind).map((item) => item.doc as T);
    const invoices = docs<Invoice>('invoice');
    const invoiced = new Set(invoices.map(({ fulfilmentId }) => fulfilmentId as string));
    const sums = new Map<string, number>();
    for (const { account, minor } of [
      ...docs<Order>('order').map((order) => orderBurden(order, invoiced)),
      ...invoices.map(invoiceBurden),
      ...docs<Payment>('payment').flatMap(paymentBurden),
    ])
      sums.set(account, (sums.get(account) ?? 0) + minor);
    const over = docs<Order>('order').filter((order) => isOver(order, invoiced));
    expect(over.filter((order) => orderBurden(order, invoiced).minor !== 0)).toEqual([]);
    const kept = items.filter(({ kind }) => kind === 'credit');
    for (const { pk, exposure = 0 } of kept)
      expect([seed, pk, exposure]).toEqual([seed, pk, sums.get(pk.split('#')[2]!) ?? 0]);
    expect([...sums.keys()].filter((account) => !kept.some(({ pk }) => pk.endsWith(account)))).toEqual([]);
  }
}, 480_000);

test('the same seed is the same world, to the last item', () => {
  const [one, again, other] = [7, 7, 8].map((seed) => JSON.stringify(findingsOf(seed).world.table.items()));
  expect(one).toBe(again);
  expect(one).not.toBe(other);
});

test('a cent that is moved in any of its items is seen', () => {
  let seen = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const { table } = findingsOf(seed).world;
    const payment = table.items().find(({ kind }) => kind === 'payment');
    if (!payment) continue;
    seen += 1;
    const { amount } = payment.doc as { amount: { minor: number } };
    amount.minor += 1;
    expect([seed, findings(table).length > 0]).toEqual([seed, true]);
  }
  expect(seen).toBeGreaterThan(20);
});
