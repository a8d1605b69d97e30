/** Many at the same moment: numbers without a gap, one effect per key, one winner of two clerks, a deep queue with a poison in it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { World } from '../support/world.ts';
import { DAY_MS, Traveller } from './road.ts';

/** `CROWD=1000` issues a thousand at once. */
const CROWD = Number(process.env['CROWD'] ?? 30);
const DEEP = Number(process.env['DEEP'] ?? 200);

let world: World;
beforeAll(async () => {
  // Eight environments of each function: as much at the same time as one machine gives.
  world = await World.open(
    '2026-01-05T09:00:00Z',
    {},
    {},
    { jobs: [], concurrency: { total: 60, perFunction: 8 } },
  );
});
afterAll(() => world.close());

const findings = async () => examine(await running(world.cloud.urls, 0));
const introduced = async (name: string): Promise<Traveller> => {
  const traveller = new Traveller(world, name);
  await traveller.isIntroduced();
  await traveller.put(`/v1/customers/${traveller.id}/credit`, {
    limit: { minor: 100_000_000, currency: 'EUR' },
  });
  return traveller;
};
/** As many requests at a time as one API takes from one machine; what they set off runs as wide as it can. */
const inTurns = async <T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> => {
  const left = [...all];
  const client = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: 40 }, client));
};
const sorted = (answers: readonly { status: number }[]): number[] =>
  answers.map(({ status }) => status).sort((a, b) => a - b);
const statuses = (answers: readonly { status: number }[]) => Map.groupBy(answers, ({ status }) => status);

test(`${CROWD} deliveries at once are ${CROWD} invoices: no number is missing, none is given twice`, async () => {
  const crowd = await Promise.all(Array.from({ length: 10 }, (_, n) => introduced(`Crowd${n}`)));
  const each = CROWD / crowd.length;
  const orders = crowd.flatMap((customer) =>
    Array.from({ length: each }, (_, n) => ({ customer, what: `O${n}` })),
  );
  await inTurns(orders, ({ customer, what }) => customer.orders(what, ['10.00']));
  await world.settle();
  await inTurns(orders, ({ customer, what }) => customer.isDelivered(what, 'all'));
  await world.passes(45 * 60_000);
  const numbers = (await world.all<InvoiceView>('/v1/invoices')).map(({ number }) => number).sort();
  expect(numbers).toEqual(
    Array.from({ length: CROWD }, (_, n) => `INV-2026-${String(n + 1).padStart(6, '0')}`),
  );
  expect(await findings()).toEqual([]);
}, 600_000);

test('a hundred requests with one key, half of them with another amount, are one payment', async () => {
  const customer = await introduced('Keys');
  const pays = (minor: number) =>
    world.call<Payment & { code?: string }>(
      'POST',
      '/v1/payments',
      { customerId: customer.id, method: 'cash', amount: { minor, currency: 'EUR' } },
      { key: 'partner', idem: 'burst' },
    );
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => pays(n % 2 === 0 ? 700 : 800)));
  const by = statuses(answers);
  expect([...by.keys()].every((status) => [201, 409, 422].includes(status))).toBe(true);
  const made = (by.get(201) ?? []) as typeof answers;
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
  const { minor } = made[0]!.body.amount;
  for (const { body } of (by.get(409) ?? []) as typeof answers) expect(body.code).toBe('request.in_progress');
  for (const { body } of (by.get(422) ?? []) as typeof answers)
    expect(body.code).toBe('request.idempotency_reuse');
  const again = await pays(minor);
  expect([again.status, again.body.id, again.headers.get('idempotent-replayed')]).toEqual([
    201,
    made[0]!.body.id,
    'true',
  ]);
  expect((await pays(1_500 - minor)).status).toBe(422);
  expect(
    (await world.all<Payment>('/v1/payments')).filter(({ customerId }) => customerId === customer.id),
  ).toHaveLength(1);

  // Thirty days keep a key; after them it is free for something else, although the table may not have deleted it yet.
  await world.passes(31 * DAY_MS);
  const later = await pays(1_500 - minor);
  expect([later.status, later.headers.get('idempotent-replayed')]).toEqual([201, null]);
  expect(later.body.id).not.toBe(made[0]!.body.id);
  await world.settle();
  expect(await findings()).toEqual([]);
}, 300_000);

test('a second clerk’s click at the same moment does nothing twice', async () => {
  const customer = await introduced('Clerks');
  const order = await customer.orders('A', ['10.00']);
  // Two people deliver the same goods, each with a key of their own.
  const deliver = () =>
    world.call<Order>('POST', `/v1/orders/${order.id}/fulfilments`, {}, { key: 'partner' });
  const delivered = sorted(await Promise.all([deliver(), deliver(), deliver()]));
  expect(delivered).toEqual([201, 409, 409]);
  await world.settle();
  const [invoice] = await customer.owes();
  await customer.statement([{ minor: invoice!.open.minor, text: 'who knows' }]);
  await world.settle();
  const line = await customer.exceptionWith('who knows');
  const match = () =>
    world.call<BankLine>('POST', `/v1/bank-lines/${line.id}/match`, {
      allocations: [{ invoiceId: invoice!.id }],
    });
  const matched = sorted(await Promise.all([match(), match(), match()]));
  expect(matched).toEqual([200, 409, 409]);
  const back = () => world.call('POST', `/v1/bank-lines/${line.id}/unmatch`, { reason: 'wrong' });
  const taken = sorted(await Promise.all([back(), back()]));
  expect(taken).toEqual([200, 409]);
  await world.settle();
  expect((await customer.owes()).map(({ open }) => open)).toEqual([invoice!.total]);
  expect(await findings()).toEqual([]);
}, 300_000);

test(`in a queue ${DEEP} deep with one poison all others finish; the poison is kept with its reason, and may come again`, async () => {
  const customer = await introduced('Deep');
  const sqs = world.cloud.service<Sqs>('sqs');
  const queue = sqs.depths().find(({ name }) => name.includes('MatchCashQueue'))!;
  const dead = () => sqs.depths().find(({ name }) => name.includes('MatchCashDeadLetters'))!;
  await customer.statement(Array.from({ length: DEEP }, (_, n) => ({ minor: n + 1, text: `deep ${n}` })));
  sqs.accept(queue.arn, '{"detail":{"type":"no.such_fact"}}');
  await world.passes(45 * 60_000);
  const exceptions = await world.all<BankLine>('/v1/exceptions');
  expect(exceptions.filter(({ text }) => text.startsWith('deep '))).toHaveLength(DEEP);
  expect(dead()).toMatchObject({ visible: 1 });
  const reasons = await world.control<{ log: string }>('/control/logs?function=MatchCash&bytes=200000');
  const [message] = sqs.peek(dead().name);
  const failures = reasons.log
    .split('\n')
    .filter((text) => text.includes('record.failed') && text.includes(message!.id));
  expect(failures).toHaveLength(6);
  expect(failures[0]).toContain('ZodError');
  expect((await findings()).map(({ rule }) => rule)).toEqual(['work.dead_letter']);

  expect(sqs.redrive(dead().name)).toBe(1);
  await world.passes(45 * 60_000);
  expect(dead()).toMatchObject({ visible: 1 });
  expect((await findings()).map(({ rule }) => rule)).toEqual(['work.dead_letter']);
}, 600_000);
