/**
 * Table: PARKED `${t}#PARKED#${id}`/PARKED (g1 while waiting `${t}#PARKED`/id), written by runtime/drain.ts
 * 1. by id: 1 read · 2. waiting, oldest first: 1 query + 1 batch
 */
import { docOf, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Parked } from './operation.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#PARKED#${id}`, sk: 'PARKED' });

export const parkedById = (tenant: string, id: string): Read<Parked> => ({
  key: key(tenant, id),
  parse: docOf(Parked),
});
export const waiting = (tenant: string): Listing<Parked> => ({
  index: 'g1',
  partition: `${tenant}#PARKED`,
  parse: docOf(Parked),
});
/** Decided work leaves the list. `open` is what drain's own condition looks at when the same work is refused again. */
export const putDecided = (tenant: string, parked: Parked): Write<'table.stale'> => ({
  put: { ...key(tenant, parked.id), kind: 'parked', v: parked.version, open: 'no', doc: parked },
  if: { v: { is: '=', value: parked.version - 1 } },
  clash: 'table.stale',
  about: `parked work ${parked.id}`,
});
