/**
 * Table: NOTICE `${t}#NOTICE#${id}`/NOTICE (g1 `${t}#NOTICES`/issued#id), written once
 * 1. one: 1 read · 2. all, newest first: 1 query + 1 batch
 */
import { docOf, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { LegalNotice } from './notice.ts';

export const noticeById = (tenant: string, id: string): Read<LegalNotice> => ({
  key: { pk: `${tenant}#NOTICE#${id}`, sk: 'NOTICE' },
  parse: docOf(LegalNotice),
});
export const notices = (tenant: string): Listing<LegalNotice> => ({
  index: 'g1',
  partition: `${tenant}#NOTICES`,
  order: 'newest first',
  parse: docOf(LegalNotice),
});
export const putNotice = (tenant: string, notice: LegalNotice): Write<'table.stale'> => ({
  put: {
    ...noticeById(tenant, notice.id).key,
    kind: 'legal-notice',
    doc: notice,
    g1p: `${tenant}#NOTICES`,
    g1s: `${notice.at}#${notice.id}`,
  },
  if: 'absent',
  clash: 'table.stale',
  about: `notice ${notice.number}`,
});
