/**
 * Deletes items whose time to live has passed, on the cloud's clock. AWS takes a few days, and so does this: a sweep
 * reads the whole table, so there is one in a week at most, an hour after a write at the earliest.
 */
import type { Clock } from '../../seam.ts';
import type { Engine } from './engine.ts';

const HOUR_MS = 3_600_000;
const BETWEEN_SWEEPS_MS = 7 * 24 * HOUR_MS;

type Item = Record<string, { N?: string } | undefined>;

export interface Expiry {
  /** A write went to the table: it may hold an item that expires. */
  touched(table: string): void;
  watch(table: string, attribute: string, keys: string[]): void;
  /** Whether a removed key was removed here, for the stream record that tells so; each reader asks once. */
  expired(table: string, keys: unknown): boolean;
}

interface Watched {
  attribute: string;
  keys: string[];
  sweepAt: number;
  sweptAt: number;
  timer?: { cancel(): void };
}

interface ExpiryOptions {
  engine: Engine;
  clock: Clock;
  /** How many readers the table's stream has. */
  readers(table: string): number;
  onDelete(table: string): void;
}

export const expiry = ({ engine, clock, readers, onDelete }: ExpiryOptions): Expiry => {
  const tables = new Map<string, Watched>();
  /** Key → readers that have not met its removal yet. */
  const removed = new Map<string, number>();
  const plan = (table: string, watched: Watched, wanted: number) => {
    const at = Math.max(wanted, watched.sweptAt + BETWEEN_SWEEPS_MS);
    if (watched.sweepAt <= at) return;
    watched.timer?.cancel();
    watched.sweepAt = at;
    watched.timer = clock.at(at, `expiry of ${table}`, async () => {
      watched.sweepAt = Infinity;
      watched.sweptAt = clock.now();
      const next = await sweep(table, watched);
      if (next !== undefined) plan(table, watched, next);
    });
  };
  const sweep = async (table: string, { attribute, keys }: Watched): Promise<number | undefined> => {
    const now = Math.floor(clock.now() / 1000);
    let start: unknown;
    let next: number | undefined;
    do {
      const page: { Items: Item[]; LastEvaluatedKey?: unknown } = await engine.call('Scan', {
        TableName: table,
        FilterExpression: 'attribute_type(#ttl, :n)',
        ProjectionExpression: ['#ttl', ...keys.map((_, i) => `#k${i}`)].join(', '),
        ExpressionAttributeNames: {
          '#ttl': attribute,
          ...Object.fromEntries(keys.map((key, i) => [`#k${i}`, key])),
        },
        ExpressionAttributeValues: { ':n': { S: 'N' } },
        ...(start !== undefined && { ExclusiveStartKey: start }),
      });
      for (const item of page.Items) {
        const ttl = Number(item[attribute]?.N);
        if (ttl > now) next = Math.min(next ?? Infinity, (ttl + 1) * 1000);
        else await remove(table, { attribute, keys, item, now });
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return next;
  };
  const remove = async (
    table: string,
    { attribute, keys, item, now }: { attribute: string; keys: string[]; item: Item; now: number },
  ): Promise<void> => {
    const Key = Object.fromEntries(keys.map((key) => [key, item[key]]));
    removed.set(mark(table, Key), readers(table));
    try {
      await engine.call('DeleteItem', {
        TableName: table,
        Key,
        ConditionExpression: '#ttl <= :now',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      });
      onDelete(table);
    } catch (error) {
      // Renewed between the scan and the delete: it stays.
      removed.delete(mark(table, Key));
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    }
  };
  return {
    touched: (table) => {
      const watched = tables.get(table);
      if (watched) plan(table, watched, clock.now() + HOUR_MS);
    },
    watch: (table, attribute, keys) => {
      const watched: Watched = { attribute, keys, sweepAt: Infinity, sweptAt: -Infinity };
      tables.set(table, watched);
      plan(table, watched, clock.now() + HOUR_MS);
    },
    expired: (table, keys) => {
      const key = mark(table, keys as Item);
      const left = removed.get(key) ?? 0;
      if (left > 1) removed.set(key, left - 1);
      else removed.delete(key);
      return left > 0;
    },
  };
};

const mark = (table: string, key: Item): string =>
  `${table} ${JSON.stringify(Object.entries(key).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
