/**
 * Table: IMPORT `${t}#INVIMPORT#${id}`/IMPORT (g1 `${t}#INVIMPORTS`/received#id)
 * 1. one: 1 read · 2. list: 1 query + 1 batch
 * What comes of a row stands with `invoices` and `numbering`.
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { InvoiceImport } from './import.ts';

export const importById = (tenant: string, id: string): Read<InvoiceImport> => ({
  key: { pk: `${tenant}#INVIMPORT#${id}`, sk: 'IMPORT' },
  parse: docOf(InvoiceImport),
});
export const imports = (tenant: string): Listing<InvoiceImport> => ({
  index: 'g1',
  partition: `${tenant}#INVIMPORTS`,
  order: 'newest first',
  parse: docOf(InvoiceImport),
});
export const putImport = (tenant: string, file: InvoiceImport): Write<'table.stale'> =>
  saved(importById(tenant, file.id).key, 'invoice-import', file, `import ${file.id}`, {
    g1p: `${tenant}#INVIMPORTS`,
    g1s: `${file.receivedAt}#${file.id}`,
  });
