/** GoCardless's adapter against a server with its wire: mandates, debits, what comes back, refunds, payouts, and what is signed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gocardless } from '../../../shared/payments/psp/gocardless.ts';
import type { Provider, StartPayment } from '../../../shared/payments/psp/port.ts';
import { FakeGoCardless } from '../../support/gocardless.ts';

let fake: FakeGoCardless;
let provider: Provider;
let now = Date.parse('2026-03-01T09:00:00Z');
beforeAll(async () => {
  fake = await FakeGoCardless.open();
  fake.now = () => now;
  provider = gocardless(fake.credentials, fetch);
});
afterAll(() => fake.close());

const at = () => new Date(now).toISOString();
let serial = 0;
const asked = (): StartPayment => {
  const id = `att_${String(++serial).padStart(26, '0')}`;
  return {
    reference: `${id}.inv_${'0'.repeat(26)}`,
    trace: 'a'.repeat(32),
    idempotencyKey: id,
    amount: { minor: 4_250, currency: 'EUR' },
    description: 'Invoice INV-2026-000001',
    payerEmail: 'lea@customer.example',
    returnUrl: 'https://pay.example/status',
    cancelUrl: 'https://pay.example/',
    until: '2026-03-01T10:00:00Z',
  };
};
const raw = (...events: Record<string, unknown>[]) => JSON.stringify({ events });
const debited = async () => {
  const request = asked();
  const { url } = await provider.start(request);
  await provider.read(raw(fake.fulfils(url)));
  return { request, payment: fake.paymentOf(request.reference)! };
};
const factsOf = async (event: Record<string, unknown>) => {
  const fact = await provider.read(raw(event));
  if (fact.kind !== 'several') throw new Error(fact.kind);
  return fact.facts.map((one) =>
    one.kind === 'payment' ? one.news.state : one.kind === 'disputes' ? one.news[0]!.state : one.kind,
  );
};

test('the page takes the mandate; with it one payment is made, under the attempt’s id, however often it is asked for', async () => {
  const request = asked();
  const first = await provider.start(request);
  const again = await provider.start(request);
  expect([first.providerRef, again.providerRef]).toEqual([first.providerRef, first.providerRef]);
  expect(await provider.ask(first.providerRef, at())).toMatchObject({ state: 'INITIATED' });
  const fulfilled = fake.fulfils(first.url);
  const news = {
    reference: request.reference,
    state: 'PENDING',
    amount: request.amount,
    method: 'direct_debit',
  };
  for (let tries = 0; tries < 3; tries++)
    expect(await provider.read(raw(fulfilled))).toMatchObject({ kind: 'payment', news });
  expect(await provider.ask(first.providerRef, at())).toMatchObject(news);
  const made = fake.calls.filter(({ method, path }) => method === 'POST' && path === '/payments');
  expect(new Set(made.map(({ key }) => key))).toEqual(new Set([request.idempotencyKey]));
  expect(
    [...fake.things.values()].filter(
      ({ metadata }) => (metadata as { reference?: string })?.reference === request.reference,
    ),
  ).toHaveLength(2);
});

test('every published status of a payment is known, and another one is asked about again', async () => {
  const { payment } = await debited();
  const states: Record<string, string> = {};
  for (const status of [
    'pending_customer_approval',
    'pending_submission',
    'submitted',
    'confirmed',
    'paid_out',
    'cancelled',
    'customer_approval_denied',
    'failed',
    'charged_back',
    'something_new',
  ]) {
    Object.assign(payment, { status });
    states[status] = (await provider.ask(String(payment['id']), at())).state;
  }
  expect(states).toEqual({
    pending_customer_approval: 'PENDING',
    pending_submission: 'PENDING',
    submitted: 'PENDING',
    confirmed: 'SUCCEEDED',
    paid_out: 'SUCCEEDED',
    cancelled: 'CANCELED',
    customer_approval_denied: 'FAILED',
    failed: 'FAILED',
    charged_back: 'FAILED',
    something_new: 'UNKNOWN',
  });
});

test('what comes back after it was confirmed is a dispute, and what an event says is what holds now', async () => {
  const { payment } = await debited();
  const confirmed = fake.moves(payment, 'confirmed');
  expect(await factsOf(confirmed)).toEqual(['SUCCEEDED', 'WON']);
  now += 60_000;
  const failed = fake.moves(payment, 'failed', 'failed', 'bank_account_closed');
  expect(await provider.read(raw(failed))).toMatchObject({
    facts: [
      { kind: 'payment' },
      {
        news: [
          { disputeId: payment['id'], state: 'LOST', cause: 'account_closed', reason: 'bank_account_closed' },
        ],
      },
    ],
  });
  // The older event, read late, says what holds now: nothing was collected.
  expect(await factsOf(confirmed)).toEqual(['FAILED', 'LOST']);
  now += 60_000;
  const charged = fake.moves(payment, 'charged_back', 'charged_back', 'authorisation_disputed');
  expect(await factsOf(charged)).toEqual(['FAILED', 'LOST']);
  now += 60_000;
  expect(await factsOf(fake.moves(payment, 'paid_out', 'chargeback_cancelled'))).toEqual([
    'SUCCEEDED',
    'WON',
  ]);
  const won = await provider.askDispute(String(payment['id']), at());
  expect(won).toMatchObject({ state: 'WON', onlyIfKnown: true });
});

test('a refund is made once under its id, and one that is too large has failed', async () => {
  const { payment } = await debited();
  fake.moves(payment, 'paid_out');
  const refund = {
    refundId: `ref_${'0'.repeat(26)}`,
    capture: String(payment['id']),
    amount: { minor: 1_000, currency: 'EUR' },
    trace: undefined,
  };
  const first = await provider.refund(refund);
  expect(first).toMatchObject({ refundId: refund.refundId, state: 'PENDING' });
  expect(await provider.refund(refund)).toEqual(first);
  expect(payment['amount_refunded']).toBe(1_000);
  Object.assign(fake.things.get(first.providerRef!)!, { status: 'paid' });
  const paid = await provider.read(raw(fake.event('refunds', 'paid', { refund: first.providerRef! })));
  expect(paid).toMatchObject({ kind: 'refunds', news: [{ state: 'SUCCEEDED' }] });
  const large = { ...refund, refundId: `ref_${'1'.repeat(26)}`, amount: { minor: 9_000, currency: 'EUR' } };
  expect(await provider.refund(large)).toEqual({
    refundId: large.refundId,
    state: 'FAILED',
    failure: 'refund_payment_invalid',
  });
});

test('a payout is its items: payments, what came back, refunds, and the fees that are rounded once', async () => {
  const { payment } = await debited();
  const links = { payment: String(payment['id']) };
  const paid = fake.payout(
    [
      { amount: '4250.0', type: 'payment_paid_out', links },
      { amount: '9000.0', type: 'payment_paid_out', links: { payment: 'PMFOREIGN' } },
      { amount: '-24.6', type: 'gocardless_fee', links },
      { amount: '-4250.0', type: 'payment_charged_back', links },
      { amount: '-10.2', type: 'surcharge_fee', links },
    ],
    8_965,
    'ACMELTD-8RYK2',
  );
  expect(await provider.read(raw(paid))).toEqual({
    kind: 'payout',
    payout: {
      reference: 'ACMELTD-8RYK2',
      provider: 'gocardless',
      currency: 'EUR',
      grossMinor: 9_000,
      feeMinor: 35,
      netMinor: 8_965,
      arrivalDate: '2026-03-01',
      items: [
        { attempt: links.payment, grossMinor: 4_250, feeMinor: 0 },
        { attempt: 'PMFOREIGN', grossMinor: 9_000, feeMinor: 0 },
        { attempt: links.payment, dispute: links.payment, grossMinor: -4_250, feeMinor: 0 },
        { attempt: expect.stringMatching(/^PO/) as string, grossMinor: 0, feeMinor: 35 },
      ],
    },
  });
});

test('a webhook is its events, one by one, under a signature over the raw bytes', async () => {
  const events = [fake.event('mandates', 'active', {}), fake.event('mandates', 'cancelled', {})];
  const { raw: body, headers } = fake.signed(events);
  expect(provider.verify(body, headers, at())).toBe(events[0]!['id']);
  expect(provider.verify(`${body} `, headers, at())).toBeUndefined();
  expect(provider.verify(body, {}, at())).toBeUndefined();
  expect(provider.verify(body, fake.signed(events, 'other').headers, at())).toBeUndefined();
  expect(provider.eventsIn!(body).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  expect(await provider.read(provider.eventsIn!(body)[0]!.raw)).toEqual({
    kind: 'other',
    type: 'mandates.active',
  });
});

test('all that was told can be fetched, page by page, as its webhook brought it', async () => {
  for (let n = 0; n < 205; n++) fake.event('mandates', 'active', {});
  const found: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await provider.events!('2026-02-25T00:00:00.000Z', cursor);
    found.push(...page.events.map(({ id }) => id));
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined);
  expect(new Set(found).size).toBe(fake.told.length);
  expect(pages).toBe(Math.ceil(fake.told.length / 100));
  expect((await provider.events!('2027-01-01T00:00:00.000Z', undefined)).events).toEqual([]);
});
