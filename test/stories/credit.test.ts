/** How much a customer may owe: groups, limits with a last day, rules as data, releases with an end, and who is to be looked at. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TimelineRow } from '../../shared/customers/customer.ts';
import type { Order } from '../../shared/orders/order.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.close();
});

interface Credit {
  creditId: string;
  limit?: { minor: number };
  basis?: string;
  validUntil?: string;
  exposure: { minor: number };
  available: { minor: number };
}
interface Standing {
  block?: { reason: string; by: string };
  graces: { code: string; until: string }[];
  signals: { kind: string; reference: string }[];
}
const creditOf = async (id: string) => {
  const { data, standing } = await world.get<{ data: Credit[]; standing?: Standing }>(
    `/v1/customers/${id}/credit`,
  );
  return { ...data[0]!, standing };
};
const codes = ({ holds }: Pick<Order, 'holds'>): string[] => holds.map(({ code }) => code);
const put = (path: string, body: unknown) => world.call('PUT', path, body);
const rules = async (body: unknown): Promise<void> => {
  expect((await put('/v1/credit/rules', body)).status).toBe(200);
};
const eur = (minor: number) => ({ minor, currency: 'EUR' });

test('customers of one group share a limit; who joins later leaves old debt where it was', async () => {
  const north = await world.customer('North', { creditGroup: 'norden' }, 0);
  const south = await world.customer('South', {}, 100_000);
  const old = await south.isInvoiced('300.00');
  expect((await put(`/v1/customers/${north.id}/credit`, { limit: eur(50_000) })).body).toMatchObject({
    customerId: north.id,
    creditId: 'group:norden',
    limit: eur(50_000),
  });

  const profile = {
    name: 'South',
    address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: [south.email],
    currency: 'EUR',
    ibans: [south.iban],
    creditGroup: 'norden',
  };
  await world.call('PUT', '/v1/customers/crm/South', profile, { key: 'partner' });
  expect((await north.orders('300.00')).state).toBe('CONFIRMED');
  const second = await south.orders('250.00');
  expect([second.state, codes(second)]).toEqual(['HELD', ['credit.over_limit']]);
  expect(await creditOf(south.id)).toMatchObject({
    creditId: 'group:norden',
    exposure: eur(30_000),
    available: eur(20_000),
  });
  const fits = await south.orders('200.00');
  expect(fits).toMatchObject({ state: 'CONFIRMED', creditId: 'group:norden' });
  // The old invoice is paid where it stands, the new order is invoiced and paid in the group.
  await south.transfers('300.00', old.number, old.reference);
  expect((await creditOf(south.id)).exposure).toEqual(eur(50_000));
  await south.delivered(fits);
  const fresh = (await south.invoices()).find(({ id }) => id !== old.id)!;
  await south.transfers('220.00', fresh.number, fresh.reference);
  // Twenty too much stand to its account, and so to the group's.
  expect((await creditOf(north.id)).exposure).toEqual(eur(28_000));
  // What is credited of a paid invoice stands where the invoice stood.
  await world.call('POST', `/v1/invoices/${fresh.id}/credit-notes`, {
    reason: 'goodwill',
    lines: [{ line: '1', netMinor: 5_000 }],
  });
  await world.settle();
  expect((await creditOf(north.id)).exposure).toEqual(eur(23_000));
});

test('an order from before the group is amended against the group’s limit, and burdens its own account', async () => {
  const west = await world.customer('West', {}, 100_000);
  const { id } = await west.orders('300.00');
  const profile = {
    name: 'West',
    address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: [west.email],
    currency: 'EUR',
    ibans: [west.iban],
    creditGroup: 'westen',
  };
  await world.call('PUT', '/v1/customers/crm/West', profile, { key: 'partner' });
  await put(`/v1/customers/${west.id}/credit`, { limit: eur(50_000) });
  const amended = async (unitPrice: string) => {
    const added = { sku: 'A', description: 'More', quantity: '1', unitPrice, taxClass: 'zero' };
    const body = { changes: [{ change: 'add', line: added }], reason: 'Asked for more' };
    const answer = await world.call<Order>('POST', `/v1/orders/${id}/amendments`, body, { key: 'partner' });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  expect(await amended('500.00')).toMatchObject({ state: 'CONFIRMED', exposureMinor: 80_000 });
  // The group owes nothing itself: what the order asks for more is what counts.
  expect((await creditOf(west.id)).exposure).toEqual(eur(0));
  expect(codes(await amended('500.01'))).toEqual(['credit.over_limit']);
});

test('a limit has a basis, a last day and a review; after its last day it is worth nothing, or what it was', async () => {
  const acme = await world.customer('Expiring', {}, 0);
  const terms = { limit: eur(10_000), basis: 'insured', validUntil: '2026-01-06', nextReview: '2026-01-20' };
  expect((await put(`/v1/customers/${acme.id}/credit`, terms)).body).toMatchObject(terms);
  const past = await put(`/v1/customers/${acme.id}/credit`, { ...terms, validUntil: '2026-01-04' });
  expect([past.status, past.body]).toMatchObject([
    422,
    { code: 'credit.expired', errors: [{ pointer: '/validUntil' }] },
  ]);
  expect((await acme.orders('10.00')).state).toBe('CONFIRMED');
  const reviews = await world.all<Credit>('/v1/credit/reviews?days=1');
  expect(reviews.map(({ creditId }) => creditId)).toEqual([acme.id]);

  await world.day(2);
  expect(codes(await acme.orders('10.00'))).toEqual(['credit.over_limit', 'credit.limit_expired']);
  await rules({ rules: [], expiredLimit: 'last' });
  expect((await acme.orders('11.00')).state).toBe('CONFIRMED');
  await put(`/v1/customers/${acme.id}/credit`, { limit: eur(10_000) });
  expect(await creditOf(acme.id)).not.toHaveProperty('validUntil');
  expect(await world.all<Credit>('/v1/credit/reviews?days=366')).toEqual([]);
});

test('rules are data by segment, every failing one is listed, and a new version holds from the next order on', async () => {
  const late = await world.customer('Late', { segment: 'risky', paymentTermsUntil: '2026-01-31' }, 100_000);
  await late.isInvoiced('400.00');
  await world.day(40);
  await rules({ rules: [] });
  expect((await late.orders('1.00')).state).toBe('CONFIRMED');
  await rules({
    rules: [],
    segments: {
      risky: [
        { when: 'days_overdue', days: 10 },
        { when: 'overdue_amount', over: eur(10_000), limitUsedPercent: 40 },
        { when: 'limit_used', percent: 50 },
        { when: 'terms_expired' },
        { when: 'broken_promise', withinDays: 90 },
      ],
    },
  });
  const signal = { kind: 'broken_promise', reference: 'P-1', on: '2026-02-10' };
  const told = await world.call<Standing>('POST', `/v1/customers/${late.id}/credit/signals`, signal);
  expect([told.status, told.body.signals]).toMatchObject([201, [signal]]);
  const again = await world.call<Standing>('POST', `/v1/customers/${late.id}/credit/signals`, signal);
  expect(again.body.signals).toHaveLength(1);
  await put(`/v1/customers/${late.id}/credit/block`, { blocked: true, reason: 'Insolvency filed' });
  const held = await late.orders('900.00');
  expect(codes(held).toSorted()).toEqual([
    'credit.blocked',
    'credit.broken_promise',
    'credit.days_overdue',
    'credit.limit_used',
    'credit.over_limit',
    'credit.overdue_amount',
    'credit.terms_expired',
  ]);
  expect(held.holds.find(({ code }) => code === 'credit.days_overdue')!.detail).toContain('24 days overdue');
  // Somebody of no segment is judged by the others.
  const plain = await world.customer('Plain');
  expect((await plain.orders('1.00')).state).toBe('CONFIRMED');
  const wrong = await put('/v1/credit/rules', { rules: [{ when: 'full_moon' }] });
  expect(wrong.status).toBe(422);
  expect(await world.get('/v1/credit/rules')).toMatchObject({
    segments: { risky: [{ days: 10 }, {}, {}, {}, {}] },
  });
}, 180_000);

test('a release may give grace: the same reasons do not hold the customer again until its day, then they do', async () => {
  const acme = await world.customer('Grace', {}, 10_000);
  await rules({ rules: [{ when: 'terms_expired' }] });
  const held = await acme.orders('150.00');
  expect(codes(held)).toEqual(['credit.over_limit']);
  const today = world.today();
  const until = new Date(Date.parse(today) + 3 * 86_400_000).toISOString().slice(0, 10);
  const early = await world.call('POST', `/v1/orders/${held.id}/release`, {
    reason: 'Guarantee received',
    until: '2026-01-01',
  });
  expect(early.body).toMatchObject({ code: 'orders.grace_over', errors: [{ pointer: '/until' }] });
  const released = await world.call('POST', `/v1/orders/${held.id}/release`, {
    reason: 'Guarantee received',
    until,
  });
  expect(released.body).toMatchObject({ state: 'CONFIRMED', holds: [] });
  const next = await acme.orders('20.00');
  expect(next).toMatchObject({ state: 'CONFIRMED', waived: [{ code: 'credit.over_limit' }] });
  expect((await creditOf(acme.id)).standing!.graces).toMatchObject([{ code: 'credit.over_limit', until }]);
  // Another reason is not forgiven by it.
  await put(`/v1/customers/${acme.id}/credit/block`, {
    blocked: true,
    reason: 'Mail: letter came back: moved',
  });
  expect(codes(await acme.orders('1.00'))).toEqual(['credit.blocked']);
  const rows = await world.all<TimelineRow>(`/v1/customers/${acme.id}/timeline`);
  expect(rows.flatMap(({ facts }) => facts).map(({ data }) => data)).toContainEqual({
    customerId: acme.id,
    what: 'credit.block',
    detail: 'Mail: letter came back: moved',
  });
  await put(`/v1/customers/${acme.id}/credit/block`, { blocked: false, reason: 'New address' });
  await world.passes(4 * 86_400_000);
  expect(codes(await acme.orders('1.00'))).toEqual(['credit.over_limit']);
  expect(await acme.exposure()).toBe(17_000);
});
