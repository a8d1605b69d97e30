/** The life of an order after it was placed: amended, delivered in parts and beyond, given up, returned, cancelled. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Order } from '../../shared/orders/order.ts';
import { expectProblem } from '../support/refused.ts';
import { World, type Answer, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', { overDeliveryPercent: '5' });
});
afterAll(() => world.close());

const post = (order: Pick<Order, 'id'>, what: string, body: object): Promise<Answer<Order>> =>
  world.call<Order>('POST', `/v1/orders/${order.id}/${what}`, body, { key: 'partner' });
const amend = (order: Pick<Order, 'id'>, ...changes: object[]) =>
  post(order, 'amendments', { reason: 'the customer asked', changes });
const of = (order: Pick<Order, 'id'>): Promise<Order> => world.get<Order>(`/v1/orders/${order.id}`);
const limited = (name: string, minor: number): Promise<Buyer> => world.customer(name, {}, minor);

describe('an amendment', () => {
  test('changes, adds and removes lines, moves credit by the difference, and is told to the customer', async () => {
    const acme = await limited('Amends', 100_000);
    const order = await acme.orders({ net: '10', quantity: '5' }, { net: '20' });
    expect(await acme.exposure()).toBe(7000);
    const { status, body } = await amend(
      order,
      { change: 'replace', line: '1', quantity: '8' },
      { change: 'remove', line: '2' },
      {
        change: 'add',
        line: { sku: 'N', description: 'New', quantity: '2', unitPrice: '7.50', taxClass: 'zero' },
      },
    );
    expect([status, body]).toMatchObject([
      201,
      {
        state: 'CONFIRMED',
        lines: [
          { id: '1', quantity: '8', netMinor: 8000 },
          { id: '3', netMinor: 1500 },
        ],
        totals: { grossMinor: 9500 },
        amendments: [{ removed: ['2'], deltaMinor: 2500 }],
      },
    ]);
    expect(await acme.exposure()).toBe(9500);
    const less = await amend(order, { change: 'replace', line: '1', quantity: '1' });
    expect(less.body.totals.grossMinor).toBe(2500);
    expect(await acme.exposure()).toBe(2500);
    // An id that was removed never comes back.
    const again = await amend(order, {
      change: 'add',
      line: { sku: 'N', description: 'New', quantity: '1', unitPrice: '1', taxClass: 'zero' },
    });
    expect(again.body.lines.map(({ id }) => id)).toEqual(['1', '3', '4']);
    await world.settle();
    const mails = await acme.inbox('changed');
    expect(mails).toHaveLength(3);
    expect(mails.map(({ text }) => /\/order\//.test(text))).toEqual([true, true, true]);
  });

  test('that asks for more credit than there is holds the order, and a release takes the risk', async () => {
    const acme = await limited('Over', 10_000);
    const order = await acme.orders({ net: '90' });
    const held = await amend(order, { change: 'replace', line: '1', quantity: '2' });
    expect(held.body).toMatchObject({
      state: 'HELD',
      exposureMinor: 0,
      holds: [{ code: 'credit.over_limit' }],
    });
    expect(await acme.exposure()).toBe(0);
    expectProblem(await post(order, 'fulfilments', {}), { status: 409, code: 'orders.not_fulfillable' });
    const smaller = await amend(order, { change: 'replace', line: '1', quantity: '1' });
    expect(smaller.body).toMatchObject({ state: 'CONFIRMED', exposureMinor: 9000, holds: [] });
    await amend(order, { change: 'replace', line: '1', quantity: '3' });
    const released = await post(order, 'release', { reason: 'good customer' });
    expect(released.body).toMatchObject({ state: 'CONFIRMED', exposureMinor: 27_000 });
    expect(await acme.exposure()).toBe(27_000);
  });

  test('leaves what was delivered alone: its price, and at least its quantity', async () => {
    const acme = await limited('Partly', 1_000_000);
    const order = await acme.orders({ net: '10', quantity: '10' }, { net: '5' });
    await acme.delivered(order, [{ line: '1', quantity: '4' }]);
    for (const change of [
      { change: 'remove', line: '1' },
      { change: 'replace', line: '1', unitPrice: '9' },
      { change: 'replace', line: '1', quantity: '3' },
    ])
      expectProblem(await amend(order, change), {
        status: 422,
        code: 'orders.line_delivered',
        at: ['/changes/0'],
      });
    expectProblem(await amend(order, { change: 'remove', line: '7' }), {
      status: 422,
      code: 'orders.line_unknown',
      at: ['/changes/0/line'],
    });
    const closed = await amend(
      order,
      { change: 'replace', line: '1', quantity: '4' },
      { change: 'remove', line: '2' },
    );
    expect(closed.body).toMatchObject({ state: 'FULFILLED', exposureMinor: 0 });
    expect(await acme.exposure()).toBe(4000);
    expectProblem(await amend(order, { change: 'remove', line: '1' }), {
      status: 409,
      code: 'orders.not_amendable',
    });
  });

  test('of a listed price is looked up again, of a given one is not', async () => {
    const acme = await limited('Listed', 1_000_000);
    const steps = [
      { from: '0', price: '10' },
      { from: '5', price: '8' },
    ];
    await world.call(
      'PUT',
      '/v1/price-lists/vol',
      {
        name: 'Volume',
        currency: 'EUR',
        validFrom: '2026-01-01',
        entries: [{ sku: 'V', rule: { model: 'volume', steps } }],
        discounts: [{ reason: 'List', percent: '10' }],
      },
      { key: 'partner' },
    );
    const placed = await world.call<Order>(
      'POST',
      '/v1/orders',
      {
        ...acme.basket('3.00'),
        lines: [
          { sku: 'V', description: 'Listed', quantity: '4', taxClass: 'zero' },
          { sku: 'G', description: 'Given', quantity: '1', unitPrice: '3.00', taxClass: 'zero' },
        ],
      },
      { key: 'partner' },
    );
    expect(placed.body.lines.map(({ netMinor }) => netMinor)).toEqual([3600, 300]);
    const more = await amend(
      placed.body,
      { change: 'replace', line: '1', quantity: '5' },
      { change: 'replace', line: '2', quantity: '3' },
    );
    expect(more.body.lines).toMatchObject([
      { unitPrice: '8', netMinor: 3600, allowances: [{ reason: 'List', minor: 400 }] },
      { unitPrice: '3.00', netMinor: 900, price: { source: 'given' } },
    ]);
    expectProblem(
      await amend(placed.body, {
        change: 'add',
        line: { sku: 'NOWHERE', description: 'x', quantity: '1' },
      }),
      { status: 422, code: 'pricing.price_unknown', at: ['/changes'] },
    );
  });
});

describe('an order under a contract', () => {
  test('is amended when the contract has run out, too; what is new is priced without it then', async () => {
    const acme = await limited('RunsOut', 1_000_000);
    const put = async (path: string, body: object) =>
      expect((await world.call('PUT', path, body, { key: 'partner' })).status).toBe(200);
    const list = (id: string, price: string, over: object) =>
      put(`/v1/price-lists/${id}`, {
        name: id,
        currency: 'EUR',
        validFrom: '2026-01-01',
        entries: [{ sku: 'C', rule: { model: 'unit', price } }],
        ...over,
      });
    await list('framed', '80', { for: { kind: 'contract' } });
    await list('open', '100', {});
    await put('/v1/contracts/short', {
      name: 'Short',
      customer: acme.id,
      validFrom: '2026-01-01',
      validUntil: world.today(),
      priceList: 'framed',
    });
    const goods = { sku: 'C', description: 'Framed', quantity: '1', taxClass: 'zero' };
    const body = { ...acme.basket('1'), contract: 'short', lines: [goods] };
    const order = (await world.call<Order>('POST', '/v1/orders', body, { key: 'partner' })).body;
    expect(order.lines).toMatchObject([{ netMinor: 8000 }]);
    const inForce = await amend(order, { change: 'add', line: goods });
    expect(inForce.body.lines).toMatchObject([{ netMinor: 8000 }, { netMinor: 8000 }]);
    await world.passes(2 * 86_400_000);
    const after = await amend(order, { change: 'add', line: goods });
    expect([after.status, after.body]).toMatchObject([
      201,
      {
        contract: 'short',
        lines: [
          { netMinor: 8000, price: { contract: 'short' } },
          { netMinor: 8000 },
          { netMinor: 10_000, price: { list: 'open' } },
        ],
      },
    ]);
    expect(after.body.lines[2]!.price).not.toHaveProperty('contract');
    const late = await world.call(
      'POST',
      '/v1/orders',
      { ...acme.basket('1'), contract: 'short', lines: [goods] },
      { key: 'partner' },
    );
    expectProblem(late, { status: 422, code: 'orders.contract_unknown', at: ['/contract'] });
  });
});

describe('deliveries', () => {
  test('may be beyond the order within the line’s tolerance, else the entity’s; the invoice says what came', async () => {
    const acme = await limited('Beyond', 1_000_000);
    const placed = await world.call<Order>(
      'POST',
      '/v1/orders',
      {
        ...acme.basket('1'),
        lines: [
          {
            sku: 'A',
            description: 'Bulk',
            quantity: '100',
            unitPrice: '1',
            taxClass: 'zero',
            overDeliveryPercent: '10',
          },
          { sku: 'B', description: 'Piece', quantity: '20', unitPrice: '1', taxClass: 'zero' },
        ],
      },
      { key: 'partner' },
    );
    expectProblem(await acme.delivered(placed.body, [{ line: '2', quantity: '21.01' }]), {
      status: 422,
      code: 'orders.over_delivered',
      at: ['/lines/0/quantity'],
    });
    const done = await acme.delivered(placed.body, [
      { line: '1', quantity: '110' },
      { line: '2', quantity: '21' },
    ]);
    expect(done.body).toMatchObject({ state: 'FULFILLED', exposureMinor: 0 });
    expect(await acme.invoices()).toMatchObject([{ total: { minor: 13_100 } }]);
    expect(await acme.exposure()).toBe(13_100);
  });

  test('a final one gives up what is left', async () => {
    const acme = await limited('Final', 1_000_000);
    const order = await acme.orders({ net: '10', quantity: '10' });
    const done = await post(order, 'fulfilments', { lines: [{ line: '1', quantity: '7' }], final: true });
    expect(done.body).toMatchObject({ state: 'FULFILLED', exposureMinor: 0 });
    await world.settle();
    expect(await acme.exposure()).toBe(7000);
    expectProblem(await post(order, 'fulfilments', {}), { status: 409, code: 'orders.not_fulfillable' });
  });

  test('come back up to what was delivered, and a credit is asked for', async () => {
    const acme = await limited('Returns', 1_000_000);
    const order = await acme.orders({ net: '10', quantity: '10' });
    const back = (quantity: string) =>
      post(order, 'returns', { reason: 'broken', lines: [{ line: '1', quantity }] });
    expectProblem(await back('1'), { status: 422, code: 'orders.over_returned', at: ['/lines/0/quantity'] });
    await acme.delivered(order, [{ line: '1', quantity: '6' }]);
    expect((await back('2')).body).toMatchObject({
      state: 'PART_FULFILLED',
      lines: [{ fulfilled: '6', returned: '2' }],
      returns: [{ reason: 'broken', lines: [{ line: '1', quantity: '2' }] }],
    });
    expectProblem(await back('4.5'), { status: 422, code: 'orders.over_returned' });
    // The same key is the same return.
    const body = { reason: 'broken', lines: [{ line: '1', quantity: '1' }] };
    for (let n = 0; n < 2; n++)
      await world.call('POST', `/v1/orders/${order.id}/returns`, body, { key: 'partner', idem: 'once' });
    expect((await of(order)).lines[0]!.returned).toBe('3');
  });
});

test('the books are right after all of it, and a second opinion agrees', async () => {
  await world.booksAreRight();
  await world.isHealthy();
});
