/** The table and the bucket of a deployment, as whoever moves a company reads and writes them. */
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  paginateScan,
  TransactWriteItemsCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { EVIDENCE, type Item, type Key } from '../../shared/kernel/storage.ts';
import { fromItem, toItem } from '../../shared/runtime/item.ts';
import { Problem, type Place } from './place.ts';
import { FOLDERS_LEFT_OUT, IMPORT } from './traveller.ts';

export interface House {
  /** Every item that a company leads, in no order. */
  items(tenant: string): AsyncGenerator<Item>;
  item(key: Key): Promise<Item | undefined>;
  /** Over whatever is there. The stream announces what is inserted with `outbox`. */
  put(items: readonly Item[]): Promise<void>;
  /** All or none, each over nothing or over what the condition says. */
  commit(writes: readonly { readonly item: Item; readonly over: 'nothing' | 'anything' }[]): Promise<void>;
  /** Every file of a company that travels, by its key. */
  objects(tenant: string): AsyncGenerator<{ readonly key: string; readonly size: number }>;
  open(key: string): Promise<{ readonly type: string; readonly bytes: Readable }>;
  keep(key: string, file: string, type: string, size: number): Promise<void>;
  /** Of a company that has not come to its end: all of its items and files, but the mark that says so. */
  clear(tenant: string): Promise<void>;
  close(): void;
}

/** `table`: another than the deployment's own, such as one that was restored to a moment. */
export const enter = async (
  { client, deployment }: Place,
  { table, bucket }: { table?: string | undefined; bucket: string },
): Promise<House> => {
  const db = new DynamoDBClient(client);
  const s3 = new S3Client({
    ...client,
    ...(client.endpoint !== undefined && { forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const TableName = table ?? (await tableOf(db, deployment));
  return {
    items: (tenant) => scanned(db, TableName, tenant),
    item: async ({ pk, sk }) => {
      const { Item: found } = await db.send(
        new GetItemCommand({ TableName, Key: marshall({ pk, sk }), ConsistentRead: true }),
      );
      return found && fromItem(found);
    },
    put: (items) => written(db, TableName, items),
    commit: async (writes) => {
      const TransactItems = writes.map(({ item, over }) => ({
        Put: {
          TableName,
          Item: toItem(item),
          ...(over === 'nothing' && { ConditionExpression: 'attribute_not_exists(pk)' }),
        },
      }));
      await db.send(new TransactWriteItemsCommand({ TransactItems }));
    },
    objects: (tenant) => listed(s3, bucket, tenant),
    open: async (key) => {
      const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { type: ContentType ?? 'application/octet-stream', bytes: Body as Readable };
    },
    keep: async (key, file, type, size) => {
      const Body = createReadStream(file);
      const object = { Bucket: bucket, Key: key, Body, ContentType: type, ContentLength: size };
      await s3.send(new PutObjectCommand(object));
    },
    clear: async (tenant) => {
      await deleted(db, TableName, scanned(db, TableName, tenant));
      for await (const { key } of listed(s3, bucket, tenant))
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    close: () => {
      db.destroy();
      s3.destroy();
    },
  };
};

const tableOf = async (db: DynamoDBClient, deployment: string): Promise<string> => {
  const { TableNames = [] } = await db.send(new ListTablesCommand({}));
  const found = TableNames.find((name) => name.startsWith(`${deployment}-Data-Books`));
  if (found === undefined)
    throw new Problem(
      `No table begins with ${deployment}-Data-Books: is the stage deployed, in this account and region?`,
    );
  return found;
};

async function* scanned(client: DynamoDBClient, TableName: string, tenant: string): AsyncGenerator<Item> {
  const own = {
    FilterExpression: 'begins_with(pk, :own)',
    ExpressionAttributeValues: { ':own': { S: `${tenant}#` } },
  };
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true, ...own }))
    for (const item of page.Items ?? []) yield fromItem(item);
}

/** DynamoDB takes so many at once. */
const AT_ONCE = 25;
const written = (db: DynamoDBClient, table: string, items: readonly Item[]): Promise<void> =>
  batched(
    db,
    table,
    items.map((item) => ({ PutRequest: { Item: toItem(item) } })),
  );
const deleted = async (db: DynamoDBClient, table: string, items: AsyncGenerator<Item>): Promise<void> => {
  let some: WriteRequest[] = [];
  for await (const { pk, sk, kind } of items) {
    if (kind === IMPORT) continue;
    some.push({ DeleteRequest: { Key: marshall({ pk, sk }) } });
    if (some.length < AT_ONCE) continue;
    await batched(db, table, some);
    some = [];
  }
  await batched(db, table, some);
};
const batched = async (
  db: DynamoDBClient,
  table: string,
  requests: readonly WriteRequest[],
): Promise<void> => {
  for (let at = 0; at < requests.length; at += AT_ONCE) {
    let left = requests.slice(at, at + AT_ONCE);
    for (let tries = 0; left.length > 0; tries += 1) {
      if (tries > 8) throw new Problem('The table leaves writes unprocessed: try again later.');
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tries));
      const { UnprocessedItems } = await db.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
      );
      left = UnprocessedItems?.[table] ?? [];
    }
  }
};

async function* listed(client: S3Client, Bucket: string, tenant: string) {
  for (const Prefix of [`${tenant}/`, `${EVIDENCE}${tenant}/`])
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix }))
      for (const { Key = '', Size = 0 } of page.Contents ?? [])
        if (Prefix !== `${tenant}/` || !Object.hasOwn(FOLDERS_LEFT_OUT, Key.split('/')[1] ?? ''))
          yield { key: Key, size: Size };
}
