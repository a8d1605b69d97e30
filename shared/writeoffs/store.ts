/**
 * Table: WRITEOFF `${t}#WRO#${id}`/WRITEOFF (g1 `${t}#WRITEOFFS`/id) · RULES `${t}#WRITEOFFRULES`/RULES, its versions beside it ·
 * CAP `${t}#WROCAP#${month}`/`${currency}#${customer or ALL}`: what the nightly job gave up in a month, moved in place
 * 1. one: 1 read · 2. list, newest first: 1 query + 1 batch · 3. rules: 1 read. Those of an invoice are named by its settlements.
 */
import { moveExposures } from '../credit/store.ts';
import { putInvoice } from '../invoices/store.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import type { Effect } from './rules.ts';
import { WriteOff, WriteOffRules } from './writeoff.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#WRO#${id}`, sk: 'WRITEOFF' });

export const writeOffById = (tenant: string, id: string): Read<WriteOff> => ({
  key: key(tenant, id),
  parse: docOf(WriteOff),
});
export const writeOffs = (tenant: string): Listing<WriteOff> => ({
  index: 'g1',
  partition: `${tenant}#WRITEOFFS`,
  order: 'newest first',
  parse: docOf(WriteOff),
});

/** Write-off, invoice and credit of an effect; its entry and facts go into the act of the same commit. */
export const writesOf = (
  tenant: string,
  { writeOff, invoice, exposures }: Effect,
): Write<'table.stale'>[] => [
  saved(key(tenant, writeOff.id), 'write-off', writeOff, `write-off ${writeOff.id}`, {
    g1p: `${tenant}#WRITEOFFS`,
    g1s: writeOff.id,
  }),
  putInvoice(tenant, invoice),
  ...moveExposures(tenant, writeOff.amount.currency, exposures),
];

/** Counts what the job gives up in a month, of a customer or of all, only while it stays within the cap. */
export const spend = (
  { tenant, month, currency }: { tenant: string; month: string; currency: string },
  whose: string,
  minor: number,
  capMinor: number,
): Write<'writeoffs.cap'> => ({
  update: { pk: `${tenant}#WROCAP#${month}`, sk: `${currency}#${whose}` },
  set: { kind: 'write-off-cap' },
  add: { minor },
  if: { minor: { is: '<=', value: capMinor - minor, orAbsent: true } },
  clash: 'writeoffs.cap',
  about: `the cap of ${month}`,
});

export const writeOffRules = (tenant: string): Read<WriteOffRules> => ({
  key: { pk: `${tenant}#WRITEOFFRULES`, sk: 'RULES' },
  parse: docOf(WriteOffRules),
});
/** Each version is kept beside the one that holds. */
export const putWriteOffRules = (tenant: string, rules: WriteOffRules): Write<'table.stale'>[] => [
  saved(writeOffRules(tenant).key, 'write-off-rules', rules, 'the write-off rules'),
  {
    put: {
      pk: `${tenant}#WRITEOFFRULES`,
      sk: `V#${String(rules.version).padStart(6, '0')}`,
      kind: 'write-off-rules-version',
      doc: rules,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the write-off rules',
  },
];
