/** Who did what is sealed every night; whoever changes it later is seen, by the system itself and by whoever kept the chain. */
import { createHash } from 'node:crypto';
import {
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Seal } from '../../shared/audit/seal.ts';
import { fromItem, toItem } from '../../shared/runtime/item.ts';
import { World } from '../support/world.ts';

let world: World;
let client: DynamoDBClient;
let TableName: string;
beforeAll(async () => {
  world = await World.open('2026-02-27T09:00:00Z');
  const { urls, credentials } = world.cloud;
  client = new DynamoDBClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  TableName = (await client.send(new ListTablesCommand({}))).TableNames![0]!;
});
afterAll(async () => {
  client.destroy();
  await world.close();
});

const seals = async (): Promise<Seal[]> =>
  (await world.get<{ data: Seal[] }>('/v1/audit/seals', 'admin')).data;
const checked = (day: string) =>
  world.get<{ seal: Seal; now: { records: number; digest: string }; intact: boolean }>(
    `/v1/audit/seals/${day}`,
    'admin',
  );
test('a day is sealed in the night after it, with every act of it, and chained to the day before', async () => {
  const acme = await world.customer('Sealed');
  await acme.isInvoiced('10.00');
  expect(await seals()).toEqual([]);
  await world.day(1, 6);
  const [first] = await seals();
  expect(first).toMatchObject({ day: '2026-02-27', previous: '0'.repeat(64) });
  // Credit, order, delivery, invoice, documents and mails.
  expect(first!.records).toBeGreaterThan(5);
  expect(await checked('2026-02-27')).toMatchObject({
    intact: true,
    now: { records: first!.records, digest: first!.digest },
  });
  await acme.isInvoiced('20.00');
  await world.day(3, 6);
  const [third, second, again] = await seals();
  expect([again, second?.day, second?.previous]).toEqual([first, '2026-02-28', first!.chain]);
  expect([third?.day, third?.previous]).toEqual(['2026-03-01', second!.chain]);
  expect(await checked('2026-03-02')).toEqual({ now: expect.anything() });
});

test('who keeps the chain elsewhere hears of every day, in the feed of changes', async () => {
  const { data } = await world.get<{ data: { type: string; data: Seal }[] }>(
    '/v1/changes?limit=100',
    'partner',
  );
  const told = data.filter(({ type }) => type === 'audit.day_sealed').map((change) => change.data.chain);
  expect(told).toEqual((await seals()).map(({ chain }) => chain).reverse());
});

test('a job that missed its nights seals them when it runs, and a second run of the same night seals nothing', async () => {
  world.cloud.faults.add({
    function: 'SealActs',
    service: 'dynamodb',
    when: 'before',
    kind: 'kill',
    count: 99,
  });
  await world.day(5, 6);
  world.cloud.faults.clear();
  expect((await seals())[0]!.day).toBe('2026-03-01');
  await world.cloud.invoke('SealActs', {});
  const after = await seals();
  expect(after.map(({ day }) => day)).toEqual(
    ['03-03', '03-02', '03-01', '02-28', '02-27'].map((day) => `2026-${day}`),
  );
  await world.cloud.invoke('SealActs', {});
  expect(await seals()).toEqual(after);
});

const items = async (): Promise<Record<string, AttributeValue>[]> =>
  (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items!;
const put = (Item: Record<string, AttributeValue>) => client.send(new PutItemCommand({ TableName, Item }));
/** The night's look, and the alarm after it. */
const looked = async (): Promise<boolean> => {
  await world.cloud.invoke('SealActs', {});
  await world.passes(60_000);
  const { alarms } = await world.control<{ alarms: { name: string; state: string }[] }>('/control/alarms');
  return alarms.find(({ name }) => name.endsWith('Acts changed'))!.state === 'ALARM';
};
const found = async () => examine(await running(world.cloud.urls, 0)).map(({ rule }) => rule);

test('an act that is changed is seen: by whoever asks, by the night’s look, and by the doctor', async () => {
  await world.customer('Victim');
  const day = world.today();
  await world.day(6, 6);
  expect([await looked(), await found()]).toEqual([false, []]);
  const act = (await items()).find((item) => {
    const { kind, at, events } = fromItem(item);
    return kind === 'act' && events !== undefined && String(at).startsWith(day);
  })!;
  await put({ ...act, actor: { S: 'somebody else' } });
  expect(await checked(day)).toMatchObject({ intact: false });
  expect([await looked(), await found()]).toEqual([true, ['audit.changed']]);

  // Who can write over acts can write over their seal, too; but has no hand in the bucket.
  const { now } = await checked(day);
  const kept = (await items()).find(({ kind, sk }) => kind?.S === 'audit-seal' && sk?.S === day)!;
  const { previous } = (await checked(day)).seal;
  const chain = createHash('sha256')
    .update(JSON.stringify([previous, day, now.records, now.digest]))
    .digest('hex');
  const { sealedAt } = (await checked(day)).seal;
  const forged = { day, ...now, previous, chain, sealedAt };
  await put(toItem({ pk: 'acme#SEALS', sk: day, kind: 'audit-seal', doc: forged }));
  expect(await checked(day)).toMatchObject({ intact: true });
  expect([await looked(), await found()]).toEqual([true, []]);

  await put(act);
  await put(kept);
  await world.passes(86_400_000);
  expect([await looked(), await found()]).toEqual([false, []]);
});
