/**
 * How an item lies in the table. What the database itself looks at (keys, conditions, counters, `ttl`, filters) is an attribute
 * each; what only we read is deflated into one, `z`: a write is billed by the kilobyte.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Item } from '../kernel/storage.ts';

const PACKED = ['doc', 'entry', 'events', 'raw', 'answer'] as const;

export const toItem = (item: Item): Record<string, AttributeValue> => {
  const seen: Record<string, unknown> = { ...item };
  const packed: Record<string, unknown> = {};
  for (const name of PACKED)
    if (seen[name] !== undefined) {
      packed[name] = seen[name];
      delete seen[name];
    }
  if (Object.keys(packed).length > 0) seen['z'] = deflateRawSync(JSON.stringify(packed));
  return marshall(seen, { removeUndefinedValues: true });
};

export const fromItem = (raw: Record<string, AttributeValue>): Item => {
  const { z, ...seen } = unmarshall(raw);
  if (z === undefined) return seen as Item;
  // Lambda's JSON of a stream's record has bytes as base64.
  const bytes = typeof z === 'string' ? Buffer.from(z, 'base64') : (z as Uint8Array);
  return { ...seen, ...(JSON.parse(inflateRawSync(bytes).toString()) as object) } as Item;
};
