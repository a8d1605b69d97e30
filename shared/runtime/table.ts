/**
 * The only door to the table. A store describes reads (with their parser) and writes (with their condition); `commit`
 * performs all writes of one action in one DynamoDB transaction, together with the record of the act: who did what
 * when, its ledger entry, its events and its idempotency key. The record is the outbox: the table's stream announces it.
 */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { refuse, ok, type Result } from '../kernel/result.ts';
import type { Listing, Read, Write } from '../kernel/storage.ts';
import { openMonths, recordOf, type Act } from './act.ts';
import { askTogether, asQuery, inTurn } from './beside.ts';
import type { Deps } from './context.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { client } from './dynamo.ts';
import { env } from './env.ts';
import { toQuery, toTransact } from './expressions.ts';
import { fetchAll, fetchNow, nameOf } from './fetch.ts';
import { fromItem } from './item.ts';
import { memory } from './memory.ts';

export const read = async <T>({ key, parse }: Read<T>): Promise<T | undefined> => {
  const together = askTogether([key], fetchNow);
  if (together) {
    const item = (await together).get(nameOf(key));
    return item && parse(item);
  }
  const { Item } = await client.send(
    new GetItemCommand({ TableName: env('table'), Key: marshall(key), ConsistentRead: true }),
  );
  return Item && parse(fromItem(Item));
};

/** For what seldom changes and decides nothing about money by itself (a tenant's settings): remembered for thirty seconds, see `memory.ts`. */
export const recall = <T>(wanted: Read<T>): Promise<T | undefined> =>
  remember(nameOf(wanted.key), () => read(wanted));
/** The same where mostly there is none, and that is remembered, too: what holds then. */
export const recallOr = async <T>(wanted: Read<T>, none: T): Promise<T> =>
  (await remember(nameOf(wanted.key), async () => (await read(wanted)) ?? none))!;
/** The same for a whole listing that is short (the register of tenants). `evenNone`: that there is none is remembered, too. */
export const recallAll = async <T>(listing: Listing<T>, evenNone = false): Promise<T[]> =>
  (await remember(listing.partition, async () => {
    const rows = await all(listing);
    return rows.length > 0 || evenNone ? rows : undefined;
  })) ?? [];

/** What was not there is asked for again the next time. */
const remember = async <T>(name: string, ask: () => Promise<T | undefined>): Promise<T | undefined> => {
  const known = remembered.get(name);
  if (known && known.until > Date.now()) return known.value as T;
  // Messages of one batch ask at once: the first one's answer is everybody's.
  const under = asked.get(name) ?? ask().finally(() => asked.delete(name));
  asked.set(name, under);
  const value = (await under) as T | undefined;
  if (value !== undefined) remembered.set(name, { value, until: Date.now() + 30_000 });
  return value;
};
const remembered = /* @__PURE__ */ memory<{ value: unknown; until: number }>();
const asked = /* @__PURE__ */ memory<Promise<unknown>>();

/** Reads up to 100 items in one round trip, in the order asked and as often as asked; missing ones are left out. */
export const readAll = async <T>(reads: readonly Read<T>[]): Promise<T[]> => (await readGroups(reads))[0];

type ReadOf<R> = R extends Read<infer T> ? T : never;

/** Several lists in one round trip, each as `readAll` gives it. */
export const readGroups = async <const G extends readonly (readonly Read<unknown>[])[]>(
  ...groups: G
): Promise<{ [K in keyof G]: ReadOf<G[K][number]>[] }> => {
  const found = await fetchAll(groups.flatMap((reads) => reads.map(({ key }) => key)));
  return groups.map((reads) =>
    reads.flatMap(({ key, parse }) => {
      const item = found.get(nameOf(key));
      return item ? [parse(item)] : [];
    }),
  ) as never;
};

/** Different things in one round trip, each in its place; undefined where there is none. */
export const readEach = async <const R extends readonly Read<unknown>[]>(
  ...reads: R
): Promise<{ [K in keyof R]: ReadOf<R[K]> | undefined }> => {
  const found = await fetchAll(reads.map(({ key }) => key));
  return reads.map(({ key, parse }) => {
    const item = found.get(nameOf(key));
    return item && parse(item);
  }) as never;
};

export interface PageOf<T> {
  readonly data: T[];
  readonly nextCursor?: string;
  /** Sort key of the last row that was looked at, where more follow: it may be gone, and then is not in `data`. */
  readonly upTo?: string;
}

/** One page of a listing. The cursor holds only sort keys: the partition, and so the tenant, is always ours. */
export const list = async <T>(
  listing: Listing<T>,
  page: { limit: number; cursor?: string | undefined },
): Promise<PageOf<T>> => {
  const start = page.cursor === undefined ? undefined : fromCursor(listing, page.cursor);
  const { Items = [], LastEvaluatedKey } = await asQuery(
    client.send(new QueryCommand({ ...toQuery(listing), Limit: page.limit, ExclusiveStartKey: start })),
  );
  const items = Items.map(fromItem);
  const data =
    listing.index === undefined
      ? items.map(listing.parse)
      : await readAll(items.map((item) => ({ key: { pk: item.pk, sk: item.sk }, parse: listing.parse })));
  if (!LastEvaluatedKey) return { data };
  const last = fromItem(LastEvaluatedKey);
  const upTo = String(last[listing.index ? `${listing.index}s` : 'sk']);
  return { data, nextCursor: toCursor(listing, last), upTo };
};

/** A page as the contract's `listOf` answers it. */
export const listed = <T>({ data, nextCursor }: PageOf<T>) =>
  ok({ object: 'list' as const, data, hasMore: nextCursor !== undefined, nextCursor });

/** Every item of a listing, page by page. The caller's listing bounds it (one customer, one month, one invoice). */
export async function* each<T>(listing: Listing<T>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page: PageOf<T> = await list(listing, { limit: listing.index === undefined ? 1000 : 100, cursor });
    yield* page.data;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
export const all = async <T>(listing: Listing<T>): Promise<T[]> => {
  const rows: T[] = [];
  for await (const row of each(listing)) rows.push(row);
  return rows;
};

/**
 * All writes and the record of the act, or none. A failed condition comes back as that write's clash; contention and
 * throttling are tried again with jitter, and thrown when eight tries did not help.
 */
export const commit = <C extends string>(
  deps: Deps,
  act: Act,
  writes: readonly Write<C>[],
): Promise<Result<void, C | Met>> => commitAll([{ deps, act }], writes);

/** What any commit may meet: its key was used, or it books in a month that was shut, which is `table.stale`: decided anew, it is booked later. */
type Met = 'once.taken' | 'table.stale';

/** Several actions in one transaction, of at most a hundred items: all of them or none. */
export const commitAll = async <C extends string>(
  acts: readonly { readonly deps: Deps; readonly act: Act }[],
  writes: readonly Write<C>[],
): Promise<Result<void, C | Met>> => {
  const record = acts.flatMap(({ deps, act }) => recordOf(deps, act));
  const items = [...writes, ...openMonths(acts), ...record];
  return inTurn(writes.map(placeOf), () => transact(acts, items, record));
};
const placeOf = ({ put, update, check }: Write): string => nameOf((put ?? update ?? check)!);

const transact = async <C extends string>(
  acts: readonly { readonly deps: Deps }[],
  items: readonly Write<C | Met>[],
  record: readonly Write<Met>[],
): Promise<Result<void, C | Met>> => {
  const done = (): Result<void, never> => {
    for (const { deps } of acts) if (deps.once) deps.once.kept = true;
    return ok(undefined);
  };
  for (let tries = 0; ; tries++) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: items.map(toTransact) }));
      return done();
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      const failed = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
      if (failed >= 0) {
        const lost = reasons[failed]?.Item;
        // Our own record is there: an earlier try of this very commit took effect and its answer was lost on the way.
        if (reasons.at(-1)?.Item?.['id']?.S === record.at(-1)?.put?.['id']) return done();
        return refuse(
          items[failed]!.clash,
          `the ${lost ? 'state' : 'absence'} of ${items[failed]!.about} stands against it`,
        );
      }
      if (!isContention(error, reasons) || tries >= 8) throw error;
      await pause(tries);
    }
  }
};
const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(1000, 20 * 2 ** tries)));

/** One write on its own, for the progress of work that is no business fact: no act, no event, a fifth of the price of a commit. Throttled, it is tried again. */
export const write = async <C extends string>(one: Write<C>): Promise<Result<void, C>> => {
  const { Put } = toTransact(one);
  if (!Put) throw new Error('only a put stands alone');
  const { ReturnValuesOnConditionCheckFailure: _, ...put } = Put;
  for (let tries = 0; ; tries++) {
    try {
      await client.send(new PutItemCommand(put));
      return ok(undefined);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return refuse(one.clash, `the state of ${one.about} stands against it`);
      if (!isThrottled(error) || tries >= 8) throw error;
      await pause(tries);
    }
  }
};

/**
 * Runs load-decide-commit again while its commit met a newer version; eight times at most. `tries` lets an action take
 * what it has read already into its first try.
 */
export const untilFresh = async <R extends { ok: boolean; code?: string }>(
  act: (tries: number) => Promise<R>,
): Promise<R> => {
  for (let tries = 0; ; tries++) {
    const result = await act(tries);
    if (result.ok || result.code !== 'table.stale') return result;
    if (tries >= 8) throw new Error('eight tries met a newer version each time');
  }
};

const isContention = (error: unknown, reasons: readonly { Code?: string | undefined }[]): boolean =>
  reasons.some((reason) =>
    ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'].includes(reason.Code ?? ''),
  ) ||
  isThrottled(error) ||
  (error instanceof Error &&
    ['TransactionInProgressException', 'InternalServerError', 'TimeoutError'].includes(error.name));

/** It was certainly not taken. */
const isThrottled = (error: unknown): boolean =>
  error instanceof Error &&
  ['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'].includes(
    error.name,
  );
