/**
 * Batches of the journal, in the order of the commits: whatever day an entry is booked on, it is in the batch that is made next, and in no
 * other. What an entry changed is told by another entry, in a later batch.
 */
import { tenantById } from '../access/store.ts';
import type { Booked } from '../ledger/entry.ts';
import { bookedIn } from '../ledger/store.ts';
import type { Deps } from '../runtime/context.ts';
import { factsFrom, HELD_BACK_MS, positionAt } from '../runtime/facts.ts';
import { read, recall } from '../runtime/table.ts';
import type { Batch, LastBatch } from './export.ts';
import { lastBatch } from './store.ts';

const PAGE = 100;

/** What the next one has, to just before now: a commit that is under way may have its place behind one that is done. Undefined where it has nothing. */
export const batchFor = async (
  entity: string,
  deps: Deps,
): Promise<{ batch: Batch | undefined; last: LastBatch }> => {
  const before = await read(lastBatch(deps.tenant, entity));
  const { openedAt } = (await recall(tenantById(deps.tenant)))!;
  const start = before?.end ?? positionAt(Date.parse(openedAt));
  const end = positionAt(Date.parse(deps.now) - HELD_BACK_MS);
  const number = (before?.number ?? 0) + 1;
  const last = { version: (before?.version ?? 0) + 1, number, end };
  for await (const _ of between({ start, end }, entity, deps)) return { batch: { number, start, end }, last };
  return { batch: undefined, last };
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
  { tenant, now }: Pick<Deps, 'tenant' | 'now'>,
): AsyncGenerator<Booked> {
  let from = start;
  for (let more = from < end; more;) {
    const page = await factsFrom(tenant, { start: from, end, untilMs: Date.parse(now), limit: PAGE });
    for (const act of page.acts) {
      if (act['entry'] !== undefined) yield bookedIn(act);
    }
    [from, more] = [page.next, page.hasMore];
  }
}
