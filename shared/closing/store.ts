/**
 * Table: SEALED `${t}#SEALED#${entity}#${month}`/seal#part · periods and gates: ledger/store.ts
 * 1. the entries of a sealed month with their digests: 1 query per MB (some thirteen thousand entries)
 */
import * as z from 'zod';
import type { Month } from '../kernel/period.ts';
import type { Listing, Write } from '../kernel/storage.ts';
import { SealedEntry } from './closing.ts';

/** Digests do not deflate: so many are some 75 kB. */
const ENTRIES_IN_A_PART = 1000;

export const sealedEntries = (
  tenant: string,
  entity: string,
  month: Month,
  seal: string,
): Listing<SealedEntry[]> => ({
  partition: `${tenant}#SEALED#${entity}#${month}`,
  begins: seal,
  parse: ({ doc }) => z.array(SealedEntry).parse((doc as { entries: unknown }).entries),
});

/** Written before the commit that closes: what another try leaves has another seal in its key, and nobody asks for it. */
export const putSealed = (
  tenant: string,
  { entity, month, seal }: { entity: string; month: Month; seal: string },
  entries: readonly SealedEntry[],
): Write<'table.stale'>[] =>
  Array.from({ length: Math.ceil(entries.length / ENTRIES_IN_A_PART) }, (_, part) => ({
    put: {
      pk: `${tenant}#SEALED#${entity}#${month}`,
      sk: `${seal}#${String(part).padStart(4, '0')}`,
      kind: 'ledger-sealed',
      doc: { entries: entries.slice(part * ENTRIES_IN_A_PART, (part + 1) * ENTRIES_IN_A_PART) },
    },
    clash: 'table.stale',
    about: `the sealed entries of ${month}`,
  }));
