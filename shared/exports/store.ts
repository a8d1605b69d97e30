/**
 * Table: EXPORT `${t}#EXPORT#${id}`/EXPORT (g1 `${t}#EXPORTS`/id)
 * LAST `${t}#JOURNAL#${entity}`/LAST
 * LAKE `${t}#LAKE`/LAKE
 * SCHEDULES `${t}#REPORTSCHEDULES`/SCHEDULES
 * 1. by id: 1 read · 2. list: 1 query + 1 batch · 3. the last batch of an entity: 1 read · 4. schedules: 1 read · 5. how far the lake is: 1 read
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Export, LastBatch } from './export.ts';
import { LakeMark } from './lake.ts';
import { ReportSchedules } from './schedule.ts';

export const exportById = (tenant: string, id: string): Read<Export> => ({
  key: { pk: `${tenant}#EXPORT#${id}`, sk: 'EXPORT' },
  parse: docOf(Export),
});
export const exportsOf = (tenant: string): Listing<Export> => ({
  index: 'g1',
  partition: `${tenant}#EXPORTS`,
  order: 'newest first',
  parse: docOf(Export),
});
export const putExport = (tenant: string, file: Export): Write<'table.stale'> =>
  saved({ pk: `${tenant}#EXPORT#${file.id}`, sk: 'EXPORT' }, 'export', file, `export ${file.id}`, {
    g1p: `${tenant}#EXPORTS`,
    g1s: file.id,
  });

export const lastBatch = (tenant: string, entity: string): Read<LastBatch> => ({
  key: { pk: `${tenant}#JOURNAL#${entity}`, sk: 'LAST' },
  parse: docOf(LastBatch),
});
/** Of two who ask at once one gets the number, and the other the next. */
export const putLastBatch = (tenant: string, entity: string, last: LastBatch): Write<'table.stale'> =>
  saved(lastBatch(tenant, entity).key, 'journal-last', last, `the journal of ${entity}`);

export const reportSchedules = (tenant: string): Read<ReportSchedules> => ({
  key: { pk: `${tenant}#REPORTSCHEDULES`, sk: 'SCHEDULES' },
  parse: docOf(ReportSchedules),
});
export const putReportSchedules = (tenant: string, said: ReportSchedules): Write<'table.stale'> =>
  saved(reportSchedules(tenant).key, 'report-schedules', said, 'the schedules of files');

export const lakeMark = (tenant: string): Read<LakeMark> => ({
  key: { pk: `${tenant}#LAKE`, sk: 'LAKE' },
  parse: docOf(LakeMark),
});
export const putLakeMark = (tenant: string, mark: LakeMark): Write<'table.stale'> =>
  saved(lakeMark(tenant).key, 'lake-mark', mark, 'how far the lake is');
