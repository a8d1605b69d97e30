/**
 * Fills the lake, day after day of the commits. A day that is over has the same entries in the same order for ever, so its files have the same names
 * and bytes however often and by whomever they are made: each entry is in exactly one, whatever day it is booked on.
 */
import { tenantById } from '../access/store.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Booked } from '../ledger/entry.ts';
import { rewrite } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { HELD_BACK_MS, positionAt } from '../runtime/facts.ts';
import { commit, read, recall, write } from '../runtime/table.ts';
import { entriesOfAll } from './batching.ts';
import { parquet } from './format/parquet.ts';
import { LakeDue, LEDGER_LINES, type LakeMark } from './lake.ts';
import { lastOver, partitioned } from './lines.ts';
import { lakeMark, putLakeMark } from './store.ts';

/** So many days at most by one who fills it: what is left follows in the next night. */
const MOST_DAYS = 366;
/** So many entries of a day are held at once, and are a file of each folder. */
const AT_ONCE = 20_000;

/** Every night, for all days (UTC) that are over and not there yet. */
export const askForLake = async (deps: Deps): Promise<void> => {
  const through = lastOver(deps.now, HELD_BACK_MS);
  const { through: there } = await markOf(deps);
  if (there >= through) return;
  const kept = await commit(
    deps,
    { action: 'exports.fill_lake', events: [announce(LakeDue, deps.tenant, { through })] },
    [],
  );
  if (!kept.ok) throw new Error(kept.detail);
};

/** The mark follows each day: who is killed goes on from there, and who meets another leaves it to that. */
export const fillLake = async (
  { through }: { readonly through: LocalDate },
  deps: Deps,
): Promise<Result<void, never>> => {
  let mark = await markOf(deps);
  for (let left = MOST_DAYS; left > 0 && mark.through < through; left -= 1) {
    const day = addDays(mark.through, 1);
    await fillDay(day, deps);
    const next = { version: mark.version + 1, through: day };
    const kept = await write(putLakeMark(deps.tenant, next));
    if (!kept.ok) return ok(undefined);
    mark = next;
  }
  return ok(undefined);
};

const markOf = async ({ tenant }: Pick<Deps, 'tenant'>): Promise<Pick<LakeMark, 'through' | 'version'>> =>
  (await read(lakeMark(tenant))) ?? {
    version: 0,
    through: addDays((await recall(tenantById(tenant)))!.openedAt.slice(0, 10), -1),
  };

const fillDay = async (day: LocalDate, deps: Deps): Promise<void> => {
  const [start, end] = [day, addDays(day, 1)].map((one) => positionAt(Date.parse(`${one}T00:00:00Z`)));
  let held: Booked[] = [];
  let part = 1;
  const put = async (): Promise<void> => {
    for (const [folder, rows] of partitioned(deps.tenant, held)) {
      const pieces: Uint8Array[] = [];
      const about = () => [['committed on', day] as const];
      for await (const piece of parquet(inOne(rows), LEDGER_LINES, about)) pieces.push(piece);
      await rewrite(`${folder}/${day}-${part}.parquet`, Buffer.concat(pieces), PARQUET);
    }
    [held, part] = [[], part + 1];
  };
  for await (const entry of entriesOfAll({ start: start!, end: end! }, deps)) {
    held.push(entry);
    if (held.length === AT_ONCE) await put();
  }
  if (held.length > 0) await put();
};
const PARQUET = 'application/vnd.apache.parquet';
async function* inOne<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield await Promise.resolve(rows);
}
