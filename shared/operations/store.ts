/**
 * Table: PARKED `${t}#PARKED#${id}`/PARKED (g1 while waiting `${t}#PARKED`/id), written by runtime/drain.ts
 * AUDIT `${t}#NUMAUDIT#${day}`/AUDIT (g1 `${t}#NUMAUDITS`/day) · PROVEN `${t}#SERIES#${name}`/PROVEN · RUN `${t}#INVARIANTS`/day
 * NOTE `${t}#NUMNOTES`/number
 * 1. by id: 1 read · 2. waiting, oldest first: 1 query + 1 batch · 3. audits, newest first: 1 query + 1 batch · 4. one of a day, or
 * how far a series is proven: 1 read · 5. what the nights found of the invariants, newest first: 1 query; one night: 1 read · 6. noted numbers: 1 query
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { InvariantRun } from '../ledger/invariant.ts';
import { NumberingAudit, Proven } from './numbering-audit.ts';
import { NumberNote } from './number-note.ts';
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

export const auditOf = (tenant: string, day: LocalDate): Read<NumberingAudit> => ({
  key: { pk: `${tenant}#NUMAUDIT#${day}`, sk: 'AUDIT' },
  parse: docOf(NumberingAudit),
});
export const audits = (tenant: string): Listing<NumberingAudit> => ({
  index: 'g1',
  partition: `${tenant}#NUMAUDITS`,
  order: 'newest first',
  parse: docOf(NumberingAudit),
});
export const putAudit = (tenant: string, audit: NumberingAudit): Write<'table.stale'> =>
  saved(auditOf(tenant, audit.day).key, 'numbering-audit', audit, `the audit of ${audit.day}`, {
    g1p: `${tenant}#NUMAUDITS`,
    g1s: audit.day,
  });
export const provenOf = (tenant: string, series: string): Read<Proven> => ({
  key: { pk: `${tenant}#SERIES#${series}`, sk: 'PROVEN' },
  parse: docOf(Proven),
});
export const putProven = (tenant: string, series: string, proven: Proven): Write<'table.stale'> =>
  saved(provenOf(tenant, series).key, 'series-proven', proven, `the proof of ${series}`);

export const notes = (tenant: string): Listing<NumberNote> => ({
  partition: `${tenant}#NUMNOTES`,
  parse: docOf(NumberNote),
});
export const putNote = (tenant: string, note: NumberNote): Write<'table.stale'> =>
  saved({ pk: `${tenant}#NUMNOTES`, sk: note.number }, 'number-note', note, `the note on ${note.number}`);

export const runOf = (tenant: string, day: LocalDate): Read<InvariantRun> => ({
  key: { pk: `${tenant}#INVARIANTS`, sk: day },
  parse: docOf(InvariantRun),
});
export const runs = (tenant: string): Listing<InvariantRun> => ({
  partition: `${tenant}#INVARIANTS`,
  order: 'newest first',
  parse: docOf(InvariantRun),
});
export const putRun = (tenant: string, run: InvariantRun): Write<'table.stale'> =>
  saved(runOf(tenant, run.day).key, 'invariant-run', run, `the invariants of ${run.day}`);
