/** Items by their keys, a hundred in one round trip; who works beside others asks together with them. */
import { BatchGetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item, Key } from '../kernel/storage.ts';
import { askTogether, type Found } from './beside.ts';
import { client } from './dynamo.ts';
import { env } from './env.ts';
import { fromItem } from './item.ts';

export const fetchAll = async (wanted: readonly Key[]): Promise<Found> =>
  wanted.length === 0 ? new Map() : (askTogether(wanted, fetchNow) ?? fetchNow(wanted));

export const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
export const fetchNow = async (wanted: readonly Key[]): Promise<Found> => {
  const found = new Map<string, Item>();
  // A key that is named twice makes DynamoDB refuse the whole batch.
  const distinct = [...new Map(wanted.map((key) => [nameOf(key), key])).values()];
  for (let from = 0; from < distinct.length; from += 100) {
    let keys: Record<string, AttributeValue>[] | undefined = distinct
      .slice(from, from + 100)
      .map((key) => marshall(key));
    for (let tries = 0; keys && keys.length > 0; tries++) {
      if (tries > 8) throw new Error('the table left keys unprocessed eight times');
      const page: {
        Responses?: Record<string, Record<string, AttributeValue>[]>;
        UnprocessedKeys?: Record<string, { Keys: Record<string, AttributeValue>[] | undefined }>;
      } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [env('table')]: { Keys: keys, ConsistentRead: true } } }),
      );
      for (const raw of page.Responses?.[env('table')] ?? []) {
        const item = fromItem(raw);
        found.set(nameOf(item), item);
      }
      keys = page.UnprocessedKeys?.[env('table')]?.Keys;
    }
  }
  return found;
};
