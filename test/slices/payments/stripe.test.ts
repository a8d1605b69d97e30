import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseReference } from '../../../shared/payments/psp/port.ts';
import { stripe } from '../../../shared/payments/psp/stripe.ts';
import { anInvoice, attemptId } from '../../support/drawn.ts';
import { FakeStripe } from '../../support/stripe.ts';

const reference = `${attemptId(1)}.${anInvoice(1, 1).id}`;
const NOW = '2026-03-01T10:00:00.000Z';
const SECONDS = Date.parse(NOW) / 1000;

let fake: FakeStripe;
beforeAll(async () => {
  fake = await FakeStripe.open();
});
afterAll(() => fake.close());
const adapter = () => stripe(fake.credentials, (url, init) => fetch(url, init));
const start = (over: { amount?: { minor: number; currency: string }; key?: string } = {}) =>
  adapter().start({
    reference,
    trace: '0af7651916cd43dd8448eb211c80319c',
    idempotencyKey: over.key ?? `k-${Math.random()}`,
    amount: over.amount ?? { minor: 11_900, currency: 'EUR' },
    description: 'Invoice INV-2026-000001',
    payerEmail: 'a@b.example',
    returnUrl: 'https://pay.example/s',
    cancelUrl: 'https://pay.example/p?notice=canceled',
    until: '2026-03-01T10:31:00.000Z',
  });
const read = (type: string, object: unknown) =>
  adapter().read(JSON.stringify({ id: 'evt_1', object: 'event', type, created: SECONDS, data: { object } }));
const session = (over: object) => ({
  id: 'cs_1',
  object: 'checkout.session',
  metadata: { reference },
  amount_total: 100,
  currency: 'eur',
  payment_intent: 'pi_1',
  status: 'open',
  payment_status: 'unpaid',
  ...over,
});
const intent = (over: object) => ({
  id: 'pi_1',
  object: 'payment_intent',
  metadata: { reference },
  amount: 100,
  amount_received: 0,
  currency: 'eur',
  last_payment_error: null,
  ...over,
});

describe('a session is started', () => {
  test('with our reference on session and intent, an end, and ways back; a second start with the key is the first', async () => {
    const first = await start({ key: 'att_1' });
    expect(await start({ key: 'att_1' })).toEqual(first);
    expect(fake.sessions.size).toBe(1);
    const { form, key } = fake.calls.at(-1)!;
    expect(key).toBe('att_1');
    expect(Object.fromEntries(form)).toMatchObject({
      mode: 'payment',
      client_reference_id: reference,
      'metadata[reference]': reference,
      'payment_intent_data[metadata][reference]': reference,
      customer_email: 'a@b.example',
      success_url: 'https://pay.example/s',
      cancel_url: 'https://pay.example/p?notice=canceled',
      expires_at: String(SECONDS + 31 * 60),
      'line_items[0][price_data][unit_amount]': '11900',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][quantity]': '1',
    });
    expect(first.url).toBe(`${fake.url}/c/pay/${first.providerRef}`);
  });

  test.each([
    ['JPY', 500, '500'],
    ['ISK', 500, '50000'],
    ['UGX', 7, '700'],
    ['MGA', 1_200, '12'],
    ['KWD', 12_340, '12340'],
    ['EUR', 1, '1'],
  ])('in %s, %i of our minor units are %s of Stripe’s, there and back', async (currency, minor, sent) => {
    const { providerRef } = await start({ amount: { minor, currency } });
    expect(fake.calls.at(-1)!.form.get('line_items[0][price_data][unit_amount]')).toBe(sent);
    expect((await adapter().ask(providerRef, NOW)).amount).toEqual({ minor, currency });
  });

  test('and a wrong key is an error, not an answer', async () => {
    await expect(
      stripe({ ...fake.credentials, apiKey: 'sk_test_wrong' }, (url, init) => fetch(url, init)).ask(
        'cs_1',
        NOW,
      ),
    ).rejects.toThrow('Invalid API Key');
  });
});

describe('every status has a state', () => {
  test.each([
    ['open', 'unpaid', 'INITIATED'],
    ['expired', 'unpaid', 'CANCELED'],
    ['complete', 'unpaid', 'PENDING'],
    ['complete', 'paid', 'SUCCEEDED'],
    ['invented', 'unpaid', 'UNKNOWN'],
    [null, 'unpaid', 'UNKNOWN'],
  ])('session %s, %s → %s', async (status, payment_status, state) => {
    expect(await read('checkout.session.completed', session({ status, payment_status }))).toMatchObject({
      kind: 'payment',
      news: { state, reference, providerRef: 'cs_1', version: SECONDS },
    });
  });

  test.each([
    ['requires_capture', 'PENDING'],
    ['processing', 'PENDING'],
    ['succeeded', 'SUCCEEDED'],
    ['canceled', 'CANCELED'],
    ['invented', 'UNKNOWN'],
  ])('intent %s → %s', async (status, state) => {
    expect(await read('payment_intent.processing', intent({ status }))).toMatchObject({
      kind: 'payment',
      news: { state, reference, providerRef: 'pi_1', amount: { minor: 100, currency: 'EUR' } },
    });
  });

  test.each(['requires_payment_method', 'requires_confirmation', 'requires_action'])(
    'intent %s waits for its payer and says nothing',
    async (status) => {
      expect(
        await read(
          'payment_intent.payment_failed',
          intent({ status, last_payment_error: { code: 'card_declined' } }),
        ),
      ).toEqual({ kind: 'other', type: 'payment_intent.payment_failed' });
    },
  );

  test('a debit that failed days later is a failure, by its event and by asking', async () => {
    expect(
      await read('checkout.session.async_payment_failed', session({ status: 'complete' })),
    ).toMatchObject({ news: { state: 'FAILED' } });
    const { providerRef, url } = await start();
    fake.move(url, { status: 'complete' }, { status: 'processing' });
    expect(await adapter().ask(providerRef, NOW)).toMatchObject({ state: 'PENDING', version: SECONDS });
    const moved = fake.move(
      url,
      {},
      { status: 'requires_payment_method', last_payment_error: { code: 'debit_not_authorized' } },
    );
    expect(await adapter().ask(providerRef, NOW)).toMatchObject({
      state: 'FAILED',
      failure: 'debit_not_authorized',
      reference,
    });
    expect(await adapter().ask(moved.intent['id'] as string, NOW)).toMatchObject({
      state: 'FAILED',
      providerRef,
    });
    await expect(adapter().ask('pi_unknown', NOW)).rejects.toThrow('No such thing');
  });
});

test('a payout is its charges and fees over all pages; one that is not reconciled yet is waited for', async () => {
  const rows = Array.from({ length: 230 }, (_, index) => fake.charge(intent({ amount: 1_000 + index }), 30));
  const refund = {
    ...fake.charge(intent({ amount: 500 }), 0),
    id: 'txn_refund',
    type: 'refund',
    amount: -500,
    net: -500,
    source: { id: 're_1', object: 'refund' },
  };
  const payout = fake.payout([...rows, refund]);
  const gross = rows.reduce((total, { amount }) => total + (amount as number), -500);
  const fact = await read('payout.reconciliation_completed', payout);
  expect(fact).toMatchObject({
    kind: 'payout',
    payout: {
      reference: payout['id'],
      currency: 'EUR',
      grossMinor: gross,
      feeMinor: 230 * 30,
      netMinor: gross - 230 * 30,
    },
  });
  expect(
    fact.kind === 'payout' && [
      fact.payout.items.length,
      fact.payout.items[0]!.attempt,
      fact.payout.items.at(-1)!.attempt,
    ],
  ).toEqual([231, reference, 'txn_refund']);
  expect(await read('payout.paid', { ...payout, reconciliation_status: 'in_progress' })).toEqual({
    kind: 'other',
    type: 'payout.paid',
  });
});

describe('a refund', () => {
  const serial = (n: number) => `ref_${String(n).padStart(26, '0')}`;
  const ask = (n: number, capture: string, minor = 500) =>
    adapter().refund({
      refundId: serial(n),
      capture,
      amount: { minor, currency: 'EUR' },
      trace: 'a'.repeat(32),
    });
  const captured = async () => {
    const { providerRef, url } = await start({ amount: { minor: 1_000, currency: 'EUR' } });
    fake.pays(url);
    return { session: providerRef, intent: fake.sessions.get(providerRef)!['payment_intent'] as string };
  };

  test('is made once, by session or intent, however long ago it was asked for, and says what became of it', async () => {
    const { session: capture, intent: id } = await captured();
    const first = await ask(1, capture);
    expect(first).toMatchObject({ refundId: serial(1), state: 'PENDING' });
    expect(fake.calls.findLast(({ path, method }) => method === 'POST' && path === '/v1/refunds')!.key).toBe(
      serial(1),
    );
    fake.forgetsKeys();
    expect(await ask(1, id)).toEqual(first);
    const made = fake.refunds.filter((one) => one['payment_intent'] === id);
    expect(made.map(({ amount }) => amount)).toEqual([500]);
    for (const [status, state] of [
      ['requires_action', 'PENDING'],
      ['succeeded', 'SUCCEEDED'],
      ['failed', 'FAILED'],
      ['canceled', 'FAILED'],
      ['strange', 'UNKNOWN'],
    ]) {
      made[0]!['status'] = status;
      expect((await ask(1, id)).state).toBe(state);
    }
  });
  test('that Stripe refuses for good has failed; one that it cannot answer is thrown', async () => {
    const { session: capture } = await captured();
    expect(await ask(2, capture, 1_001)).toEqual({
      refundId: serial(2),
      state: 'FAILED',
      failure: 'StripeInvalidRequestError',
    });
    const down = stripe(fake.credentials, () => Promise.reject(new Error('no route')));
    await expect(
      down.refund({
        refundId: serial(3),
        capture: 'pi_1',
        amount: { minor: 1, currency: 'EUR' },
        trace: undefined,
      }),
    ).rejects.toThrow();
  });
  test('is heard of by its own events and by those of its charge; those of others are not ours', async () => {
    const { intent: id } = await captured();
    const { providerRef } = await ask(4, id);
    const [made] = fake.refunds;
    Object.assign(made!, { status: 'failed', failure_reason: 'expired_or_canceled_card' });
    const failed = { refundId: serial(4), providerRef, state: 'FAILED', failure: 'expired_or_canceled_card' };
    for (const type of ['refund.updated', 'refund.failed', 'charge.refund.updated'])
      expect(await read(type, made)).toEqual({ kind: 'refunds', news: [failed] });
    expect(await read('charge.refunded', { id: made!['charge'], object: 'charge' })).toEqual({
      kind: 'refunds',
      news: [failed],
    });
    expect(await read('refund.created', { ...made, metadata: {} })).toEqual({
      kind: 'other',
      type: 'refund.created',
    });
    expect(await read('charge.refunded', { id: 'ch_other', object: 'charge' })).toEqual({
      kind: 'other',
      type: 'charge.refunded',
    });
  });
  test('is named in the payout that it lowers', async () => {
    const row = {
      ...fake.charge(intent({ amount: -300 }), 0),
      source: { id: 're_9', metadata: { refund: serial(9) } },
    };
    const fact = await read('payout.paid', fake.payout([fake.charge(intent({ amount: 900 }), 30), row]));
    expect(
      fact.kind === 'payout' && fact.payout.items.map(({ refund, grossMinor }) => [refund, grossMinor]),
    ).toEqual([
      [undefined, 900],
      [serial(9), -300],
    ]);
  });
});

test('a signature for a time to come, for other bytes or by another secret does not hold', () => {
  const raw = JSON.stringify({ id: 'evt_1', type: 'x' });
  const header = (at: number, secret = fake.webhookSecret) => ({
    'stripe-signature': `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${raw}`).digest('hex')}`,
  });
  const verify = (headers: Record<string, string>, body = raw) => adapter().verify(body, headers, NOW);
  for (const near of [-300, 0, 300]) expect(verify(header(SECONDS + near))).toBe('evt_1');
  for (const far of [-301, 301, 86_400]) expect(verify(header(SECONDS + far))).toBeUndefined();
  expect(verify(header(SECONDS), raw.replace('x', 'y'))).toBeUndefined();
  expect(verify(header(SECONDS, 'whsec_other'))).toBeUndefined();
  expect(verify({})).toBeUndefined();
});

test('references are of our form or of nobody', () => {
  expect(parseReference(reference)).toEqual({ attemptId: attemptId(1), invoiceId: anInvoice(1, 1).id });
  for (const strange of [
    '',
    'order-7',
    `${reference} `,
    reference.replace('.', '..'),
    reference.toUpperCase(),
  ])
    expect(parseReference(strange)).toBeUndefined();
});
