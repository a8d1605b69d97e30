/** Where the books are: a table on AWS, a running local cloud, or what a local cloud left on its disk. */
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { lock } from '../local/lock.ts';
import { engine } from '../local/services/dynamodb/engine.ts';
import type { Raw } from './books.ts';
import type { Patient } from './examine.ts';
import type { Around } from './work.ts';

/** An hour covers six tries of the slowest queue: what waits longer does not end by itself. */
const PATIENCE_MS = 3_600_000;

/** A table of the account that the AWS credentials of this process are for. */
export const deployed = async (table: string): Promise<Patient> => ({
  items: await scan(new DynamoDBClient({}), table),
  now: Date.now(),
  patienceMs: PATIENCE_MS,
});

export interface Running {
  readonly dynamodb: string;
  readonly console: string;
}
/** A local cloud that runs: its table, its queues and its mailbox, on its clock. */
export const running = async (urls: Running, patienceMs = PATIENCE_MS): Promise<Patient> => {
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(urls.console + path)).json()) as T;
  const { queues } = await ask<{ queues: { name: string; visible: number; deadLetter: boolean }[] }>(
    '/control/queues',
  );
  const mails = await ask<{ tags: Record<string, string> }[]>('/control/mails');
  const { now } = await ask<{ now: string }>('/control/clock');
  const outside: Around = {
    deadLetters: queues
      // What the outbox could not announce lies in no queue that anybody works on.
      .filter(({ name, deadLetter }) => deadLetter || name.includes('OutboxLost'))
      .map(({ name, visible }) => ({ queue: name, messages: visible })),
    taken: mails.map(({ tags }) => tags),
  };
  return { items: await local(urls.dynamodb), now: Date.parse(now), patienceMs, around: outside };
};

/** The data directory of a local cloud, whether it runs or not; one that does not run stands still at its last act. */
export const directory = async (data: string): Promise<Patient> => {
  const urls = existsSync(join(data, 'endpoints.json'))
    ? (JSON.parse(readFileSync(join(data, 'endpoints.json'), 'utf8')) as Running)
    : undefined;
  if (urls && (await answers(urls.console))) return running(urls);
  if (!existsSync(join(data, 'dynamodb', 'dynamo.db'))) throw new Error(`there are no books in ${data}`);
  const unlock = lock(data);
  const database = engine({
    directory: join(data, 'dynamodb'),
    memory: false,
    region: 'eu-central-1',
    log: () => undefined,
  });
  try {
    await database.call('ListTables', {});
    const items = await local(database.url());
    const now = Math.max(0, ...items.map((item) => Date.parse(String(item['at'])) || 0));
    return { items, now, patienceMs: PATIENCE_MS };
  } finally {
    await database.stop();
    unlock();
  }
};

const answers = (console: string): Promise<boolean> =>
  fetch(`${console}/control/clock`).then(
    ({ ok }) => ok,
    () => false,
  );

/** The one table of a local database. Nobody checks its credentials, but there must be some. */
const local = async (endpoint: string): Promise<Raw[]> => {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'doctor', secretAccessKey: 'doctor' },
  });
  const { TableNames: [table, ...more] = [] } = await client.send(new ListTablesCommand({}));
  if (table === undefined || more.length > 0) throw new Error(`${endpoint} has not one table`);
  return scan(client, table);
};

/** What the database need not look at lies deflated in one attribute. */
const plain = (item: Parameters<typeof unmarshall>[0]): Raw => {
  const { z, ...seen } = unmarshall(item);
  return { ...seen, ...(z && (JSON.parse(inflateRawSync(z as Uint8Array).toString()) as object)) } as Raw;
};

const scan = async (client: DynamoDBClient, TableName: string): Promise<Raw[]> => {
  const items: Raw[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
    items.push(...Items.map(plain));
  client.destroy();
  return items;
};
