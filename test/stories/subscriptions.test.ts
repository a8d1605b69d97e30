/** What is sold by the period: east and west, at the ends of months and over changes of clocks, changed in the middle, and billed once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { CreditNote } from '../../shared/invoices/credit-note.ts';
import type { Order } from '../../shared/orders/order.ts';
import { amount, day } from '../../shared/documents/format.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import type { PriceChange } from '../../shared/subscriptions/price-change.ts';
import type { Period, PreviewedBill, SubscriptionView } from '../../shared/subscriptions/subscription.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { announceAgain } from '../faults/road.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { hiddenIn, tokenIn, Visitor } from '../support/visitor.ts';
import { World, type Answer, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2028-02-28T09:00:00Z', {}, {}, { jobs: ['BillDue', 'FindOverdue'] });
  // So that credit is asked about the oldest debt, too.
  await world.call('PUT', '/v1/credit/rules', { rules: [{ when: 'days_overdue', days: 365 }] }, partner);
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.close();
});

const partner = { key: 'partner' };
const plan = async (code: string, over: object = {}) => {
  const body = {
    name: `Plan ${code}`,
    currency: 'EUR',
    interval: { unit: 'month' },
    price: { model: 'unit', price: '10.00' },
    ...over,
  };
  const answer = await world.call('PUT', `/v1/plans/${code}`, body, partner);
  expect([answer.status, answer.body]).toMatchObject([200, { plan: code }]);
};
const subscribe = async (buyer: Buyer, code: string, over: object = {}): Promise<SubscriptionView> => {
  const asked = { customer: { id: buyer.id }, plan: code, ...over };
  const { status, body } = await world.call<SubscriptionView>('POST', '/v1/subscriptions', asked, partner);
  expect([status, body]).toMatchObject([201, { plan: code }]);
  await world.settle();
  return body;
};
const change = (id: string, body: object) =>
  world.call<SubscriptionView>('POST', `/v1/subscriptions/${id}/changes`, body, partner);
const does = async (id: string, body: object): Promise<SubscriptionView> => {
  const answer = await change(id, body);
  expect([answer.status, answer.body]).toMatchObject([201, { id }]);
  await world.settle();
  return answer.body;
};
const preview = async (id: string, body: object = {}): Promise<PreviewedBill[]> => {
  const answer = await world.call<{ bills: PreviewedBill[] }>(
    'POST',
    `/v1/subscriptions/${id}/preview`,
    body,
  );
  expect([answer.status, answer.body]).toMatchObject([200, {}]);
  return answer.body.bills;
};
const ordersOf = async (buyer: Buyer): Promise<Order[]> =>
  (await world.all<Order>('/v1/orders')).filter(({ customerId }) => customerId === buyer.id).reverse();
const netsOf = async (buyer: Buyer) => (await ordersOf(buyer)).map(({ totals }) => totals.netMinor);
const refused = (answer: Answer<unknown>, status: number, code: string, at?: string) =>
  expectProblem(answer, { status, code, ...(at !== undefined && { at: [at] }) });
/** Mails of prices. */
const toldOf = async (buyer: Buyer) =>
  (await buyer.inbox()).filter(({ subject }) => subject.startsWith('New price'));
const daysOf = async (buyer: Buyer) =>
  (await ordersOf(buyer)).flatMap(({ lines }) =>
    lines.map(({ period, netMinor }) => [period?.from, period?.until, netMinor]),
  );
const creditsOf = async (buyer: Buyer): Promise<CreditNote[]> => {
  const own = new Set((await buyer.invoices()).map(({ id }) => id));
  return (await world.all<CreditNote>('/v1/credit-notes'))
    .filter(({ invoiceId }) => own.has(invoiceId))
    .reverse();
};

/** From 31 January on: what is due of it is billed at once. */
const monthly: Buyer[] = [];
test('the last of the month is billed on the last of each month by the calendar of the customer, from Auckland to Honolulu', async () => {
  await plan('basic', { validFrom: '2028-01-01' });
  const zones = { East: 'Pacific/Auckland', Home: undefined, West: 'Pacific/Honolulu' };
  for (const [name, zone] of Object.entries(zones)) {
    const buyer = await world.customer(name, { zone });
    monthly.push(buyer);
    await subscribe(buyer, 'basic', { quantity: '3', start: '2028-01-31' });
    expect(await daysOf(buyer)).toEqual([['2028-01-31', '2028-02-28', 3000]]);
  }
  const [east, home, west] = monthly as [Buyer, Buyer, Buyer];
  const [invoice] = await home.invoices();
  expect(invoice).toMatchObject({ total: { minor: 3570 }, issuedOn: '2028-02-28' });
  // The invoice, and no confirmation of what nobody ordered just now.
  expect((await home.inbox()).map(({ subject }) => subject)).toEqual([
    expect.stringContaining(invoice!.number),
  ]);
  // The leap day begins in Auckland at eleven in the morning of the 28th in London, in Honolulu at ten of the day itself.
  await world.day(0, 13);
  expect([await netsOf(east), await netsOf(home)]).toEqual([[3000, 3000], [3000]]);
  await world.day(1, 9);
  expect([await netsOf(home), await netsOf(west)]).toEqual([[3000, 3000], [3000]]);
  await world.day(1, 13);
  expect(await netsOf(west)).toEqual([3000, 3000]);
});

test('a run that comes twice, a message that comes again, and two at the same time bill nothing more', async () => {
  const home = await world.customer('Twice');
  const { id } = await subscribe(home, 'basic');
  const before = await netsOf(home);
  expect(before).toEqual([1000]);
  await Promise.all([world.cloud.invoke('BillDue', {}), world.cloud.invoke('BillDue', {})]);
  await world.settle();
  const { items } = await running(world.cloud.urls, 0);
  await announceAgain(
    world,
    items.filter((item) => JSON.stringify(item).includes('subscription.')),
  );
  await world.settle();
  expect(await netsOf(home)).toEqual(before);
  expect((await home.invoices()).length).toBe(1);
  const { data } = await world.get<{ data: Period[] }>(`/v1/subscriptions/${id}/periods`);
  expect(data).toMatchObject([{ state: 'OPEN', orders: [{ sourceOrderId: `${id}:${data[0]!.from}` }] }]);
  const own = await world.get<{ data: SubscriptionView[] }>(`/v1/subscriptions?customer=${home.id}`);
  expect(own.data.map((one) => one.id)).toEqual([id]);
  await does(id, { change: 'cancel', when: 'period_end' });
});

test('what a change is said to cost is what it costs: the rest of the period, and a credit note for what is not had', async () => {
  await plan('pro', {
    price: {
      model: 'tiered',
      steps: [
        { from: '0', price: '20' },
        { from: '2', price: '15' },
      ],
    },
  });
  const buyer = await world.customer('Changer');
  const start = world.today();
  const { id } = await subscribe(buyer, 'basic', { quantity: '4' });
  await world.passes(3 * 86_400_000);
  const wanted = { change: 'terms', plan: 'pro', quantity: '5', when: 'now' };
  const [now, next] = await preview(id, { change: wanted });
  const [planned] = await preview(id);
  expect(planned!.totals!.netMinor).toBe(4000);
  await does(id, wanted);
  const [, order] = await ordersOf(buyer);
  expect(order!.totals).toEqual(now!.totals);
  expect(order!.lines).toMatchObject([
    {
      quantity: '5',
      baseQuantity: '5',
      price: { source: 'plan', list: 'pro', version: 1 },
      period: { from: world.today() },
    },
  ]);
  expect(now!.credits).toMatchObject([{ orderId: (await ordersOf(buyer))[0]!.id, line: '1' }]);
  const [note] = await creditsOf(buyer);
  expect(note).toMatchObject({ reason: 'not_delivered', lines: [{ netMinor: now!.credits[0]!.netMinor }] });
  // There and back on one day: what was charged for the day is credited, and in sum nothing has happened.
  await does(id, { change: 'terms', plan: 'basic', quantity: '4', when: 'now' });
  const orders = await ordersOf(buyer);
  const notes = await creditsOf(buyer);
  const net =
    orders.reduce((sum, { totals }) => sum + totals.netMinor, 0) -
    notes.reduce((sum, { lines }) => sum + lines.reduce((all, { netMinor }) => all + netMinor, 0), 0);
  expect([orders.length, notes.length, net]).toEqual([3, 2, 4000]);
  expect(next!.totals!.netMinor).toBe(5 * 1500 + 2 * 500);
  const { data } = await world.get<{ data: Period[] }>(`/v1/subscriptions/${id}/periods`);
  expect(data[0]!.rows.reduce((sum, { minor }) => sum + minor, 0)).toBe(4000);
  expect(data[0]).toMatchObject({ from: start });
  // Given up altogether: what is left of the month comes back, and that is all.
  const left = await preview(id, { change: { change: 'cancel', when: 'now' } });
  expect(left).toMatchObject([{ lines: [] }]);
  await does(id, { change: 'cancel', when: 'now' });
  const credited = (await creditsOf(buyer))
    .slice(2)
    .flatMap(({ lines }) => lines.map(({ netMinor }) => netMinor));
  expect(credited.reduce((sum, minor) => sum + minor, 0)).toBe(
    left[0]!.credits.reduce((sum, { netMinor }) => sum + netMinor, 0),
  );
  expect(await world.get(`/v1/subscriptions/${id}`)).toMatchObject({ state: 'ENDED' });
  refused(await change(id, { change: 'pause' }), 409, 'subscriptions.ended');
});

test('usage comes in once, is billed when its period is over, and late usage with the next bill', async () => {
  await plan('metered', {
    interval: { unit: 'week' },
    billing: 'in_arrears',
    price: { model: 'flat', price: '5' },
    usage: [{ meter: 'calls', name: 'Calls', price: { model: 'package', size: '100', price: '1.00' } }],
  });
  const buyer = await world.customer('Caller', { zone: 'America/New_York' });
  const start = world.today();
  const { id } = await subscribe(buyer, 'metered');
  const use = (records: object[]) =>
    world.call<{ counted: number; known: number }>(
      'POST',
      `/v1/subscriptions/${id}/usage`,
      { records },
      partner,
    );
  const record = (name: string, quantity: string, at = new Date(world.cloud.clock.now()).toISOString()) => ({
    id: name,
    meter: 'calls',
    quantity,
    at,
  });
  const first = [record('a', '150'), record('b', '30.5')];
  expect((await use(first)).body).toEqual({ counted: 2, known: 0 });
  expect((await use([...first, record('c', '1')])).body).toEqual({ counted: 1, known: 2 });
  await changesNothing(world, async () => {
    refused(await use([record('a', '151')]), 409, 'subscriptions.usage_conflict', '/records/0/id');
    refused(
      await use([{ ...record('d', '1'), meter: 'faxes' }]),
      422,
      'subscriptions.usage_invalid',
      '/records/0/meter',
    );
    refused(
      await use([record('d', '1', '2999-01-01T00:00:00Z')]),
      422,
      'subscriptions.usage_invalid',
      '/records/0/at',
    );
  });
  expect(await netsOf(buyer)).toEqual([]);
  const [said] = await preview(id);
  await world.passes(8 * 86_400_000);
  const [bill] = await ordersOf(buyer);
  expect(bill!.totals).toEqual(said!.totals);
  expect(
    bill!.lines.map(({ sku, quantity, netMinor, period }) => [sku, quantity, netMinor, period!.from]),
  ).toEqual([
    ['metered', '1', 500, start],
    ['calls', '181.5', 200, start],
  ]);
  // Five in the morning in Berlin is the evening before in New York: late, and of a period that is billed.
  expect((await use([record('late', '99', `${start}T14:00:00Z`)])).status).toBe(201);
  await world.passes(7 * 86_400_000);
  expect((await ordersOf(buyer))[1]!.lines).toMatchObject([
    { sku: 'metered', netMinor: 500 },
    { sku: 'calls', quantity: '99', netMinor: 100, period: { from: start, until: start } },
  ]);
});

test('an order that is held waits for a person and is delivered once it is released; cancelled, it bills nothing', async () => {
  await plan('short', { interval: { unit: 'day', count: 2 } });
  const poor = await world.customer('Poor', {}, 500);
  const { id } = await subscribe(poor, 'short');
  const [order] = await ordersOf(poor);
  expect(order).toMatchObject({ state: 'HELD', source: 'subscription' });
  await changesNothing(world, async () => {
    refused(await change(id, { change: 'pause' }), 409, 'subscriptions.order_held');
  });
  await world.call('POST', `/v1/orders/${order!.id}/release`, { reason: 'they are good' });
  await world.passes(6 * 3_600_000);
  expect(await poor.invoices()).toMatchObject([{ orderId: order!.id, total: { minor: 1190 } }]);
  await world.passes(2 * 86_400_000);
  const [, second] = await ordersOf(poor);
  expect(second).toMatchObject({ state: 'HELD' });
  await world.call('POST', `/v1/orders/${second!.id}/cancel`, { reason: 'not this month' }, partner);
  await world.passes(6 * 3_600_000);
  await does(id, { change: 'cancel', when: 'now' });
  expect(await creditsOf(poor)).toEqual([]);
  expect((await poor.invoices()).length).toBe(1);
  const { data } = await world.get<{ data: Period[] }>(`/v1/subscriptions/${id}/periods`);
  expect(data[0]).toMatchObject({ state: 'CLOSED', rows: [{ waived: true }] });
});

test('who has too much to be billed at once is parked, and goes on once somebody has looked', async () => {
  await plan('daily', {
    interval: { unit: 'day' },
    validFrom: '2028-01-01',
    price: { model: 'flat', price: '1' },
  });
  const buyer = await world.customer('Behind');
  const start = new Date(world.cloud.clock.now() - 20 * 86_400_000).toISOString().slice(0, 10);
  const { id } = await subscribe(buyer, 'daily', { start });
  expect((await ordersOf(buyer)).length).toBe(15);
  const { data } = await world.get<{ data: SubscriptionView[] }>('/v1/subscriptions?parked=true');
  expect(data).toMatchObject([{ id, parked: { code: 'subscriptions.too_many_due' } }]);
  await world.passes(6 * 3_600_000);
  expect((await ordersOf(buyer)).length).toBe(15);
  await world.call('POST', `/v1/subscriptions/${id}/resume-billing`, { reason: 'it is right' }, partner);
  await world.settle();
  expect((await ordersOf(buyer)).length).toBe(21);
  await does(id, { change: 'cancel', when: 'now' });
  // A tax that is not known parks, too, and nothing is ordered meanwhile.
  const { body } = await world.call<SubscriptionView>(
    'POST',
    '/v1/subscriptions',
    { customer: { id: buyer.id }, plan: 'basic', anchor: '2028-01-01', paymentTerms: 'none' },
    partner,
  );
  expect(body).toMatchObject({ code: 'agreements.terms_unknown' });
});

test('a pause gives back, a resumption goes on, a new price comes with notice, and nobody learns of it late', async () => {
  const buyer = await world.customer('Pauser');
  const { id } = await subscribe(buyer, 'short', { quantity: '3' });
  await does(id, { change: 'pause' });
  expect(await world.get(`/v1/subscriptions/${id}`)).toMatchObject({ state: 'PAUSED' });
  const [[bought], [note]] = [await netsOf(buyer), await creditsOf(buyer)];
  expect(note!.lines.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(bought);
  await does(id, { change: 'resume' });
  expect((await netsOf(buyer)).length).toBe(2);
  await plan('short', { interval: { unit: 'day', count: 2 }, price: { model: 'unit', price: '12.00' } });
  const next = await preview(id, { bills: 3, change: { change: 'price', noticeDays: 3 } });
  // Said by mistake and taken back at once: the customer hears of neither.
  await does(id, { change: 'price', noticeDays: 9 });
  await does(id, { change: 'keep_price' });
  refused(await change(id, { change: 'keep_price' }), 409, 'subscriptions.no_price_announced');
  await world.passes(11 * 60_000);
  expect(await toldOf(buyer)).toEqual([]);
  const { terms } = await does(id, { change: 'price', noticeDays: 3 });
  await world.passes(11 * 60_000);
  const [notice] = await toldOf(buyer);
  for (const said of [day(terms.at(-1)!.from, 'en'), '€36.00', 'every 2 days', 'until then €30.00'])
    expect(notice!.text).toContain(said);
  // In the company's own words, as a preview shows them.
  const own = '/v1/mail-templates/price_change/en';
  const words = { subject: 'Now {{ price.after }}', text: '{{ price.plan }}, until {{ price.endBy }}' };
  expect((await world.call('PUT', own, words)).status).toBe(200);
  const shown = await world.call<{ subject: string; text: string }>('POST', `${own}/1/preview`, {
    about: id,
  });
  expect(shown.body.subject).toBe('Now €36.00 every 2 days');
  expect(shown.body.text).toContain('until then €30.00');
  // What must be told has no switch.
  expect(notice!.text).not.toContain('Stop mails of this kind');
  await world.passes(6 * 86_400_000);
  expect((await ordersOf(buyer)).slice(2, 5).map(({ totals }) => totals)).toEqual(
    next.map(({ totals }) => totals),
  );
  expect(next.map(({ totals }) => totals!.netMinor)).toEqual([3000, 3600, 3600]);
  const { data } = await world.get<{ data: { what: string; facts: { type: string }[] }[] }>(
    `/v1/customers/${buyer.id}/timeline?limit=100`,
  );
  expect(data.flatMap(({ facts }) => facts.map(({ type }) => type))).toContain(
    'subscription.price_announced',
  );
});

test('all subscribers of a plan get its new price with one mail each, once, and who has not got it yet keeps the old one when it is taken back', async () => {
  await plan('all');
  const [many, one, gone] = [
    await world.customer('Many'),
    await world.customer('Single'),
    await world.customer('Gone'),
  ];
  await subscribe(many, 'all');
  await subscribe(many, 'all', { quantity: '2' });
  const bound = await subscribe(one, 'all', { minimumUntil: '2029-12-01' });
  const left = await subscribe(gone, 'all');
  const whole = { price: { model: 'unit', price: '11.00' } };
  await plan('all', whole);
  const at = '/v1/plans/all/price-changes';
  const seen = await world.call('POST', `${at}/preview`, {}, partner);
  const worth = { announced: 4, refused: 0, beforeMinor: 5000, afterMinor: 5500 };
  expect([seen.status, seen.body]).toMatchObject([200, { ...worth, customers: 3, complete: true }]);
  const asked = await world.call('POST', at, {}, { ...partner, idem: 'prices' });
  expect([asked.status, asked.body]).toMatchObject([202, { number: 1, state: 'RUNNING', planVersion: 2 }]);
  expect(await world.call('POST', at, {}, { ...partner, idem: 'prices' })).toMatchObject({
    body: asked.body,
  });
  await world.settle();
  // Its messages again, and the same price again: nobody gets it twice.
  const { items } = await running(world.cloud.urls, 0);
  await announceAgain(
    world,
    items.filter((item) => JSON.stringify(item).includes('plan.price_change_goes_on')),
  );
  await world.settle();
  const [first] = await world.all<PriceChange>(at);
  expect(first).toMatchObject({ state: 'DONE', counts: { ...worth, takenBack: 0 }, refusals: [] });
  expect((await world.call('POST', at, {}, partner)).status).toBe(202);
  await world.settle();
  expect(await world.all(at)).toMatchObject([{ number: 2, state: 'DONE', counts: { announced: 0 } }, {}]);
  // Who ends in time is not told of what it will never pay; what is told is one mail.
  await does(left.id, { change: 'cancel', when: 'period_end' });
  await world.passes(11 * 60_000);
  expect([await toldOf(many), await toldOf(one), await toldOf(gone)].map(({ length }) => length)).toEqual([
    1, 1, 0,
  ]);
  const [mail] = await toldOf(many);
  expect(mail!.text).toContain('your 2 subscriptions');
  for (const amount of ['€11.00', '€22.00', 'until then €20.00']) expect(mail!.text).toContain(amount);
  // A price that rises opens the minimum term for its first day; an end that is taken back is news again.
  const { terms } = await does(bound.id, { change: 'cancel', when: 'period_end' });
  const view = await world.get<SubscriptionView>(`/v1/subscriptions/${bound.id}`);
  expect(view.end).toBe(terms.at(-1)!.from);
  await does(left.id, { change: 'resume' });
  await does(bound.id, { change: 'resume' });
  await world.passes(11 * 60_000);
  expect([await toldOf(one), await toldOf(gone)].map(({ length }) => length)).toEqual([1, 1]);
  // What came back waits for an address, and sets out again as it is then.
  await world.control(`/control/mails/${(await toldOf(one))[0]!.id}/bounce`, {});
  await world.settle();
  const [task] = await world.all<Task>('/v1/tasks?state=OPEN');
  expect(task).toMatchObject({
    customerId: one.id,
    undelivered: [{ mailId: terms.at(-1)!.announced!.mailId }],
  });
  const known = await world.get<Record<string, unknown>>(`/v1/customers/${one.id}`);
  const profile: Record<string, unknown> = { ...known, emails: ['new@single.example'] };
  for (const own of ['id', 'version', 'source', 'externalId', 'undeliverable', 'createdAt', 'updatedAt'])
    delete profile[own];
  expect((await world.call('PUT', '/v1/customers/crm/Single', profile, partner)).status).toBe(200);
  expect((await world.call('POST', `/v1/tasks/${task!.id}/done`, {})).status).toBe(200);
  await world.settle();
  expect((await world.mails('new@single.example')).map(({ subject }) => subject)).toEqual([
    expect.stringContaining('New price of Plan all'),
  ]);

  await plan('all', { price: { model: 'unit', price: '12.00' } });
  const next = await world.call<PriceChange>('POST', at, { noticeDays: 90 }, partner);
  await world.settle();
  const back = `${at}/${next.body.number}/take-back`;
  expect((await world.call('POST', back, {}, partner)).status).toBe(202);
  await world.settle();
  await changesNothing(world, async () => {
    refused(await world.call('POST', back, {}, partner), 409, 'subscriptions.price_change_taken_back');
    refused(
      await world.call('POST', `${at}/99/take-back`, {}, partner),
      404,
      'subscriptions.price_change_unknown',
    );
    refused(
      await world.call('POST', at, { planVersion: 99 }, partner),
      422,
      'subscriptions.plan_unknown',
      '/planVersion',
    );
  });
  expect((await world.all<PriceChange>(at))[0]).toMatchObject({
    state: 'TAKEN_BACK',
    counts: { announced: 4, takenBack: 4 },
  });
  await world.passes(11 * 60_000);
  expect((await toldOf(many)).length).toBe(1);
  for (const { id } of (await world.all<SubscriptionView>('/v1/subscriptions')).filter(
    (any) => any.plan === 'all',
  ))
    await does(id, { change: 'cancel', when: 'period_end' });
});

test('a customer changes, pauses and ends what it has on its own page: as the bill was shown, once, and told at once', async () => {
  await plan('seats', {
    name: 'Seats',
    customersMay: { quantity: { least: 1, most: 20 }, plans: ['seats-plus'], pauseDays: 60, noticeDays: 14 },
  });
  await plan('seats-plus', { name: 'Seats Plus', price: { model: 'unit', price: '15.00' } });
  const buyer = await world.customer('Selfie');
  const { id } = await subscribe(buyer, 'seats', { quantity: '2' });
  const { number } = (await buyer.invoices())[0]!;
  const visitor = new Visitor(world);
  await visitor.comesIn(await buyer.link(number), buyer.email);
  const own = `/my/subscriptions/${id}`;
  expect((await visitor.get('/my/subscriptions')).body).toContain('Seats × 2');
  // What is still being billed would make stale what is shown.
  const shows = async (wish: string) => {
    await world.settle();
    return (await visitor.get(`${own}/preview?${wish}`)).body;
  };
  const confirms = async (html: string) => (await visitor.post(own, hiddenIn(html))).to;

  // More begins at once: the bill that is shown is the bill that comes.
  await world.passes(5 * 86_400_000);
  await visitor.comesIn(await buyer.link(number), buyer.email);
  const more = await shows('wish=quantity&quantity=5');
  const [, shown] = /Bill of[\s\S]*?<tfoot>[\s\S]*<td>Total<\/td><td class="num">([^<]+)</.exec(
    more.slice(0, more.indexOf('</section>')),
  )!;
  await changesNothing(world, () => shows('wish=quantity&quantity=5'));
  expect(await confirms(more)).toBe(`${own}?said=done`);
  await world.settle();
  const billed = (await ordersOf(buyer)).at(-1)!;
  expect(amount({ minor: billed.totals.grossMinor, currency: 'EUR' }, 'en')).toBe(shown);
  // The same form once more, and one that was shown before something else happened.
  const before = await netsOf(buyer);
  await changesNothing(world, async () => expect(await confirms(more)).toBe(`${own}?said=done`));
  const less = await shows('wish=quantity&quantity=3');
  expect(less).toContain('Seats × 3');
  await does(id, { change: 'terms', quantity: '6', when: 'period_end' });
  await changesNothing(world, async () => expect(await confirms(less)).toBe(`${own}?said=stale`));
  // Less begins with a period.
  expect(await confirms(await shows('wish=quantity&quantity=3'))).toBe(`${own}?said=done`);
  await world.settle();
  expect(await netsOf(buyer)).toEqual(before);
  const kept = async () => await world.get<SubscriptionView>(`/v1/subscriptions/${id}`);
  expect((await kept()).terms.at(-1)).toMatchObject({ quantity: '3', from: (await kept()).dueOn });
  expect(await confirms(await shows('wish=plan&plan=seats-plus'))).toBe(`${own}?said=done`);
  expect(await kept()).toMatchObject({ plan: 'seats-plus', quantity: '5' });

  // What is not offered is not shown, and not done.
  await plan('seats-plus', {
    name: 'Seats Plus',
    price: { model: 'unit', price: '15.00' },
    customersMay: { pauseDays: 60, noticeDays: 14 },
  });
  const stranger = await world.customer('Onlooker');
  const foreign = (await subscribe(stranger, 'seats')).id;
  await changesNothing(world, async () => {
    for (const wish of ['quantity&quantity=4', 'plan&plan=basic', 'pause&until=2030-01-01', 'resume', 'x'])
      expect([wish, await shows(`wish=${wish}`)]).toEqual([
        wish,
        expect.stringContaining('not possible here'),
      ]);
    const token = tokenIn((await visitor.get(own)).body);
    for (const [typed, said] of [
      [{ wish: 'quantity', quantity: '4' }, 'refused'],
      [{ wish: 'cancel' }, 'stale'],
      [{}, 'refused'],
    ] as const)
      expect([typed, (await visitor.post(own, { token, seen: '0'.repeat(32), ...typed })).to]).toEqual([
        typed,
        `${own}?said=${said}`,
      ]);
    for (const way of [
      `/my/subscriptions/${foreign}`,
      `/my/subscriptions/${foreign}/preview?wish=cancel`,
      `${own}/x`,
    ])
      expect([way, (await visitor.get(way)).status]).toEqual([way, 404]);
    expect((await visitor.post(`/my/subscriptions/${foreign}`, { token, wish: 'cancel' })).status).toBe(404);
  });

  // Notice is given in two steps and confirmed at once, with day and time; taken back, it goes on.
  const notice = await shows('wish=cancel');
  expect(notice).toContain('Cancel now');
  expect(await confirms(notice)).toBe(`${own}?said=done`);
  const { end, noticeAt } = await kept();
  expect([end! >= addDays(world.today(), 14), noticeAt!.slice(0, 10)]).toEqual([true, world.today()]);
  await world.settle();
  const [mail] = await buyer.inbox('Your notice');
  expect(mail!.text).toContain(day(addDays(end!, -1), 'en'));
  expect(mail!.text).toMatch(/Your notice came in.*\d{2}:\d{2} \(Europe\/Berlin\)/s);
  expect((await visitor.get(own)).body).toContain('Take the notice back');
  expect(await confirms(await shows('wish=resume'))).toBe(`${own}?said=done`);
  expect([(await kept()).end, (await kept()).noticeAt]).toEqual([undefined, undefined]);
  expect(await confirms(await shows(`wish=pause&until=${addDays(world.today(), 10)}`))).toBe(
    `${own}?said=done`,
  );
  expect(await kept()).toMatchObject({ state: 'PAUSED' });
  expect(await confirms(await shows('wish=resume'))).toBe(`${own}?said=done`);
  await world.settle();
  expect((await buyer.inbox('was changed')).length).toBeGreaterThanOrEqual(5);
  // Whoever the company lets go does not come back by itself.
  await does(id, { change: 'cancel', when: 'period_end' });
  expect((await visitor.get(own)).body).not.toMatch(/Take the notice back|Cancel this contract/);
  await does(foreign, { change: 'cancel', when: 'now' });
});

test('what cannot be is refused where it is wrong, and nothing is changed', async () => {
  const buyer = await world.customer('Wrong');
  const ask = (over: object) =>
    world.call('POST', '/v1/subscriptions', { customer: { id: buyer.id }, plan: 'basic', ...over }, partner);
  await plan('dollar', { currency: 'USD' });
  const { id } = await subscribe(buyer, 'basic', { minimumUntil: '2029-12-01' });
  await changesNothing(world, async () => {
    refused(await ask({ plan: 'nothing' }), 422, 'subscriptions.plan_unknown', '/plan');
    refused(await ask({ start: '2020-01-01' }), 422, 'subscriptions.start', '/start');
    refused(await ask({ entity: 'other' }), 422, 'subscriptions.entity_unknown', '/entity');
    refused(await ask({ quantity: '999999999999' }), 422, 'subscriptions.too_large', '/quantity');
    refused(
      await ask({ customer: { source: 'crm', externalId: 'none' } }),
      422,
      'subscriptions.customer_unknown',
      '/customer',
    );
    refused(await change(id, { change: 'cancel', when: 'now' }), 409, 'subscriptions.minimum_term', '/when');
    refused(await change(id, { change: 'resume' }), 409, 'subscriptions.not_paused');
    refused(
      await change(id, { change: 'pause', until: '2028-01-01' }),
      422,
      'subscriptions.day_over',
      '/until',
    );
    refused(await change(id, { change: 'terms', when: 'now' }), 409, 'subscriptions.nothing_changes');
    refused(
      await change(id, { change: 'terms', plan: 'dollar', when: 'now' }),
      422,
      'subscriptions.other_currency',
      '/plan',
    );
    refused(
      await change(id, { change: 'price', planVersion: 99 }),
      422,
      'subscriptions.plan_unknown',
      '/planVersion',
    );
    refused(
      await world.call(
        'PUT',
        '/v1/plans/basic',
        {
          name: 'X',
          currency: 'USD',
          interval: { unit: 'month' },
          price: { model: 'unit', price: '1' },
        },
        partner,
      ),
      409,
      'subscriptions.plan_currency',
    );
    refused(
      await world.call(
        'PUT',
        '/v1/plans/odd',
        {
          name: 'X',
          currency: 'EUR',
          interval: { unit: 'month' },
          price: { model: 'tiered', steps: [{ from: '1', price: '1' }] },
        },
        partner,
      ),
      422,
      'subscriptions.plan_prices',
      '/price/steps',
    );
  });
});

type Doc = Record<string, unknown>;
const spoilt =
  (kind: string, pick: (doc: Doc) => boolean, change: (doc: Doc, item: Doc) => void) => (items: Raw[]) => {
    const found = items.find((item) => item.kind === kind && pick(item.doc as Doc));
    expect(found).toBeDefined();
    change(found!.doc as Doc, found as Doc);
  };
const withRows = ({ rows }: Doc): boolean =>
  (rows as Doc[]).some(({ orderId, waived }) => orderId && !waived);
const first = (doc: Doc, list: string): Doc => (doc[list] as Doc[])[0]!;
test.each<[string, string, (items: Raw[]) => void]>([
  [
    'subscription.periods',
    'a day is in no period',
    spoilt('subscription-period', withRows, (doc) => (doc['to'] = '2999-01-01')),
  ],
  [
    'subscription.periods',
    'a day is billed twice',
    spoilt('subscription-period', withRows, (doc) => (doc['rows'] as Doc[]).push(first(doc, 'rows'))),
  ],
  [
    'subscription.periods',
    'two periods are open',
    spoilt(
      'subscription-period',
      ({ state }) => state === 'CLOSED',
      (doc) => (doc['state'] = 'OPEN'),
    ),
  ],
  [
    'subscription.order',
    'an order is of no period',
    spoilt('subscription-period', withRows, (doc) => (doc['orders'] = [])),
  ],
  [
    'subscription.order',
    'a period has an order of another',
    spoilt('subscription-period', withRows, (doc) => (first(doc, 'orders')['sourceOrderId'] = 'x')),
  ],
  [
    'subscription.rows',
    'more is noted than was ordered',
    spoilt('subscription-period', withRows, (doc) => (first(doc, 'rows')['minor'] = 1)),
  ],
  [
    'subscription.credit',
    'what was given up is not credited',
    spoilt(
      'credit-note',
      ({ reason }) => reason === 'not_delivered',
      (doc) => (first(doc, 'lines')['netMinor'] = 1),
    ),
  ],
  [
    'subscription.late',
    'it is not looked at',
    spoilt(
      'subscription',
      ({ dueOn }) => dueOn !== undefined,
      (_, item) => delete item['g3p'],
    ),
  ],
  [
    'subscription.late',
    'it was not looked at in time',
    spoilt(
      'subscription',
      ({ dueOn }) => dueOn !== undefined,
      (_, item) => (item['g3s'] = '2028-01-01T00:00:00.000Z#x'),
    ),
  ],
])('%s is found where %s', async (rule, _, change) => {
  const patient = await running(world.cloud.urls, 0);
  const items = structuredClone(patient.items) as Raw[];
  change(items);
  const found = examine({ ...patient, items });
  expect(found.map((finding) => finding.rule)).toContain(rule);
});

test('on 26 March the clocks of Europe went forward, on 2 April those of Auckland go back: no day is lost or billed twice', async () => {
  await world.day(34, 13);
  for (const buyer of monthly)
    expect(await daysOf(buyer)).toEqual([
      ['2028-01-31', '2028-02-28', 3000],
      ['2028-02-29', '2028-03-30', 3000],
      ['2028-03-31', '2028-04-29', 3000],
    ]);
});
