/** For stories of what is refused: the answer is a clear problem document, and the table is as it was, item by item. */
import { isDeepStrictEqual } from 'node:util';
import {
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'vitest';
import { Problem } from '../../shared/kernel/contract.ts';
import type { Item } from '../../shared/kernel/storage.ts';
import { fromItem, toItem } from '../../shared/runtime/item.ts';
import type { Answer, World } from './world.ts';

/** Status, code and, where the input is at fault, the places in it. */
export const expectProblem = (
  { status, body, headers }: Answer<unknown>,
  wanted: { status: number; code: string; at?: readonly string[] },
): void => {
  const problem = Problem.strict().parse(body);
  expect({ ...problem, answered: status, at: problem.errors?.map(({ pointer }) => pointer) }).toMatchObject({
    ...wanted,
    answered: wanted.status,
    type: `https://quittance.dev/problems/${wanted.code}`,
  });
  expect([headers.get('content-type'), headers.get('cache-control'), headers.get('x-request-id')]).toEqual([
    'application/problem+json',
    'no-store',
    problem.requestId,
  ]);
  expect(problem.detail).toMatch(/^\S.{10,}\.$/s);
  for (const { detail } of problem.errors ?? []) expect(detail.length).toBeGreaterThan(3);
  // Nothing of our inside comes out.
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|at async|ZodError|dynamodb/i);
};

const tableOf = async ({ cloud }: World) => {
  const client = new DynamoDBClient({
    endpoint: cloud.urls.aws,
    region: 'eu-central-1',
    credentials: cloud.credentials,
  });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  expect(TableNames).toHaveLength(1);
  return { client, TableName: TableNames![0] };
};

/** Lets the link of an invoice end on a day, so that no story has to wait for a year of schedules. */
export const endLinkOn = async (world: World, invoiceId: string, day: string): Promise<void> => {
  const { client, TableName } = await tableOf(world);
  const [item] = [...(await itemsOf(world)).values()].filter(
    ({ kind, doc }) => kind === 'invoice' && (doc as { id: string }).id === invoiceId,
  );
  const doc = item!['doc'] as { link: object };
  const ended = { ...item!, doc: { ...doc, link: { ...doc.link, expiresOn: day } } };
  await client.send(new PutItemCommand({ TableName, Item: toItem(ended) }));
  client.destroy();
};

/** Every item of the table, by key. */
export const itemsOf = async (world: World): Promise<Map<string, Item>> => {
  const { client, TableName } = await tableOf(world);
  const items = new Map<string, Item>();
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey: from }));
    for (const item of (page.Items ?? []).map(fromItem)) items.set(`${item.pk} ${item.sk}`, item);
    from = page.LastEvaluatedKey;
  } while (from);
  client.destroy();
  return items;
};

/** Without what the doors themselves keep: what they denied, how often a key was used, and on which day. */
const thingsOf = async (world: World): Promise<Map<string, Record<string, unknown>>> =>
  new Map(
    [...(await itemsOf(world))]
      .filter(([, { kind }]) => !['denied', 'stranger', 'rate'].includes(kind))
      .map(([key, { usedOn: _, ...item }]) => [key, item]),
  );

/** What a world held when it was looked at last, and how many calls had written to it by then. */
const seen = new WeakMap<World['cloud'], { writes: number; things: Awaited<ReturnType<typeof thingsOf>> }>();
const WRITING = /^(Put|Update|Delete|BatchWrite|TransactWrite)/;
const writesTo = ({ cloud }: World): number =>
  cloud.meter
    .report()
    .filter(({ service, action }) => service === 'dynamodb' && WRITING.test(action))
    .reduce((sum, { calls }) => sum + calls, 0);
const look = async (world: World) => {
  const [writes, last] = [writesTo(world), seen.get(world.cloud)];
  if (last?.writes === writes) return last.things;
  const things = await thingsOf(world);
  seen.set(world.cloud, { writes, things });
  return things;
};

/** What happens inside leaves no trace: no item more, none less, none changed. */
export const changesNothing = async <T>(world: World, act: () => Promise<T>): Promise<T> => {
  await world.settle();
  const before = await look(world);
  expect(before.size).toBeGreaterThan(0);
  const result = await act();
  await world.settle();
  const after = await look(world);
  const others = [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => !isDeepStrictEqual(before.get(key), after.get(key)),
  );
  expect(others.map((key) => [key, after.get(key)])).toEqual(others.map((key) => [key, before.get(key)]));
  return result;
};

const vaultOf = ({ cloud }: World) => ({
  client: new SecretsManagerClient({
    endpoint: cloud.urls.aws,
    region: 'eu-central-1',
    credentials: cloud.credentials,
  }),
  SecretId: Object.entries(cloud.outputs).find(([name]) => name.endsWith('ProvidersSecret'))![1],
});
type Vault = Record<string, Record<string, { apiKey: string; webhookSecret: string; baseUrl: string }>>;
export const readVault = async (world: World): Promise<Vault> => {
  const { client, SecretId } = vaultOf(world);
  return JSON.parse((await client.send(new GetSecretValueCommand({ SecretId }))).SecretString!) as Vault;
};
export const writeVault = async (world: World, vault: Vault): Promise<void> => {
  const { client, SecretId } = vaultOf(world);
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(vault) }));
};
