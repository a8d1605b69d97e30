/** Builds a file as its rows come: what is listed is read page by page and never there as a whole, what is folded is. */
import { tenantById } from '../access/store.ts';
import { addDays, monthOf, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Booked } from '../ledger/entry.ts';
import { chartVersion, entriesBetween } from '../ledger/store.ts';
import { plansOn } from '../plans/reading.ts';
import { keepAsItComes } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, each, read, recall, write } from '../runtime/table.ts';
import { entriesIn } from './batching.ts';
import { COLUMNS, type Column, type Row } from './columns.ts';
import type { Export, TableFormat } from './export.ts';
import { FOLDED } from './folding.ts';
import { csv } from './format/csv.ts';
import type { Format } from './format/format.ts';
import { jsonl } from './format/jsonl.ts';
import { parquet } from './format/parquet.ts';
import { xlsx } from './format/xlsx.ts';
import { naming } from './naming.ts';
import { reported } from './reported.ts';
import { aboutOf, amountsOf, batchCount, counting, customersIn, journalRows, LISTED } from './rules.ts';
import { grouped, STANDING } from './standing.ts';
import { exportById, putExport } from './store.ts';
import { told } from './telling.ts';

const FORMATS: Readonly<Record<TableFormat, Format>> = {
  csv: { contentType: 'text/csv; charset=utf-8', write: csv },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: xlsx,
  },
  jsonl: { contentType: 'application/x-ndjson', write: jsonl },
  parquet: { contentType: 'application/vnd.apache.parquet', write: parquet },
};

/** A second delivery makes the same bytes; of two at once, one is kept. */
export const buildExport = async (
  { exportId }: { exportId: string },
  deps: Deps,
): Promise<Result<void, 'exports.unknown' | 'once.taken' | 'table.stale'>> => {
  const file = await read(exportById(deps.tenant, exportId));
  if (!file) return refuse('exports.unknown', `There is no export ${exportId}.`);
  if (file.state === 'READY') return ok(undefined);
  const done = await built(file, deps);
  const { linksUntil, writes, events } = await told(done, deps);
  const kept = await commit(deps, { action: 'exports.build', events }, [
    putExport(deps.tenant, { ...done, ...(linksUntil !== undefined && { linksUntil }) }),
    ...writes,
  ]);
  return kept.ok || kept.code === 'table.stale' ? ok(undefined) : kept;
};

/** The export as it is when its file is kept: its next version. */
const built = (file: Export, deps: Deps): Promise<Export> =>
  file.kind === 'finance_report'
    ? reported(file, deps)
    : tabled(file, COLUMNS[file.kind], FORMATS[file.format as TableFormat], deps);

const tabled = async (
  file: Export,
  columns: readonly Column[],
  { contentType, write: written }: Format,
  deps: Deps,
): Promise<Export> => {
  const progress = progressOf(file, deps);
  const count = counting(columns);
  const batch = batchCount();
  async function* entries(): AsyncGenerator<Booked> {
    for await (const entry of file.batch ? entriesIn(file.batch, file.entity, deps) : entriesOn(file, deps)) {
      batch.add(entry);
      await progress.reached(entry);
      yield entry;
    }
  }
  async function* counted(groups: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
    for await (const group of groups) {
      count.add(group);
      yield group;
    }
  }
  const kept = await keepAsItComes(
    written(counted(rowsOf(file, entries(), deps)), columns, () => aboutOf(file, count.counted())),
    (mark) => `${deps.tenant}/exports/${file.id}-${mark}.${file.format}`,
    contentType,
  );
  const { progress: _, ...done } = progress.file();
  const { rows, totals } = count.counted();
  return {
    ...done,
    ...kept,
    version: done.version + 1,
    state: 'READY',
    rows,
    controlTotals: amountsOf(totals),
    ...(file.batch && { batch: { ...file.batch, ...batch.counted() } }),
  };
};

async function* rowsOf(
  file: Export,
  entries: AsyncIterable<Booked>,
  deps: Deps,
): AsyncGenerator<readonly Row[]> {
  const standing = STANDING[file.kind];
  if (standing) {
    yield* standing(file, deps);
    return;
  }
  const namesOf = naming(deps);
  const folded = FOLDED[file.kind];
  if (folded) {
    const all: Booked[] = [];
    for await (const entry of entries) all.push(entry);
    const plans = await plansOn({ entity: file.entity, day: file.to }, deps);
    yield folded(all, file, { names: await namesOf(customersIn(all)), plans });
    return;
  }
  const chart =
    file.chart === undefined ? undefined : await read(chartVersion(deps.tenant, file.entity, file.chart));
  for await (const group of grouped(entries)) {
    const names = await namesOf(customersIn(group));
    yield group.flatMap((entry) => journalRows(entry, LISTED[file.kind]!, { names, chart }));
  }
}

async function* entriesOn(file: Export, { tenant }: Deps): AsyncGenerator<Booked> {
  const from = !FOLDED[file.kind]
    ? file.from
    : addDays((await recall(tenantById(tenant)))!.openedAt.slice(0, 10), -1);
  for (const month of entriesBetween(tenant, from, file.to))
    for await (const entry of each(month)) if (entry.entity === file.entity) yield entry;
}

const EVERY_LINES = 50_000;
/** Written seldom, and by one: who meets another that builds the same leaves it to that. */
const progressOf = (asked: Export, { tenant }: Deps) => {
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
