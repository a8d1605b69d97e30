/**
 * Table: EXPORT `${t}#EXPORT#${id}`/EXPORT (g1 `${t}#EXPORTS`/id)
 * 1. by id: 1 read · 2. list: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Export } from './export.ts';

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
