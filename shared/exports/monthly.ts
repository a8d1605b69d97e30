/** The entries of a file by the month that they are booked in, each read once. */
import { endOfMonth, monthOf, monthsBetween } from '../kernel/dates.ts';
import type { Booked } from '../ledger/entry.ts';
import type { Deps } from '../runtime/context.ts';
import { entriesIn } from './batching.ts';
import type { Batch, Export } from './export.ts';
import { squeezed, unsqueezed } from './format/squeezed.ts';
import { entriesOn } from './progress.ts';
import { grouped } from './standing.ts';

type Seen = (entry: Booked) => Promise<void>;
type Month = readonly [month: string, entries: AsyncIterable<Booked>];

/** In the order of the months; `seen` is told each entry as it is read. One month is read to its end before the next. */
export async function* monthly(file: Export, seen: Seen, deps: Deps): AsyncGenerator<Month> {
  if (file.batch) {
    const held = await heldOf(file.batch, file.entity, seen, deps);
    for (const [month, packs] of [...held].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      yield [month, unpacked(packs)];
    return;
  }
  for (const month of monthsBetween(monthOf(file.from), monthOf(file.to))) {
    const [first, last] = [`${month}-01`, endOfMonth(`${month}-01`)];
    const from = file.from > first ? file.from : first;
    const to = file.to < last ? file.to : last;
    yield [month, watched(entriesOn({ ...file, from, to }, deps), seen)];
  }
}
async function* watched(entries: AsyncIterable<Booked>, seen: Seen): AsyncGenerator<Booked> {
  for await (const entry of entries) {
    await seen(entry);
    yield entry;
  }
}

/** Batches are in the order of the commits, and may have an entry of any month at their end: all are held, packed to a tenth. */
const heldOf = async (
  batch: Batch,
  entity: string,
  seen: Seen,
  deps: Deps,
): Promise<ReadonlyMap<string, readonly Uint8Array[]>> => {
  const held = new Map<string, Uint8Array[]>();
  for await (const group of grouped(watched(entriesIn(batch, entity, deps), seen)))
    for (const [month, entries] of Map.groupBy(group, ({ on }) => monthOf(on))) {
      const packs = held.get(month) ?? [];
      held.set(month, packs);
      packs.push(squeezed(entries));
    }
  return held;
};
async function* unpacked(packs: readonly Uint8Array[]): AsyncGenerator<Booked> {
  for (const pack of packs) yield* unsqueezed(pack) as Booked[];
}
