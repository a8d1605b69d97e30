/** A payer who cannot pay at once agrees on instalments: they are what is due, until they are paid or one is not there in time. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import type { PaymentPlan, PlanPreview, PlanView } from '../../shared/plans/plan.ts';
import { addDays, addMonths } from '../../shared/kernel/dates.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { hiddenIn, Visitor } from '../support/visitor.ts';
import { World, type Buyer } from '../support/world.ts';

let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  world = await World.open(
    '2026-01-05T09:00:00Z',
    { reminders: [3, 10, 20] },
    {},
    { jobs: ['JudgePlans', 'FindOverdue'], sandboxes: [shop.origin] },
  );
  await world.hires([
    { name: 'collector', roles: ['collector'] },
    { name: 'chief', roles: ['finance'] },
  ]);
  const heard = { url: `${shop.origin}/hooks`, events: ['plan.*'], contact: 'ops@shop.example' };
  await world.call('POST', '/v1/webhooks', heard, { key: 'partner' });
  await world.passes(31_000);
});
afterAll(async () => {
  await world.close();
  shop.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const setPolicy = (policy: unknown) =>
  world.call('PUT', '/v1/entities/main/payment-plan-policy', policy, { key: 'chief' });
const agree = <T = PaymentPlan>(body: unknown) =>
  world.call<T>('POST', '/v1/payment-plans', body, { key: 'collector' });
const plan = (id: string) => world.get<PlanView>(`/v1/payment-plans/${id}`);
const monthly = (count: number, firstOn: string) => ({ by: 'count', count, every: 'month', firstOn });
const told = (id: string): string[] =>
  shop.received.filter(({ body }) => body.subject === id).map(({ body }) => body.type);
const reminders = async (buyer: Buyer) =>
  (await buyer.inbox()).filter(({ subject }) => /reminder/i.test(subject));
/** Σ of the buckets is what is open, and this is how old it is. */
const ages = async (buyer: Buyer): Promise<Record<string, number>> => {
  await world.booksAreRight();
  await world.isHealthy();
  const { currencies } = await world.get<{
    currencies: { customers: { customerId: string; buckets: { name: string; minor: number }[] }[] }[];
  }>('/v1/ageing');
  const own = currencies
    .flatMap(({ customers }) => customers)
    .find(({ customerId }) => customerId === buyer.id);
  return Object.fromEntries(
    (own?.buckets ?? []).filter(({ minor }) => minor !== 0).map(({ name, minor }) => [name, minor]),
  );
};

let acme: Buyer;
let a: Invoice['id'];
let b: Invoice['id'];
let own = '';
test('two invoices are reminded of, and then paid in instalments that were agreed on', async () => {
  expect((await setPolicy({ noticeDays: 5, aloneUpTo: [eur(100_000)] })).status).toBe(200);
  acme = await world.customer('Slow', { paymentTermsDays: 14 });
  const [one, two] = [await acme.isInvoiced('600.00'), await acme.isInvoiced('300.00')];
  [a, b] = [one.id, two.id];
  await world.day(18);
  expect(await reminders(acme)).toHaveLength(1);
  await world.day(20);
  expect(await ages(acme)).toEqual({ '1-30': 90_000 });

  const asked = { invoices: [a, b], schedule: monthly(3, '2026-02-02') };
  const preview = '/v1/payment-plan-preview';
  const seen = await world.call<PlanPreview>('POST', preview, asked, { key: 'collector' });
  expect([seen.status, seen.body]).toMatchObject([
    200,
    {
      total: eur(90_000),
      needsApproval: false,
      items: [
        {
          parts: [
            { dueOn: '2026-02-02', minor: 30_000 },
            { dueOn: '2026-03-02', minor: 30_000 },
          ],
        },
        { parts: [{ dueOn: '2026-04-02', minor: 30_000 }] },
      ],
    },
  ]);
  const made = await agree(asked);
  expect([made.status, made.body]).toMatchObject([
    201,
    { state: 'OPEN', on: '2026-01-25', graceBankDays: 3 },
  ]);
  own = made.body.id;
  await world.settle();
  expect(await acme.invoice(a)).toMatchObject({ dueOn: '2026-02-02', overdueDays: 0, reminded: 0 });
  expect(await ages(acme)).toEqual({ current: 90_000 });
  const [mail] = await acme.inbox('payment plan');
  expect(mail).toMatchObject({ subject: 'Your payment plan for 2 invoices: 3 instalments' });
  expect(mail!.text).toContain('1. 2\u00a0February 2026: €300.00');
  expect(mail!.text).toContain('/account/');
});

test('only the instalment is asked for, and money meets it whatever invoice it names', async () => {
  await world.day(24);
  const [note] = await acme.inbox('next instalment');
  expect(note).toMatchObject({ subject: 'Your next instalment: €300.00 by 2\u00a0February 2026' });
  await world.day(31);
  const latest = (await reminders(acme)).find(({ text }) => text.includes('2\u00a0February'));
  expect(await reminders(acme)).toHaveLength(2);
  expect([latest!.subject, latest!.text.includes('€900.00'), latest!.text.includes('€600.00')]).toEqual([
    expect.stringContaining('Reminder'),
    false,
    false,
  ]);
  expect(await plan(own)).toMatchObject({ owedMinor: 90_000, overdueMinor: 30_000 });
  // It pays the younger invoice: the plan's oldest instalment is met all the same.
  await acme.transfers('300.00', (await acme.invoice(b)).number);
  expect(await plan(own)).toMatchObject({
    state: 'OPEN',
    overdueMinor: 0,
    owed: [
      { dueOn: '2026-03-02', minor: 30_000 },
      { dueOn: '2026-04-02', minor: 30_000 },
    ],
  });
  expect(await acme.invoice(a)).toMatchObject({ dueOn: '2026-03-02', overdueDays: 0 });
  expect(await ages(acme)).toEqual({ current: 60_000 });
});

test('the page of the account shows the instalments, and takes the next one or all', async () => {
  await world.day(55);
  const [mail] = await acme.inbox('payment plan');
  const url = /https?:\/\/\S+\/account\/[\w.-]+/.exec(mail!.text)![0];
  const page = await (await fetch(url)).text();
  expect(page).toContain('Your instalments');
  expect(page).toContain('Due 2\u00a0March 2026');
  expect(page).toContain('Due 2\u00a0April 2026');
  expect(page).toContain('Pay everything now: €600.00');
  const opens = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ invoice: a }),
  });
  await fetch(opens.headers.get('location')!, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome: 'approve' }),
  });
  await world.settle();
  expect(await plan(own)).toMatchObject({
    owed: [{ dueOn: '2026-04-02', minor: 30_000 }],
    owedMinor: 30_000,
  });
  const link = await acme.link((await acme.invoice(a)).number);
  expect(await (await fetch(link)).text()).toContain('Pay €300.00');
});

test('the last one is not there after its bank days: the invoice is as old as it was, and somebody speaks with the payer', async () => {
  // Easter: 3 and 6 April are no days of the banks.
  await world.day(94);
  expect(await plan(own)).toMatchObject({ state: 'OPEN', overdueMinor: 30_000 });
  expect(await ages(acme)).toEqual({ '1-30': 30_000 });
  await world.day(95);
  expect(await plan(own)).toMatchObject({ state: 'BROKEN', endedOn: '2026-04-10', owed: [] });
  const invoice = await acme.invoice(a);
  // The second reminder of the invoice has followed the first in the same morning.
  expect(invoice).toMatchObject({ dueOn: '2026-01-19', overdueDays: 81, reminded: 2 });
  expect(invoice).not.toHaveProperty('plan');
  expect((await reminders(acme)).some(({ subject }) => subject.startsWith('Second reminder'))).toBe(true);
  expect(await ages(acme)).toEqual({ '61-90': 30_000 });
  // As of a day on which it held, its days count for ever.
  const then = await world.get<{ currencies: { buckets: { name: string; minor: number }[] }[] }>(
    '/v1/ageing?asOf=2026-04-01',
  );
  expect(then.currencies[0]!.buckets.filter(({ minor }) => minor !== 0)).toEqual([
    { name: 'current', minor: 30_000 },
  ]);
  // Of the day on which it broke it depends on the moment of which one asks: until the morning nobody knew.
  const known = async (at: number) => {
    const path = `/v1/ageing?asOf=2026-04-10&knownAt=${new Date(at).toISOString()}`;
    const { currencies } = await world.get<typeof then>(path);
    return currencies[0]!.buckets.filter(({ minor }) => minor !== 0);
  };
  expect(await known(Date.parse('2026-04-10T00:00:00Z'))).toEqual([{ name: '1-30', minor: 30_000 }]);
  expect(await known(world.cloud.clock.now() - 60_000)).toEqual([{ name: '61-90', minor: 30_000 }]);
  expect(await world.all('/v1/tasks')).toMatchObject([
    { kind: 'broken_plan', about: own, customerId: acme.id },
  ]);
  await world.settle();
  expect(told(own)).toEqual(['plan.agreed', 'plan.broken']);
  await acme.transfers('300.00', invoice.number);
  expect(await plan(own)).toMatchObject({ state: 'BROKEN', owedMinor: 0 });
});

test('a plan that was kept is judged again where money goes back, and a credit note takes the last instalment off', async () => {
  const payer = await world.customer('Kept');
  const invoice = await payer.isInvoiced('200.00');
  const made = await agree({ invoices: [invoice.id], schedule: monthly(2, '2026-04-20') });
  const { id } = made.body;
  await world.call('POST', `/v1/invoices/${invoice.id}/credit-notes`, {
    reason: 'goodwill',
    lines: [{ line: '1', netMinor: 3_000 }],
  });
  await world.settle();
  expect(await plan(id)).toMatchObject({
    owed: [
      { dueOn: '2026-04-20', minor: 10_000 },
      { dueOn: '2026-05-20', minor: 7_000 },
    ],
  });
  await payer.transfers('170.00', invoice.number);
  expect(await plan(id)).toMatchObject({ state: 'KEPT', owedMinor: 0 });
  const payment = (await payer.payments()).find(({ source }) => source.kind === 'bank_line');
  const undo = `/v1/bank-lines/${payment!.source.id}/unmatch`;
  const undone = await world.call('POST', undo, { reason: 'Meant for another' });
  expect([undone.status, undone.body]).toMatchObject([200, {}]);
  await world.settle();
  expect(await plan(id)).toMatchObject({ state: 'OPEN', owedMinor: 17_000 });
  expect(await payer.invoice(invoice.id)).toMatchObject({ dueOn: '2026-04-20' });
  expect(told(id)).toEqual(['plan.agreed', 'plan.kept']);
  // What it paid lies with it, and only is not applied: that breaks nothing.
  await world.day(116);
  expect(await plan(id)).toMatchObject({ state: 'OPEN', overdueMinor: 10_000 });
  expect(await reminders(payer)).toEqual([]);
  // It was of somebody else: what comes now is too little and too late.
  const match = `/v1/bank-lines/${payment!.source.id}/match`;
  const other = await world.call('POST', match, { allocations: [], customerId: acme.id });
  expect(other.status).toBe(200);
  await payer.transfers('10.00', invoice.number);
  expect(await plan(id)).toMatchObject({ state: 'BROKEN', owedMinor: 16_000 });
  expect(told(id).at(-1)).toBe('plan.broken');
  const all = await world.all<PaymentPlan>('/v1/payment-plans');
  expect(all.map(({ state }) => state)).toEqual(['BROKEN', 'BROKEN']);
});

test('above a sum a second person agrees, one plan replaces another, and one is called off', async () => {
  const big = await world.customer('Big', { paymentTermsDays: 1 });
  const [one, two] = [await big.isInvoiced('1500.00'), await big.isInvoiced('500.00')];
  const schedule = monthly(5, '2026-05-15');
  const asked = await agree<Approval>({ invoices: [one.id], schedule });
  expect([asked.status, asked.body]).toMatchObject([202, { operation: 'plans.agree', scope: 'plans:write' }]);
  expect(asked.body.summary).toContain('1500.00 EUR');
  await world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key: 'chief' });
  await world.settle();
  const [first] = await world.all<PaymentPlan>(`/v1/customers/${big.id}/payment-plans`);
  expect(first).toMatchObject({ state: 'OPEN', approvedBy: expect.any(String) });
  expect(first!.approvedBy).not.toBe(first!.by);
  expectProblem(await agree({ invoices: [one.id, two.id], schedule }), {
    status: 409,
    code: 'plans.in_plan',
  });
  await setPolicy({});
  const next = await agree({
    invoices: [two.id, one.id],
    schedule: { by: 'dates', lines: [{ dueOn: '2026-05-15', amount: eur(200_000) }] },
    replaces: first!.id,
  });
  expect([next.status, next.body]).toMatchObject([201, { replaces: first!.id }]);
  expect(await plan(first!.id)).toMatchObject({ state: 'SUPERSEDED', replacedBy: next.body.id });
  expect((await world.all<PaymentPlan>('/v1/payment-plans?state=OPEN')).map(({ id }) => id)).toContain(
    next.body.id,
  );
  const cancel = `/v1/payment-plans/${next.body.id}/cancel`;
  const off = await world.call<PaymentPlan>('POST', cancel, { reason: 'Moved abroad' }, { key: 'collector' });
  expect([off.status, off.body]).toMatchObject([200, { state: 'CANCELLED', reason: 'Moved abroad' }]);
  expect(await big.invoice(one.id)).toMatchObject({ dueOn: one.dueOn });
  expect(await ages(big)).toEqual({ current: 200_000 });
  await changesNothing(world, async () => {
    expectProblem(await world.call('POST', cancel, { reason: 'Again' }), { status: 409, code: 'plans.over' });
    expectProblem(await agree({ invoices: [`inv_${'0'.repeat(26)}`], schedule }), {
      status: 422,
      code: 'plans.invoice_unknown',
    });
    expectProblem(await agree({ invoices: [one.id], schedule, replaces: own }), {
      status: 422,
      code: 'plans.replaced_unknown',
    });
    expectProblem(await agree({ invoices: [one.id, a], schedule }), { status: 422, code: 'plans.mixed' });
  });
  await setPolicy({ mostOpen: 1 });
  await agree({ invoices: [one.id], schedule });
  expectProblem(await agree({ invoices: [two.id], schedule }), { status: 409, code: 'plans.too_many' });
  await world.settle();
  await world.booksAreRight();
  await world.invariantsHold();
  await world.isHealthy();
});

test('a payer takes instalments on its own page: those that it was shown, within what the company leaves to it, once', async () => {
  const payer = await world.customer('Alone');
  const [one, two] = [await payer.isInvoiced('300.00'), await payer.isInvoiced('90.00')];
  const visitor = new Visitor(world);
  await visitor.comesIn(await payer.link(one.number), payer.email);
  const first = addDays(world.today(), 7);
  const shows = async (invoice: string, count = 3) =>
    (await visitor.get(`/my/plans/preview?invoice=${invoice}&count=${count}&every=month&first=${first}`))
      .body;
  const confirms = async (html: string) => (await visitor.post('/my/plans', hiddenIn(html))).to;
  // The company has not said that its payers may.
  expect((await visitor.get('/my/plans')).body).not.toContain('Pay in instalments');
  expect(await shows(one.id)).toContain('not possible here');
  await setPolicy({ byCustomers: { mostInstalments: 3, upTo: [eur(40_000)] } });
  const { body } = await visitor.get('/my/plans');
  expect([body.includes(one.number), body.includes(two.number)]).toEqual([true, true]);
  expect(await shows(one.id, 4)).toContain('not possible here');
  expect(await shows(a)).toContain('not possible here');
  const [both, single] = [await shows(`${one.id}&invoice=${two.id}`, 2), await shows(one.id)];
  expect([both.includes('€195.00'), single.includes('€100.00')]).toEqual([true, true]);
  await payer.transfers('30.00', one.number);
  await changesNothing(world, async () => expect(await confirms(single)).toBe('/my/plans?said=stale'));
  const again = await shows(one.id);
  expect(again).toContain('€90.00');
  expect(await confirms(again)).toBe('/my/plans?said=done');
  await changesNothing(world, async () => expect(await confirms(again)).toBe('/my/plans?said=done'));
  await world.settle();
  const { data } = await world.get<{ data: PaymentPlan[] }>(`/v1/customers/${payer.id}/payment-plans`);
  expect(data).toMatchObject([
    {
      state: 'OPEN',
      by: `customer:${payer.id}`,
      instalments: [first, addMonths(first, 1), addMonths(first, 2)].map((dueOn) => ({
        dueOn,
        minor: 9_000,
      })),
    },
  ]);
  expect(await payer.inbox('payment plan')).toHaveLength(1);
  const kept = (await visitor.get('/my/plans')).body;
  expect([kept.includes('Under way'), kept.includes('€270.00')]).toEqual([true, true]);
});
