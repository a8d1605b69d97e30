/** Builds a file as its rows come: what is listed is read page by page and never there as a whole, what is folded is. */
import type { LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Booked } from '../ledger/entry.ts';
import { chartVersion } from '../ledger/store.ts';
import { keepAsItComes } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read } from '../runtime/table.ts';
import { forAccountants } from './accountants.ts';
import { entriesIn } from './batching.ts';
import { foldedRows } from './carrying.ts';
import { COLUMNS, type Column, type Row } from './columns.ts';
import { isForAccountants, isReport, type Export, type ExportKind, type TableFormat } from './export.ts';
import { csv } from './format/csv.ts';
import type { Format } from './format/format.ts';
import { jsonl } from './format/jsonl.ts';
import { parquet } from './format/parquet.ts';
import { xlsx } from './format/xlsx.ts';
import { naming } from './naming.ts';
import { packed } from './packing.ts';
import { entriesOn, progressOf } from './progress.ts';
import { numbers } from './proving.ts';
import { reported } from './reported.ts';
import { aboutOf, amountsOf, batchCount, counting, customersIn, journalRows, LISTED } from './rules.ts';
import { grouped, STANDING } from './standing.ts';
import { exportById, putExport } from './store.ts';
import { taxes } from './taxing.ts';
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
const built = (file: Export, deps: Deps): Promise<Export> => {
  if (isReport(file.kind)) return reported(file, deps);
  if (isForAccountants(file.format)) return forAccountants(file, deps);
  return tabled(file, COLUMNS[file.kind], FORMATS[file.format as TableFormat], deps);
};

const tabled = async (
  file: Export,
  columns: readonly Column[],
  { contentType, write: written }: Format,
  deps: Deps,
): Promise<Export> => {
  const progress = progressOf(file, deps);
  const count = counting(columns);
  const batch = batchCount();
  async function* entries(from?: LocalDate): AsyncGenerator<Booked> {
    const all = file.batch ? entriesIn(file.batch, file.entity, deps) : entriesOn(file, deps, from);
    for await (const entry of all) {
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
    written(counted(rowsOf(file, entries, deps)), columns, () => aboutOf(file, count.counted())),
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
  entries: (from?: LocalDate) => AsyncIterable<Booked>,
  deps: Deps,
): AsyncGenerator<readonly Row[]> {
  const own = OF_THEIR_OWN[file.kind] ?? STANDING[file.kind];
  if (own) {
    yield* own(file, deps, entries());
    return;
  }
  const namesOf = naming(deps);
  const folded = await foldedRows(file, { entries, namesOf }, deps);
  if (folded) {
    yield folded;
    return;
  }
  const chart =
    file.chart === undefined ? undefined : await read(chartVersion(deps.tenant, file.entity, file.chart));
  for await (const group of grouped(entries())) {
    const names = await namesOf(customersIn(group));
    yield group.flatMap((entry) => journalRows(entry, LISTED[file.kind]!, { names, chart }));
  }
}

/** Kinds that read more than entries. */
const OF_THEIR_OWN: Readonly<
  Partial<
    Record<
      ExportKind,
      (file: Export, deps: Deps, entries: AsyncIterable<Booked>) => AsyncGenerator<readonly Row[]>
    >
  >
> = {
  kpi_pack: packed,
  tax_summary: (_, deps, entries) => taxes(entries, deps),
  numbering_audit: (file, deps, entries) => numbers(file, entries, deps),
};
