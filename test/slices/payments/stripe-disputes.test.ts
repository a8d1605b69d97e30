/** Disputes at Stripe: every status and reason that it publishes, whose they are, what they cost, and what is paid out of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Provider } from '../../../shared/payments/psp/port.ts';
import { stripe } from '../../../shared/payments/psp/stripe.ts';
import { anInvoice, attemptId } from '../../support/drawn.ts';
import { FakeStripe } from '../../support/stripe.ts';

const reference = `${attemptId(1)}.${anInvoice(1, 1).id}`;
const NOW = '2026-03-01T10:00:00.000Z';
const SECONDS = Date.parse(NOW) / 1000;

let fake: FakeStripe;
let provider: Provider;
beforeAll(async () => {
  fake = await FakeStripe.open();
  fake.now = () => SECONDS;
  provider = stripe(fake.credentials, (url, init) => fetch(url, init));
});
afterAll(() => fake.close());

const paid = (over: object = {}) => {
  const id = `pi_${fake.intents.size + 1}`;
  const intent = {
    id,
    object: 'payment_intent',
    amount: 10_000,
    currency: 'eur',
    metadata: { reference },
    ...over,
  };
  fake.intents.set(id, intent);
  return intent;
};
const asked = async (status: string, over = {}) =>
  (await provider.askDispute(String(fake.disputed(paid(), status, over)['id']), NOW))!;

test('every published status has a state, and another one is asked about again', async () => {
  const states: Record<string, string> = {};
  for (const status of [
    'warning_needs_response',
    'warning_under_review',
    'warning_closed',
    'needs_response',
    'under_review',
    'appeal_needs_response',
    'appeal_under_review',
    'won',
    'lost',
    'prevented',
    'something_new',
  ])
    states[status] = (await asked(status)).state;
  expect(states).toEqual({
    warning_needs_response: 'INQUIRY',
    warning_under_review: 'INQUIRY',
    warning_closed: 'WON',
    needs_response: 'EVIDENCE_DUE',
    under_review: 'UNDER_REVIEW',
    appeal_needs_response: 'EVIDENCE_DUE',
    appeal_under_review: 'UNDER_REVIEW',
    won: 'WON',
    lost: 'LOST',
    prevented: 'LOST',
    something_new: 'UNKNOWN',
  });
  // Nothing was taken for it: it is as if it had been won.
  expect((await asked('prevented', { balance_transactions: [] })).state).toBe('WON');
});

test('every published reason has a cause', async () => {
  const causes: Record<string, string> = {};
  for (const reason of [
    'bank_cannot_process',
    'check_returned',
    'credit_not_processed',
    'customer_initiated',
    'debit_not_authorized',
    'duplicate',
    'fraudulent',
    'general',
    'incorrect_account_details',
    'insufficient_funds',
    'noncompliant',
    'product_not_received',
    'product_unacceptable',
    'subscription_canceled',
    'unrecognized',
    'something_new',
  ])
    causes[reason] = (await asked('lost', { reason })).cause;
  expect(causes).toEqual({
    bank_cannot_process: 'account_details',
    check_returned: 'funds',
    credit_not_processed: 'not_credited',
    customer_initiated: 'unauthorised',
    debit_not_authorized: 'unauthorised',
    duplicate: 'duplicate',
    fraudulent: 'fraud',
    general: 'other',
    incorrect_account_details: 'account_details',
    insufficient_funds: 'funds',
    noncompliant: 'other',
    product_not_received: 'not_received',
    product_unacceptable: 'not_as_described',
    subscription_canceled: 'mandate_ended',
    unrecognized: 'fraud',
    something_new: 'other',
  });
});

test('it says of which payment it is, what it costs and until when evidence is taken; one of another system is not ours', async () => {
  const intent = paid();
  const dispute = fake.disputed(intent);
  const event = (object: unknown) =>
    provider.read(
      JSON.stringify({
        id: 'evt_1',
        object: 'event',
        type: 'charge.dispute.created',
        created: SECONDS,
        data: { object },
      }),
    );
  expect(await event(dispute)).toEqual({
    kind: 'disputes',
    news: [
      {
        disputeId: dispute['id'],
        reference,
        capture: intent.id,
        state: 'EVIDENCE_DUE',
        version: SECONDS,
        amount: { minor: 10_000, currency: 'EUR' },
        feeMinor: 2_000,
        cause: 'fraud',
        reason: 'fraudulent',
        evidenceBy: '2026-03-10T10:00:00.000Z',
      },
    ],
  });
  const other = { kind: 'other', type: 'charge.dispute.created' };
  expect(await event(fake.disputed(paid({ metadata: {} })))).toEqual(other);
  expect(await event({ ...dispute, payment_intent: null })).toEqual(other);
  // An account in dollars: what it cost there is no amount of euros.
  const [row] = dispute['balance_transactions'] as object[];
  expect((await asked('lost', { balance_transactions: [{ ...row, currency: 'usd' }] })).feeMinor).toBe(0);
});

test('it is closed once, and closing it again says what it is', async () => {
  const id = String(fake.disputed(paid())['id']);
  expect(await provider.acceptDispute(id, NOW)).toMatchObject({ state: 'LOST', disputeId: id });
  expect(await provider.acceptDispute(id, NOW)).toMatchObject({ state: 'LOST' });
});

test('a payout names its disputes, ours only, and rows that are all fee are fees', async () => {
  const intent = paid();
  const [own, foreign] = [fake.disputed(intent), fake.disputed(paid({ metadata: {} }))];
  const billed = {
    id: 'txn_fee',
    object: 'balance_transaction',
    type: 'stripe_fee',
    amount: -300,
    fee: 0,
    net: -300,
    currency: 'eur',
    source: null,
  };
  const payout = fake.payout([
    fake.charge(intent, 175),
    ...fake.rowsOf(own),
    ...fake.rowsOf(foreign),
    billed,
  ]);
  const fact = await provider.read(
    JSON.stringify({
      id: 'evt_2',
      object: 'event',
      type: 'payout.paid',
      created: SECONDS,
      data: { object: payout },
    }),
  );
  if (fact.kind !== 'payout') throw new Error(fact.kind);
  expect(fact.payout).toMatchObject({ grossMinor: -10_000, feeMinor: 4_475, netMinor: -14_475 });
  expect(fact.payout.items).toEqual([
    { attempt: reference, grossMinor: 10_000, feeMinor: 175 },
    { attempt: reference, dispute: own['id'], grossMinor: -10_000, feeMinor: 2_000 },
    { attempt: expect.stringMatching(/^txn_/) as string, grossMinor: -10_000, feeMinor: 2_000 },
    { attempt: 'txn_fee', grossMinor: 0, feeMinor: 300 },
  ]);
});
