/** The generic hosted checkout, by the descriptions of two providers that could not be less alike. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AttemptState } from '../../../shared/payments/payment.ts';
import { hosted, type Checkout } from '../../../shared/payments/psp/hosted.ts';
import type { Fetch, StartPayment } from '../../../shared/payments/psp/port.ts';

const NOW = '2026-03-01T09:00:00.000Z';
const SECONDS = String(Date.parse(NOW) / 1000);
const REFERENCE = `att_${'0'.repeat(26)}.inv_${'0'.repeat(26)}`;
const asked: StartPayment = {
  reference: REFERENCE,
  trace: 'a'.repeat(32),
  idempotencyKey: `att_${'0'.repeat(26)}`,
  amount: { minor: 4_205, currency: 'EUR' },
  description: 'Invoice INV-2026-000001',
  payerEmail: 'lea@customer.example',
  returnUrl: 'https://pay.example/status',
  cancelUrl: 'https://pay.example/',
  until: NOW,
};

/** Texts as amounts, an instant as version, a signature in base64 over time and bytes. */
const PAYDESK: Checkout = {
  amounts: 'major',
  start: {
    path: '/v2/payments',
    body: {
      amount: { value: '{amount}', currency: '{currency}' },
      description: '{description}',
      redirectUrl: '{returnUrl}',
      metadata: { reference: '{reference}', note: 'for {email}' },
    },
    id: 'id',
    url: '_links.checkout.href',
  },
  ask: { path: '/v2/payments/{id}' },
  fields: {
    id: 'id',
    reference: 'metadata.reference',
    status: 'status',
    amount: 'amount.value',
    currency: 'amount.currency',
    version: 'updatedAt',
    failure: 'details.failureReason',
  },
  statuses: {
    open: 'INITIATED',
    pending: 'PENDING',
    paid: 'SUCCEEDED',
    failed: 'FAILED',
    canceled: 'CANCELED',
    expired: 'CANCELED',
  },
  webhook: {
    id: 'eventId',
    object: 'payload.payment',
    signature: {
      header: 'x-paydesk-signature',
      encoding: 'base64',
      prefix: '',
      timeHeader: 'x-paydesk-time',
    },
  },
  authorization: 'Bearer {apiKey}',
  keyHeader: 'idempotency-key',
  refund: {
    path: '/v2/payments/{capture}/refunds',
    body: { amount: { value: '{amount}', currency: '{currency}' }, metadata: { refund: '{refund}' } },
    id: 'id',
    status: 'status',
    statuses: { queued: 'PENDING', refunded: 'SUCCEEDED', failed: 'FAILED' },
  },
};
/** Minor units, a number as version, lower-case currencies, a signature in hex with a prefix, no refunds. */
const TILL: Checkout = {
  amounts: 'minor',
  start: {
    path: '/sessions',
    body: { cents: '{amount}', iso: '{currency}', ref: '{reference}' },
    id: 'data.0.uid',
    url: 'data.0.go',
  },
  ask: { path: '/sessions/{id}', object: 'data.0' },
  fields: { id: 'uid', reference: 'ref', status: 'st', amount: 'cents', currency: 'iso', version: 'rev' },
  statuses: { NEW: 'INITIATED', OK: 'SUCCEEDED' },
  webhook: { id: 'n', object: 'd', signature: { header: 'x-till', encoding: 'hex', prefix: 'sha256=' } },
  authorization: 'Token {apiKey}',
  keyHeader: 'x-request-id',
};

interface Call {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}
const provider = (checkout: unknown, answer: (call: Call) => [number, unknown]) => {
  const calls: Call[] = [];
  const fetch: Fetch = (url, { method, headers, body }) => {
    const call = {
      url,
      method,
      headers,
      body: body === undefined ? undefined : (JSON.parse(body) as unknown),
    };
    calls.push(call);
    const [status, said] = answer(call);
    return Promise.resolve(Response.json(said, { status }));
  };
  const credentials = {
    apiKey: 'k_1',
    webhookSecret: ['old', 'new'],
    baseUrl: 'https://api.desk.example',
    checkout,
  };
  return { calls, adapter: hosted(credentials, fetch) };
};
const payment = (status: string, over: object = {}) => ({
  id: 'tr_1',
  status,
  updatedAt: NOW,
  amount: { value: '42.05', currency: 'EUR' },
  metadata: { reference: REFERENCE },
  ...over,
});

test('keeps no methods on file, and says so', () => {
  expect(provider(PAYDESK, () => [200, {}]).adapter.keeping).toBeUndefined();
});

describe('a payment', () => {
  test('is begun by the request that the description has, under the attempt’s id', async () => {
    const desk = provider(PAYDESK, () => [
      201,
      { id: 'tr_1', _links: { checkout: { href: 'https://desk.example/c/1' } } },
    ]);
    expect(await desk.adapter.start(asked)).toEqual({ providerRef: 'tr_1', url: 'https://desk.example/c/1' });
    expect(desk.calls).toEqual([
      {
        url: 'https://api.desk.example/v2/payments',
        method: 'POST',
        headers: {
          authorization: 'Bearer k_1',
          'content-type': 'application/json',
          'idempotency-key': asked.idempotencyKey,
        },
        body: {
          amount: { value: '42.05', currency: 'EUR' },
          description: asked.description,
          redirectUrl: asked.returnUrl,
          metadata: { reference: REFERENCE, note: 'for lea@customer.example' },
        },
      },
    ]);
    const till = provider(TILL, () => [200, { data: [{ uid: 7, go: 'https://till.example/7' }] }]);
    expect(await till.adapter.start(asked)).toEqual({ providerRef: '7', url: 'https://till.example/7' });
    expect(till.calls[0]).toMatchObject({
      headers: { authorization: 'Token k_1', 'x-request-id': asked.idempotencyKey },
      body: { cents: 4_205, iso: 'EUR', ref: REFERENCE },
    });
    await expect(provider(TILL, () => [500, {}]).adapter.start(asked)).rejects.toThrow('answered 500');
    await expect(provider(TILL, () => [200, {}]).adapter.start(asked)).rejects.toThrow(
      'nothing at data.0.uid',
    );
  });

  test('is what the map of words says, and every other word is asked about again', async () => {
    const states: Record<string, string> = {};
    for (const status of [...Object.keys(PAYDESK.statuses), 'authorized', 'constructor']) {
      const { adapter } = provider(PAYDESK, () => [200, payment(status)]);
      states[status] = (await adapter.ask('tr_1', NOW)).state;
    }
    expect(states).toEqual({ ...PAYDESK.statuses, authorized: 'UNKNOWN', constructor: 'UNKNOWN' });
    expect(Object.values(states).every((state) => AttemptState.options.includes(state as 'UNKNOWN'))).toBe(
      true,
    );
    const failed = provider(PAYDESK, () => [
      200,
      payment('failed', { details: { failureReason: 'no_funds' } }),
    ]);
    expect(await failed.adapter.ask('tr_1', NOW)).toEqual({
      reference: REFERENCE,
      providerRef: 'tr_1',
      state: 'FAILED',
      version: Number(SECONDS),
      amount: { minor: 4_205, currency: 'EUR' },
      failure: 'no_funds',
    });
    const till = provider(TILL, () => [
      200,
      { data: [{ uid: 7, ref: REFERENCE, st: 'OK', cents: 4_205, iso: 'eur', rev: 3 }] },
    ]);
    expect(await till.adapter.ask('7', NOW)).toMatchObject({
      state: 'SUCCEEDED',
      version: 3,
      amount: asked.amount,
    });
  });

  test('that is not ours, or is told without what it takes, moves nothing', async () => {
    const { adapter } = provider(PAYDESK, () => [200, {}]);
    const foreign = payment('paid', { metadata: null });
    expect(await adapter.read(JSON.stringify({ eventId: 'e', payload: { payment: foreign } }))).toEqual({
      kind: 'other',
      type: 'not ours',
    });
    expect(() => adapter.read(JSON.stringify({ eventId: 'e', payload: {} }))).toThrow('nothing at status');
  });
});

describe('a webhook', () => {
  const raw = JSON.stringify({ eventId: 'evt_1', payload: { payment: payment('paid') } });
  const signed = (secret: string, time = SECONDS, body = raw) => ({
    'x-paydesk-time': time,
    'x-paydesk-signature': createHmac('sha256', secret).update(`${time}.${body}`).digest('base64'),
  });
  const { adapter } = provider(PAYDESK, () => [500, {}]);

  test('is taken when one of the secrets signed these bytes at this time, and read', async () => {
    for (const secret of ['old', 'new']) expect(adapter.verify(raw, signed(secret), NOW)).toBe('evt_1');
    expect(await adapter.read(raw)).toMatchObject({
      kind: 'payment',
      news: { state: 'SUCCEEDED', reference: REFERENCE },
    });
    const late = String(Number(SECONDS) - 301);
    const bad = [
      signed('other'),
      signed('new', late),
      signed('new', ''),
      signed('new', SECONDS, `${raw} `),
      {},
    ];
    expect(bad.map((headers) => adapter.verify(raw, headers, NOW))).toEqual(bad.map(() => undefined));
  });
  test('without a time is signed over its bytes alone', () => {
    const till = provider(TILL, () => [500, {}]).adapter;
    const body = '{"n":12,"d":{}}';
    const made = createHmac('sha256', 'new').update(body).digest('hex');
    expect(till.verify(body, { 'x-till': `sha256=${made}` }, NOW)).toBe('12');
    expect(till.verify(body, { 'x-till': made }, NOW)).toBeUndefined();
  });
});

test('a refund is asked for under its id where the description has one, and has failed where it has none', async () => {
  const refund = {
    refundId: `ref_${'0'.repeat(26)}`,
    capture: 'tr_1',
    amount: { minor: 500, currency: 'EUR' },
    trace: undefined,
  };
  const desk = provider(PAYDESK, () => [201, { id: 're_1', status: 'queued' }]);
  expect(await desk.adapter.refund(refund)).toEqual({
    refundId: refund.refundId,
    providerRef: 're_1',
    state: 'PENDING',
  });
  expect(desk.calls[0]).toMatchObject({
    url: 'https://api.desk.example/v2/payments/tr_1/refunds',
    headers: { 'idempotency-key': refund.refundId },
    body: { amount: { value: '5.00' }, metadata: { refund: refund.refundId } },
  });
  const refused = provider(PAYDESK, () => [422, {}]);
  expect(await refused.adapter.refund(refund)).toMatchObject({ state: 'FAILED', failure: 'answered_422' });
  await expect(provider(PAYDESK, () => [503, {}]).adapter.refund(refund)).rejects.toThrow('answered 503');
  expect(await provider(TILL, () => [200, {}]).adapter.refund(refund)).toMatchObject({
    state: 'FAILED',
    failure: 'not_by_api',
  });
});

test.each<[string, object]>([
  ['a state that there is not', { statuses: { paid: 'DONE' } }],
  ['amounts without a unit', { amounts: undefined }],
  ['a path that is none', { fields: { ...PAYDESK.fields, id: '$..id' } }],
  ['a word that nothing reads', { retries: 3 }],
])('a description with %s is refused before anything is asked', (_, over) => {
  expect(() => provider({ ...PAYDESK, ...over }, () => [200, {}])).toThrow();
});
