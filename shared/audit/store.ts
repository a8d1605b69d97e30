/**
 * Table: acts `${t}#ACTS#${month}`/at#id and, with a ledger entry, `${t}#BOOK#${month of booking}`/date#id (runtime/act.ts) ·
 * DENIED `${t}#DENIED#${month}`/at#id (runtime/denied.ts) · SEAL `${t}#SEALS`/day
 * 1. one kind of a month, newest first: 1 query a page · 2. seals, newest first: 1 query · 3. seal of a day: 1 read ·
 * 4. acts of a day that announced and booked nothing: 1 query a page (those that did: runtime/facts.ts)
 */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { docOf, type Item, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { AuditRecord } from './audit.ts';
import { Seal } from './seal.ts';

const BOOKS = { act: 'ACTS', booking: 'BOOK', denial: 'DENIED' } as const;

export const recordsOf = (tenant: string, kind: keyof typeof BOOKS, month: string): Listing<AuditRecord> => ({
  partition: `${tenant}#${BOOKS[kind]}#${month}`,
  order: 'newest first',
  parse: (item) => recordOf(kind, item),
});

const recordOf = (kind: AuditRecord['kind'], item: Item): AuditRecord => {
  const { id, at, actor, requestedBy, code, request, times, trace } = item;
  const facts = (item['events'] ?? []) as { subject: string }[];
  const subjects = [item['subject'], ...facts.map(({ subject }) => subject)];
  return AuditRecord.parse({
    id,
    at,
    kind,
    actor,
    action: item['action'] ?? item['operation'],
    subjects: [...new Set(subjects.filter((one) => one !== undefined))],
    ...(requestedBy !== undefined && { requestedBy }),
    ...(code !== undefined && { code, request, times }),
    ...(trace !== undefined && { trace }),
  });
};

export const sealsOf = (tenant: string): Listing<Seal> => ({
  partition: `${tenant}#SEALS`,
  order: 'newest first',
  parse: docOf(Seal),
});
export const sealOf = (tenant: string, day: LocalDate): Read<Seal> => ({
  key: { pk: `${tenant}#SEALS`, sk: day },
  parse: docOf(Seal),
});
export const putSeal = (tenant: string, seal: Seal): Write<'audit.sealed'> => ({
  put: { pk: `${tenant}#SEALS`, sk: seal.day, kind: 'audit-seal', doc: seal },
  if: 'absent',
  clash: 'audit.sealed',
  about: `the seal of ${seal.day}`,
});
export const actsOf = (tenant: string, day: LocalDate): Listing<Item> => ({
  partition: `${tenant}#ACTS#${day.slice(0, 7)}`,
  from: day,
  to: addDays(day, 1),
  parse: (item) => item,
});
