/** A customer that was merged is one buyer under all its ids: one tax, one standing, its contracts, quotes and debts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Exemptions, Quote } from '../../shared/agreements/agreement.ts';
import type { Standing } from '../../shared/credit/credit.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Score } from '../../shared/risk/risk.ts';
import { World, type Answer, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.invariantsHold();
  await world.close();
});

const send = async <T>(method: 'PUT' | 'POST', path: string, body: unknown): Promise<T> => {
  const answer = await world.call<T>(method, path, body, { key: 'partner' });
  expect([path, answer.status < 300, answer.body]).toMatchObject([path, true, {}]);
  return answer.body;
};
const merge = (alias: Buyer, into: Buyer) =>
  send('POST', `/v1/customers/${alias.id}/merge`, { into: into.id, reason: 'One house' });
/** Two records of one house; which is the alias of the other, `merge` says. */
const twins = async (name: string): Promise<[Buyer, Buyer]> => [
  await world.customer(`${name}Old`, {}, 100_000),
  await world.customer(`${name}New`, {}, 100_000),
];
const line = { sku: 'A', description: 'Tea', quantity: '1', unitPrice: '10', taxClass: 'standard' };
let serial = 0;
const place = (buyer: Buyer, over: object): Promise<Answer<Order>> =>
  world.call<Order>(
    'POST',
    '/v1/orders',
    {
      source: 'shop',
      sourceOrderId: `M-${(serial += 1)}`,
      customer: { id: buyer.id },
      currency: 'EUR',
      ...over,
    },
    { key: 'partner' },
  );
const ask = (buyer: Buyer, over: object = {}) =>
  send<Quote>('POST', '/v1/quotes', {
    customer: { id: buyer.id },
    currency: 'EUR',
    lines: [line],
    ...over,
  });
const codes = ({ holds }: Pick<Order, 'holds'>): string[] => holds.map(({ code }) => code);
const standingOf = async ({ id }: Buyer): Promise<Standing | undefined> =>
  (await world.get<{ standing?: Standing }>(`/v1/customers/${id}/credit`)).standing;
const block = (buyer: Buyer, body: object) =>
  send<Standing>('PUT', `/v1/customers/${buyer.id}/credit/block`, body);

test('a certificate of either record frees the buyer, whichever id it orders under', async () => {
  const certificate = (number: string) => ({
    certificates: [
      {
        number,
        reason: `Exempt by certificate ${number}`,
        reasonCode: 'VATEX-EU-151',
        validFrom: '2026-01-01',
      },
    ],
  });
  for (const of of ['alias', 'survivor'] as const) {
    const [old, now] = await twins(`Exempt${of}`);
    await send(
      'PUT',
      `/v1/customers/${(of === 'alias' ? old : now).id}/exemptions/DE`,
      certificate(`E-${of}`),
    );
    await merge(old, now);
    const taxes = [(await ask(old)).lines[0]!.tax, (await ask(now)).lines[0]!.tax];
    expect([of, taxes]).toMatchObject([of, [{ category: 'E' }, { category: 'E' }]]);
  }
});

test('certificates that are said anew take the place of those of either record', async () => {
  const [old, now] = await twins('Lapsed');
  const valid = { reason: 'Exempt', validFrom: '2026-01-01' };
  const put = (buyer: Buyer, certificates: object[]) =>
    send<Exemptions>('PUT', `/v1/customers/${buyer.id}/exemptions/DE`, { certificates });
  const numbers = async (buyer: Buyer) =>
    (await world.get<Exemptions>(`/v1/customers/${buyer.id}/exemptions/DE`)).certificates.map(
      ({ number }) => number,
    );
  await put(old, [{ ...valid, number: 'L-1' }]);
  await put(now, [{ ...valid, number: 'L-2' }]);
  await merge(old, now);
  for (const buyer of [old, now]) expect(await numbers(buyer)).toEqual(['L-2', 'L-1']);
  expect(await put(old, [{ ...valid, number: 'L-3' }])).toMatchObject({ customerId: now.id, version: 2 });
  for (const buyer of [old, now]) expect(await numbers(buyer)).toEqual(['L-3']);
  await put(now, []);
  for (const buyer of [old, now]) expect((await ask(buyer)).lines[0]!.tax).toMatchObject({ category: 'S' });
});

test('grace that releases an order of the old record holds for who it is now', async () => {
  const [old, now] = await twins('Graced');
  const held = await old.orders('1500.00');
  expect(codes(held)).toEqual(['credit.over_limit']);
  await merge(old, now);
  const release = { reason: 'Guarantee received', until: '2026-01-20' };
  expect(await send('POST', `/v1/orders/${held.id}/release`, release)).toMatchObject({ state: 'CONFIRMED' });
  for (const buyer of [old, now])
    expect(await buyer.orders('10.00')).toMatchObject({
      state: 'CONFIRMED',
      waived: [{ code: 'credit.over_limit' }],
    });
  expect((await standingOf(old))!.graces).toMatchObject([{ code: 'credit.over_limit', until: '2026-01-20' }]);
});

test('grace that the old record had is not handed to who it is now: like its limit, it was given for less', async () => {
  const [old, now] = await twins('Smaller');
  const held = await old.orders('1500.00');
  await send('POST', `/v1/orders/${held.id}/release`, { reason: 'Guarantee', until: '2026-01-20' });
  await merge(old, now);
  expect(codes(await now.orders('10.00'))).toEqual(['credit.over_limit']);
});

test('its contracts and its quotes are the buyer’s, under either id; a stranger has neither', async () => {
  const [old, now] = await twins('Agreed');
  const contract = { name: 'Frame', customer: old.id, validFrom: '2026-01-01' };
  await send('PUT', '/v1/contracts/old-frame', {
    ...contract,
    discounts: [{ reason: 'Frame', percent: '2' }],
  });
  const [first, second] = [await ask(old, { keep: true }), await ask(old, { keep: true })];
  const stranger = await world.customer('Stranger');
  await merge(old, now);
  for (const [buyer, quote] of [
    [old, first],
    [now, second],
  ] as const) {
    const framed = await place(buyer, { contract: 'old-frame', lines: [line] });
    expect([framed.status, framed.body]).toMatchObject([201, { customerId: now.id, contract: 'old-frame' }]);
    const quoted = await place(buyer, { quote: quote.id });
    expect([quoted.status, quoted.body]).toMatchObject([201, { customerId: now.id, quote: quote.id }]);
  }
  const third = await ask(now, { keep: true });
  expect((await place(stranger, { contract: 'old-frame', lines: [line] })).body).toMatchObject({
    code: 'orders.contract_unknown',
  });
  expect((await place(stranger, { quote: third.id })).body).toMatchObject({ code: 'orders.quote_unknown' });
});

test('a block of the old record holds the buyer until it is lifted, whichever id it is lifted by', async () => {
  const [old, now] = await twins('Blocked');
  await block(old, { blocked: true, reason: 'Insolvency filed' });
  await merge(old, now);
  for (const buyer of [old, now]) {
    expect(codes(await buyer.orders('10.00'))).toEqual(['credit.blocked']);
    expect((await standingOf(buyer))!.block).toMatchObject({ reason: 'Insolvency filed' });
  }
  expect(await block(now, { blocked: false, reason: 'Withdrawn' })).not.toHaveProperty('block');
  for (const buyer of [old, now]) expect((await buyer.orders('10.00')).state).toBe('CONFIRMED');
  // A block that is said anew takes the place of the one before, wherever that stood.
  const [other, one] = await twins('Shorter');
  await block(other, { blocked: true, reason: 'For ever' });
  await merge(other, one);
  await block(one, { blocked: true, reason: 'For a day', until: '2026-01-06' });
  expect((await standingOf(one))!.block).toMatchObject({ reason: 'For a day', until: '2026-01-06' });
});

test('an order of the old record is amended against the limit of who it is now', async () => {
  const old = await world.customer('AmendedOld', {}, 100_000);
  const now = await world.customer('AmendedNow', {}, 300_000);
  const { id } = await old.orders('500.00');
  await merge(old, now);
  const more = (unitPrice: string) =>
    send<Order>('POST', `/v1/orders/${id}/amendments`, {
      changes: [{ change: 'add', line: { ...line, unitPrice, taxClass: 'zero' } }],
      reason: 'Asked for more',
    });
  expect(await more('900')).toMatchObject({ state: 'CONFIRMED' });
  expect(codes(await more('5000'))).toEqual(['credit.over_limit']);
});

test('promises that the old record broke count for rules and score; told again they are told once', async () => {
  const [old, now] = await twins('Broken');
  const signal = { kind: 'broken_promise', reference: 'P-1', on: '2026-01-04' };
  await send('POST', `/v1/customers/${old.id}/credit/signals`, signal);
  await merge(old, now);
  await world.call('PUT', '/v1/credit/rules', { rules: [{ when: 'broken_promise', withinDays: 90 }] });
  for (const buyer of [old, now])
    expect(codes(await buyer.orders('10.00'))).toEqual(['credit.broken_promise']);
  const { factors } = await world.get<Score>(`/v1/customers/${now.id}/score`);
  expect(factors.find(({ name }) => name === 'broken_promises')).toMatchObject({ value: 1 });
  for (const buyer of [old, now])
    expect(
      (await send<Standing>('POST', `/v1/customers/${buyer.id}/credit/signals`, signal)).signals,
    ).toMatchObject([signal]);
  await world.call('PUT', '/v1/credit/rules', { rules: [] });
});

test('a list of the old record prices for who it is now', async () => {
  const [old, now] = await twins('Listed');
  const entries = [{ sku: 'O', rule: { model: 'unit', price: '7' } }];
  const list = { name: 'Own', currency: 'EUR', validFrom: '2026-01-01', entries };
  await send('PUT', '/v1/price-lists/own', { ...list, for: { kind: 'customer', id: old.id } });
  await merge(old, now);
  const lines = [{ sku: 'O', description: 'Own', quantity: '1' }];
  for (const buyer of [old, now])
    expect((await ask(buyer, { lines })).lines[0]).toMatchObject({ netMinor: 700, price: { list: 'own' } });
});

test('a list that wants nothing overdue looks at what the old record owes, too', async () => {
  const [old, now] = await twins('Owing');
  const list = (id: string, price: string, over: object) =>
    send('PUT', `/v1/price-lists/${id}`, {
      name: id,
      currency: 'EUR',
      validFrom: '2026-01-01',
      entries: [{ sku: 'L', rule: { model: 'unit', price } }],
      ...over,
    });
  await list('loyal', '80', { requires: { nothingOverdueDays: 5 }, validFrom: '2026-01-02' });
  await list('usual', '100', {});
  await old.isInvoiced('10.00');
  await merge(old, now);
  await world.day(25);
  await now.isInvoiced('10.00');
  const lines = [{ sku: 'L', description: 'Listed', quantity: '1' }];
  for (const buyer of [old, now])
    expect((await ask(buyer, { lines })).lines[0]).toMatchObject({ netMinor: 10_000 });
}, 60_000);
