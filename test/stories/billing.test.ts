/** When an order is invoiced: in advance, by milestones, by a schedule, by an event, or with all that came in its month. */
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreditNote } from '../../shared/invoices/credit-note.ts';
import type { InvoiceView, Snapshot } from '../../shared/invoices/invoice.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Unbilled } from '../../shared/orders/unbilled.ts';
import { expectProblem as problem } from '../support/refused.ts';
import { World, type Answer, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-03-02T09:00:00Z', {}, {}, { jobs: ['BillByTheDay', 'FindOverdue'] });
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.exposureIsRight();
  await world.booksAreRight();
  await world.close();
});

const place = async (
  buyer: Buyer,
  lines: Parameters<Buyer['basket']>,
  over: Record<string, unknown> = {},
) => {
  const answer = await world.call<Order>(
    'POST',
    '/v1/orders',
    { ...buyer.basket(...lines), ...over },
    { key: 'partner' },
  );
  await world.settle();
  return answer;
};
const placed = async (...asked: Parameters<typeof place>): Promise<Order> => {
  const { status, body } = await place(...asked);
  expect([status, body]).toMatchObject([201, { state: 'CONFIRMED' }]);
  return body;
};
const expectProblem = (answer: Answer<unknown>, status: number, code: string, at?: string) =>
  problem(answer, { status, code, ...(at !== undefined && { at: [at] }) });
const order = (id: string) => world.get<Order>(`/v1/orders/${id}`, 'partner');
const post = async <T = Order>(path: string, body: unknown = {}, key = 'partner') => {
  const answer = await world.call<T>('POST', path, body, { key });
  await world.settle();
  return answer;
};
/** Oldest first. */
const invoicesOf = async (buyer: Buyer): Promise<(InvoiceView & { snapshot: Snapshot })[]> =>
  Promise.all((await buyer.invoices()).toReversed().map(({ id }) => buyer.invoice(id)));
const creditsOf = async (buyer: Buyer): Promise<CreditNote[]> =>
  (await world.all<CreditNote>('/v1/credit-notes')).filter(({ customerId }) => customerId === buyer.id);
const waitingOf = async (buyer: Buyer): Promise<Unbilled[]> =>
  (await world.all<Unbilled>('/v1/unbilled-deliveries')).filter(({ customerId }) => customerId === buyer.id);
const clockwork = async () => {
  expect((await world.cloud.invoke('BillByTheDay', {})).error).toBeUndefined();
  await world.settle();
};

test('an order that is billed in advance is invoiced when it is confirmed, and not again when it comes', async () => {
  const acme = await world.customer('Advance', { billing: { on: 'order' } });
  const made = await placed(acme, [{ net: '100.00', taxClass: 'standard', quantity: '3' }, '10.00']);
  expect(made).toMatchObject({
    billing: { on: 'order' },
    exposureMinor: 0,
    bills: [{ exposureMinor: 36_700 }],
  });
  const [invoice] = await invoicesOf(acme);
  expect(invoice).toMatchObject({
    orderId: made.id,
    fulfilmentId: made.bills![0]!.id,
    total: { minor: 36_700 },
    snapshot: { advance: true, totals: made.totals, lines: [{ quantity: '3' }, { quantity: '1' }] },
  });
  expect(await acme.exposure()).toBe(36_700);
  await acme.delivered(made, [{ line: '1', quantity: '2' }]);
  // What came is returned, what will not come is given up: both are credited on the one invoice.
  const back = await post(`/v1/orders/${made.id}/returns`, {
    reason: 'broken',
    lines: [{ line: '1', quantity: '1' }],
  });
  expect(back.status).toBe(201);
  const end = await post(`/v1/orders/${made.id}/fulfilments`, {
    final: true,
    lines: [{ line: '2', quantity: '1' }],
  });
  expect(end.body).toMatchObject({
    state: 'FULFILLED',
    forgone: [{ lines: [{ line: '1', quantity: '1' }] }],
  });
  expect((await acme.invoices()).length).toBe(1);
  expect((await creditsOf(acme)).map(({ reason, total }) => [reason, total.minor])).toEqual([
    ['not_delivered', 11_900],
    ['returned', 11_900],
  ]);
  expect(await acme.exposure()).toBe(36_700 - 2 * 11_900);
});

test('what is added to an order in advance is billed at once, what is billed stands, and a cancellation credits it', async () => {
  const acme = await world.customer('Amended', { billing: { on: 'order' } });
  const made = await placed(acme, ['50.00']);
  const changes = [
    {
      change: 'add',
      line: { sku: 'B', description: 'Cup', quantity: '1', unitPrice: '7.00', taxClass: 'zero' },
    },
  ];
  const more = await post(`/v1/orders/${made.id}/amendments`, { reason: 'one more', changes });
  expect(more.body.bills).toMatchObject([{ exposureMinor: 5_000 }, { exposureMinor: 700 }]);
  const touched = await post(`/v1/orders/${made.id}/amendments`, {
    reason: 'less',
    changes: [{ change: 'replace', line: '1', unitPrice: '40.00' }],
  });
  expectProblem(touched, 422, 'orders.line_delivered');
  expect((await invoicesOf(acme)).map(({ total }) => total.minor)).toEqual([5_000, 700]);
  const off = await post(`/v1/orders/${made.id}/cancel`, { reason: 'not wanted' });
  expect(off.body).toMatchObject({ state: 'CANCELLED', forgone: [{ reason: 'The order was cancelled' }] });
  expect((await acme.invoices()).map(({ state }) => state)).toEqual(['CREDITED', 'CREDITED']);
  expect(await acme.exposure()).toBe(0);
});

test('a held order is billed in advance when it is released', async () => {
  const acme = await world.customer('Held', { billing: { on: 'order' } }, 1_000);
  const { body } = await place(acme, ['50.00']);
  expect(body.state).toBe('HELD');
  expect(await acme.invoices()).toEqual([]);
  await post(`/v1/orders/${body.id}/release`, { reason: 'good customer' }, 'finance');
  expect((await acme.invoices()).map(({ total }) => total.minor)).toEqual([5_000]);
});

test('milestones bill a third, an amount, two pieces, and the rest to the cent', async () => {
  const acme = await world.customer('Stage', { billing: { on: 'milestone' } });
  const lines = [
    { net: '33.33', taxClass: 'standard', quantity: '5' },
    { net: '9.99', taxClass: 'reduced' },
  ];
  const plan = [
    { id: 'start', name: 'Kick-off', percent: '33.3333' },
    { id: 'design', name: 'Design', netMinor: 1_001 },
    { id: 'pieces', name: 'Two pieces', lines: [{ line: '1', quantity: '2' }] },
    { id: 'end', name: 'Acceptance' },
  ];
  expectProblem(await place(acme, lines), 422, 'orders.plan_invalid', '/plan');
  expectProblem(await place(acme, lines, { plan: plan.slice(0, 3) }), 422, 'orders.plan_invalid', '/plan');
  expectProblem(
    await place(acme, lines, { plan: [{ id: 'much', name: 'Much', netMinor: 99_999 }, plan[3]] }),
    422,
    'orders.plan_invalid',
    '/plan/0',
  );
  const made = await placed(acme, lines, { plan });
  const reach = (id: string, body = {}) => post(`/v1/orders/${made.id}/milestones/${id}/reached`, body);
  expectProblem(await reach('end'), 409, 'orders.milestone_early');
  expectProblem(await reach('other'), 404, 'orders.milestone_unknown');
  expectProblem(await reach('start', { on: '2026-03-03' }), 422, 'orders.delivery_date', '/on');
  expect((await reach('start', { on: '2026-03-01' })).status).toBe(200);
  expectProblem(await reach('start'), 409, 'orders.milestone_billed');
  await reach('pieces');
  await acme.delivered(await order(made.id));
  expect(await order(made.id)).toMatchObject({ state: 'FULFILLED' });
  expect((await order(made.id)).exposureMinor).toBeGreaterThan(0);
  await reach('design');
  await reach('end');
  const all = await invoicesOf(acme);
  expect(all).toHaveLength(4);
  const sum = (of: (one: Snapshot) => number) => all.reduce((total, { snapshot }) => total + of(snapshot), 0);
  expect(sum(({ totals }) => totals.grossMinor)).toBe(made.totals.grossMinor);
  expect(sum(({ totals }) => totals.taxMinor)).toBe(made.totals.taxMinor);
  expect(all[0]!.snapshot).toMatchObject({
    deliveredOn: '2026-03-01',
    lines: [{ description: 'Kick-off: Tea' }, {}],
  });
  expect(all[1]!.snapshot.lines).toMatchObject([
    { description: 'Two pieces: Tea', quantity: '2', unitPrice: '33.33' },
  ]);
  expect(await order(made.id)).toMatchObject({ exposureMinor: 0 });
  expect(await acme.exposure()).toBe(made.totals.grossMinor);
  // Two of five pieces come back: two fifths of their worth, from the youngest invoices.
  await post(`/v1/orders/${made.id}/returns`, { reason: 'too many', lines: [{ line: '1', quantity: '2' }] });
  const credited = (await creditsOf(acme)).reduce(
    (total, { lines: own }) => total + own.reduce((net, one) => net + one.netMinor, 0),
    0,
  );
  expect(credited).toBe(6_666);
});

test('a schedule bills each part on its day, once', async () => {
  const acme = await world.customer('Dated', { billing: { on: 'schedule' } });
  const plan = [
    { id: 'a', name: 'March', on: '2026-03-05', percent: '50' },
    { id: 'b', name: 'April', on: '2026-04-05' },
  ];
  expectProblem(await place(acme, ['100.00'], { plan: plan.toReversed() }), 422, 'orders.plan_invalid');
  const made = await placed(acme, ['100.00'], { plan });
  await clockwork();
  expect(await acme.invoices()).toEqual([]);
  await world.day(3, 12);
  await clockwork();
  expect(
    (await invoicesOf(acme)).map(({ snapshot }) => [snapshot.deliveredOn, snapshot.totals.grossMinor]),
  ).toEqual([['2026-03-05', 5_000]]);
  expect((await order(made.id)).bills).toMatchObject([{ part: 'a' }]);
  expect(await acme.exposure()).toBe(10_000);
});

test('what was delivered waits for an event, and is one invoice with the parts of a return', async () => {
  const acme = await world.customer('Event', { billing: { on: 'event' } });
  const made = await placed(acme, [{ net: '10.00', quantity: '6' }]);
  const bill = (body = {}) => post<{ deliveries: string[] }>(`/v1/orders/${made.id}/billing-events`, body);
  expectProblem(await bill(), 409, 'orders.nothing_to_bill');
  await acme.delivered(made, [{ line: '1', quantity: '2' }]);
  await acme.delivered(made, [{ line: '1', quantity: '3' }]);
  await post(`/v1/orders/${made.id}/returns`, { reason: 'broken', lines: [{ line: '1', quantity: '4' }] });
  expect(await acme.invoices()).toEqual([]);
  expect(await creditsOf(acme)).toEqual([]);
  expect(await acme.exposure()).toBe(6_000);
  expect(await waitingOf(acme)).toMatchObject([
    { exposure: { minor: 2_000 } },
    { exposure: { minor: 3_000 } },
  ]);
  const said = await bill({ event: 'accepted by the customer' });
  expect([said.status, said.body.deliveries.length]).toEqual([202, 2]);
  const [invoice] = await invoicesOf(acme);
  expect(invoice).toMatchObject({ total: { minor: 5_000 }, deliveries: [{}, {}] });
  // What came back while it waited is credited by itself, from both deliveries.
  expect(await creditsOf(acme)).toMatchObject([
    {
      total: { minor: 4_000 },
      lines: [
        { line: '2', quantity: '3' },
        { line: '1', quantity: '1' },
      ],
    },
  ]);
  expect(await waitingOf(acme)).toEqual([]);
  expectProblem(await bill(), 409, 'orders.nothing_to_bill');
});

test('a partner’s own message bills what came of its order, and again only what came since', async () => {
  const acme = await world.customer('Depot', { billing: { on: 'event' } });
  const { body: source } = await world.call<{ path: string; secret: string }>(
    'PUT',
    '/v1/sources/depot',
    {
      mapping: '{"status": {"sourceOrderId": order, "state": "billable", "reference": proof}}',
      sample: { order: 'D-1', proof: 'P-1' },
    },
    { key: 'partner' },
  );
  const made = await placed(acme, [{ net: '10.00', quantity: '3' }], {
    source: 'depot',
    sourceOrderId: 'D-1',
  });
  const says = async (id: string, proof: string) => {
    const [now, raw] = [new Date(world.cloud.clock.now()), JSON.stringify({ order: 'D-1', proof })];
    const { status } = await fetch(`${world.cloud.urls.api}${source.path}`, {
      method: 'POST',
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(source.secret).sign(id, now, raw),
      },
      body: raw,
    });
    await world.settle();
    return status;
  };
  await acme.delivered(made, [{ line: '1', quantity: '2' }]);
  expect(await says('msg_1', 'P-1')).toBeLessThan(300);
  expect((await acme.invoices()).map(({ total }) => total.minor)).toEqual([2_000]);
  await acme.delivered(await order(made.id));
  // The same proof in another message is no other event.
  await says('msg_2', 'P-1');
  expect(await acme.invoices()).toHaveLength(1);
  await says('msg_3', 'P-2');
  expect((await acme.invoices()).map(({ total }) => total.minor)).toEqual([1_000, 2_000]);
});

test('the deliveries of a month are one invoice per currency and terms, after its last day', async () => {
  const policy = { billing: { on: 'fulfilment', consolidate: { every: 'month', day: 10 } } };
  const acme = await world.customer('Monthly', policy);
  const one = await placed(acme, [{ net: '0.35', taxClass: 'standard' }], { poNumber: 'PO-1' });
  const two = await placed(acme, [{ net: '0.35', taxClass: 'standard', quantity: '3' }], {
    poNumber: 'PO-2',
  });
  const other = await placed(acme, ['5.00'], { paymentTermsDays: 60 });
  for (const each of [one, other]) await acme.delivered(each);
  await acme.delivered(two, [{ line: '1', quantity: '1' }]);
  await acme.delivered(two, [{ line: '1', quantity: '1' }]);
  const held = await waitingOf(acme);
  expect(held.map(({ closesOn }) => closesOn)).toEqual(Array(4).fill('2026-03-10'));
  expect(new Set(held.map(({ collective }) => collective)).size).toBe(2);
  await clockwork();
  expect(await acme.invoices()).toEqual([]);
  await world.day(9, 1);
  await clockwork();
  const all = await invoicesOf(acme);
  expect(all.map(({ total }) => total.minor).toSorted((a, b) => a - b)).toEqual([125, 500]);
  const { snapshot, ...head } = all.find(({ total }) => total.minor === 125)!;
  // Three times 0.35 are 1.05, and 19 % of that 0.20: by delivery it would have been 0.21.
  expect(snapshot).toMatchObject({
    totals: { netMinor: 105, taxMinor: 20 },
    lines: [{ delivery: 0 }, { delivery: 1 }, { delivery: 2 }],
    deliveries: [
      { sourceOrderId: one.sourceOrderId, poNumber: 'PO-1' },
      { sourceOrderId: two.sourceOrderId, poNumber: 'PO-2' },
      { sourceOrderId: two.sourceOrderId, poNumber: 'PO-2' },
    ],
  });
  expect(snapshot.poNumber).toBeUndefined();
  expect(head.deliveries).toHaveLength(3);
  await clockwork();
  expect(await acme.invoices()).toHaveLength(2);
  // The last piece comes in the next period and is billed early, by a person, once.
  await acme.delivered(await order(two.id));
  const [last] = await waitingOf(acme);
  expect(last).toMatchObject({ closesOn: '2026-04-10' });
  expectProblem(
    await post(`/v1/unbilled-deliveries/${last!.collective}/issue`, {}, 'partner'),
    403,
    'access.scope',
  );
  expect((await post(`/v1/unbilled-deliveries/${last!.collective}/issue`, {}, 'finance')).status).toBe(202);
  expectProblem(
    await post(`/v1/unbilled-deliveries/${last!.collective}/issue`, {}, 'finance'),
    404,
    'orders.collective_unknown',
  );
  expect(await acme.invoices()).toHaveLength(3);
  // Corrected as any other: what follows is of the same deliveries.
  const fixed = await post<{ invoice: InvoiceView }>(
    `/v1/invoices/${head.id}/corrections`,
    { reason: 'price', lines: [{ line: '3', unitPrice: '0.30' }] },
    'finance',
  );
  expect([fixed.status, fixed.body]).toMatchObject([201, { invoice: { deliveries: [{}, {}, {}] } }]);
  await post(`/v1/orders/${two.id}/returns`, { reason: 'broken', lines: [{ line: '1', quantity: '2' }] });
  const after = await creditsOf(acme);
  expect(after.filter(({ reason }) => reason === 'returned')).toHaveLength(2);
});

test('an invoice that is due in three parts ages, is reminded of and is paid part by part', async () => {
  await world.day(9, 9);
  const acme = await world.customer('Parts');
  const lines = [{ percent: '30', days: 2 }, { days: 22 }, { percent: '30', days: 12 }];
  const terms = { name: 'Thirds', validFrom: '2026-01-01', lines };
  expect((await world.call('PUT', '/v1/payment-terms/thirds', terms, { key: 'partner' })).status).toBe(200);
  await acme.delivered(await placed(acme, ['100.00'], { paymentTerms: 'thirds' }));
  const [{ snapshot, ...head }] = (await invoicesOf(acme)) as [InvoiceView & { snapshot: Snapshot }];
  const parts = [
    { dueOn: '2026-03-13', minor: 3_000 },
    { dueOn: '2026-03-23', minor: 3_000 },
    { dueOn: '2026-04-02', minor: 4_000 },
  ];
  expect([snapshot.instalments, snapshot.dueOn, head.dueOn]).toEqual([parts, '2026-03-13', '2026-03-13']);
  const [mail] = await acme.inbox(head.number);
  expect(mail!.subject).toContain('30.00');
  expect(mail!.text).toMatch(/23.March.2026/);
  const aged = async () => {
    const { currencies } = await world.get<{
      currencies: { customers: { customerId: string; buckets: { name: string; minor: number }[] }[] }[];
    }>('/v1/ageing');
    const own = currencies
      .flatMap(({ customers }) => customers)
      .find(({ customerId }) => customerId === acme.id);
    return own!.buckets.slice(0, 3).map(({ minor }) => minor);
  };
  await world.day(14);
  expect(await aged()).toEqual([7_000, 3_000, 0]);
  const [reminder] = await acme.inbox('Reminder');
  expect(reminder!.text).toContain('30.00');
  expect(reminder!.text).not.toContain('100.00');
  // More than the first part: the rest is for the second, which is not due yet.
  await acme.transfers('45.00', head.number);
  const after = await acme.invoice(head.id);
  expect(after).toMatchObject({
    open: { minor: 5_500 },
    dueOn: '2026-03-23',
    overdueDays: 0,
    reminded: 0,
    remindOn: '2026-03-26',
  });
  expect(await aged()).toEqual([5_500, 0, 0]);
  expect(await (await fetch(await acme.link(head.number))).text()).toContain('15.00');
  await world.day(24);
  expect(await aged()).toEqual([4_000, 1_500, 0]);
  const again = await acme.inbox('Reminder');
  expect(again).toHaveLength(2);
  expect(again.some(({ text }) => text.includes('15.00') && !text.includes('55.00'))).toBe(true);
  await acme.transfers('55.00', head.number);
  expect(await acme.invoice(head.id)).toMatchObject({ state: 'PAID', open: { minor: 0 } });
});
