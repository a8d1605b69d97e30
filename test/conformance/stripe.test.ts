/** Signatures and objects that we did not write: Stripe's scheme and fixtures, and the Standard Webhooks vectors. */
import { describe, expect, test } from 'vitest';
import { verifyWebhook } from '../../shared/kernel/webhook.ts';
import { stripe } from '../../shared/payments/psp/stripe.ts';
import { sampleJson } from '../support/samples.ts';

interface Vector {
  name: string;
  secret: string;
  body: string;
  now: number;
  expect: 'valid' | 'invalid';
}
const instant = (seconds: number) => new Date(seconds * 1000).toISOString();
const nowhere = () => Promise.reject(new Error('nothing is asked here'));
const adapter = (webhookSecret: string) => stripe({ apiKey: 'sk_test_none', webhookSecret }, nowhere);

describe('Stripe’s signatures', () => {
  const vectors = sampleJson<(Vector & { header: string })[]>('webhooks/stripe/signature-vectors.json');
  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s',
    (_, { secret, header, body, now, expect: verdict }) => {
      expect(adapter(secret).verify(body, { 'stripe-signature': header }, instant(now))).toBe(
        verdict === 'valid' ? 'evt_1Pk0a2b3c4d5' : undefined,
      );
    },
  );
  test('there are both kinds', () =>
    expect(new Set(vectors.map((vector) => vector.expect))).toEqual(new Set(['valid', 'invalid'])));
});

describe('Standard Webhooks', () => {
  const vectors = sampleJson<(Vector & { headers: Record<string, string> })[]>(
    'webhooks/standard-webhooks/vectors.json',
  );
  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s',
    (_, { secret, headers, body, now, expect: verdict }) => {
      expect(verifyWebhook(body, headers, instant(now), [secret])).toBe(
        verdict === 'valid' ? headers['webhook-id'] : undefined,
      );
      // While a secret is being rotated both are held.
      expect(verifyWebhook(body, headers, instant(now), ['whsec_b3RoZXI=', secret])).toBe(
        verdict === 'valid' ? headers['webhook-id'] : undefined,
      );
    },
  );
});

describe('Stripe’s own fixtures', () => {
  const reference = `att_${'0'.repeat(26)}.inv_${'0'.repeat(26)}`;
  const session = sampleJson<Record<string, unknown>>('webhooks/stripe/objects/checkout.session.json');
  const intent = sampleJson<Record<string, unknown>>('webhooks/stripe/objects/payment_intent.json');
  const read = (type: string, object: unknown) =>
    adapter('whsec_x').read(
      JSON.stringify({ ...sampleJson<object>('webhooks/stripe/objects/event.json'), type, data: { object } }),
    );

  test('a session and an intent of another system on the account are not ours', async () => {
    expect(await read('checkout.session.completed', session)).toEqual({
      kind: 'other',
      type: 'checkout.session.completed',
    });
    expect(await read('payment_intent.succeeded', intent)).toEqual({
      kind: 'other',
      type: 'payment_intent.succeeded',
    });
    expect(await read('plan.created', {})).toEqual({ kind: 'other', type: 'plan.created' });
  });

  test('ours are read in full', async () => {
    const paid = {
      ...session,
      metadata: { reference },
      status: 'complete',
      payment_status: 'paid',
      amount_total: 1_099,
      currency: 'usd',
    };
    expect(await read('checkout.session.completed', paid)).toEqual({
      kind: 'payment',
      news: {
        reference,
        providerRef: session['id'],
        state: 'SUCCEEDED',
        version: 1_234_567_890,
        amount: { minor: 1_099, currency: 'USD' },
      },
    });
    const charged = {
      ...intent,
      metadata: { reference },
      status: 'succeeded',
      amount_received: 1_099,
      last_payment_error: null,
    };
    expect(await read('payment_intent.succeeded', charged)).toEqual({
      kind: 'payment',
      news: {
        reference,
        providerRef: intent['id'],
        state: 'SUCCEEDED',
        version: 1_234_567_890,
        amount: { minor: 1_099, currency: 'USD' },
      },
    });
  });
});
