/** A month of the books is shut, closed and sealed; what comes late is booked in the next one, and whoever touches what was closed is seen. */
import {
  DeleteItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Check, Verification } from '../../shared/closing/closing.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import type { Period } from '../../shared/ledger/period.ts';
import { fromItem, toItem } from '../../shared/runtime/item.ts';
import { World, type Answer, type Buyer } from '../support/world.ts';

let world: World;
let client: DynamoDBClient;
let TableName: string;
let acme: Buyer;
let usa: Buyer;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: [] });
  const { urls, credentials } = world.cloud;
  client = new DynamoDBClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  TableName = (await client.send(new ListTablesCommand({}))).TableNames![0]!;
  await world.hires([
    { name: 'controller', roles: ['controller'] },
    { name: 'second', roles: ['controller'] },
  ]);
  [acme, usa] = [await world.customer('Acme'), await world.customer('Dollar', { currency: 'USD' })];
}, 120_000);
afterAll(async () => {
  client.destroy();
  await world.close();
});

type Refused = { code: string; errors?: { pointer: string }[] };
const post = <T = Period & Refused>(path: string, body: unknown = {}, key = 'controller') =>
  world.call<T>('POST', `/v1/periods/main/${path}`, body, { key });
const outcome = ({ status, body }: Answer<Partial<Period & Refused>>) =>
  status < 300 ? body.state : `${status} ${body.code}`;
const looked = async (month: string): Promise<Record<string, Check>> => {
  const { checks } = await world.get<{ checks: Check[] }>(`/v1/periods/main/${month}`);
  return Object.fromEntries(checks.map((one) => [one.check, one]));
};
const items = async (): Promise<Record<string, AttributeValue>[]> =>
  (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items!;
const entries = async (): Promise<Entry[]> =>
  (await items())
    .map(fromItem)
    .flatMap(({ pk, entry }) => (pk.startsWith('acme#') && entry ? [entry as Entry] : []));
const findings = async () =>
  examine(await running(world.cloud.urls, 0)).map(({ rule, what }) => `${rule}: ${what}`);
let serial = 0;
/** Money that the bank booked on a day that may be long over. */
const brings = async (date: string, minor: number, text: string): Promise<string> => {
  const id = `LATE-${++serial}`;
  const payer = { name: acme.name, iban: acme.iban };
  const { status } = await world.call(
    'POST',
    '/v1/statements',
    camt053({
      id,
      iban: SELLER.bank.iban,
      currency: 'EUR',
      openingMinor: 0,
      date,
      transfers: [{ reference: id, minor, text, payer, date }],
    }),
    { raw: true },
  );
  expect(status).toBe(202);
  return id;
};
const receipts = async () =>
  (await entries())
    .filter(({ kind }) => kind === 'receipt')
    .map(({ on, documentOn, lines }) => [on, documentOn ?? on, lines[0]!.minor]);

test('what the bank booked before the books began is booked on their first day', async () => {
  await brings('2026-01-02', 1_100, 'too early');
  await world.settle();
  expect(await receipts()).toEqual([['2026-01-05', '2026-01-02', 1_100]]);
  expect(await findings()).toEqual([]);
});

test('a month is shut when it is over everywhere, in the order of the months, by whoever may', async () => {
  await world.call('PUT', '/v1/rates/EUR/USD/2026-01-02', { rate: '1.25', source: 'ECB' });
  await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
  await usa.isInvoiced('1000.00');
  await world.day(27, 12);
  expect(outcome(await post('2026-01/soft-close'))).toBe('409 closing.not_over');
  await world.day(27, 14);
  await world.call('PUT', '/v1/rates/EUR/USD/2026-01-30', { rate: '1.0', source: 'ECB' });
  expect(outcome(await post('2026-02/soft-close'))).toBe('409 closing.not_over');
  expect(outcome(await post('2026-01/close'))).toBe('409 closing.state');
  expect((await post('2026-01/soft-close', {}, 'finance')).status).toBe(403);
  expect(outcome(await post('2025-12/soft-close'))).toBe('404 closing.before_the_books');
  // What is late and finds its month open stands on its day.
  await brings('2026-01-30', 2_200, 'on its day');
  await world.settle();
  expect((await receipts()).at(-1)).toEqual(['2026-01-30', '2026-01-30', 2_200]);
});

test('a line that was read while its month was open and is committed after it was shut is booked in the next', async () => {
  world.cloud.faults.add({
    function: 'MatchCash',
    service: 'dynamodb',
    action: 'TransactWriteItems',
    when: 'before',
    kind: 'timeout',
  });
  await brings('2026-01-31', 3_300, 'in between');
  while (world.cloud.faults.list()[0]!.struck === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(outcome(await post('2026-01/soft-close', { reason: 'January is over' }))).toBe('SOFT');
  await world.settle();
  world.cloud.faults.clear();
  await brings('2026-01-29', 4_400, 'late');
  await world.settle();
  expect((await receipts()).slice(-2)).toEqual([
    ['2026-02-01', '2026-01-31', 3_300],
    ['2026-02-01', '2026-01-29', 4_400],
  ]);
  expect(outcome(await post('2026-01/soft-close'))).toBe('409 closing.state');
  expect(await findings()).toEqual([]);
});
