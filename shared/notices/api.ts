/** Finance reads formal notices, and how they stand. They are issued by a level of a dunning policy that says so. */
import * as z from 'zod';
import { get, listOf, Page } from '../kernel/contract.ts';
import { LegalNotice, NoticeId, NoticeView } from './notice.ts';

const params = z.strictObject({ id: NoticeId });
const refusals = { 'notices.unknown': 404 } as const;

export const NoticeRow = LegalNotice.omit({ document: true, trace: true, claims: true, items: true }).meta({
  id: 'LegalNoticeRow',
});

export const noticesApi = {
  listLegalNotices: get('/v1/legal-notices', {
    scope: 'invoices:read',
    summary: 'Formal notices before court, newest first',
    query: Page,
    output: listOf(NoticeRow),
  }),
  getLegalNotice: get('/v1/legal-notices/{id}', {
    scope: 'invoices:read',
    summary: 'A formal notice with all that it named, and what is open of that now',
    params,
    output: NoticeView,
    refusals,
  }),
  getLegalNoticeDocument: get('/v1/legal-notices/{id}/document', {
    scope: 'invoices:read',
    summary: 'A link to the PDF of a formal notice, as it went out',
    params,
    output: z.object({ url: z.url(), expiresInSeconds: z.int() }).meta({ id: 'LegalNoticeLink' }),
    refusals,
  }),
};
