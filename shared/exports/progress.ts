/** Reads the entries that a file is of, and says how far a long one is. */
import { tenantById } from '../access/store.ts';
import { addDays, monthOf, type LocalDate } from '../kernel/dates.ts';
import type { Booked } from '../ledger/entry.ts';
import { entriesBetween } from '../ledger/store.ts';
import type { Deps } from '../runtime/context.ts';
import { each, recall, write } from '../runtime/table.ts';
import type { Export, ExportKind } from './export.ts';
import { FOLDED } from './folding.ts';
import { putExport } from './store.ts';

/** What is true at the end of a day follows from all that came before. */
const isWhole = (kind: ExportKind): boolean => kind in FOLDED || kind === 'numbering_audit';

/** The first day that the books may have: one earlier, because the entity’s calendar may be behind UTC. */
export const booksFrom = async ({ tenant }: Pick<Deps, 'tenant'>): Promise<LocalDate> =>
  addDays((await recall(tenantById(tenant)))!.openedAt.slice(0, 10), -1);

/** From its first day on, or from the beginning of the books for what follows from all; or from a day that is said. */
export async function* entriesOn(file: Export, deps: Deps, said?: LocalDate): AsyncGenerator<Booked> {
  const from = said ?? (isWhole(file.kind) ? await booksFrom(deps) : file.from);
  for (const month of entriesBetween(deps.tenant, from, file.to))
    for await (const entry of each(month)) if (entry.entity === file.entity) yield entry;
}

const EVERY_LINES = 50_000;
/** Written seldom, and by one: who meets another that builds the same leaves it to that. */
export const progressOf = (asked: Export, { tenant }: Deps) => {
  let file = asked;
  let [lines, said, month] = [0, 0, ''];
  return {
    file: () => file,
    reached: async (entry: Booked): Promise<void> => {
      const through: LocalDate = file.batch ? entry.at.slice(0, 10) : entry.on;
      lines += entry.lines.length;
      const turned = month !== '' && month !== monthOf(through);
      month = monthOf(through);
      if (!turned && lines - said < EVERY_LINES) return;
      const next = { ...file, version: file.version + 1, progress: { lines, through } };
      const kept = await write(putExport(tenant, next));
      if (!kept.ok) throw new Error('another builds this file');
      [file, said] = [next, lines];
    },
  };
};
