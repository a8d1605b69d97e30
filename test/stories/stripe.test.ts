import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Chargeback } from '../../shared/chargebacks/chargeback.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import { openCompany } from '../../bin/demo/open.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { FakeGoCardless } from '../support/gocardless.ts';
import { FakeStripe } from '../support/stripe.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let fake: FakeStripe;
let debits: FakeGoCardless;
beforeAll(async () => {
  fake = await FakeStripe.open();
  debits = await FakeGoCardless.open();
  const vault = { stripe: fake.credentials, gocardless: debits.credentials };
  world = await World.open('2026-01-05T09:00:00Z', { provider: 'stripe' }, vault, {
    jobs: ['FindOverdue', 'CheckAttempts'],
  });
  debits.now = () => world.cloud.clock.now();
  fake.now = () => Math.floor(world.cloud.clock.now() / 1000);
});
afterEach(() => world.booksAreRight());
afterAll(async () => {
  await world.close();
  await fake.close();
  await debits.close();
});

type Json = Record<string, unknown>;
const tell = async (...events: Json[]): Promise<void> => {
  for (const event of events) expect(await fake.send(world.cloud.urls.api, event)).toBe(200);
  await world.settle();
};
const pageOf = async (buyer: Buyer, number: string) => (await fetch(await buyer.link(number))).text();
const paysAt = async (hosted: string): Promise<Json> => {
  const { session, intent } = fake.pays(hosted);
  await tell(
    fake.event('checkout.session.completed', session),
    fake.event('payment_intent.succeeded', intent),
  );
  return intent;
};

test('a link leads to Checkout; webhooks that come twice and in the wrong order book one receipt', async () => {
  const acme = await world.customer('Twice');
  const invoice = await acme.isInvoiced('75.00');
  const hosted = await acme.opensProvider(invoice.number);
  expect(await acme.opensProvider(invoice.number)).toBe(hosted);
  const created = fake.calls.filter(({ method }) => method === 'POST');
  expect(created).toHaveLength(1);
  expect(created[0]!.key).toMatch(/^att_/);
  expect(created[0]!.form.get('line_items[0][price_data][unit_amount]')).toBe('7500');
  const { session, intent } = fake.pays(hosted);
  const succeeded = fake.event('payment_intent.succeeded', intent);
  const completed = fake.event('checkout.session.completed', session);
  const failedBefore = fake.event(
    'payment_intent.payment_failed',
    { ...intent, status: 'requires_payment_method' },
    fake.now() - 60,
  );
  await tell(succeeded, succeeded, completed, failedBefore, completed, succeeded);
  expect(await acme.payments()).toMatchObject([
    { amount: { minor: 7_500, currency: 'EUR' }, method: 'card', unapplied: { minor: 0 } },
  ]);
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 7_500 } }],
  });
  expect(
    (await acme.inbox()).filter(
      ({ subject, text }) => /received|receipt/i.test(subject) && text.includes(invoice.number),
    ),
  ).toHaveLength(1);
  expect(await pageOf(acme, invoice.number)).not.toContain('<form');
});

test('a declined card stays on Stripe’s page, another card pays', async () => {
  const acme = await world.customer('Declined');
  const invoice = await acme.isInvoiced('60.00');
  const hosted = await acme.opensProvider(invoice.number);
  const { intent } = fake.move(
    hosted,
    {},
    { status: 'requires_payment_method', last_payment_error: { type: 'card_error', code: 'card_declined' } },
  );
  await tell(fake.event('payment_intent.payment_failed', intent));
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'ISSUED' });
  // Back by the button: the page offers the same session again.
  const back = fake.calls.at(-1)!.form.get('cancel_url')!;
  expect(await (await fetch(back)).text()).toMatch(/role="alert"[\s\S]*<form/);
  expect(await acme.opensProvider(invoice.number)).toBe(hosted);
  await paysAt(hosted);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
});

test('a debit is waited for, and when it fails the payer may begin again', async () => {
  const acme = await world.customer('Debit');
  const invoice = await acme.isInvoiced('90.00');
  const first = await acme.opensProvider(invoice.number);
  const { session, intent } = fake.move(first, { status: 'complete' }, { status: 'processing' });
  await tell(
    fake.event('checkout.session.completed', session),
    fake.event('payment_intent.processing', intent),
  );
  expect(await pageOf(acme, invoice.number)).not.toContain('<form');
  await world.day(3);
  const failed = fake.move(
    first,
    {},
    { status: 'requires_payment_method', last_payment_error: { code: 'debit_not_authorized' } },
  );
  await tell(
    fake.event('checkout.session.async_payment_failed', failed.session),
    fake.event('payment_intent.payment_failed', failed.intent),
  );
  expect(await pageOf(acme, invoice.number)).toContain('<form');
  const second = await acme.opensProvider(invoice.number);
  expect(second).not.toBe(first);
  await paysAt(second);
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 9_000 } }],
  });
});

test('lost webhooks are found by asking, also when the last news was of the intent, and by what Stripe says it has told', async () => {
  const acme = await world.customer('Lost');
  const [card, debit] = [await acme.isInvoiced('45.00'), await acme.isInvoiced('46.00')];
  fake.pays(await acme.opensProvider(card.number));
  const hosted = await acme.opensProvider(debit.number);
  await tell(
    fake.event(
      'payment_intent.processing',
      fake.move(hosted, { status: 'complete' }, { status: 'processing' }).intent,
    ),
  );
  fake.pays(hosted);
  // Neither the dispute of what was paid before nor the payout that it is in was ever told.
  const paid = await acme.isInvoiced('47.00');
  const intent = await paysAt(await acme.opensProvider(paid.number));
  const dispute = fake.disputed(intent);
  fake.event('charge.dispute.created', dispute);
  const payout = fake.payout([fake.charge(intent, 90), ...fake.rowsOf(dispute)]);
  fake.event('payout.paid', payout);
  await world.day(5);
  expect(await acme.invoice(paid.id)).toMatchObject({ state: 'ISSUED', chargebacks: [{ state: 'OPEN' }] });
  await world.bank([{ minor: payout['amount'] as number, text: `STRIPE ${String(payout['id'])}` }]);
  expect((await world.get<{ data: unknown[] }>('/v1/exceptions')).data).toEqual([]);
  expect(await acme.invoice(card.id)).toMatchObject({ state: 'PAID' });
  expect(await acme.invoice(debit.id)).toMatchObject({ state: 'PAID' });
});

test('a session that Stripe does not answer for keeps no other waiting', async () => {
  const acme = await world.customer('Gone');
  const [first, second] = [await acme.isInvoiced('30.00'), await acme.isInvoiced('31.00')];
  const [gone, paid] = [await acme.opensProvider(first.number), await acme.opensProvider(second.number)];
  const id = gone.split('/').at(-1)!;
  const session = fake.sessions.get(id)!;
  fake.sessions.delete(id);
  fake.pays(paid);
  await world.cloud.clock.advance(world.cloud.clock.now() + 6 * 60_000);
  const { error } = await world.cloud.invoke('CheckAttempts', {});
  expect(error?.message).toContain('check-attempts failed for 1 tenants');
  await world.settle();
  expect(await acme.invoice(second.id)).toMatchObject({ state: 'PAID' });
  fake.sessions.set(id, session);
});

test('a session that nobody used expires, and the link begins another', async () => {
  const acme = await world.customer('Late');
  const invoice = await acme.isInvoiced('20.00');
  const first = await acme.opensProvider(invoice.number);
  const ends = Number(fake.calls.at(-1)!.form.get('expires_at')) - fake.now();
  expect(ends).toBeGreaterThanOrEqual(30 * 60);
  expect(ends).toBeLessThan(40 * 60);
  await world.cloud.clock.advance(world.cloud.clock.now() + ends * 1000);
  await tell(fake.event('checkout.session.expired', fake.move(first, { status: 'expired' }, {}).session));
  const second = await acme.opensProvider(invoice.number);
  expect(second).not.toBe(first);
  await paysAt(second);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
});

test('what is not ours, or says nothing of money, is kept and changes nothing', async () => {
  const before = await world.all('/v1/payments');
  const foreign = {
    object: 'payment_intent',
    id: 'pi_foreign',
    status: 'succeeded',
    amount: 100,
    amount_received: 100,
    currency: 'eur',
    metadata: { order: '7' },
    last_payment_error: null,
  };
  await tell(
    fake.event('payment_intent.succeeded', foreign),
    fake.event('plan.created', { id: 'plan_1' }),
    fake.event('checkout.session.completed', {
      id: 'cs_foreign',
      metadata: {},
      client_reference_id: 'shop-7',
      status: 'complete',
      payment_status: 'paid',
      amount_total: 5,
      currency: 'eur',
      payment_intent: null,
    }),
  );
  expect(await world.all('/v1/payments')).toEqual(before);
});

const account = async (name: string): Promise<number> => {
  const { currencies } = await world.get<{
    currencies: { accounts: { account: string; balanceMinor: number }[] }[];
  }>('/v1/trial-balance');
  return (
    currencies.flatMap(({ accounts }) => accounts).find((row) => row.account === name)?.balanceMinor ?? 0
  );
};

test('a payout comes to the bank less its fees, and the line explains itself', async () => {
  const acme = await world.customer('Payout');
  const [a, b] = [await acme.isInvoiced('100.00'), await acme.isInvoiced('50.00')];
  const intents = [
    await paysAt(await acme.opensProvider(a.number)),
    await paysAt(await acme.opensProvider(b.number)),
  ];
  const [clearing, bank, fees] = [await account('clearing'), await account('bank'), await account('fees')];
  const payout = fake.payout([fake.charge(intents[0]!, 175), fake.charge(intents[1]!, 100)]);
  const pending = { ...payout, reconciliation_status: 'in_progress' };
  await tell(fake.event('payout.paid', pending), fake.event('payout.reconciliation_completed', payout));
  await world.bank([
    {
      minor: 14_725,
      text: `STRIPE ${String(payout['id'])} PAYOUT`,
      payer: { name: 'Stripe Technology Europe Ltd' },
    },
  ]);
  expect((await account('clearing')) - clearing).toBe(-15_000);
  expect((await account('bank')) - bank).toBe(14_725);
  expect((await account('fees')) - fees).toBe(275);
  expect((await world.get<{ data: unknown[] }>('/v1/exceptions')).data).toEqual([]);
});

test('a dispute takes the money back with its fee and is in the payout; winning pays the invoice again', async () => {
  const acme = await world.customer('Disputer');
  const [a, b] = [await acme.isInvoiced('100.00'), await acme.isInvoiced('300.00')];
  const [first, other] = [
    await paysAt(await acme.opensProvider(a.number)),
    await paysAt(await acme.opensProvider(b.number)),
  ];
  const before = [await account('chargebacks'), await account('bank'), await account('clearing')];
  const exposure = await acme.exposure();
  const dispute = fake.disputed(first);
  const created = fake.event('charge.dispute.created', dispute);
  await tell(created, fake.event('charge.dispute.funds_withdrawn', { ...dispute }), created);
  expect(await acme.invoice(a.id)).toMatchObject({
    state: 'ISSUED',
    open: { minor: 10_000 },
    dueOn: a.dueOn,
    chargebacks: [{ state: 'OPEN' }],
  });
  expect(await acme.exposure()).toBe(exposure + 10_000);
  const [chargeback] = await world.all<Chargeback>('/v1/chargebacks');
  expect(chargeback).toMatchObject({
    state: 'EVIDENCE_DUE',
    cause: 'fraud',
    amount: { minor: 10_000 },
    fee: { minor: 2_000 },
    evidenceBy: expect.any(String) as string,
  });
  // Its payout: what was collected less what was taken back and what that cost.
  const payout = fake.payout([fake.charge(first, 175), fake.charge(other, 445), ...fake.rowsOf(dispute)]);
  expect(payout['amount']).toBe(40_000 - 620 - 10_000 - 2_000);
  await tell(fake.event('payout.paid', payout));
  await world.bank([{ minor: payout['amount'] as number, text: `STRIPE ${String(payout['id'])}` }]);
  expect([await account('chargebacks'), await account('bank'), await account('clearing')]).toEqual([
    before[0],
    before[1]! + (payout['amount'] as number),
    before[2]! - 40_000,
  ]);
  const won = fake.won(dispute);
  const closed = fake.event('charge.dispute.closed', { ...won });
  await tell(
    closed,
    fake.event('charge.dispute.updated', { ...won, status: 'under_review' }, fake.now() - 60),
    closed,
  );
  expect(await acme.invoice(a.id)).toMatchObject({ state: 'PAID', chargebacks: [{ state: 'WON' }] });
  const next = fake.payout(fake.rowsOf(won).slice(1));
  await tell(fake.event('payout.paid', next));
  await world.bank([{ minor: 10_000, text: `STRIPE ${String(next['id'])}` }]);
  expect([await account('chargebacks'), await acme.exposure()]).toEqual([before[0], exposure]);
  expect((await world.get<{ data: unknown[] }>('/v1/exceptions')).data).toEqual([]);
  await world.isHealthy();
});

test('a debit that comes back opens its invoice again at the old due date, also where it is told of before it was paid', async () => {
  const acme = await world.customer('Returned');
  const invoice = await acme.isInvoiced('80.00');
  const hosted = await acme.opensProvider(invoice.number);
  const methods = { payment_method_types: ['card', 'sepa_debit'] };
  const { intent } = fake.move(
    hosted,
    { status: 'complete', payment_status: 'paid', ...methods },
    { status: 'succeeded', amount_received: 8_000, paid_by: 'sepa_debit', ...methods },
  );
  const returned = fake.disputed(intent, 'lost', {
    reason: 'insufficient_funds',
    evidence_details: { due_by: null },
  });
  await tell(fake.event('charge.dispute.created', returned), fake.event('payment_intent.succeeded', intent));
  const paidOn = world.today();
  expect(await acme.payments()).toMatchObject([
    {
      method: 'direct_debit',
      paidOn,
      revocableUntil: addDays(paidOn, 56),
      disputed: { minor: 8_000 },
      allocations: [],
    },
  ]);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'ISSUED', dueOn: invoice.dueOn });
  expect((await world.all<Chargeback>('/v1/chargebacks'))[0]).toMatchObject({
    state: 'LOST',
    kind: 'return',
    cause: 'funds',
    retry: true,
    instrument: 'usable',
  });
  // Nobody can send evidence for it: it is no work for anybody.
  expect(JSON.stringify(await world.all('/v1/tasks'))).not.toContain('Returned');
  await world.isHealthy();
});

test('GoCardless debits an account by a mandate; what comes back after it was confirmed is in its payout, and one webhook brings it all', async () => {
  const entities = [{ ...SELLER, provider: 'gocardless' }];
  await openCompany(world.cloud, { tenant: 'acme', entities, keys: [] });
  await world.passes(31_000);
  const acme = await world.customer('Debited');
  const [good, bad] = [await acme.isInvoiced('70.00'), await acme.isInvoiced('90.00')];
  const pages = [await acme.opensProvider(good.number), await acme.opensProvider(bad.number)];
  const send = async (...events: Json[]) => {
    expect(await debits.send(world.cloud.urls.api, ...events)).toBe(200);
    await world.settle();
  };
  await send(...pages.map((page) => debits.fulfils(page)));
  expect(await pageOf(acme, good.number)).not.toContain('<form');
  const payments = [...debits.things.values()].filter(({ id }) => String(id).startsWith('PM'));
  const [first, second] = ['7000', '9000'].map((minor) =>
    payments.find(({ amount }) => amount === Number(minor))!,
  );
  const before = [
    await account('clearing'),
    await account('chargebacks'),
    await account('bank'),
    await account('fees'),
  ];
  const confirmed = [first!, second!].map((payment) => debits.moves(payment, 'confirmed'));
  await send(confirmed[1]!, confirmed[0]!);
  await world.passes(60_000);
  const charged = debits.moves(second!, 'charged_back', 'charged_back', 'refund_requested');
  const payout = debits.payout(
    [
      { amount: '7000.0', type: 'payment_paid_out', links: { payment: first!['id'] } },
      { amount: '9000.0', type: 'payment_paid_out', links: { payment: second!['id'] } },
      { amount: '-9000.0', type: 'payment_charged_back', links: { payment: second!['id'] } },
      { amount: '-90.4', type: 'gocardless_fee', links: { payment: first!['id'] } },
    ],
    6_910,
    'ACMELTD-8RYK2',
  );
  await send(charged, payout, charged, confirmed[1]!);
  expect(await acme.invoice(good.id)).toMatchObject({ state: 'PAID' });
  expect(await acme.invoice(bad.id)).toMatchObject({ state: 'ISSUED', dueOn: bad.dueOn });
  expect((await world.all<Chargeback>('/v1/chargebacks'))[0]).toMatchObject({
    provider: 'gocardless',
    state: 'LOST',
    cause: 'unauthorised',
    instrument: 'disputed',
  });
  await world.bank([{ minor: 6_910, text: 'ACMELTD-8RYK2', payer: { name: 'GoCardless SAS' } }]);
  expect([
    await account('clearing'),
    await account('chargebacks'),
    await account('bank'),
    await account('fees'),
  ]).toEqual([before[0], before[1], before[2]! + 6_910, before[3]! + 90]);
  expect((await world.get<{ data: unknown[] }>('/v1/exceptions')).data).toEqual([]);
  await world.isHealthy();
});
