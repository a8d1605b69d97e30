/** Partners hear of what happens: signed as a stranger's library checks it, in order per thing, until it arrives. */
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Sqs } from '../../bin/local/services/sqs.ts';
import type { Delivery } from '../../shared/webhooks/webhook.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem, itemsOf } from '../support/refused.ts';
import { World } from '../support/world.ts';

interface Endpoint {
  id: string;
  version: number;
  url: string;
  state: string;
  secret?: string;
  reason?: string;
  failingSince?: string;
}
let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  world = await World.open(undefined, {}, {}, { jobs: [], sandboxes: [shop.origin] });
});
afterAll(async () => {
  await world.isHealthy();
  await world.close();
  shop.close();
});
afterEach(() => {
  shop.received.length = 0;
  shop.answers(() => 204);
});

const HOUR = 3_600_000;
let serial = 0;
const endpoint = async (
  events: string[],
  path = `/hooks-${++serial}`,
): Promise<Endpoint & { secret: string }> => {
  const { status, body } = await world.call<Endpoint>(
    'POST',
    '/v1/webhooks',
    { url: `${shop.origin}${path}`, events, contact: 'ops@shop.example' },
    { key: 'partner' },
  );
  expect([status, body.state]).toEqual([201, 'ENABLED']);
  // What has no endpoints is remembered for half a minute.
  await world.passes(31_000);
  return { ...body, secret: body.secret! };
};
const end = async ({ id, url }: Endpoint): Promise<void> => {
  const body = { url, events: ['*'], contact: 'ops@shop.example', enabled: false };
  expect((await world.call('PUT', `/v1/webhooks/${id}`, body, { key: 'partner' })).status).toBe(200);
  await world.passes(31_000);
};
const deliveries = (id: string, state = ''): Promise<Delivery[]> =>
  world
    .get<{ data: Delivery[] }>(
      `/v1/webhooks/${id}/deliveries?limit=100${state && `&state=${state}`}`,
      'partner',
    )
    .then(({ data }) => data);
const verified = (secret: string, { raw, headers }: Receiver['received'][number]) =>
  new Webhook(secret).verify(raw, headers as Record<string, string>) as { type: string };

test('an order is heard of as it goes its way, and a stranger’s library verifies every byte', async () => {
  const made = await endpoint(['order.*', 'invoice.issued']);
  const acme = await world.customer('Heard');
  const order = await acme.orders('10.00');
  await world.settle();
  await acme.delivered(order);
  // Of one thing in its order; what happens to another is not waited for.
  const told = (kind: string) =>
    shop.received.filter(({ body }) => body.subject.startsWith(kind)).map(({ body }) => body.type);
  expect([told('ord_'), told('inv_')]).toEqual([['order.confirmed', 'order.fulfilled'], ['invoice.issued']]);
  // The library has the wall's clock, and the story another: its own check of time is tested in test/slices.
  for (const one of shop.received) {
    const at = Number(one.headers['webhook-timestamp']);
    expect(Math.abs(at - world.cloud.clock.now() / 1000)).toBeLessThan(300);
    expect(
      new Webhook(made.secret).sign(String(one.headers['webhook-id']), new Date(at * 1000), one.raw),
    ).toBe(one.headers['webhook-signature']);
    expect(one.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(one.body).toMatchObject({
      specversion: '1.0',
      source: 'quittance',
      tenant: 'acme',
      datacontenttype: 'application/json',
    });
    expect(() => verified('whsec_b3RoZXI=', one)).toThrow();
  }
  const log = await deliveries(made.id);
  expect(log.map(({ state, attempts }) => [state, attempts.length, attempts[0]!.status])).toEqual([
    ['DELIVERED', 1, 204],
    ['DELIVERED', 1, 204],
    ['DELIVERED', 1, 204],
  ]);
  expect(new Set(shop.received.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set(log.map(({ id }) => id)),
  );
  // No reader of the API or the table sees the secret again.
  for (const path of ['/v1/webhooks', `/v1/webhooks/${made.id}`])
    expect(JSON.stringify(await world.get(path, 'partner'))).not.toMatch(/whsec_|sealed/);
  expect(JSON.stringify([...(await itemsOf(world)).values()])).not.toContain(made.secret.slice(6));
  await end(made);
});

test('later news of a thing waits for earlier news of it, and other things do not', async () => {
  const made = await endpoint(['order.*']);
  const acme = await world.customer('Order');
  let broken = true;
  let stuck = '';
  const first = acme.basket('10.00');
  shop.answers(({ body }) => {
    if (stuck === '') stuck = body.subject;
    return broken && body.subject === stuck ? { status: 503, body: `no\n${'x'.repeat(5000)}` } : 200;
  });
  const order = (await world.call<{ id: string }>('POST', '/v1/orders', first, { key: 'partner' })).body;
  await world.settle();
  await acme.delivered(order as never);
  const other = await acme.orders('11.00');
  await world.settle();
  await acme.delivered(other);
  const types = (subject: string) =>
    shop.received.filter(({ body }) => body.subject === subject).map(({ body }) => body.type);
  expect(stuck).toBe(order.id);
  expect(new Set(types(order.id))).toEqual(new Set(['order.confirmed']));
  expect(shop.received.filter(({ body }) => body.subject !== order.id).map(({ body }) => body.type)).toEqual([
    'order.confirmed',
    'order.fulfilled',
  ]);
  const waiting = await deliveries(made.id, 'PENDING');
  expect(waiting.map(({ fact, tries }) => [fact.type, tries > 0])).toEqual([
    ['order.fulfilled', false],
    ['order.confirmed', true],
  ]);
  const { answer, status } = waiting[1]!.attempts[0]!;
  expect([status, answer?.length, answer?.startsWith('no x')]).toEqual([503, 200, true]);
  expect((await world.get<Endpoint>(`/v1/webhooks/${made.id}`, 'partner')).failingSince).toBeUndefined();

  broken = false;
  await world.passes(HOUR);
  const inOrder = types(order.id);
  expect(inOrder.at(-1)).toBe('order.fulfilled');
  expect(inOrder.slice(0, -1).every((type) => type === 'order.confirmed')).toBe(true);
  const ids = shop.received
    .filter(({ body }) => body.type === 'order.confirmed' && body.subject === order.id)
    .map(({ headers }) => headers['webhook-id']);
  expect([new Set(ids).size, ids.length > 1]).toEqual([1, true]);
  expect(await deliveries(made.id, 'PENDING')).toEqual([]);
  const sequences = shop.received
    .filter(({ body }) => body.subject === order.id)
    .map(({ body }) => body.sequence);
  expect(sequences).toEqual(sequences.toSorted());
  await end(made);
});

/** What waits in the worker's queue is taken out, and put back the other way round, twice, the second time late. */
const turnedRound = async (queueName: string): Promise<number> => {
  const { urls, credentials } = world.cloud;
  const client = new SQSClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  const QueueUrl = `${urls.aws}/123456789012/${queueName}`;
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) break;
    for (const { Body, ReceiptHandle } of Messages) {
      bodies.push(Body!);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  for (const MessageBody of bodies.toReversed()) {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: 90 }));
  }
  client.destroy();
  return bodies.length;
};

test('messages between our workers that are swapped, doubled and late change no order', async () => {
  const made = await endpoint(['order.*', 'invoice.*']);
  const acme = await world.customer('Swapped');
  const sqs = world.cloud.service<Sqs>('sqs');
  const worker = Object.entries(world.cloud.functions).find(([id]) => id.startsWith('SendWebhooks'))![1];
  const { name } = sqs.depths().find((queue) => /-SendWebhooksQueue/.test(queue.name))!;
  sqs.enable(worker, false);
  // Three orders at once; then each is delivered in two parts, and so has three events.
  const orders = await Promise.all(
    ['10.00', '20.00', '30.00'].map((net) => acme.orders({ net, quantity: '2' })),
  );
  for (let part = 0; part < 2; part += 1)
    await Promise.all(orders.map((order) => acme.delivered(order, [{ line: '1', quantity: '1' }])));
  expect(shop.received).toEqual([]);
  expect(await turnedRound(name)).toBeGreaterThan(9);
  sqs.enable(worker, true);
  await world.settle();
  await world.passes(2 * 60_000);
  for (const { id } of orders) {
    const own = shop.received.filter(({ body }) => body.subject === id).map(({ body }) => body);
    expect(own.map(({ type }) => type)).toEqual(['order.confirmed', 'order.fulfilled', 'order.fulfilled']);
    const fulfilled = own.slice(1).map(({ data }) => data['fulfilmentId']);
    const { fulfilments } = await world.get<{ fulfilments: { id: string }[] }>(`/v1/orders/${id}`);
    expect(fulfilled).toEqual(fulfilments.map((one) => one.id));
    expect(own.map(({ sequence }) => sequence)).toEqual(own.map(({ sequence }) => sequence).toSorted());
  }
  // Each once: a message too many finds nothing to send.
  expect(new Set(shop.received.map(({ headers }) => headers['webhook-id'])).size).toBe(shop.received.length);
  await end(made);
});

test('an endpoint that fails for three days is disabled with a notice; what it missed is sent when it is back', async () => {
  const made = await endpoint(['customer.*']);
  shop.answers(() => 500);
  const began = world.cloud.clock.now();
  const acme = await world.customer('Silent');
  await world.settle();
  for (let hours = 0; hours < 90; hours += 8) await world.passes(8 * HOUR);
  const tries = shop.received.filter(({ body }) => body.subject === acme.id).length;
  const off = await world.get<Endpoint>(`/v1/webhooks/${made.id}`, 'partner');
  expect([off.state, off.reason, tries]).toEqual([
    'DISABLED',
    expect.stringContaining('Nothing has arrived since'),
    10,
  ]);
  const [log] = await deliveries(made.id);
  expect(log!.attempts).toHaveLength(10);
  expect(Date.parse(log!.attempts.at(-1)!.at) - began).toBeGreaterThan(3 * 24 * HOUR - 60_000);
  const mails = await world.mails('ops@shop.example', 'are disabled');
  expect(mails).toHaveLength(1);
  expect(mails[0]!.text).toContain(`/v1/webhooks/${made.id}/replay`);
  const missed = await world.customer('Missed');
  await world.passes(60_000);
  expectProblem(
    await world.call(
      'POST',
      `/v1/webhooks/${made.id}/replay`,
      { from: new Date(began).toISOString(), to: new Date().toISOString() },
      { key: 'partner' },
    ),
    { status: 409, code: 'webhooks.disabled' },
  );

  shop.received.length = 0;
  shop.answers(() => 200);
  const again = { url: made.url, events: ['customer.*'], contact: 'ops@shop.example', enabled: true };
  const on = await world.call<Endpoint>('PUT', `/v1/webhooks/${made.id}`, again, { key: 'partner' });
  expect([on.body.state, on.body.reason, on.body.failingSince]).toEqual(['ENABLED', undefined, undefined]);
  await world.passes(31_000);
  const range = {
    from: new Date(began).toISOString(),
    to: new Date(world.cloud.clock.now()).toISOString(),
  };
  expect((await world.call('POST', `/v1/webhooks/${made.id}/replay`, range, { key: 'partner' })).status).toBe(
    202,
  );
  await world.settle();
  expect(new Set(shop.received.map(({ body }) => body.subject))).toEqual(new Set([acme.id, missed.id]));
  // The same id as in the ten tries before: whoever has it knows it again.
  expect(shop.received.find(({ body }) => body.subject === acme.id)!.headers['webhook-id']).toBe(log!.id);
  const count = shop.received.length;
  expect(
    (await world.call('POST', `/v1/webhook-deliveries/${log!.id}/replay`, {}, { key: 'partner' })).status,
  ).toBe(202);
  await world.settle();
  expect(shop.received.slice(count).map(({ headers }) => headers['webhook-id'])).toEqual([log!.id]);
  await end(made);
});

test('a replay from before the company was opened begins at its opening', async () => {
  const made = await endpoint(['customer.*']);
  const acme = await world.customer('Ancient');
  await world.passes(31_000);
  shop.received.length = 0;
  world.cloud.meter.clear();
  const range = { from: '1970-01-01T00:00:00Z', to: new Date(world.cloud.clock.now()).toISOString() };
  const asked = await world.call('POST', `/v1/webhooks/${made.id}/replay`, range, { key: 'partner' });
  expect(asked.status).toBe(202);
  await world.settle();
  expect(shop.received.map(({ body }) => body.subject)).toContain(acme.id);
  const name = Object.entries(world.cloud.functions).find(([id]) => id.startsWith('SendWebhooks'))![1];
  const queries = world.cloud.meter
    .report()
    .find(({ function: caller, action }) => caller === name && action === 'Query');
  expect(queries?.calls).toBeLessThan(12);
  await end(made);
});

test('410 disables at once; a rotated secret signs beside the old one until that ends', async () => {
  const [gone, rotated] = [await endpoint(['customer.*'], '/gone'), await endpoint(['customer.*'], '/kept')];
  shop.answers(({ path }) => (path === '/gone' ? 410 : 200));
  const fresh = await world.call<Endpoint>(
    'POST',
    `/v1/webhooks/${rotated.id}/secret`,
    { overlapHours: 2 },
    { key: 'partner' },
  );
  expect(fresh.body.secret).toMatch(/^whsec_/);
  await world.customer('Rotated');
  await world.settle();
  expect(await world.get<Endpoint>(`/v1/webhooks/${gone.id}`, 'partner')).toMatchObject({
    state: 'DISABLED',
    reason: expect.stringContaining('410'),
  });
  const signs = (secret: string, one: Receiver['received'][number]) =>
    String(one.headers['webhook-signature'])
      .split(' ')
      .includes(
        new Webhook(secret).sign(
          String(one.headers['webhook-id']),
          new Date(Number(one.headers['webhook-timestamp']) * 1000),
          one.raw,
        ),
      );
  const kept = () => shop.received.filter(({ path }) => path === '/kept').at(-1)!;
  expect([signs(rotated.secret, kept()), signs(fresh.body.secret!, kept())]).toEqual([true, true]);
  await world.passes(3 * HOUR);
  await world.customer('Later');
  await world.settle();
  expect([signs(rotated.secret, kept()), signs(fresh.body.secret!, kept())]).toEqual([false, true]);
  expect(shop.received.filter(({ path }) => path === '/gone')).toHaveLength(1);
  // Asked again with the same key, the answer has no secret any more.
  const idem = { key: 'partner', idem: 'once-only' };
  const body = { url: `${shop.origin}/twice`, events: ['*'], contact: 'ops@shop.example' };
  const [one, two] = [
    await world.call<Endpoint>('POST', '/v1/webhooks', body, idem),
    await world.call<Endpoint>('POST', '/v1/webhooks', body, idem),
  ];
  expect([one.body.id, one.body.secret !== undefined, two.body.secret]).toEqual([
    two.body.id,
    true,
    undefined,
  ]);
  for (const each of [rotated, one.body]) await end(each);
});

test('an address that leads inside is not registered, however it is written', async () => {
  const refused = async (code: string, urls: readonly string[]) => {
    for (const url of urls)
      expectProblem(
        await world.call(
          'POST',
          '/v1/webhooks',
          { url, events: ['*'], contact: 'ops@shop.example' },
          { key: 'partner' },
        ),
        { status: 422, code, at: ['/url'] },
      );
  };
  await changesNothing(world, async () => {
    await refused('webhooks.url_refused', [
      'http://partner.example/',
      'http://127.0.0.1:1/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/latest/meta-data',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://localhost/',
      'https://user:password@8.8.8.8/',
      'https://nothing.invalid/',
    ]);
    await refused('request.invalid', [
      'ftp://partner.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'no',
    ]);
  });
});

test('a redirect is an answer that is not followed', async () => {
  const made = await endpoint(['customer.*']);
  shop.answers(({ path }) =>
    path === '/inside' ? 200 : { status: 302, headers: { location: `${shop.origin}/inside` } },
  );
  await world.customer('Led');
  await world.settle();
  const [{ attempts }] = (await deliveries(made.id)) as [Delivery];
  expect(attempts[0]).toMatchObject({ failure: expect.stringContaining('302') });
  expect(shop.received.filter(({ path }) => path === '/inside')).toEqual([]);
  await end(made);
  await world.passes(HOUR);
  expect((await deliveries(made.id)).map(({ state }) => state)).toEqual(['SKIPPED']);
});

test('whoever dies while it writes a line or sends: the same again in the same order, and nothing is lost', async () => {
  const made = await endpoint(['order.*']);
  const acme = await world.customer('Dies');
  // The outbox commits that an event is in its line, the worker that it was sent. Two deaths in a row, from the first or the second on.
  const deaths = ['Outbox', 'SendWebhooks'].flatMap((name) =>
    (['before', 'after'] as const).flatMap((when) => [1, 2].map((nth) => ({ function: name, when, nth }))),
  );
  for (const death of deaths) {
    const before = shop.received.length;
    world.cloud.faults.add({
      service: 'dynamodb',
      action: 'TransactWriteItems',
      kind: 'kill',
      count: 2,
      ...death,
    });
    const order = await acme.orders('10.00');
    await world.settle();
    await acme.delivered(order);
    for (let minutes = 0; minutes < 40; minutes += 7) await world.passes(7 * 60_000);
    expect([death, world.cloud.faults.list()[0]!.struck]).not.toEqual([death, 0]);
    world.cloud.faults.clear();
    const own = shop.received.slice(before).filter(({ body }) => body.subject === order.id);
    const types = own.map(({ body }) => body.type);
    expect([death, [...new Set(types)]]).toEqual([death, ['order.confirmed', 'order.fulfilled']]);
    expect([death, types]).toEqual([death, types.toSorted()]);
    // What was sent and not said is sent again, known by its id.
    const unsaid = death.function === 'SendWebhooks' && death.when === 'before';
    expect([death, own.length]).toEqual([death, unsaid ? 4 : 2]);
    expect(new Set(own.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  }
  expect(await deliveries(made.id, 'PENDING')).toEqual([]);
  await end(made);
  await world.booksAreRight();
});
