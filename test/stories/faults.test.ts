/**
 * One order after the other from the partner to the bank, each with something breaking on the way: a call that fails, is
 * throttled, meets another, or whose caller dies, before or after its effect. Whatever breaks, the end is the same.
 * The points are drawn by a seed: `FAULT_SEED` plays others, `FAULT_POINTS` more of them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../../bin/demo/random.ts';
import type { FaultRule } from '../../bin/local/faults.ts';
import type { DynamoDB } from '../../bin/local/services/dynamodb.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { Order } from '../../shared/orders/order.ts';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { World, type Buyer } from '../support/world.ts';

const CALLS = [
  ['OrdersApi', 'dynamodb', 'TransactWriteItems'],
  ['Outbox', 'events', 'PutEvents'],
  ['IssueInvoice', 'dynamodb', 'TransactWriteItems'],
  ['IssueInvoice', 'dynamodb', 'GetItem'],
  ['RenderDocument', 's3', 'PutObject'],
  ['RenderDocument', 'dynamodb', 'TransactWriteItems'],
  ['SendMail', 'ses', 'SendRawEmail'],
  ['SendMail', 'dynamodb', 'PutItem'],
  ['SendMail', 's3', 'GetObject'],
  ['MailEvents', 'dynamodb', 'PutItem'],
  ['Portal', 'dynamodb', 'TransactWriteItems'],
  ['Hooks', 'dynamodb', 'TransactWriteItems'],
  ['ApplyPayment', 'dynamodb', 'TransactWriteItems'],
  ['BankApi', 's3', 'PutObject'],
  ['BankApi', 'dynamodb', 'TransactWriteItems'],
  ['ReadStatement', 'dynamodb', 'TransactWriteItems'],
  ['ReadStatement', 's3', 'GetObject'],
  ['MatchCash', 'dynamodb', 'TransactWriteItems'],
] as const;

/** Every call × before or after its effect × what goes wrong; errors also for longer than the SDK tries again. Throttled is what had no effect. */
const points = (): FaultRule[] =>
  CALLS.flatMap(([name, service, action]) =>
    (['before', 'after'] as const).flatMap((when) =>
      [
        { kind: 'kill' as const },
        { kind: 'error' as const },
        { kind: 'error' as const, count: 6 },
        ...(when === 'before' ? [{ kind: 'throttle' as const }] : []),
        ...(action === 'TransactWriteItems' ? [{ kind: 'conflict' as const, count: 2 }] : []),
      ].map((what): FaultRule => ({ function: name, service, action, when, ...what })),
    ),
  );
const drawn = (count: number, seed: number): FaultRule[] => {
  const random = seeded(seed);
  return points()
    .map((rule) => ({ rule, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ rule }) => rule);
};
const SEED = Number(process.env['FAULT_SEED'] ?? 4);
const COUNT = Number(process.env['FAULT_POINTS'] ?? 12);

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** Longer than the longest visibility time-out of a queue (six times five minutes) and every lease. */
const quiet = async (): Promise<void> => world.cloud.clock.advance(world.cloud.clock.now() + 45 * 60_000);

/** A partner repeats what got no answer, under the same key; eight times, then something is wrong. */
const insist = async <T>(
  method: string,
  path: string,
  body: unknown,
  options: { key?: string; raw?: boolean; idem: string },
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    const answer = await world.call<T>(method, path, body, options).catch(() => undefined);
    if (answer && answer.status < 500) {
      expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body]);
      return answer.body;
    }
    if (tries === 8) throw new Error(`${path} did not answer: ${answer?.status}`);
  }
};
const ordersAndGets = async (buyer: Buyer, net: string): Promise<Order> => {
  const basket = buyer.basket(net);
  const order = await insist<Order>('POST', '/v1/orders', basket, {
    key: 'partner',
    idem: `o-${basket.sourceOrderId}`,
  });
  await insist(
    'POST',
    `/v1/orders/${order.id}/fulfilments`,
    {},
    { key: 'partner', idem: `f-${basket.sourceOrderId}` },
  );
  return order;
};
/** Presses pay until the provider's page comes, and approves there. */
const pays = async (buyer: Buyer, number: string): Promise<void> => {
  const link = await buyer.link(number);
  for (let tries = 1; tries <= 8; tries++) {
    const response = await fetch(link, { method: 'POST', redirect: 'manual' });
    if (response.status !== 303) continue;
    await fetch(response.headers.get('location')!, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ outcome: 'approve' }),
    });
    return;
  }
  throw new Error(`${number} could not be paid`);
};
const brings = (id: string, transfers: { minor: number; text: string }[]) =>
  insist(
    'POST',
    '/v1/statements',
    camt053({
      id,
      iban: SELLER.bank.iban,
      currency: 'EUR',
      openingMinor: 0,
      date: world.today(),
      transfers: transfers.map((each, index) => ({
        ...each,
        reference: `${id}-${index}`,
        date: world.today(),
      })),
    }),
    { raw: true, idem: `s-${id}` },
  );
const accounts = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await world.get<TrialBalance>('/v1/trial-balance')).currencies
      .flatMap((each) => each.accounts)
      .map(({ account, balanceMinor }) => [account, balanceMinor]),
  );

/** What must be true of a buyer whose orders are all paid, and of the books and numbers of all. */
const isRight = async (buyer: Buyer, orders: number): Promise<void> => {
  const invoices = await buyer.invoices();
  expect(invoices).toHaveLength(orders);
  expect(invoices.map(({ state, delivery }) => [state, delivery?.state])).toEqual(
    invoices.map(() => ['PAID', 'DELIVERED']),
  );
  expect((await buyer.payments()).map(({ allocations }) => allocations.length)).toEqual(
    invoices.map(() => 1),
  );
  const inbox = await buyer.inbox();
  const kinds = (number: string) =>
    inbox
      .filter(({ text }) => text.includes(number))
      .map(({ attachments }) => (attachments.length > 0 ? 'invoice' : 'receipt'))
      .sort();
  for (const { number } of invoices)
    expect([number, kinds(number)]).toEqual([number, ['invoice', 'receipt']]);
  expect(inbox).toHaveLength(3 * orders);
  expect(await buyer.exposure()).toBe(0);
  const numbers = (await world.all<InvoiceView>('/v1/invoices')).map(({ number }) => number).sort();
  expect(numbers).toEqual(numbers.map((_, index) => `INV-2026-${String(index + 1).padStart(6, '0')}`));
  await world.booksAreRight();
};

describe('whatever breaks, one order is one invoice, one mail, one receipt', () => {
  const rules = drawn(COUNT, SEED);
  test.each(
    rules.map(
      (rule, index) =>
        [
          `${rule.function} ${rule.action} ${rule.when} ${rule.kind} ×${rule.count ?? 1}`,
          rule,
          index,
        ] as const,
    ),
  )('%s', async (_, rule, index) => {
    const buyer = await world.customer(`F${index}`);
    const before = await accounts();
    world.cloud.faults.clear();
    await world.control('/control/faults', rule);
    await ordersAndGets(buyer, '100.00');
    await quiet();
    const [invoice] = await buyer.invoices();
    await pays(buyer, invoice!.number);
    await quiet();
    const payout = await world.control<{ id: string; netMinor: number; feeMinor: number }>('/psp/payouts', {
      currency: 'EUR',
    });
    await world.settle();
    await brings(`F${index}`, [{ minor: payout.netMinor, text: `SANDBOXPAY ${payout.id}` }]);
    await quiet();
    expect(world.cloud.faults.list()).toMatchObject([{ struck: expect.any(Number) }]);
    expect(world.cloud.faults.list()[0]!.struck).toBeGreaterThan(0);
    await isRight(buyer, 1);
    const after = await accounts();
    expect(
      Object.fromEntries(
        ['receivables', 'clearing', 'bank', 'fees', 'revenue', 'unapplied', 'unidentified'].map((name) => [
          name,
          (after[name] ?? 0) - (before[name] ?? 0),
        ]),
      ),
    ).toEqual({
      receivables: 0,
      clearing: 0,
      bank: payout.netMinor,
      fees: payout.feeMinor,
      revenue: -10_000,
      unapplied: 0,
      unidentified: 0,
    });
  });
});

/** A call that was under way when the database died is told so; one that comes after finds the next database. */
const backAgain = async (engine: DynamoDB['engine']): Promise<void> => {
  for (let tries = 1; ; tries++) {
    const answered = await engine.call('ListTables', {}).then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (tries === 10) throw new Error('the database is not back');
  }
};

/** Orders that come in at once and are paid by one statement, with something happening between. */
const throughStatement = async (
  buyer: Buyer,
  count: number,
  meanwhile: () => Promise<void>,
): Promise<void> => {
  world.cloud.faults.clear();
  await Promise.all([...Array.from({ length: count }, () => ordersAndGets(buyer, '10.00')), meanwhile()]);
  await quiet();
  const invoices = await buyer.invoices();
  expect(invoices).toHaveLength(count);
  await brings(
    buyer.name,
    invoices.map(({ number }) => ({ minor: 1_000, text: number })),
  );
};

test('the database is killed again and again in the middle of traffic: nothing is lost, nothing is done twice', async () => {
  const buyer = await world.customer('Database');
  const { engine } = world.cloud.service<DynamoDB>('dynamodb');
  const victims = new Set<number>();
  await throughStatement(buyer, 8, async () => {
    for (let round = 0; round < 3; round++) {
      const pid = engine.pid()!;
      victims.add(pid);
      process.kill(pid, 'SIGKILL');
      await backAgain(engine);
    }
  });
  process.kill(engine.pid()!, 'SIGKILL');
  await quiet();
  expect(victims.size).toBe(3);
  await isRight(buyer, 8);
});

test('the whole cloud is stopped with its queues full and started again: it goes on where it was', async () => {
  const buyer = await world.customer('Restart');
  await throughStatement(buyer, 6, async () => undefined);
  await world.restart();
  await quiet();
  await isRight(buyer, 6);
  const second = await world.customer('RestartAgain');
  await Promise.all(Array.from({ length: 6 }, () => ordersAndGets(second, '10.00')));
  await world.restart();
  await quiet();
  await brings(
    second.name,
    (await second.invoices()).map(({ number }) => ({ minor: 1_000, text: number })),
  );
  await quiet();
  await isRight(second, 6);
});
