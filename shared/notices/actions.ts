/** What people read of formal notices: the document as it went out, and how it stands by the books of now. */
import { claimById } from '../claims/store.ts';
import { mailOf } from '../dispatch/store.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { without } from '../kernel/fields.ts';
import { sum } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { list, listed, read, readGroups } from '../runtime/table.ts';
import type { noticesApi } from './api.ts';
import { noticeById, notices } from './store.ts';

const LINK_SECONDS = 300;
const unknown = (id: string) => refuse('notices.unknown', `There is no notice ${id}.`);

export const actions: ActionsOf<typeof noticesApi, Deps> = {
  listLegalNotices: async (page, { tenant }) => {
    const found = await list(notices(tenant), page);
    return listed({
      ...found,
      data: found.data.map((one) => without(one, 'document', 'trace', 'claims', 'items')),
    });
  },
  getLegalNotice: async ({ id }, { tenant }) => {
    const notice = await read(noticeById(tenant, id));
    if (!notice) return unknown(id);
    const [heads, claims, [mail]] = await readGroups(
      notice.items.map(({ invoiceId }) => invoiceById(tenant, invoiceId)),
      notice.claims.map(({ claimId }) => claimById(tenant, claimId)),
      [mailOf(tenant, { id: notice.mailId })],
    );
    const open = sum(
      [...heads, ...claims].map((one) => one.open),
      notice.currency,
    );
    const { document, ...said } = without(notice, 'trace');
    const delivery = mail!.reminder?.notice === id ? mail!.state : 'BOUNCED';
    return ok({ ...said, sha256: document.sha256, delivery, open, settled: open.minor === 0 });
  },
  getLegalNoticeDocument: async ({ id }, { tenant }) => {
    const notice = await read(noticeById(tenant, id));
    if (!notice) return unknown(id);
    const url = await linkTo(notice.document.key, `${notice.number}.pdf`, LINK_SECONDS);
    return ok({ url, expiresInSeconds: LINK_SECONDS });
  },
};
