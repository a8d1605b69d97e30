/**
 * Several things are worked on beside each other in one invocation. What they read in one turn of the loop, or while others of them wait
 * for their lists, travels together, and two commits on one item go one after the other. Nothing is remembered: each read is made after it was asked for.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Item, Key } from '../kernel/storage.ts';

export type Found = ReadonlyMap<string, Item>;
type Fetch = (keys: readonly Key[]) => Promise<Found>;
interface Asked {
  readonly keys: readonly Key[];
  readonly fetch: Fetch;
  resolve(found: Found): void;
  reject(error: unknown): void;
}
interface Batch {
  asked: Asked[];
  readonly shared: Map<string, Promise<unknown>>;
  /** Over when all queries are that are under way. */
  queries: Promise<unknown> | undefined;
  /** What is committed to right now. */
  readonly busy: Map<string, Promise<void>>;
}
const batches = new AsyncLocalStorage<Batch>();

/** What `act` begins is one batch. */
export const besideOthers = <T>(act: () => Promise<T>): Promise<T> =>
  batches.run({ asked: [], shared: new Map(), queries: undefined, busy: new Map() }, act);

/** Undefined where nothing is worked on beside it: then nobody else asks. */
export const askTogether = (keys: readonly Key[], fetch: Fetch): Promise<Found> | undefined => {
  const batch = batches.getStore();
  return (
    batch &&
    new Promise((resolve, reject) => {
      if (batch.asked.length === 0) void send(batch);
      batch.asked.push({ keys, fetch, resolve, reject });
    })
  );
};

/** Who asks for a list asks for its rows next. */
export const asQuery = <T>(query: Promise<T>): Promise<T> => {
  const batch = batches.getStore();
  if (batch) {
    const { queries } = batch;
    const others = () => queries;
    batch.queries = query.then(others, others);
  }
  return query;
};

const turn = () => new Promise((resolve) => setImmediate(resolve));
/** Waits for the queries that are under way now, and for none that begins later: nobody waits for longer than one of them. */
const send = async (batch: Batch): Promise<void> => {
  await turn();
  await batch.queries;
  await turn();
  const asked = batch.asked.splice(0);
  const { fetch } = asked[0]!;
  try {
    const found = await fetch(asked.flatMap(({ keys }) => keys));
    for (const one of asked) one.resolve(found);
  } catch {
    // One key that the table does not take keeps nobody else from what they asked for.
    for (const one of asked) fetch(one.keys).then(one.resolve, one.reject);
  }
};

/** What is computed from the books as they are: once for all of a batch who ask for it under this name. */
export const onceForAll = <T>(name: string, act: () => Promise<T>): Promise<T> => {
  const shared = batches.getStore()?.shared;
  const known = shared?.get(name) as Promise<T> | undefined;
  if (known) return known;
  const made = act();
  shared?.set(name, made);
  return made;
};

/** Waits for all of its batch that are at one of these items: the table would let one of them through, and turn the others away. */
export const inTurn = async <T>(names: readonly string[], act: () => Promise<T>): Promise<T> => {
  const busy = batches.getStore()?.busy;
  if (!busy) return act();
  const at = () => names.flatMap((name) => busy.get(name) ?? []);
  for (let before = at(); before.length > 0; before = at()) await Promise.all(before);
  const done = act();
  const over = done.then(
    () => undefined,
    () => undefined,
  );
  for (const name of names) busy.set(name, over);
  try {
    return await done;
  } finally {
    for (const name of names) busy.delete(name);
  }
};
