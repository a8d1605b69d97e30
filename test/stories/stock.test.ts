/** A stock system behind the inventory port: reserved before confirmed, back-ordered where it has not all, released in time. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Order } from '../../shared/orders/order.ts';
import { World } from '../support/world.ts';

interface Call {
  path: string;
  key: string;
  body: { lines?: { line: string; sku: string; quantity: string }[]; until?: string };
}
/** The real wire shape: keeps what it answered by Idempotency-Key, as the port's README asks. */
class Warehouse {
  readonly calls: Call[] = [];
  readonly answers = new Map<string, string>();
  failing = 0;
  /** How much of a sku it has; everything where it is not named. */
  has: Record<string, string> = {};
  private server!: Server;

  async open(): Promise<string> {
    this.server = createServer((request, response) => {
      void read(request).then((text) => {
        if (request.headers.authorization !== 'Bearer stock-key') return response.writeHead(401).end();
        const key = String(request.headers['idempotency-key']);
        const call = { path: request.url!, key, body: JSON.parse(text) as Call['body'] };
        this.calls.push(call);
        if (this.failing > 0) {
          this.failing -= 1;
          return response.writeHead(503).end();
        }
        const known = this.answers.get(key) ?? JSON.stringify(this.answer(call));
        this.answers.set(key, known);
        return response.writeHead(200, { 'content-type': 'application/json' }).end(known);
      });
    });
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  close = () => this.server.close();
  asked = (what: RegExp) => this.calls.filter(({ path }) => what.test(path));
  private answer({ path, body }: Call): object {
    if (path !== '/reservations') return {};
    return {
      lines: body.lines!.map(({ line, sku, quantity }) => ({ line, reserved: this.has[sku] ?? quantity })),
    };
  }
}
const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
};

const warehouse = new Warehouse();
let world: World;
beforeAll(async () => {
  const baseUrl = await warehouse.open();
  world = await World.open(
    '2026-01-05T09:00:00Z',
    { inventory: { kind: 'http', holdHours: 48 } },
    { inventory: { baseUrl, apiKey: 'stock-key' } as { baseUrl: string } },
    { jobs: ['ReleaseStock'] },
  );
});
afterAll(async () => {
  await world.close();
  warehouse.close();
});
beforeEach(() => {
  warehouse.calls.length = 0;
  warehouse.has = {};
});

const of = (order: Pick<Order, 'id'>): Promise<Order> => world.get<Order>(`/v1/orders/${order.id}`);
const post = (order: Pick<Order, 'id'>, what: string, body: object) =>
  world.call<Order>('POST', `/v1/orders/${order.id}/${what}`, body, { key: 'partner' });

test('an order is reserved, then confirmed; its delivery is told, and its credit stands from the first moment', async () => {
  const acme = await world.customer('Stocked');
  const order = await acme.orders({ net: '10', quantity: '5' });
  expect(order).toMatchObject({ state: 'RESERVING', stock: { state: 'ASKED' }, exposureMinor: 5000 });
  expect(await acme.exposure()).toBe(5000);
  await world.settle();
  expect(await of(order)).toMatchObject({ state: 'CONFIRMED', stock: { state: 'RESERVED' } });
  expect((await of(order)).lines[0]).not.toHaveProperty('backordered');
  expect(warehouse.asked(/^\/reservations$/)).toMatchObject(
    [
      {
        key: order.stock!.reservation,
        body: { until: '2026-01-07T', lines: [{ line: '1', sku: 'A-1', quantity: '5' }] },
      },
    ].map((one) => ({
      ...one,
      body: { ...one.body, until: expect.stringMatching(/^2026-01-07T/) as unknown },
    })),
  );
  expect(await acme.inbox('confirmed')).toHaveLength(1);
  await acme.delivered(order, [{ line: '1', quantity: '2' }]);
  const [confirmed] = warehouse.asked(/confirm$/);
  expect(confirmed).toMatchObject({
    path: `/reservations/${order.stock!.reservation}/confirm`,
    key: expect.stringMatching(/^ful_/) as unknown,
    body: { lines: [{ line: '1', quantity: '2' }] },
  });
});

test('what is not there is back-ordered, said in the confirmation, and delivers later', async () => {
  const acme = await world.customer('Waits');
  warehouse.has = { 'A-1': '3' };
  const order = await acme.orders({ net: '10', quantity: '5' });
  await world.settle();
  expect((await of(order)).lines[0]).toMatchObject({ backordered: '2' });
  const [mail] = await acme.inbox('confirmed');
  expect(mail!.text).toMatch(/2 pcs? follow later|2 \S+ follow later/);
  await acme.delivered(order, [{ line: '1', quantity: '4' }]);
  expect((await of(order)).lines[0]).toMatchObject({ backordered: '1', fulfilled: '4' });
  await acme.delivered(order);
  expect(await of(order)).toMatchObject({ state: 'FULFILLED', lines: [{ backordered: '0' }] });
});

test('a stock system that is down is asked again under the same reservation, and nothing is reserved twice', async () => {
  const acme = await world.customer('Down');
  warehouse.failing = 2;
  const order = await acme.orders('10.00');
  await world.settle();
  for (let n = 0; n < 5 && (await of(order)).state !== 'CONFIRMED'; n++) await world.passes(15 * 60_000);
  expect(await of(order)).toMatchObject({ state: 'CONFIRMED' });
  const keys = warehouse.asked(/^\/reservations$/).map(({ key }) => key);
  expect(keys.length).toBeGreaterThanOrEqual(3);
  expect(new Set(keys)).toEqual(new Set([order.stock!.reservation]));
  expect(await acme.inbox('confirmed')).toHaveLength(1);
});

test.each([
  ['before its answer was kept', 'before'],
  ['when its answer was kept and nobody was told so', 'after'],
] as const)('a worker that dies %s asks again, and gets the same', async (name, when) => {
  const acme = await world.customer(`Dies${when}`);
  warehouse.has = { 'A-1': '3' };
  const strike = { service: 'dynamodb', action: 'TransactWriteItems', function: 'KeepStock' } as const;
  world.cloud.faults.add({ ...strike, when, kind: 'kill' });
  const order = await acme.orders({ net: '10', quantity: '5' });
  await world.settle();
  for (let n = 0; n < 5 && warehouse.asked(/^\/reservations$/).length < (when === 'before' ? 2 : 1); n++)
    await world.passes(15 * 60_000);
  await world.passes(15 * 60_000);
  world.cloud.faults.clear();
  expect(await of(order)).toMatchObject({
    state: 'CONFIRMED',
    version: 2,
    stock: { state: 'RESERVED' },
    lines: [{ backordered: '2' }],
  });
  expect([name, await acme.exposure()]).toEqual([name, 5000]);
  expect(await acme.inbox('confirmed')).toHaveLength(1);
});

test('a cancellation and an amendment give back what was reserved; a held order reserves nothing', async () => {
  const acme = await world.customer('Changes', {}, 10_000);
  const order = await acme.orders({ net: '10', quantity: '5' });
  await world.settle();
  const more = await post(order, 'amendments', {
    reason: 'more',
    changes: [{ change: 'replace', line: '1', quantity: '6' }],
  });
  expect(more.body).toMatchObject({ state: 'CONFIRMED', stock: { state: 'ASKED' } });
  await world.settle();
  const reservation = (await of(order)).stock!.reservation;
  expect(reservation).not.toBe(order.stock!.reservation);
  expect(warehouse.asked(/release$/).map(({ path }) => path)).toEqual([
    `/reservations/${order.stock!.reservation}/release`,
  ]);
  expect(await of(order)).toMatchObject({ stock: { state: 'RESERVED' } });
  await post(order, 'cancel', { reason: 'no more' });
  await world.settle();
  expect(warehouse.asked(/release$/)).toHaveLength(2);
  expect(await of(order)).toMatchObject({ state: 'CANCELLED', stock: { state: 'RELEASED' } });
  warehouse.calls.length = 0;
  const held = await acme.orders('200.00');
  await world.settle();
  expect([held.state, warehouse.calls.length]).toEqual(['HELD', 0]);
  const released = await world.call<Order>(
    'POST',
    `/v1/orders/${held.id}/release`,
    { reason: 'good' },
    { key: 'partner' },
  );
  expect(released.body.state).toBe('RESERVING');
  await world.settle();
  expect((await of(held)).state).toBe('CONFIRMED');
});

test('a reservation that runs out is released, here and there, and the order waits for its goods', async () => {
  const acme = await world.customer('Late');
  const order = await acme.orders({ net: '10', quantity: '5' });
  await world.settle();
  await world.passes(47 * 3_600_000);
  expect((await of(order)).stock!.state).toBe('RESERVED');
  // The schedule looks every six hours.
  await world.passes(7 * 3_600_000);
  expect(await of(order)).toMatchObject({
    state: 'CONFIRMED',
    stock: { state: 'RELEASED' },
    lines: [{ backordered: '5' }],
  });
  expect(warehouse.asked(/release$/).map(({ path }) => path)).toContain(
    `/reservations/${order.stock!.reservation}/release`,
  );
});

test('the books are right, and a second opinion agrees', async () => {
  await world.booksAreRight();
  await world.isHealthy();
});
