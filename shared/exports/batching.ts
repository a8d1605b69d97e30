/**
 * Batches of the journal, in the order of the commits: whatever day an entry is booked on, it is in the batch that is made next, and in no
 * other. What an entry changed is told by another entry, in a later batch.
 */
import { tenantById } from '../access/store.ts';
import { timeOf } from '../kernel/ids.ts';
import type { Booked } from '../ledger/entry.ts';
import { bookedIn } from '../ledger/store.ts';
import type { Deps } from '../runtime/context.ts';
import { factsFrom, HELD_BACK_MS, positionAt } from '../runtime/facts.ts';
import { read, recall } from '../runtime/table.ts';
import type { Batch, LastBatch } from './export.ts';
import { lastBatch } from './store.ts';

const PAGE = 100;

/** So many pages a request looks through for the first entry: some five seconds. */
const MOST_PAGES = 100;
/** A batch has what came in so many days at most, so that it can be built; what came later is the next one's. */
const MOST_MS = 31 * 86_400_000;
/**
 * What the next one has: from its first entry on, to just before now, because a commit that is under way may have its place behind one that is done. Undefined
 * where nothing was found as far as it was looked: `last` remembers how far, so that an entity that is quiet beside a busy one comes to its batch by asking again.
 */
export const batchFor = async (
  entity: string,
  deps: Deps,
  mostPages = MOST_PAGES,
): Promise<{ batch: Batch | undefined; last: LastBatch; hasMore: boolean }> => {
  const before = await read(lastBatch(deps.tenant, entity));
  const { openedAt } = (await recall(tenantById(deps.tenant)))!;
  const settled = positionAt(Date.parse(deps.now) - HELD_BACK_MS);
  const version = (before?.version ?? 0) + 1;
  const number = (before?.number ?? 0) + 1;
  let looked = before?.looked ?? before?.end ?? positionAt(Date.parse(openedAt));
  for (let pages = 0; looked < settled; pages += 1) {
    if (pages === mostPages) break;
    const page = await bookedFrom({ start: looked, end: settled }, deps);
    const first = page.entries.find((one) => one.entity === entity);
    if (first) {
      const most = positionAt(timeOf(first.id) + MOST_MS);
      const end = most < settled ? most : settled;
      return { batch: { number, start: first.id, end }, last: { version, number, end }, hasMore: false };
    }
    looked = page.next;
  }
  const last = { version, number: number - 1, ...(before?.end !== undefined && { end: before.end }), looked };
  return { batch: undefined, last, hasMore: looked < settled };
};

/** In the order in which they came. */
export const entriesIn = (batch: Batch, entity: string, deps: Deps): AsyncGenerator<Booked> =>
  between(batch, entity, deps);

async function* between(
  place: Pick<Batch, 'start' | 'end'>,
  entity: string,
  deps: Deps,
): AsyncGenerator<Booked> {
  for await (const entry of entriesOfAll(place, deps)) if (entry.entity === entity) yield entry;
}

/** Of all entities, between two places in the order of the commits. */
export async function* entriesOfAll(
  { start, end }: Pick<Batch, 'start' | 'end'>,
  deps: Pick<Deps, 'tenant' | 'now'>,
): AsyncGenerator<Booked> {
  for (let from = start; from < end;) {
    const page = await bookedFrom({ start: from, end }, deps);
    yield* page.entries;
    from = page.next;
    if (!page.hasMore) return;
  }
}

const bookedFrom = async (
  { start, end }: Pick<Batch, 'start' | 'end'>,
  { tenant, now }: Pick<Deps, 'tenant' | 'now'>,
): Promise<{ entries: Booked[]; next: string; hasMore: boolean }> => {
  const { acts, ...page } = await factsFrom(tenant, { start, end, untilMs: Date.parse(now), limit: PAGE });
  return { ...page, entries: acts.flatMap((act) => (act['entry'] === undefined ? [] : bookedIn(act))) };
};
