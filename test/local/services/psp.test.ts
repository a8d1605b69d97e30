import { createHmac } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { psp as openPsp } from '../../../bin/local/console/psp.ts';
import type { Parsed } from './cloud.ts';
import { START, testClock } from './cloud.ts';

const KEY = Buffer.from('a secret of the merchant');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const set = async (stateDir = mkdtempSync(join(tmpdir(), 'psp-')), start = START) => {
  const got: { headers: Record<string, string>; body: Parsed; at: number }[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
      expect(headers['webhook-signature']).toBe(
        `v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`,
      );
      got.push({ headers, body: JSON.parse(text), at: clock.now() - START });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const settle = async () => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (psp.busy().length > 0);
  };
  const clock = testClock(settle, start);
  const psp = openPsp({
    clock,
    stateDir,
    secret: () => ({ apiKey: 'key', webhookSecret: `whsec_${KEY.toString('base64')}` }),
    webhookUrl: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/psp`,
    baseUrl: () => 'http://127.0.0.1:4001',
  });
  psp.start();
  closing.push(
    () => psp.stop(),
    () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  );
  const ask = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    (await psp.route(
      new Request(`http://127.0.0.1:4001${path}`, { method, headers, ...(body !== undefined && { body }) }),
    ))!;
  const api = async (method: string, path: string, body?: object, headers = {}) => {
    const answer = await ask(method, path, body && JSON.stringify(body), {
      authorization: 'Bearer key',
      ...headers,
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Parsed };
  };
  const create = async (minor = 11_900, more: object = {}, headers = {}) =>
    api(
      'POST',
      '/psp/v1/sessions',
      {
        amount: { minor, currency: 'EUR' },
        reference: '2026-00042',
        description: 'Invoice',
        returnUrl: 'https://portal.example/back',
        metadata: { invoice: 'inv_1' },
        ...more,
      },
      headers,
    );
  const click = (id: string, outcome: string) => ask('POST', `/psp/pay/${id}`, `outcome=${outcome}`);
  const types = () => got.map(({ body }) => body.type as string);
  return { stateDir, got, answers, settle, clock, psp, ask, api, create, click, types };
};

test('a session is made once per key and needs the key of the merchant', async () => {
  const { api, ask, create } = await set();
  const { status, body } = await create(11_900, {}, { 'idempotency-key': 'pay_1' });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^ses_/),
    url: `http://127.0.0.1:4001/psp/pay/${body.id}`,
    status: 'open',
    version: 1,
    amount: { minor: 11_900, currency: 'EUR' },
    reference: '2026-00042',
    description: 'Invoice',
    returnUrl: 'https://portal.example/back',
    metadata: { invoice: 'inv_1' },
    createdAt: '2026-03-02T09:00:00.000Z',
    updatedAt: '2026-03-02T09:00:00.000Z',
  });
  const again = await create(11_900, {}, { 'idempotency-key': 'pay_1' });
  expect(again).toMatchObject({ status: 201, body: { id: body.id } });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await create(1, {}, { 'idempotency-key': 'pay_1' })).status).toBe(409);
  expect((await api('GET', `/psp/v1/sessions/${body.id}`)).body).toEqual(body);
  expect((await ask('GET', `/psp/v1/sessions/${body.id}`)).status).toBe(401);
  for (const wrong of [
    { amount: { minor: 1.5, currency: 'EUR' } },
    { returnUrl: '/back' },
    { reference: '' },
    { metadata: { a: 1 } },
  ])
    expect((await create(1, wrong)).body.error.code).toBe('invalid_request');
});

test('an approved payment goes back to the merchant and is told once, signed', async () => {
  const { api, create, click, got, settle } = await set();
  const { body } = await create();
  const answer = await click(body.id, 'approve');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://portal.example/back']);
  expect((await click(body.id, 'cancel')).status).toBe(303);
  await settle();
  expect(got).toHaveLength(1);
  const session = (await api('GET', `/psp/v1/sessions/${body.id}`)).body;
  expect(session).toMatchObject({ status: 'succeeded', version: 2 });
  expect(got[0]).toMatchObject({
    headers: { 'webhook-id': got[0]!.body.id, 'webhook-timestamp': String(START / 1000) },
    body: { type: 'payment.succeeded', createdAt: '2026-03-02T09:00:00.000Z', data: { object: session } },
  });
});

test('a declined payer sees it and tries again', async () => {
  const { ask, create, click, got, settle, types } = await set();
  const { body } = await create();
  const declined = await click(body.id, 'decline');
  expect(declined.headers.get('location')).toBe(`/psp/pay/${body.id}`);
  const page = await (await ask('GET', `/psp/pay/${body.id}`)).text();
  expect(page).toContain('Payment declined.');
  expect(page).toContain('value="approve"');
  await click(body.id, 'approve');
  await settle();
  expect(types()).toEqual(['payment.failed', 'payment.succeeded']);
  expect(got[0]!.body.data.object.failure.code).toBe('insufficient_funds');
  expect(got.map(({ body: event }) => event.data.object.version)).toEqual([2, 3]);
});

test('a bank debit takes two minutes, also over a restart; a canceled payment is told', async () => {
  const before = await set();
  const { body } = await before.create();
  await before.click(body.id, 'pending');
  const other = (await before.create()).body;
  await before.click(other.id, 'cancel');
  await before.settle();
  expect(before.types()).toEqual(['payment.processing', 'payment.canceled']);

  const { clock, types, api } = await set(before.stateDir);
  await clock.advance(START + 119_000);
  expect(types()).toEqual([]);
  await clock.advance(START + 120_000);
  expect(types()).toEqual(['payment.succeeded']);
  expect((await api('GET', `/psp/v1/sessions/${body.id}`)).body).toMatchObject({
    status: 'succeeded',
    version: 3,
  });
});

test('a webhook is tried again with growing pauses under one id, also over a restart', async () => {
  const before = await set();
  before.answers.push(500, 503);
  const { body } = await before.create();
  await before.click(body.id, 'approve');
  await before.clock.advance(START + 5_000);
  expect(before.got.map(({ at }) => at)).toEqual([0, 5_000]);

  const after = await set(before.stateDir, START + 6_000);
  after.answers.push(404);
  await after.clock.advance(START + 86_400_000);
  expect(after.got.map(({ at }) => at)).toEqual([305_000, 305_000 + 1_800_000]);
  expect(new Set([...before.got, ...after.got].map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('webhooks are doubled, lost, swapped and late on demand', async () => {
  const { ask, clock, create, click, got, settle, types } = await set();
  const control = async (change: object) =>
    (await ask('POST', '/psp/control', JSON.stringify(change))).status;
  const next = async (outcome: string) => {
    await click((await create()).body.id, outcome);
    await settle();
    return types().splice(0, got.splice(0).length);
  };
  await control({ duplicate: 1 });
  expect(await next('approve')).toEqual(['payment.succeeded', 'payment.succeeded']);
  await control({ drop: 1 });
  expect(await next('approve')).toEqual([]);
  await control({ reorder: true });
  expect(await next('cancel')).toEqual([]);
  expect(await next('approve')).toEqual(['payment.succeeded', 'payment.canceled']);
  await control({ delaySeconds: 60 });
  expect(await next('decline')).toEqual([]);
  await clock.advance(START + 60_000);
  expect(types()).toEqual(['payment.failed']);
  expect(await control({ reorder: 'yes' })).toBe(422);
});

test('a payout sums what was paid, takes the fee and is announced', async () => {
  const { api, ask, create, click, got, settle } = await set();
  for (const minor of [11_900, 75, 100])
    await click((await create(minor)).body.id, minor === 100 ? 'decline' : 'approve');
  await settle();
  got.splice(0);
  const payOut = async () => ask('POST', '/psp/payouts', '{"currency":"EUR"}');
  const payout = (await (await payOut()).json()) as Parsed;
  expect(payout).toMatchObject({
    currency: 'EUR',
    grossMinor: 11_975,
    feeMinor: 192 + 26,
    netMinor: 11_757,
    arrivalDate: '2026-03-04',
    statementReference: 'SANDBOXPAY PO000001',
    items: [
      { reference: '2026-00042', grossMinor: 11_900, feeMinor: 192 },
      { grossMinor: 75, feeMinor: 26 },
    ],
  });
  await settle();
  expect(got[0]!.body).toMatchObject({ type: 'payout.paid', data: { object: payout } });
  expect((await payOut()).status).toBe(409);
  expect((await api('GET', '/psp/v1/payouts?currency=EUR')).body).toEqual({ data: [payout] });
  expect((await api('GET', `/psp/v1/payouts/${payout.id}`)).body).toEqual(payout);
});

test('a refund is made once per key within what was paid, arrives or fails a minute later, and lowers the payout', async () => {
  const { api, clock, create, click, types, settle } = await set();
  const { body: session } = await create(10_000);
  const back = (minor: number, key: string, more: object = {}) =>
    api(
      'POST',
      '/psp/v1/refunds',
      { session: session.id, amount: { minor, currency: 'EUR' }, reference: key, ...more },
      { 'idempotency-key': key },
    );
  expect((await back(1, 'early')).body.error.code).toBe('no_such_session');
  await click(session.id, 'approve');
  const made = await back(4_000, 'ref_1');
  expect([made.status, made.body]).toMatchObject([201, { status: 'pending', reference: 'ref_1' }]);
  const again = await back(4_000, 'ref_1');
  expect([again.body.id, again.headers.get('idempotent-replayed')]).toEqual([made.body.id, 'true']);
  expect((await back(3_999, 'ref_1')).status).toBe(409);
  expect((await back(6_001, 'ref_2')).body.error.code).toBe('refund_too_large');
  expect((await back(1, 'ref_3', { session: 7 })).body.error.code).toBe('invalid_request');
  expect((await api('POST', '/psp/control', { failRefunds: 1 })).status).toBe(200);
  await clock.advance(START + 61_000);
  await settle();
  expect((await back(4_000, 'ref_1')).body).toMatchObject({
    status: 'failed',
    failureCode: 'expired_or_canceled_card',
  });
  // What failed is there to go back again.
  await back(10_000, 'ref_4');
  await clock.advance(START + 122_000);
  await settle();
  expect(types()).toEqual(['payment.succeeded', 'refund.failed', 'refund.succeeded']);
  expect((await api('POST', '/psp/payouts', { currency: 'EUR' })).body.error.code).toBe('nothing_to_pay_out');
  const { body: more } = await create(20_000);
  await click(more.id, 'approve');
  const { body: payout } = await api('POST', '/psp/payouts', { currency: 'EUR' });
  expect([payout.grossMinor, payout.items.at(-1)]).toMatchObject([
    20_000,
    { refund: 'ref_4', grossMinor: -10_000, feeMinor: 0 },
  ]);
});
