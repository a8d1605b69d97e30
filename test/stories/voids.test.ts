/** An invoice that has not left the house is made void and its delivery invoiced anew; one that has is credited; a mail at the same second is either. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Unbilled } from '../../shared/orders/unbilled.ts';
import { running } from '../../bin/doctor/sources.ts';
import { announceAgain } from '../faults/road.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Answer, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-03-02T09:00:00Z', {}, {}, { jobs: [] });
  const keys = ['clerk', 'chief'].map((name) => ({ name, roles: ['finance'] }));
  await world.hires(keys);
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.exposureIsRight();
  await world.booksAreRight();
  await world.close();
});

const MINUTE = 60_000;
const makeVoid = (id: string, key = 'finance', idem?: string) =>
  world.call<InvoiceView & Omit<Approval, 'state'>>(
    'POST',
    `/v1/invoices/${id}/void`,
    { reason: 'Typed for the wrong customer' },
    { key, ...(idem !== undefined && { idem }) },
  );
const post = async <T>(path: string, body: unknown = {}, key = 'partner') => {
  const answer = await world.call<T>('POST', path, body, { key });
  await world.settle();
  return answer;
};
const conditions = ({ body }: Answer<unknown>): string[] =>
  (body as { errors: { detail: string }[] }).errors.map(({ detail }) => detail.split(':')[0]!);
const waitingOf = async (buyer: Buyer): Promise<Unbilled[]> =>
  (await world.all<Unbilled>('/v1/unbilled-deliveries')).filter(({ customerId }) => customerId === buyer.id);
/** The function that mails dies at its next claim: the message comes again minutes later. */
const mailIsLate = () =>
  world.control('/control/faults', {
    service: 'dynamodb',
    action: 'PutItem',
    function: 'SendMail',
    when: 'before',
    kind: 'kill',
  });
/** Delivered and invoiced; its mail waits. */
const notYetMailed = async (buyer: Buyer, order: Order) => {
  const known = new Set((await buyer.invoices()).map(({ id }) => id));
  await world.settle();
  await mailIsLate();
  await buyer.delivered(order);
  const fresh = (await buyer.invoices()).filter(({ id }) => !known.has(id));
  expect(fresh).toHaveLength(1);
  expect(fresh[0]).not.toHaveProperty('delivery');
  return fresh[0]!;
};
const balanceOf = async (account: string): Promise<number> =>
  (
    await world.get<{ currencies: { accounts: { account: string; balanceMinor: number }[] }[] }>(
      '/v1/trial-balance',
    )
  ).currencies[0]?.accounts.find((one) => one.account === account)?.balanceMinor ?? 0;

test('before its mail goes out it is made void: nothing is mailed or owed, and its delivery is invoiced anew under the next number', async () => {
  const acme = await world.customer('Early');
  const order = await acme.orders({ net: '100.00', taxClass: 'standard' });
  const before = await acme.exposure();
  const first = await notYetMailed(acme, order);
  const answer = await makeVoid(first.id, 'finance', 'once');
  expect([answer.status, answer.body]).toMatchObject([
    200,
    {
      state: 'VOID',
      number: first.number,
      total: { minor: 11_900 },
      open: { minor: 0 },
      voided: { on: '2026-03-02', reason: 'Typed for the wrong customer' },
    },
  ]);
  const again = await makeVoid(first.id, 'finance', 'once');
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  await world.passes(45 * MINUTE);
  expect(await acme.inbox(first.number)).toEqual([]);
  expect(await acme.invoice(first.id)).toMatchObject({ state: 'VOID', delivery: { state: 'SUPPRESSED' } });
  expect(await acme.exposure()).toBe(before);
  expect(await Promise.all(['receivables', 'revenue', 'vat'].map(balanceOf))).toEqual([0, 0, 0]);
  await changesNothing(world, async () => {
    expectProblem(await makeVoid(first.id), { status: 409, code: 'invoices.voided' });
    for (const [path, body] of [
      ['credit-notes', { reason: 'goodwill' }],
      ['corrections', { reason: 'price', lines: [{ line: '1', unitPrice: '1' }] }],
      ['debit-notes', { reason: 'price', lines: [{ line: '1', netMinor: 100 }] }],
    ] as const)
      expectProblem(await world.call('POST', `/v1/invoices/${first.id}/${path}`, body), {
        status: 409,
        code: 'invoices.voided',
      });
  });

  // The delivery waits for a word, and not for a period; a delivery that is told again does not invoice it.
  expect(await waitingOf(acme)).toMatchObject([{ orderId: order.id, exposure: { minor: 11_900 } }]);
  expect((await waitingOf(acme))[0]).not.toHaveProperty('closesOn');
  expect((await post(`/v1/orders/${order.id}/billing-events`)).status).toBe(202);
  const second = (await acme.invoices()).find(({ state }) => state === 'ISSUED')!;
  expect([second.number, second.total.minor]).toEqual(['INV-2026-000002', 11_900]);
  expect(await acme.inbox(second.number)).toHaveLength(1);
  expect(await waitingOf(acme)).toEqual([]);
  // What comes back is credited on the invoice that stands.
  await post(`/v1/orders/${order.id}/returns`, { reason: 'broken', lines: [{ line: '1', quantity: '1' }] });
  expect(await acme.invoice(second.id)).toMatchObject({ state: 'CREDITED', open: { minor: 0 } });
  expect(await acme.exposure()).toBe(0);
});

test('one that was mailed is not made void: every condition that fails is said, and nothing changes', async () => {
  const acme = await world.customer('Mailed');
  const invoice = await acme.isInvoiced('50.00');
  expect(await acme.inbox(invoice.number)).toHaveLength(1);
  await changesNothing(world, async () => {
    const refused = await makeVoid(invoice.id);
    expectProblem(refused, { status: 409, code: 'corrections.not_voidable' });
    expect(conditions(refused)).toEqual(['dispatched']);
    expect(refused.body).toMatchObject({ detail: expect.stringContaining('credit it instead') });
  });
  await acme.transfers('20.00', invoice.number);
  expect(conditions(await makeVoid(invoice.id))).toEqual(['dispatched', 'applied']);
});

test('what one person may not credit alone, two make void', async () => {
  const acme = await world.customer('Dear');
  const invoice = await notYetMailed(acme, await acme.orders('2000.00'));
  const asked = await makeVoid(invoice.id, 'clerk');
  expect([asked.status, asked.body]).toMatchObject([
    202,
    { operation: 'corrections.void', state: 'PENDING' },
  ]);
  const approve = `/v1/approvals/${asked.body.id}/approve`;
  expectProblem(await world.call('POST', approve, {}, { key: 'clerk' }), {
    status: 403,
    code: 'approvals.same_person',
  });
  expect((await world.call('POST', approve, {}, { key: 'chief' })).status).toBe(200);
  await world.passes(45 * MINUTE);
  const { voided, state } = await acme.invoice(invoice.id);
  expect([state, voided!.by === voided!.approvedBy]).toEqual(['VOID', false]);
  expect(await acme.inbox(invoice.number)).toEqual([]);
});

test('an invoice of several deliveries gives all of them back, and they are on one again', async () => {
  const acme = await world.customer('Monthly', {
    billing: { on: 'fulfilment', consolidate: { every: 'month' } },
  });
  for (const net of ['10.00', '20.00']) await acme.delivered(await acme.orders(net));
  const [{ collective }] = (await waitingOf(acme)) as [Unbilled];
  await mailIsLate();
  expect((await post(`/v1/unbilled-deliveries/${collective}/issue`, {}, 'finance')).status).toBe(202);
  const [first] = await acme.invoices();
  expect((await makeVoid(first!.id)).status).toBe(200);
  expect(await waitingOf(acme)).toHaveLength(2);
  await world.passes(45 * MINUTE);
  expect((await post(`/v1/unbilled-deliveries/${collective}/issue`, {}, 'finance')).status).toBe(202);
  // Both are of the same moment, so their ids say nothing of which came first.
  const second = (await acme.invoices()).find(({ state }) => state === 'ISSUED');
  expect(second).toMatchObject({ total: { minor: 3_000 } });
  expect(second!.deliveries).toHaveLength(2);
  expect(second!.id).not.toBe(first!.id);
});

test('the invoice of a bill gives its part back: it is amended, billed on a word, and the rest of the plan goes on', async () => {
  const acme = await world.customer('Staged');
  const plan = [
    { id: 'start', name: 'Start', percent: '40' },
    { id: 'rest', name: 'Rest' },
  ];
  const placed = await world.call<Order>(
    'POST',
    '/v1/orders',
    { ...acme.basket('100.00'), billing: { on: 'milestone' }, plan },
    { key: 'partner' },
  );
  const order = placed.body;
  const before = await acme.exposure();
  await world.settle();
  await mailIsLate();
  expect((await post(`/v1/orders/${order.id}/milestones/start/reached`)).status).toBe(200);
  const [first] = await acme.invoices();
  expect((await makeVoid(first!.id)).status).toBe(200);
  await world.passes(45 * MINUTE);
  expect(await acme.inbox(first!.number)).toEqual([]);
  expect(await acme.exposure()).toBe(before);
  const kept = await world.get<Order>(`/v1/orders/${order.id}`, 'partner');
  expect(kept.voidedBills).toMatchObject([{ part: 'start', invoiceId: first!.id }]);
  expect(kept).not.toHaveProperty('bills');
  // Its lines are free again.
  const change = { change: 'replace', line: '1', quantity: '2' };
  expect(
    (await post(`/v1/orders/${order.id}/amendments`, { reason: 'one more', changes: [change] })).status,
  ).toBe(201);
  const word = await post<{ bills: string[] }>(`/v1/orders/${order.id}/billing-events`, { event: 'agreed' });
  expect([word.status, word.body.bills.length]).toEqual([202, 1]);
  const second = (await acme.invoices()).find(({ state }) => state === 'ISSUED')!;
  expect(second.total.minor).toBe(8_000);
  expect(await acme.inbox(second.number)).toHaveLength(1);
  await changesNothing(world, async () => {
    expectProblem(await post(`/v1/orders/${order.id}/billing-events`), {
      status: 409,
      code: 'orders.nothing_to_bill',
    });
  });
  // Word of the bill that was taken back comes again: it is none any more.
  const { items } = await running(world.cloud.urls, 0);
  await announceAgain(
    world,
    items.filter((item) => JSON.stringify(item).includes('order.billed')),
  );
  await world.settle();
  expect((await acme.invoices()).length).toBe(2);
  await post(`/v1/orders/${order.id}/milestones/rest/reached`);
  expect(await acme.exposure()).toBe(20_000);
});

test('void and mail at the same second: mailed and stands, or void and not mailed', async () => {
  const outcomes = [];
  for (let round = 0; round < 6; round++) {
    const acme = await world.customer(`Race${round}`);
    const order = await acme.orders('5.00');
    await world.settle();
    await world.call('POST', `/v1/orders/${order.id}/fulfilments`, {}, { key: 'partner' });
    let invoice: InvoiceView | undefined;
    while (!invoice) [invoice] = await acme.invoices();
    // Later in every round, so that some meet the mail on its way.
    await new Promise((resolve) => setTimeout(resolve, round * 25));
    const { status } = await makeVoid(invoice.id);
    await world.passes(20 * MINUTE);
    const mails = await acme.inbox(invoice.number);
    outcomes.push([status, (await acme.invoice(invoice.id)).state, mails.length]);
  }
  for (const outcome of outcomes)
    expect([
      [200, 'VOID', 0],
      [409, 'ISSUED', 1],
    ]).toContainEqual(outcome);
});
