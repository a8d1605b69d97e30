/**
 * Table: ERASURE `${t}#ERASURE#${id}`/ERASURE (g1 `${t}#ERASURES`/id)
 * 1. one: 1 read · 2. list, newest first: 1 query + 1 batch
 */
import { putVersion } from '../customers/store.ts';
import type { CustomerVersion } from '../customers/customer.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Erasure } from './erasure.ts';

export const erasureById = (tenant: string, id: string): Read<Erasure> => ({
  key: { pk: `${tenant}#ERASURE#${id}`, sk: 'ERASURE' },
  parse: docOf(Erasure),
});
export const erasures = (tenant: string): Listing<Erasure> => ({
  index: 'g1',
  partition: `${tenant}#ERASURES`,
  order: 'newest first',
  parse: docOf(Erasure),
});
export const putErasure = (tenant: string, erasure: Erasure): Write<'table.stale'> =>
  saved(erasureById(tenant, erasure.id).key, 'erasure', erasure, `erasure ${erasure.id}`, {
    g1p: `${tenant}#ERASURES`,
    g1s: erasure.id,
  });

/** Over the version that is there: the only thing that ever writes one twice. */
export const replaceVersion = (
  tenant: string,
  id: string,
  version: CustomerVersion,
): Write<'table.stale'> => ({
  ...putVersion(tenant, id, version),
  if: 'present',
});
