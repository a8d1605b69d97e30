/** The one way by which facts of the past come into the books: a month that is shut stays as it is (rules §3.20). */
import { tenantById } from '../access/store.ts';
import { addDays } from '../kernel/dates.ts';
import { mustAsk, openDay } from '../kernel/period.ts';
import type { Deps } from '../runtime/context.ts';
import { read, recall } from '../runtime/table.ts';
import type { Entry } from './entry.ts';
import { shutOf } from './store.ts';

/**
 * Entries of one act, each on its own day or, where its month is shut, on the first day of the first month that is open; its own day then
 * stands in `documentOn`. So it is with what is older than the books. Costs a read where a day is of an earlier month. A month that is
 * shut in between is the commit's `table.stale`.
 */
export const inOpenMonth = async <E extends Entry | undefined>(
  entries: readonly E[],
  { tenant, now }: Pick<Deps, 'tenant' | 'now'>,
): Promise<E[]> => {
  const late = entries.find((entry) => entry && mustAsk(entry.on, now));
  const shut = late && (await read(shutOf(tenant, late.entity)));
  const some = entries.find((entry) => entry !== undefined);
  // Reports fold from the day before: west of Greenwich the books are opened on it.
  const begun = some && addDays((await recall(tenantById(tenant)))!.openedAt.slice(0, 10), -1);
  return entries.map((entry) => {
    if (!entry) return entry;
    const first = entry.on < begun! ? { ...entry, on: begun! } : entry;
    return moved(entry, openDay(first, shut ?? {}));
  });
};

const moved = <E extends Entry>(entry: E, on: Entry['on']): E =>
  on === entry.on ? entry : { ...entry, on, documentOn: entry.documentOn ?? entry.on };
