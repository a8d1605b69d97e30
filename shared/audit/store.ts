/**
 * Table: acts `${t}#ACTS#${month}`/at#id and, with a ledger entry, `${t}#BOOK#${month of booking}`/date#id (runtime/act.ts) ·
 * DENIED `${t}#DENIED#${month}`/at#id (runtime/denied.ts; runtime/strangers.ts, under no tenant where none was named that there is)
 * 1. one kind of a month, newest first: 1 query a page
 */
import type { Item, Listing } from '../kernel/storage.ts';
import { AuditRecord } from './audit.ts';

const BOOKS = { act: 'ACTS', booking: 'BOOK', denial: 'DENIED' } as const;

export const recordsOf = (tenant: string, kind: keyof typeof BOOKS, month: string): Listing<AuditRecord> => ({
  partition: `${tenant}#${BOOKS[kind]}#${month}`,
  order: 'newest first',
  parse: (item) => recordOf(kind, item),
});

const recordOf = (kind: AuditRecord['kind'], item: Item): AuditRecord => {
  const { id, at, actor, requestedBy, code, request, times, last, trace } = item;
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
    ...(last !== undefined && { last }),
    ...(trace !== undefined && { trace }),
  });
};
