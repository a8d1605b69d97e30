/** Methods on file at providers, against servers with their wires: what is kept, charges without a payer, refusals, ends. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gocardless } from '../../../shared/payments/psp/gocardless.ts';
import type { ChargeKept, KeptMethod, SetupPage, StartPayment } from '../../../shared/payments/psp/port.ts';
import { stripe } from '../../../shared/payments/psp/stripe.ts';
import { anInvoice, attemptId } from '../../support/drawn.ts';
import { FakeGoCardless } from '../../support/gocardless.ts';
import { FakeStripe } from '../../support/stripe.ts';

const NOW = '2026-03-01T10:00:00.000Z';
let card: FakeStripe;
let debit: FakeGoCardless;
beforeAll(async () => {
  [card, debit] = await Promise.all([FakeStripe.open(), FakeGoCardless.open()]);
  card.now = () => Date.parse(NOW) / 1000;
  debit.now = () => Date.parse(NOW);
});
afterAll(() => Promise.all([card.close(), debit.close()]));
const atStripe = () => stripe(card.credentials, fetch);
const atGoCardless = () => gocardless(debit.credentials, fetch);

let serial = 10;
const reference = (id: string) => `${id}.${anInvoice(1, 1).id}`;
const starting = (over: Partial<StartPayment> = {}): StartPayment => {
  const id = attemptId(++serial);
  return {
    reference: reference(id),
    trace: 'a'.repeat(32),
    idempotencyKey: id,
    amount: { minor: 4_250, currency: 'EUR' },
    description: 'Invoice INV-2026-000001',
    payerEmail: 'lea@customer.example',
    returnUrl: 'https://pay.example/status',
    cancelUrl: 'https://pay.example/',
    until: '2026-03-01T10:31:00.000Z',
    ...over,
  };
};
const SETUP: SetupPage = {
  reference: `ivt_${'0'.repeat(26)}.0`,
  trace: 'c'.repeat(32),
  currency: 'EUR',
  description: 'Acme GmbH',
  payerEmail: 'lea@customer.example',
  returnUrl: 'https://pay.example/method?notice=back',
  cancelUrl: 'https://pay.example/method?notice=canceled',
  until: '2026-03-01T10:31:00.000Z',
};
const charge = ({ token, payer }: KeptMethod, over: Partial<ChargeKept> = {}): ChargeKept => {
  const id = attemptId(++serial);
  return {
    reference: reference(id),
    trace: 'b'.repeat(32),
    idempotencyKey: id,
    amount: { minor: 9_900, currency: 'EUR' },
    description: 'Invoice INV-2026-000002',
    token,
    payer,
    begunAt: NOW,
    again: false,
    ...over,
  };
};

describe('Stripe', () => {
  const kept = async (type: 'card' | 'sepa_debit' = 'card') => {
    const { url, providerRef } = await atStripe().start(starting({ keep: true }));
    const made = card.keeps(url, type);
    card.pays(url);
    return { made, method: (await atStripe().keeping!.kept(providerRef))! };
  };
  test('a page that keeps makes a customer and says so; one that does not keeps nothing', async () => {
    await atStripe().start(starting({ keep: true }));
    expect(Object.fromEntries(card.calls.at(-1)!.form)).toMatchObject({
      customer_creation: 'always',
      'payment_intent_data[setup_future_usage]': 'off_session',
    });
    const { url, providerRef } = await atStripe().start(starting());
    const plain = Object.keys(Object.fromEntries(card.calls.at(-1)!.form));
    expect(plain.filter((name) => /customer_creation|future/.test(name))).toEqual([]);
    card.keeps(url);
    card.pays(url);
    expect(await atStripe().keeping!.kept(providerRef)).toBeUndefined();
  });
  test('a card is kept by names, brand, last digits and last month, and nothing else', async () => {
    const { made, method } = await kept();
    expect(method).toEqual({
      token: made['id'],
      payer: made['customer'],
      kind: 'card',
      scheme: 'card',
      brand: 'visa',
      last4: '4242',
      expires: '2029-04',
    });
  });
  test('a debit by its mandate', async () => {
    expect((await kept('sepa_debit')).method).toMatchObject({
      kind: 'direct_debit',
      scheme: 'sepa_debit',
      last4: '3000',
      mandate: 'REF-mandate_1',
    });
  });
  test('what was taken off again before anybody asked is not kept', async () => {
    const { url, providerRef } = await atStripe().start(starting({ keep: true }));
    const made = card.keeps(url);
    card.pays(url);
    Object.assign(made, { customer: null });
    expect(await atStripe().keeping!.kept(providerRef)).toBeUndefined();
  });
  test('what a partner names is what the account has under the name, as its customer’s, while it can be charged', async () => {
    const { find } = atStripe().keeping!;
    const [filed, account] = [card.files(), card.files('sepa_debit')];
    const names = { token: String(filed['id']), payer: String(filed['customer']) };
    expect(await find(names.token, undefined)).toEqual({
      ...names,
      kind: 'card',
      scheme: 'card',
      brand: 'visa',
      last4: '4242',
      expires: '2029-04',
    });
    expect(await find(names.token, names.payer)).toMatchObject(names);
    expect(await find(names.token, 'cus_other')).toEqual({ unusable: 'payer', word: names.payer });
    expect(await find('pm_nobody', undefined)).toEqual({ unusable: 'unknown', word: 'resource_missing' });
    Object.assign(filed, { customer: null });
    expect(await find(names.token, names.payer)).toEqual({ unusable: 'over', word: 'detached' });
    const mandate = `mandate_${String(account['id']).slice(3)}`;
    expect(await find(String(account['id']), undefined)).toMatchObject({
      kind: 'direct_debit',
      scheme: 'sepa_debit',
      mandate: `REF-${mandate}`,
    });
    card.inactive.add(mandate);
    const over = { unusable: 'over', word: 'mandate_inactive' };
    expect(await find(String(account['id']), undefined)).toEqual(over);
    card.setups.length = 0;
    expect(await find(String(account['id']), undefined)).toEqual({ ...over, word: 'no_mandate' });
  });
  test('a debit that was kept with a payment is found with the mandate of that payment', async () => {
    const { made } = await kept('sepa_debit');
    const found = await atStripe().keeping!.find(String(made['id']), undefined);
    expect(found).toMatchObject({ last4: '3000', mandate: 'REF-mandate_1' });
  });
  test.each(['card', 'sepa_debit'] as const)(
    'a page without a payment is opened once, and tells what was given: %s',
    async (type) => {
      const asked = { ...SETUP, reference: SETUP.reference.replace('.0', type === 'card' ? '.1' : '.2') };
      const { url } = await atStripe().keeping!.setup(asked);
      expect(Object.fromEntries(card.calls.at(-1)!.form)).toMatchObject({
        mode: 'setup',
        currency: 'eur',
        customer_creation: 'always',
        'setup_intent_data[metadata][reference]': asked.reference,
      });
      expect((await atStripe().keeping!.setup(asked)).url).toBe(url);
      const told = (session: object) =>
        atStripe().read(JSON.stringify(card.event('checkout.session.completed', session as never)));
      const { session, method } = card.gives(url, type);
      const filed = { kind: 'filed', reference: asked.reference, token: method['id'] };
      expect(await told(session)).toEqual(filed);
      expect(await atStripe().keeping!.find(filed.token as string, undefined)).toMatchObject({
        scheme: type,
      });
      const other = { kind: 'other', type: 'checkout.session.completed' };
      expect(await told({ ...session, metadata: { reference: 'theirs' } })).toEqual(other);
      expect(await told({ ...session, setup_intent: null })).toEqual(other);
    },
  );
  test('a charge has nobody to confirm it, our reference, and the attempt’s id as its key; the same again is the same', async () => {
    const { method } = await kept();
    const asked = charge(method);
    const news = await atStripe().keeping!.charge(asked);
    expect(news).toMatchObject({ state: 'SUCCEEDED', reference: asked.reference, amount: { minor: 9_900 } });
    const { form, key } = card.calls.at(-1)!;
    expect(key).toBe(asked.idempotencyKey);
    expect(Object.fromEntries(form)).toMatchObject({
      off_session: 'true',
      confirm: 'true',
      customer: method.payer,
      payment_method: method.token,
      'metadata[reference]': asked.reference,
    });
    expect(await atStripe().keeping!.charge(asked)).toEqual(news);
    // A day later Stripe has forgotten the key.
    card.forgetsKeys();
    const before = card.intents.size;
    expect(await atStripe().keeping!.charge({ ...asked, again: true })).toEqual(news);
    expect(card.intents.size).toBe(before);
    expect(await atStripe().ask(news.providerRef, NOW)).toMatchObject({ state: 'SUCCEEDED' });
  });
  test.each(['insufficient_funds', 'stolen_card', 'authentication_required'])(
    'a refusal by %s is a failure with that word: by its answer, by asking, and by its event',
    async (word) => {
      const { made, method } = await kept();
      Object.assign(made, { declines: word });
      const news = await atStripe().keeping!.charge(charge(method));
      expect(news).toMatchObject({ state: 'FAILED', failure: word });
      expect(await atStripe().ask(news.providerRef, NOW)).toMatchObject({ state: 'FAILED', failure: word });
      const event = card.event('payment_intent.payment_failed', card.intents.get(news.providerRef)!);
      expect(await atStripe().read(JSON.stringify(event))).toMatchObject({
        kind: 'payment',
        news: { state: 'FAILED', failure: word },
      });
    },
  );
  test('what is gone there is refused, and forgotten as often as it is asked', async () => {
    const { method } = await kept();
    await atStripe().keeping!.forget(method.token);
    await atStripe().keeping!.forget(method.token);
    const asked = charge(method);
    expect(await atStripe().keeping!.charge(asked)).toMatchObject({
      state: 'FAILED',
      failure: 'resource_missing',
      providerRef: asked.idempotencyKey,
    });
  });
  test('what was ended there and not told is in what is looked through, after what moves money', async () => {
    const at = await FakeStripe.open();
    const told = [
      at.event('mandate.updated', { id: 'mandate_1' }),
      ...Array.from({ length: 120 }, () => at.event('payment_intent.succeeded', { id: 'pi_1' })),
      at.event('payment_method.detached', { id: 'pm_1' }),
      at.event('customer.updated', { id: 'cus_1' }),
    ].map(({ id }) => String(id));
    const { events } = stripe(at.credentials, fetch);
    const walk = async (cursor?: string): Promise<string[]> => {
      const page = await events!('2026-01-01T00:00:00.000Z', cursor);
      const ids = page.events.map(({ id }) => id);
      return page.next === undefined ? ids : [...ids, ...(await walk(page.next))];
    };
    const ours = told.slice(0, -1);
    const found = await walk();
    expect(found).toHaveLength(ours.length);
    expect(new Set(found)).toEqual(new Set(ours));
    expect(new Set(found.slice(-2))).toEqual(new Set([told[0], told[121]]));
    // A cursor of before there were two lists goes on in the first.
    expect((await walk(found[99])).length).toBe(22);
    await at.close();
  });
  test('an outage is no refusal', async () => {
    const down = stripe({ ...card.credentials, apiKey: 'sk_wrong' }, fetch);
    await expect(down.keeping!.charge(charge((await kept()).method))).rejects.toThrow('API Key');
  });
  test.each([
    ['payment_method.detached', { id: 'pm_1' }, { kind: 'ended', token: 'pm_1', reason: 'detached' }],
    [
      'mandate.updated',
      { id: 'mandate_1', status: 'inactive', payment_method: 'pm_1' },
      { kind: 'ended', token: 'pm_1', reason: 'mandate_inactive' },
    ],
    ['mandate.updated', { id: 'mandate_1', status: 'active', payment_method: 'pm_1' }, { kind: 'other' }],
  ])('%s', async (type, object, fact) => {
    expect(await atStripe().read(JSON.stringify(card.event(type, object)))).toMatchObject(fact);
  });
});

describe('GoCardless', () => {
  const kept = async () => {
    const request = starting();
    const { url } = await atGoCardless().start(request);
    await atGoCardless().read(JSON.stringify({ events: [debit.fulfils(url)] }));
    const payment = debit.paymentOf(request.reference)!;
    return { payment, method: (await atGoCardless().keeping!.kept(String(payment['id'])))! };
  };
  test('the mandate of a payment is kept, with what stands on the payer’s statement', async () => {
    expect((await kept()).method).toMatchObject({
      token: expect.stringMatching(/^MD/),
      kind: 'direct_debit',
      scheme: 'sepa_core',
      last4: '11',
      mandate: expect.stringMatching(/^QUIT-/),
      creditor: 'DE98ZZZ09999999999',
    });
  });
  test('a page without a payment takes the mandate alone, and tells of it once it was given', async () => {
    const { url } = await atGoCardless().keeping!.setup(SETUP);
    expect((await atGoCardless().keeping!.setup(SETUP)).url).toBe(url);
    const request = debit.things.get(url.split('/').at(-1)!)!;
    expect(request).toMatchObject({
      mandate_request: { currency: 'EUR' },
      metadata: { reference: SETUP.reference },
    });
    const read = (event: object) => atGoCardless().read(JSON.stringify({ events: [event] }));
    const begun = debit.event('billing_requests', 'created', { billing_request: String(request['id']) });
    expect(await read(begun)).toEqual({ kind: 'other', type: 'billing_requests.created' });
    const fulfilled = debit.fulfils(url);
    const token = (request['links'] as Record<string, string>)['mandate_request_mandate']!;
    for (const event of [fulfilled, begun])
      expect(await read(event)).toEqual({ kind: 'filed', reference: SETUP.reference, token });
    expect(await atGoCardless().keeping!.find(token, undefined)).toMatchObject({ last4: '11' });
    expect(debit.paymentOf(SETUP.reference)).toBeUndefined();
  });
  test('what a partner names is a mandate of the account’s, of that customer, that can be debited', async () => {
    const { find } = atGoCardless().keeping!;
    const mandate = debit.mandate();
    const [token, { customer }] = [String(mandate['id']), mandate['links'] as Record<string, string>];
    expect(await find(token, customer)).toMatchObject({
      token,
      payer: customer,
      last4: '11',
      scheme: 'sepa_core',
    });
    expect(await find(token, 'CU1')).toEqual({ unusable: 'payer', word: customer });
    expect(await find('MD1', undefined)).toEqual({ unusable: 'unknown', word: 'resource_not_found' });
    for (const status of [
      'pending_customer_approval',
      'suspended_by_payer',
      'cancelled',
      'expired',
      'failed',
    ]) {
      Object.assign(mandate, { status });
      expect(await find(token, undefined)).toEqual({ unusable: 'over', word: `mandate_${status}` });
    }
  });
  test('a debit under it is pending, made once, and fails by its cause', async () => {
    const { method } = await kept();
    const asked = charge(method);
    const news = await atGoCardless().keeping!.charge(asked);
    expect(news).toMatchObject({ state: 'PENDING', method: 'direct_debit', reference: asked.reference });
    expect((await atGoCardless().keeping!.charge({ ...asked, again: true })).providerRef).toBe(
      news.providerRef,
    );
    const payment = debit.things.get(news.providerRef)!;
    expect([payment['amount'], payment['links']]).toEqual([9_900, { mandate: method.token }]);
    const event = debit.moves(payment, 'failed', 'failed', 'insufficient_funds');
    expect(await atGoCardless().read(JSON.stringify({ events: [event] }))).toMatchObject({
      facts: [{ kind: 'payment', news: { state: 'FAILED', failure: 'insufficient_funds' } }, {}],
    });
  });
  test('a mandate that is cancelled is refused, kept no more, and cancelled as often as it is asked', async () => {
    const { payment, method } = await kept();
    await atGoCardless().keeping!.forget(method.token);
    await atGoCardless().keeping!.forget(method.token);
    const asked = charge(method);
    expect(await atGoCardless().keeping!.charge(asked)).toMatchObject({
      state: 'FAILED',
      failure: 'mandate_is_inactive',
      providerRef: asked.idempotencyKey,
    });
    expect(await atGoCardless().keeping!.kept(String(payment['id']))).toBeUndefined();
  });
  test.each([
    ['cancelled', 'bank_account_closed', { kind: 'ended', token: 'MD1', reason: 'bank_account_closed' }],
    ['active', undefined, { kind: 'other' }],
  ])('of mandates %s', async (action, cause, fact) => {
    const event = debit.event('mandates', action, { mandate: 'MD1' }, cause);
    expect(await atGoCardless().read(JSON.stringify({ events: [event] }))).toMatchObject(fact);
  });
});
