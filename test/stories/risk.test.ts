/** The night: credit is summed up from the books and set right where it drifted; scores with their factors. */
import { DynamoDBClient, ListTablesCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CollectionRow } from '../../shared/collecting/row.ts';
import type { Forecast, Forecasted, ForecastRow } from '../../shared/forecasting/forecast.ts';
import type { DunningPreview } from '../../shared/dunning/policy.ts';
import { addDays, addMonths } from '../../shared/kernel/dates.ts';
import type { MonthQuality, Prediction } from '../../shared/predicting/prediction.ts';
import type { Score } from '../../shared/risk/risk.ts';
import type * as z from 'zod';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(
    '2026-01-05T09:00:00Z',
    {},
    {},
    { jobs: ['ScoreAll', 'RebuildExposure', 'FindOverdue'] },
  );
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.close();
});

/** Somebody writes to the table by hand. */
const tamper = async (account: string, by: number): Promise<void> => {
  const client = new DynamoDBClient({
    endpoint: world.cloud.urls.aws,
    region: 'eu-central-1',
    credentials: world.cloud.credentials,
  });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  await client.send(
    new UpdateItemCommand({
      TableName: TableNames![0]!,
      Key: marshall({ pk: `acme#CREDIT#${account}`, sk: 'EUR' }),
      UpdateExpression: 'SET #k = :k, g1p = :p, g1s = :s ADD exposure :by',
      ExpressionAttributeNames: { '#k': 'kind' },
      ExpressionAttributeValues: marshall({
        ':by': by,
        ':k': 'credit',
        ':p': 'acme#CREDITS',
        ':s': `${account}#EUR`,
      }),
    }),
  );
  client.destroy();
};
const scoreOf = (id: string) => world.get<Score>(`/v1/customers/${id}/score`);
const value = ({ factors }: Score, name: string) => factors.find((one) => one.name === name)?.value;

test('the night finds nothing in books that are right, whatever state the documents are in', async () => {
  expect(await world.get('/v1/credit/rebuild')).toEqual({});
  const acme = await world.customer('Acme');
  const group = await world.customer('Member', { creditGroup: 'g' }, 500_000);
  await acme.orders('10.00');
  await acme
    .orders({ net: '5.00', quantity: '4' })
    .then((order) => acme.delivered(order, [{ line: '1', quantity: '1' }]));
  const open = await group.isInvoiced('30.00');
  await group.transfers('50.00', open.number, open.reference);
  await group.isInvoiced('70.00');
  const held = await acme.orders('900000.00');
  expect(held.state).toBe('HELD');
  expect(await world.rebuilt()).toMatchObject({ customers: 2, drifts: [], unsettled: 0, orders: 5 });
  // What came since, with an hour more; then only what was not over.
  await acme.orders('1.00');
  await world.passes(2 * 3_600_000);
  expect(await world.rebuilt()).toMatchObject({ drifts: [], orders: 6 });
  await world.passes(2 * 3_600_000);
  expect(await world.rebuilt()).toMatchObject({ drifts: [], orders: 4 });
});

test('an account that says something else is set right, told of and measured; a phantom is taken away', async () => {
  const acme = await world.customer('Drifted', {}, 100_000);
  await acme.isInvoiced('80.00');
  await tamper(acme.id, 1_234);
  await tamper('group:nobody', 500);
  expect(await acme.exposure()).toBe(9_234);
  expect((await world.rebuilt()).drifts.toSorted((a, b) => a.isMinor - b.isMinor)).toEqual([
    { creditId: 'group:nobody', currency: 'EUR', wasMinor: 500, isMinor: 0 },
    { creditId: acme.id, currency: 'EUR', wasMinor: 9_234, isMinor: 8_000 },
  ]);
  expect(await acme.exposure()).toBe(8_000);
  expect(await world.rebuilt()).toMatchObject({ drifts: [], unsettled: 0 });
});

test('the score follows payments at once and days at night, and shows what it is made of', async () => {
  const acme = await world.customer('Scored', { paymentTermsDays: 0 }, 100_000);
  const first = await acme.isInvoiced('100.00');
  expect(await scoreOf(acme.id)).toMatchObject({ version: 0, items: 0 });
  await world.passes(10 * 86_400_000);
  await acme.transfers('100.00', first.number, first.reference);
  const late = await scoreOf(acme.id);
  expect(late).toMatchObject({ items: 1 });
  expect(late.version).toBeGreaterThan(0);
  expect([value(late, 'days_late'), value(late, 'share_late'), value(late, 'utilisation')]).toEqual([
    10, 100, 0,
  ]);
  // In time, and nine times as much: one day late in the mean.
  const second = await acme.isInvoiced('900.00');
  await acme.transfers('900.00', second.number, second.reference);
  const better = await scoreOf(acme.id);
  expect([value(better, 'days_late'), value(better, 'share_late')]).toEqual([1, 50]);
  expect(better.score).toBeGreaterThan(late.score);
  await world.call('POST', `/v1/customers/${acme.id}/credit/signals`, {
    kind: 'broken_promise',
    reference: 'P-1',
    on: world.today(),
  });
  await acme.isInvoiced('500.00');
  await world.passes(12 * 86_400_000);
  const worse = await scoreOf(acme.id);
  expect([value(worse, 'broken_promises'), value(worse, 'utilisation')]).toEqual([1, 50]);
  expect(worse.score).toBeLessThan(better.score);
  expect(worse.at > better.at).toBe(true);
}, 180_000);

test('what customers did is learned at night: who pays late is expected to, is spoken with first, and gets the note before', async () => {
  const terms = { paymentTermsDays: 3 };
  const [slow, prompt] = [await world.customer('Slow', terms), await world.customer('Prompt', terms)];
  const today = world.today();
  const rows = Array.from({ length: 18 }, (_, at) => [
    `S-${100 + at};Slow;${addDays(today, 2 * at - 60)};${addDays(today, 2 * at - 55)};EUR;10.00`,
    `P-${100 + at};Prompt;${addDays(today, 2 * at - 60)};${addDays(today, 20 + at)};EUR;10.00`,
  ]).flat();
  await world.call(
    'POST',
    '/v1/invoice-imports?source=crm',
    ['number;customer;issuedOn;dueOn;currency;total', ...rows].join('\n'),
    { raw: true, headers: { 'content-type': 'text/csv' } },
  );
  await world.settle();
  const first = await prompt.isInvoiced('100.00');
  const before = await world.get<Prediction>(`/v1/invoices/${first.id}/prediction`);
  expect(before).toMatchObject({ basis: 'stated', dueOn: addDays(today, 3) });
  await world.bank(
    (await prompt.invoices()).map(({ number, open }) => ({
      minor: open.minor,
      text: number,
      payer: { name: prompt.name, iban: prompt.iban },
    })),
  );
  expect(await world.get(`/v1/invoices/${first.id}/prediction`)).toMatchObject({
    basis: 'paid',
    factors: [],
  });
  // The night after the day on which they were paid.
  await world.passes(2 * 86_400_000);

  const [late, early] = [await slow.isInvoiced('100.00'), await prompt.isInvoiced('100.00')];
  const [bad, good] = [
    await world.get<Prediction>(`/v1/invoices/${late.id}/prediction`),
    await world.get<Prediction>(`/v1/invoices/${early.id}/prediction`),
  ];
  expect([bad.basis, good.basis]).toEqual(['history', 'history']);
  expect(bad.late).toBeGreaterThan(0.6);
  expect(good.late).toBeLessThan(0.3);
  expect(bad.factors[0]!.effect).toBeGreaterThan(0);
  expect(good.paidBy!.p50 <= good.dueOn && bad.paidBy!.p50 > bad.dueOn).toBe(true);
  const { data } = await world.get<{ data: Prediction[] }>(`/v1/customers/${slow.id}/predictions?limit=50`);
  expect(data).toHaveLength(19);
  expect(data.find(({ invoiceId }) => invoiceId === late.id)).toEqual(bad);
  const { points } = await world.get<CollectionRow>(`/v1/customers/${slow.id}/collection`);
  expect(points.find(({ name }) => name === 'expected_open')?.points).toBeGreaterThan(0);

  await world.passes(86_400_000);
  await world.hires([{ name: 'officer', roles: ['admin'] }]);
  const told = await world.get<{ data: { about: string }[] }>(
    `/v1/customers/${slow.id}/personal-data`,
    'officer',
  );
  expect(told.data.filter(({ about }) => about === 'prediction')).toHaveLength(1);

  const noted = await world.call<z.infer<typeof DunningPreview>>(
    'POST',
    '/v1/dunning-policies/noted/preview',
    {
      customers: [slow.id, prompt.id],
      courtesy: { daysBefore: 2, lateAtLeast: 50 },
      levels: [{ after: { from: 'due', days: 7 }, tone: 1 }],
    },
  );
  expect(noted.status).toBe(200);
  expect(noted.body.messages.filter(({ courtesy }) => courtesy).map(({ customerId }) => customerId)).toEqual([
    slow.id,
  ]);
  expect(noted.body.spared.filter(({ customerId }) => customerId === prompt.id)).toMatchObject([
    { invoiceId: early.id, why: 'probably_in_time' },
  ]);

  // What was said of the two when they were issued is judged when their day is over.
  await prompt.transfers('100.00', early.number, early.reference);
  await world.passes(4 * 86_400_000);
  const { data: months } = await world.get<{ data: MonthQuality[] }>('/v1/predictions/quality');
  expect(months).toMatchObject([{ month: late.dueOn.slice(0, 7), judged: 2, lateShare: 0.5, auc: 1 }]);
  expect(months[0]!.brier).toBeLessThan(0.2);
}, 180_000);

test('every night the cash that will come is forecast: each thing once, disputes apart, money on account off, and old forecasts against what came', async () => {
  const asked = (query: string) => world.get<Forecasted>(`/v1/forecast${query}`);
  const forecast = async (query = '') => (await asked(query)).forecast!;
  const of = ({ sources }: Forecast, wanted: string) =>
    sources.find(({ source }) => source === wanted)?.minor ?? 0;
  const buyer = await world.customer('Forecast', { paymentTermsDays: 14 });
  const before = await forecast();
  expect(before).toMatchObject({
    entity: 'main',
    currency: 'EUR',
    on: world.today(),
    basis: 'history',
    leftOut: 0,
  });

  const disputed = await buyer.isInvoiced('300.00');
  const argued = await world.call('POST', `/v1/invoices/${disputed.id}/disputes`, {
    reason: 'price',
    text: 'Too dear',
    lines: [{ line: '1', netMinor: 10_000 }],
  });
  expect([argued.status, argued.body]).toMatchObject([201, {}]);
  await buyer.transfers('50.00', 'for later');
  const order = await buyer.orders({ net: '100.00', quantity: '4', taxClass: 'standard' });
  await buyer.delivered(order, [{ line: '1', quantity: '1' }]);
  const plan = {
    name: 'Monthly',
    currency: 'EUR',
    interval: { unit: 'month' },
    validFrom: '2026-01-01',
    taxClass: 'zero',
    price: { model: 'flat', price: '20.00' },
  };
  expect((await world.call('PUT', '/v1/plans/monthly', plan, { key: 'partner' })).status).toBe(200);
  const subscribed = world.today();
  const monthly = { customer: { id: buyer.id }, plan: 'monthly' };
  expect((await world.call('POST', '/v1/subscriptions', monthly, { key: 'partner' })).status).toBe(201);
  await world.settle();
  await world.passes(86_400_000);

  const told = await forecast();
  const open = (await buyer.invoices()).reduce((sum, one) => sum + one.open.minor, 0);
  expect(told.on > before.on).toBe(true);
  expect([told.disputedMinor, told.onAccountMinor - before.onAccountMinor]).toEqual([10_000, 5_000]);
  // What is open of all but what is disputed and on account; three of four boxes; bills of the next months, as the first was invoiced.
  expect(of(told, 'open_items') - of(before, 'open_items')).toBe(open - 15_000);
  expect(of(told, 'orders') - of(before, 'orders')).toBe(35_700);
  const bills = [1, 2, 3, 4].filter((at) => addMonths(subscribed, at) <= told.weeks.at(-1)!.until);
  expect(of(told, 'subscriptions')).toBe(bills.length * 2_000);
  expect(told.weeks.map(({ from, until }) => `${from} ${until}`)).toHaveLength(13);

  const rows: ForecastRow[] = [];
  let cursor = '';
  do {
    const page = await world.get<{ data: ForecastRow[]; nextCursor?: string }>(
      `/v1/forecast/rows?limit=7${cursor}`,
    );
    rows.push(...page.data);
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  const known = told.sources.filter(({ source }) => source !== 'new_sales');
  expect(rows.reduce((sum, { minor }) => sum + minor, 0)).toBe(
    known.reduce((sum, { minor }) => sum + minor, 0),
  );
  expect(rows.filter(({ subject }) => subject === order.id)).toMatchObject([
    { source: 'orders', customerId: buyer.id, minor: 35_700 },
  ]);
  expect(rows.filter(({ subject }) => subject === disputed.id)).toMatchObject([{ minor: 15_000 }]);

  // The first of a week stays as it was, and is held against what came; others are replaced.
  await world.passes(8 * 86_400_000);
  const later = await forecast();
  const monday = later.past.at(-2)!.from;
  const first = await forecast(`?on=${addDays(monday, 3)}`);
  expect(first.on).toBe(monday);
  expect(later.backTest[0]!.judged).toBeGreaterThan(first.backTest[0]!.judged);
  expect(await forecast(`?on=${addDays(monday, 6)}`)).toEqual(first);
  expect(await asked('?currency=USD')).toEqual({ entity: 'main', currency: 'USD' });
  expect(await asked('?on=2025-12-31')).toEqual({ entity: 'main', currency: 'EUR' });
  expect(await world.all('/v1/forecast/rows?currency=USD')).toEqual([]);
}, 180_000);
