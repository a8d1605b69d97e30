/** Payers keep something back: so much is in clarification, until it is given up, credited, paid after all, or asked for again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as z from 'zod';
import type { Approval } from '../../shared/approvals/approval.ts';
import type {
  Deduction,
  DeductionCauses,
  DeductionList,
  DeductionView,
} from '../../shared/deductions/deduction.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import { changesNothingAgain } from '../support/again.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  world = await World.open(
    '2026-01-05T09:00:00Z',
    {},
    {},
    { jobs: ['FindOverdue'], sandboxes: [shop.origin] },
  );
  await world.hires([
    { name: 'collector', roles: ['collector'] },
    { name: 'chief', roles: ['finance'] },
  ]);
  const heard = { url: `${shop.origin}/hooks`, events: ['deduction.*'], contact: 'ops@shop.example' };
  await world.call('POST', '/v1/webhooks', heard, { key: 'partner' });
  await world.passes(31_000);
});
afterAll(async () => {
  await world.close();
  shop.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const SOON = { paymentTermsDays: 1 };
type List = z.infer<typeof DeductionList>;
const cases = (query = '') => world.get<List>(`/v1/deductions?limit=100${query}`);
const caseOf = async (id: string) => {
  const found = await Promise.all(
    ['PENDING', 'AUTO_WRITE_OFF', 'APPROVED_WRITE_OFF', 'CREDIT', 'REJECTED', 'RECOVERED', 'CANCELLED'].map(
      (state) => cases(`&state=${state}`),
    ),
  );
  return found.flatMap(({ data }) => data).filter(({ invoiceId }) => invoiceId === id);
};
const view = (id: string) => world.get<z.infer<typeof DeductionView>>(`/v1/deductions/${id}`);
const decide = <T = Deduction>(id: string, body: unknown, key = 'collector') =>
  world.call<T>('POST', `/v1/deductions/${id}/decide`, body, { key });
const setRules = (rules: unknown, key = 'chief') => world.call('PUT', '/v1/deduction-rules', rules, { key });
const told = (id: string): string[] =>
  shop.received.filter(({ body }) => body.subject === id).map(({ body }) => body.type);
const reminders = async (buyer: Buyer) =>
  (await buyer.inbox()).filter(({ subject }) => /eminder/.test(subject));
const unmatch = async (lineId: string) => {
  const back = await world.call('POST', `/v1/bank-lines/${lineId}/unmatch`, { reason: 'a mistake' });
  expect([back.status, back.body]).toMatchObject([200, {}]);
  await world.settle();
};
const isRight = async () => {
  await world.booksAreRight();
  await world.invariantsHold();
  await world.isHealthy();
};

const RULES = {
  least: [eur(500)],
  graceDays: 2,
  writeOff: {
    limits: [{ reason: 'damaged', upTo: [eur(1_000)] }],
    monthlyPerCustomer: [eur(1_200)],
  },
};
let acme: Buyer;
let first: InvoiceView;
let other: InvoiceView;
let kept: Deduction['id'];
test('without rules nothing opens; with them a gap that the payer explains is not reminded of, the rest is', async () => {
  acme = await world.customer('Kurz', SOON);
  const before = await acme.isInvoiced('100.00');
  await acme.transfers('80.00', `${before.number} less damaged goods`);
  expect(await caseOf(before.id)).toEqual([]);
  await acme.transfers('20.00', before.number);

  const large = {
    ...RULES,
    writeOff: { ...RULES.writeOff, limits: [{ reason: 'tax', upTo: [eur(50_001)] }] },
  };
  await changesNothing(world, async () =>
    expectProblem(await setRules(large), { status: 403, code: 'deductions.above_limit' }),
  );
  expect((await setRules(RULES)).status).toBe(200);
  expect(await world.get('/v1/deduction-rules')).toMatchObject({ ...RULES, version: 1, mostPercent: 50 });

  first = await acme.isInvoiced('100.00');
  other = await acme.isInvoiced('60.00');
  await world.passes(31_000);
  await acme.transfers('80.00', `${first.number} less damaged goods`);
  const [opened] = (await cases()).data;
  kept = opened!.id;
  expect(opened).toMatchObject({
    state: 'PENDING',
    invoiceNumber: first.number,
    reason: 'damaged',
    said: 'payer',
    amount: eur(2_000),
    gap: eur(2_000),
  });
  expect(await view(kept)).toMatchObject({
    settlement: { amount: eur(8_000) },
    line: { text: expect.stringContaining('damaged goods'), match: { tier: 'reference' } },
  });
  expect(await acme.exposure()).toBe(8_000);
  const { data: tasks } = await world.get<{ data: object[] }>('/v1/tasks');
  expect(tasks).toMatchObject([{ kind: 'deduction', about: kept, state: 'OPEN' }]);

  await world.day(4);
  expect(await reminders(acme)).toMatchObject([{ subject: `Reminder: Invoice ${other.number} is due` }]);
  expect(await acme.invoice(first.id)).toMatchObject({ open: eur(2_000), overdueDays: 3, reminded: 0 });
  expect(await acme.invoice(other.id)).toMatchObject({ reminded: 1 });
  const page = await (await fetch(await acme.link(first.number))).text();
  expect(page).toContain('€20.00 of it is in clarification');
  expect(page).toContain('Pay €20.00');
  const asked = {
    invoices: [first.id],
    schedule: { by: 'count', count: 2, every: 'week', firstOn: '2026-02-01' },
  };
  expectProblem(await world.call('POST', '/v1/payment-plans', asked), {
    status: 409,
    code: 'plans.disputed',
  });
  const statement = `/v1/customers/${acme.id}/statements`;
  const drawn = await world.call('POST', statement, { kind: 'open_items' });
  expect(drawn.body).toMatchObject({
    openMinor: 8_000,
    open: [{ openMinor: 2_000, clarifiedMinor: 2_000 }, { openMinor: 6_000 }],
  });
  await isRight();
});

test('what was rejected is asked for again after days of grace, paid, and open again where that money goes back', async () => {
  const said = await decide(kept, { decision: 'reject', note: 'the carrier has a clean receipt' });
  expect([said.status, said.body]).toMatchObject([200, { state: 'REJECTED', gap: eur(2_000) }]);
  await changesNothing(world, async () =>
    expectProblem(await decide(kept, { decision: 'reject' }), { status: 409, code: 'deductions.over' }),
  );
  await world.settle();
  expect(await world.get('/v1/tasks')).toMatchObject({ data: [] });
  expect(await acme.invoice(first.id)).toMatchObject({ reminded: 0, remindOn: '2026-01-11' });
  await world.day(6);
  const latest = (await reminders(acme)).find(({ text }) => text.includes(first.number));
  expect(latest!.text).toContain('The deduction of €20.00 was not accepted.');
  expect(await acme.invoice(first.id)).toMatchObject({ reminded: 1 });

  await acme.transfers('20.00', first.number);
  expect(await caseOf(first.id)).toMatchObject([{ state: 'RECOVERED', gap: eur(0) }]);
  const rest = (await acme.payments()).filter(({ allocations }) =>
    allocations.some(({ invoiceId, amount }) => invoiceId === first.id && amount.minor === 2_000),
  );
  expect(rest).toHaveLength(1);
  await unmatch(rest[0]!.source.id);
  expect(await caseOf(first.id)).toMatchObject([{ state: 'REJECTED', gap: eur(2_000) }]);
  await world.passes(31_000);
  expect(told(kept)).toEqual([
    'deduction.opened',
    'deduction.rejected',
    'deduction.recovered',
    'deduction.rejected',
  ]);
  await isRight();
});

test('the rules give up what is small, within the month’s sum; what passes it is credited in one call', async () => {
  const [small, next] = [await acme.isInvoiced('50.00'), await acme.isInvoiced('50.00')];
  await acme.transfers('45.00', `${small.number} abzgl. beschädigte Ware`);
  expect(await acme.invoice(small.id)).toMatchObject({ state: 'WRITTEN_OFF', open: eur(0) });
  const [given] = await caseOf(small.id);
  expect(given).toMatchObject({ state: 'AUTO_WRITE_OFF', gap: eur(500) });
  expect(await world.get(`/v1/write-offs/${given!.decided!.writeOffId}`)).toMatchObject({
    reason: 'deduction',
    note: 'damaged',
    amount: eur(500),
  });
  await acme.transfers('42.00', `${next.number} abzgl. beschädigte Ware`);
  const [waits] = await caseOf(next.id);
  expect(waits).toMatchObject({ state: 'PENDING', gap: eur(800) });
  const credit = (netMinor: number) => ({
    decision: 'credit',
    reason: 'quality',
    lines: [{ line: '1', netMinor }],
  });
  await changesNothing(world, async () =>
    expectProblem(await decide(waits!.id, credit(801), 'chief'), {
      status: 422,
      code: 'deductions.credit_too_large',
      at: ['/lines'],
    }),
  );
  const done = await decide(waits!.id, credit(800), 'chief');
  expect([done.status, done.body]).toMatchObject([200, { state: 'CREDIT', gap: eur(800) }]);
  await world.settle();
  expect(await acme.invoice(next.id)).toMatchObject({ state: 'PAID', open: eur(0) });
  expect(await world.get(`/v1/credit-notes/${done.body.decided!.creditNoteId}`)).toMatchObject({
    invoiceId: next.id,
    total: eur(800),
  });
  await isRight();
});

test('a remittance says what is kept back: taken back with its payment, there again with it, and given up by two', async () => {
  const bill = await acme.isInvoiced('200.00');
  const advice = await world.call('POST', '/v1/remittances', {
    amount: eur(8_000),
    paidOn: world.today(),
    customerId: acme.id,
    claims: [
      {
        number: bill.number,
        amount: eur(8_000),
        deduction: { amount: eur(12_000), reason: 'Werbekostenzuschuss 2025' },
      },
    ],
  });
  expect(advice.status).toBe(201);
  await acme.transfers('80.00', 'as advised');
  const [opened] = await caseOf(bill.id);
  expect(opened).toMatchObject({ state: 'PENDING', reason: 'promotion', amount: eur(12_000) });
  expect(await view(opened!.id)).toMatchObject({
    claim: { number: bill.number, deduction: { reason: 'Werbekostenzuschuss 2025' } },
  });
  const lineId = opened!.bankLineId!;
  await unmatch(lineId);
  expect(await caseOf(bill.id)).toMatchObject([{ state: 'CANCELLED', cancelled: 'unmatched' }]);
  expect(await acme.invoice(bill.id)).toMatchObject({ open: eur(20_000) });
  const by = await world.call('POST', `/v1/bank-lines/${lineId}/match`, {
    allocations: [{ invoiceId: bill.id }],
  });
  expect(by.status).toBe(200);
  await world.settle();
  // A person named it: more than half of it is missing, and nobody says why any more.
  expect(await caseOf(bill.id)).toMatchObject([{ state: 'CANCELLED' }]);

  const manual = await world.call<Deduction>(
    'POST',
    `/v1/invoices/${bill.id}/deductions`,
    { amount: eur(10_000), reason: 'promotion', note: 'Annual agreement, no. 4' },
    { key: 'collector' },
  );
  expect([manual.status, manual.body]).toMatchObject([201, { said: 'person', gap: eur(10_000) }]);
  await changesNothing(world, async () =>
    expectProblem(await world.call('POST', `/v1/invoices/${bill.id}/deductions`, { reason: 'price' }), {
      status: 409,
      code: 'deductions.not_possible',
    }),
  );
  const asked = await decide<Approval>(manual.body.id, { decision: 'write_off' });
  expect([asked.status, asked.body]).toMatchObject([
    202,
    { operation: 'deductions.decide', state: 'PENDING' },
  ]);
  const agreed = await world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key: 'chief' });
  expect(agreed.status).toBe(200);
  await world.settle();
  expect(await acme.invoice(bill.id)).toMatchObject({ open: eur(2_000) });
  const after = await view(manual.body.id);
  expect(after).toMatchObject({ state: 'APPROVED_WRITE_OFF', gap: eur(10_000) });
  expect(after.decided!.by).not.toBe(after.decided!.approvedBy);
  await isRight();
});

test('what is paid in parts is none, and one that is settled otherwise is over', async () => {
  const parts = await acme.isInvoiced('100.00');
  await acme.transfers('30.00', parts.number);
  await acme.transfers('60.00', parts.number);
  expect(await caseOf(parts.id)).toEqual([]);
  const opened = await world.call<Deduction>('POST', `/v1/invoices/${parts.id}/deductions`, {
    reason: 'price',
  });
  expect(opened.status).toBe(201);
  const body = { reason: 'settlement' };
  expect((await world.call('POST', `/v1/invoices/${parts.id}/write-offs`, body)).status).toBe(201);
  await world.settle();
  expect(await caseOf(parts.id)).toMatchObject([{ state: 'CANCELLED', cancelled: 'settled' }]);
  await changesNothing(world, async () =>
    expectProblem(await decide(opened.body.id, { decision: 'write_off' }), {
      status: 409,
      code: 'deductions.over',
    }),
  );
  const { causes } = await world.get<z.infer<typeof DeductionCauses>>(
    '/v1/deduction-causes?from=2026-01-01&to=2026-01-31',
  );
  expect(causes).toEqual([
    {
      reason: 'promotion',
      currency: 'EUR',
      count: 1,
      amountMinor: 10_000,
      states: { APPROVED_WRITE_OFF: 1 },
    },
    {
      reason: 'damaged',
      currency: 'EUR',
      count: 3,
      amountMinor: 3_300,
      states: { CREDIT: 1, AUTO_WRITE_OFF: 1, REJECTED: 1 },
    },
    { reason: 'price', currency: 'EUR', count: 1, amountMinor: 1_000, states: { CANCELLED: 1 } },
  ]);
  expect((await cases(`&customerId=${acme.id}&state=REJECTED&reason=damaged`)).data).toHaveLength(1);
  await isRight();
});

test('announced again, in another order, nothing of it changes', async () => {
  const kinds = ['deduction', 'deduction-cap', 'invoice', 'write-off', 'task', 'payment', 'entry'];
  expect(await changesNothingAgain(world, kinds, 5)).toBeGreaterThan(60);
});
