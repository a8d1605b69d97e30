/** Shops and EDI partners send what they have, signed with a stranger's library; a mapping reads it, the inbox says what came of it. */
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLES } from '../../shared/intake/samples.ts';
import type { CreditNote } from '../../shared/invoices/credit-note.ts';
import type { Message } from '../../shared/intake/intake.ts';
import type { Order } from '../../shared/orders/order.ts';
import { changesNothing, expectProblem, itemsOf } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: ['RetryIntake', 'LookAfter'] });
});
afterAll(async () => {
  await world.isHealthy();
  await world.close();
});

interface Saved {
  path: string;
  secret?: string;
  dryRun: { customer?: { externalId: string }; order?: { lines: unknown[] }; status?: unknown };
}
const as = { key: 'partner' };
const source = async (name: string, body: Record<string, unknown>): Promise<Saved & { secret: string }> => {
  const { status, body: saved } = await world.call<Saved>('PUT', `/v1/sources/${name}`, body, as);
  expect([status, saved.path]).toEqual([200, `/hooks/orders/acme.${name}`]);
  return { ...saved, secret: saved.secret ?? '' };
};
let serial = 0;
/** As the partner's own system would: by the library of Standard Webhooks. */
const sends = async (
  { path, secret }: { path: string; secret: string },
  payload: unknown,
  { id = `msg_${++serial}`, at = world.cloud.clock.now(), raw = JSON.stringify(payload), drop = '' } = {},
) => {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), JSON.stringify(payload)),
  };
  delete headers[drop];
  const response = await fetch(`${world.cloud.urls.api}${path}`, { method: 'POST', headers, body: raw });
  const answer = {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { id: string },
  };
  await world.settle();
  return answer;
};
const message = (id: string) => world.get<Message & { payload: string }>(`/v1/inbox/${id}`, 'partner');
const taken = async (from: { path: string; secret: string }, payload: unknown) => {
  const { status, body } = await sends(from, payload);
  expect(status).toBe(202);
  return message(body.id);
};
const order = (id: string | undefined) => world.get<Order>(`/v1/orders/${id}`, 'partner');
const limit = (customerId: string | undefined) =>
  world.call(
    'PUT',
    `/v1/customers/${customerId}/credit`,
    { limit: { minor: 10_000_000, currency: 'EUR' } },
    as,
  );

test('a Shopify-like shop: the order as it is, its shipment in parts, and an invoice for each', async () => {
  const shop = await source('shopify-de', { preset: 'shopify' });
  expect(shop.dryRun.order?.lines).toHaveLength(2);
  const first = await taken(shop, SAMPLES.shopify);
  expect([first.state, first.code]).toEqual(['DONE', undefined]);
  expect(JSON.parse(first.payload)).toEqual(SAMPLES.shopify);
  expect(await world.get(`/v1/customers/${first.customerId}`, 'partner')).toMatchObject({
    source: 'shopify-de',
    externalId: '9001',
    name: 'Brandt Tee GmbH',
    language: 'de',
  });
  const held = await order(first.orderId);
  expect([held.state, held.sourceOrderId, held.totals.netMinor, held.totals.taxMinor]).toEqual([
    'HELD',
    '5001',
    3040,
    272,
  ]);
  await limit(first.customerId);
  await world.call('POST', `/v1/orders/${held.id}/release`, { reason: 'limit was set' }, as);

  const shipment = {
    id: 7001,
    order_id: 5001,
    status: 'success',
    created_at: '2026-01-05T08:00:00+01:00',
    line_items: [{ sku: 'TEA-1', quantity: 2 }],
  };
  const shipped = await taken(shop, shipment);
  expect([shipped.state, shipped.orderId, (await order(held.id)).state]).toEqual([
    'DONE',
    held.id,
    'PART_FULFILLED',
  ]);
  // The same shipment in another message, updated on its way: not a second delivery.
  for (const more of [
    { ...shipment, updated_at: 'x' },
    { ...shipment, shipment_status: 'delivered', updated_at: '2026-01-05T09:00:00' },
  ])
    expect((await taken(shop, more)).state).toBe('DONE');
  expect((await order(held.id)).fulfilments).toHaveLength(1);
  await taken(shop, {
    ...shipment,
    id: 7002,
    line_items: [
      { sku: 'TEA-1', quantity: 1 },
      { sku: 'SHIPPING', quantity: 1 },
    ],
  });
  expect((await order(held.id)).state).toBe('FULFILLED');
  const invoices = await world.all<{ orderId: string }>('/v1/invoices');
  expect(invoices.filter(({ orderId }) => orderId === held.id)).toHaveLength(2);
  // The order again, under another id of a message: found, not placed twice.
  const again = await taken(shop, SAMPLES.shopify);
  expect([again.state, again.orderId]).toEqual(['DONE', held.id]);
  await world.booksAreRight();
});

test('what a shop’s discount would make of an invoice is refused with its reason, and replayed by a better mapping', async () => {
  const shop = await source('shopify-at', { preset: 'shopify' });
  const refused = await taken(shop, { ...SAMPLES.shopify, total_discounts: '1.00' });
  expect([refused.state, refused.code, refused.detail]).toEqual([
    'REFUSED',
    'intake.mapping_failed',
    expect.stringContaining('it has discounts, which are not taken over'),
  ]);
  const broken = await taken(shop, { ...SAMPLES.shopify, billing_address: { name: 'X' } });
  expect([broken.state, broken.code]).toEqual(['REFUSED', 'intake.mapped_invalid']);
  expect(broken.errors?.map(({ pointer }) => pointer)).toContain('/customer/profile/address/line1');
  expect(await world.get('/v1/inbox?state=REFUSED', 'partner')).toMatchObject({
    data: [{ id: broken.id }, { id: refused.id }],
  });
  const [{ mapping }] = (await world.get<{ data: { mapping: string }[] }>('/v1/mappings', 'partner'))
    .data as [{ mapping: string }];
  await source('shopify-at', {
    mapping: mapping.replace(/\$assert\(\$not\(\$number\(total_discounts\).*\n/, ''),
    sample: SAMPLES.shopify,
  });
  expect((await world.call('POST', `/v1/inbox/${refused.id}/replay`, {}, as)).status).toBe(202);
  await world.settle();
  const done = await message(refused.id);
  expect([done.state, done.replays, done.code, (await order(done.orderId)).source]).toEqual([
    'DONE',
    1,
    undefined,
    'shopify-at',
  ]);
});

test('a WooCommerce-like shop sends the whole order each time; EDI sends its messages in any order', async () => {
  const woo = await source('woo', { preset: 'woocommerce' });
  const placed = await taken(woo, SAMPLES.woocommerce);
  await limit(placed.customerId);
  await world.call('POST', `/v1/orders/${placed.orderId}/release`, { reason: 'limit was set' }, as);
  const completed = { ...SAMPLES.woocommerce, status: 'completed', date_completed: '2026-01-05T08:30:00' };
  for (let times = 0; times < 2; times += 1) expect((await taken(woo, completed)).state).toBe('DONE');
  expect([(await order(placed.orderId)).state, (await order(placed.orderId)).fulfilments.length]).toEqual([
    'FULFILLED',
    1,
  ]);
  expect((await taken(woo, { ...SAMPLES.woocommerce, id: 728, status: 'pending' })).orderId).toBeUndefined();

  const edi = await source('edi-hub', { preset: 'edi', fulfilOn: 'delivered' });
  const number = SAMPLES.edi.orderNumber;
  const receipt = {
    messageType: 'RECADV',
    orderNumber: number,
    receiptNumber: 'R-1',
    receiptDate: '2026-01-05',
    lines: [{ article: 'TEA-9', quantity: 40 }],
  };
  const early = await taken(edi, receipt);
  expect([early.state, early.awaits]).toEqual(['WAITING', number]);
  // The customer is known by then, with credit, so that the order is confirmed as it comes in.
  const first = await taken(edi, { ...SAMPLES.edi, orderNumber: 'before' });
  await limit(first.customerId);
  const came = await taken(edi, SAMPLES.edi);
  expect((await order(came.orderId)).state).toBe('FULFILLED');
  expect(await message(early.id)).toMatchObject({ state: 'DONE', orderId: came.orderId });
  expect((await order(came.orderId)).totals.netMinor).toBe(124_500);
  const back = await taken(edi, {
    messageType: 'RETANN',
    orderNumber: number,
    returnNumber: 'X-1',
    returnDate: '2026-01-05',
    lines: receipt.lines,
  });
  expect([back.state, back.code]).toEqual(['DONE', undefined]);
  expect((await order(came.orderId)).lines[0]).toMatchObject({ fulfilled: '40', returned: '40' });
  const notes = await world.all<CreditNote>('/v1/credit-notes');
  expect(notes.map(({ reason }) => reason)).toEqual(['returned']);
  const cancelled = await taken(edi, { messageType: 'ORDCHG', action: 'CANCEL', orderNumber: 'before' });
  expect([cancelled.state, (await order(first.orderId)).state]).toEqual(['DONE', 'CANCELLED']);
  const lost = await taken(edi, { ...receipt, orderNumber: 'never' });
  await world.passes(4 * 86_400_000);
  expect(await message(lost.id)).toMatchObject({ state: 'REFUSED', code: 'intake.order_unknown' });
  await world.booksAreRight();
});

test('what a shop does not say of a customer stays as finance agreed on it', async () => {
  const shop = await source('kept', { preset: 'shopify' });
  const first = await taken(shop, SAMPLES.shopify);
  const known = await world.get<Record<string, unknown>>(`/v1/customers/${first.customerId}`, 'partner');
  const { name, address, emails, currency, language } = known;
  const agreed = { name, address, emails, currency, language, paymentTermsDays: 60, vatId: 'DE136695976' };
  await world.call('PUT', '/v1/customers/kept/9001', agreed, as);
  await taken(shop, { ...SAMPLES.shopify, id: 5002, email: 'new@customer.example' });
  expect(await world.get(`/v1/customers/${first.customerId}`, 'partner')).toMatchObject({
    paymentTermsDays: 60,
    vatId: 'DE136695976',
    emails: ['new@customer.example'],
    version: 3,
  });
  await taken(shop, { ...SAMPLES.shopify, id: 5003, email: 'new@customer.example' });
  expect(await world.get(`/v1/customers/${first.customerId}`, 'partner')).toMatchObject({ version: 3 });
});

test('what was undone before anything came is refused, and no return of nothing is made', async () => {
  const shop = await source('undone', { preset: 'woocommerce' });
  const placed = await taken(shop, { ...SAMPLES.woocommerce, id: 801, customer_id: 801 });
  await limit(placed.customerId);
  await world.call('POST', `/v1/orders/${placed.orderId}/release`, { reason: 'limit was set' }, as);
  const refunded = await taken(shop, {
    ...SAMPLES.woocommerce,
    id: 801,
    customer_id: 801,
    status: 'refunded',
  });
  expect([refunded.state, refunded.code]).toEqual(['REFUSED', 'orders.over_returned']);
  const after = await order(placed.orderId);
  expect([after.state, after.returns]).toEqual(['CONFIRMED', undefined]);
});

test('a message is read once: what came of it is written on what is in hand', async () => {
  const shop = await source('sparing', { preset: 'woocommerce' });
  const reads = async (payload: object) => {
    const name = Object.entries(world.cloud.functions).find(([id]) => id.startsWith('WorkIntake'))![1];
    world.cloud.meter.clear();
    const { state, orderId } = await taken(shop, payload);
    const got = world.cloud.meter
      .report()
      .find(({ function: caller, action }) => caller === name && action === 'GetItem');
    return [state, orderId !== undefined, got?.calls];
  };
  const one = { ...SAMPLES.woocommerce, id: 811, customer_id: 811 };
  // The source alone: the message came with its payload in one batch.
  expect(await reads({ ...one, status: 'pending' })).toEqual(['DONE', false, 1]);
  const placed = await taken(shop, one);
  await limit(placed.customerId);
  await world.call('POST', `/v1/orders/${placed.orderId}/release`, { reason: 'limit was set' }, as);
  const cancelled = { ...one, status: 'cancelled' };
  expect((await taken(shop, cancelled)).state).toBe('DONE');
  // Found done, by the move: no order is read to learn what it is called there.
  expect(await reads({ ...cancelled, again: true })).toEqual(['DONE', true, 1]);
});

test('the same settings again, with the secret that the source has, end no secret', async () => {
  const own = (text: string) => `whsec_${Buffer.from(text.padEnd(32, '.')).toString('base64')}`;
  const [before, present] = [own('before'), own('present')];
  const { path } = await source('settled', { preset: 'shopify', secret: before });
  for (const _ of ['once', 'and again']) await source('settled', { preset: 'shopify', secret: present });
  await world.passes(31_000);
  for (const [n, secret] of [before, present].entries()) {
    const payload = { ...SAMPLES.shopify, id: 7100 + n };
    expect((await sends({ path, secret }, payload)).status).toBe(202);
  }
  await world.passes(24 * 3_600_000);
  const answer = await sends({ path, secret: before }, { ...SAMPLES.shopify, id: 7110 });
  expectProblem(answer, { status: 401, code: 'intake.signature' });
  expect((await sends({ path, secret: present }, { ...SAMPLES.shopify, id: 7111 })).status).toBe(202);
});

test('what is not signed by a live secret of the source is not kept', async () => {
  const shop = await source('signed', { preset: 'shopify' });
  const refused = (answer: Awaited<ReturnType<typeof sends>>) =>
    expectProblem(answer, { status: 401, code: 'intake.signature' });
  const payload = { ...SAMPLES.shopify, id: 6001 };
  await changesNothing(world, async () => {
    refused(await sends({ ...shop, secret: 'whsec_b3RoZXI=' }, payload));
    refused(await sends(shop, payload, { raw: `${JSON.stringify(payload)} ` }));
    for (const drop of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
      refused(await sends(shop, payload, { drop }));
    for (const off of [-301_000, 301_000, -86_400_000])
      refused(await sends(shop, payload, { at: world.cloud.clock.now() + off }));
    // Another source's or tenant's address, or none: not told apart.
    for (const name of ['acme.nobody', 'rival.signed', 'nobody.signed', 'signed', 'acme', 'acme.'])
      refused(await sends({ ...shop, path: `/hooks/orders/${name}` }, payload));
    const huge = { pad: 'x'.repeat(262_144) };
    expectProblem(await sends(shop, huge), { status: 413, code: 'request.too_large' });
  });
  const recorded = { id: 'msg_recorded', at: world.cloud.clock.now() };
  expect((await sends(shop, payload, recorded)).status).toBe(202);
  await changesNothing(world, async () => expect((await sends(shop, payload, recorded)).status).toBe(202));
  await world.passes(302_000);
  await changesNothing(world, async () => refused(await sends(shop, payload, recorded)));

  const fresh = await world.call<{ secret: string }>(
    'POST',
    '/v1/sources/signed/secret',
    { overlapHours: 1 },
    as,
  );
  await world.passes(31_000);
  for (const secret of [shop.secret, fresh.body.secret])
    expect((await sends({ ...shop, secret }, payload)).status).toBe(202);
  await world.passes(3_600_000);
  refused(await sends(shop, payload));
  expect((await sends({ ...shop, secret: fresh.body.secret }, payload)).status).toBe(202);
  const own = `whsec_${Buffer.from('a secret of the shop, 32 bytes..').toString('base64')}`;
  const shared = await world.call<Saved>(
    'POST',
    '/v1/sources/signed/secret',
    { secret: own, overlapHours: 0 },
    as,
  );
  expect(shared.body.secret).toBeUndefined();
  await world.passes(31_000);
  refused(await sends({ ...shop, secret: fresh.body.secret }, payload));
  expect((await sends({ ...shop, secret: own }, payload)).status).toBe(202);
  const everything = JSON.stringify([...(await itemsOf(world)).values()]);
  for (const secret of [shop.secret, fresh.body.secret, own])
    expect(everything).not.toContain(secret.slice(6));
});

test('a mapping that does not run, or does not fit its own sample, is not taken', async () => {
  const put = (body: unknown) => world.call('PUT', '/v1/sources/wrong', body, as);
  await changesNothing(world, async () => {
    for (const [mapping, code] of [
      ['{ "order": ', 'intake.mapping_invalid'],
      ['$match(a, /(a+)+$/)', 'intake.mapping_invalid'],
      ['$eval("1")', 'intake.mapping_invalid'],
      ['($f := $eval; $f("1"))', 'intake.mapping_invalid'],
      ['[1..10000000]', 'intake.mapping_invalid'],
      ['$pad("x", 100000000)', 'intake.mapping_invalid'],
      ['$now()', 'intake.mapping_invalid'],
      ['($f := function($n) { $f($n + 1) }; $f(0))', 'intake.mapping_failed'],
      ['($f := function($s) { $f($s & $s) }; $f("xx"))', 'intake.mapping_failed'],
      ['$error("not for us")', 'intake.mapping_failed'],
      ['{ "order": { "lines": [] } }', 'intake.mapped_invalid'],
      ['{ "orders": {} }', 'intake.mapped_invalid'],
      ['"text"', 'intake.mapped_invalid'],
    ] as const)
      expectProblem(await put({ mapping, sample: { a: 1 } }), { status: 422, code });
    expectProblem(await put({ mapping: '{}' }), { status: 422, code: 'request.invalid' });
    expectProblem(await put({ preset: 'shopify', mapping: '{}', sample: {} }), {
      status: 422,
      code: 'request.invalid',
    });
    expectProblem(await put({}), { status: 422, code: 'request.invalid' });
  });
});

test('a worker that dies at any commit of a message: the order is placed once, and the inbox says so', async () => {
  const shop = await source('dies', { preset: 'woocommerce' });
  for (const [n, when] of (['before', 'after', 'after'] as const).entries()) {
    const kill = {
      function: 'WorkIntake',
      service: 'dynamodb',
      action: 'TransactWriteItems',
      kind: 'kill',
    } as const;
    world.cloud.faults.add({ ...kill, when, count: n + 1 });
    const sent = await sends(shop, { ...SAMPLES.woocommerce, id: 900 + n, customer_id: 900 + n });
    for (let minutes = 0; minutes < 40; minutes += 7) await world.passes(7 * 60_000);
    world.cloud.faults.clear();
    const done = await message(sent.body.id);
    expect([n, done.state, (await order(done.orderId)).sourceOrderId]).toEqual([n, 'DONE', `${900 + n}`]);
  }
  const orders = (await world.all<Order>('/v1/orders')).filter((one) => one.source === 'dies');
  expect(orders.map(({ sourceOrderId }) => sourceOrderId).toSorted()).toEqual(['900', '901', '902']);
  await world.booksAreRight();
});

test('a worker that dies after a delivery or a return was done: the message says done, and it is done once', async () => {
  const edi = await source('dies-late', { preset: 'edi' });
  const orderNumber = 'late-1';
  const placed = await taken(edi, { ...SAMPLES.edi, orderNumber });
  await limit(placed.customerId);
  await world.call('POST', `/v1/orders/${placed.orderId}/release`, { reason: 'limit was set' }, as);
  const lines = (quantity: number) => [{ article: 'TEA-9', quantity }];
  const on = { despatchDate: '2026-01-05', returnDate: '2026-01-05' };
  const moves = [
    { messageType: 'DESADV', despatchNumber: 'D-1', lines: lines(30) },
    { messageType: 'DESADV', despatchNumber: 'D-2', lines: lines(10) },
    { messageType: 'RETANN', returnNumber: 'R-1', lines: lines(40) },
  ];
  for (const move of moves) {
    world.cloud.faults.add({
      function: 'WorkIntake',
      service: 'dynamodb',
      action: 'TransactWriteItems',
      kind: 'kill',
      when: 'after',
    });
    const sent = await sends(edi, { ...move, ...on, orderNumber });
    for (let minutes = 0; minutes < 21; minutes += 7) await world.passes(7 * 60_000);
    world.cloud.faults.clear();
    const done = await message(sent.body.id);
    expect([move, done.state, done.code]).toEqual([move, 'DONE', undefined]);
  }
  const { state, lines: kept, fulfilments, returns } = await order(placed.orderId);
  expect([state, kept[0]!.fulfilled, kept[0]!.returned]).toEqual(['FULFILLED', '40', '40']);
  expect([fulfilments.length, returns?.length]).toEqual([2, 1]);
  await world.booksAreRight();
});
