/** Rows of the lake, from entries alone, so that a file that is made again is the same. */
import { addDays, monthOf, type Instant, type LocalDate } from '../kernel/dates.ts';
import { timeOf } from '../kernel/ids.ts';
import type { Booked } from '../ledger/entry.ts';
import type { Row } from './columns.ts';
import { partitionOf } from './lake.ts';
import { movedBy } from './rules.ts';

/** `committed_at` is when the act got its place in the order of the commits, as the file has its day; a request may have begun the day before. */
export const linesOf = ({ id, on, documentOn = on, kind, source, currency, lines }: Booked): Row[] =>
  lines.map(({ account, minor, customerId, invoiceId, dueOn }, n) => [
    id,
    n + 1,
    new Date(timeOf(id)).toISOString(),
    on,
    documentOn,
    kind,
    source,
    ...movedBy({ account, minor }, currency),
    customerId,
    invoiceId,
    dueOn,
  ]);

/** The last day (UTC) of which every commit is told: `heldBackMs` are left for those that are under way. */
export const lastOver = (now: Instant, heldBackMs: number): LocalDate =>
  addDays(new Date(Date.parse(now) - heldBackMs).toISOString().slice(0, 10), -1);

/** Rows by the folder that they belong into. */
export const partitioned = (tenant: string, entries: readonly Booked[]): ReadonlyMap<string, Row[]> => {
  const parts = new Map<string, Row[]>();
  for (const entry of entries) {
    const folder = partitionOf(tenant, entry.entity, monthOf(entry.on));
    const rows = parts.get(folder) ?? [];
    parts.set(folder, rows);
    rows.push(...linesOf(entry));
  }
  return parts;
};
