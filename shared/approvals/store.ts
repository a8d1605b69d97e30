/**
 * Table: APPROVAL `${t}#APPROVAL#${id}`/APPROVAL (g1 while it waits `${t}#APPROVALS`/end#id; g2 always `${t}#APPROVALS`/id)
 * 1. by id: 1 read · 2. waiting at a moment, the first to expire first: 1 query + 1 batch ·
 * 3. all, newest first: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Approval } from './approval.ts';

const key = (tenant: string, id: string) => ({ pk: `${tenant}#APPROVAL#${id}`, sk: 'APPROVAL' });
const partition = (tenant: string) => `${tenant}#APPROVALS`;

export const approvalById = (tenant: string, id: string): Read<Approval> => ({
  key: key(tenant, id),
  parse: docOf(Approval),
});
/** What has ended by itself is behind `now` in the index, and so not in the list. */
export const pendingApprovals = (tenant: string, now: string): Listing<Approval> => ({
  index: 'g1',
  partition: partition(tenant),
  from: now,
  parse: docOf(Approval),
});
export const approvals = (tenant: string): Listing<Approval> => ({
  index: 'g2',
  partition: partition(tenant),
  order: 'newest first',
  parse: docOf(Approval),
});

/** A decided one leaves the list of those that wait. */
export const putApproval = (tenant: string, approval: Approval): Write<'table.stale'> =>
  saved(key(tenant, approval.id), 'approval', approval, `approval ${approval.id}`, {
    ...(approval.state === 'PENDING' && {
      g1p: partition(tenant),
      g1s: `${approval.expiresAt}#${approval.id}`,
    }),
    g2p: partition(tenant),
    g2s: approval.id,
  });
