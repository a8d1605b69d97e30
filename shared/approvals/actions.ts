/** The second person's decision; what was asked for is performed by its owner in the commit that ends the approval. */
import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { approvalsApi } from './api.ts';
import type { Approval } from './approval.ts';
import type { Ended } from './asking.ts';
import { decided, seen } from './rules.ts';
import { approvalById, approvals, pendingApprovals, putApproval } from './store.ts';

/** Does what was approved in one commit with its end; what stands against it by now is returned. */
export type Performer = (approval: Approval, deps: Deps, ended: Ended) => Promise<Result<unknown>>;

/** By operation; the function file names who performs what, so that no slice knows another's actions. */
export const approving = (
  performers: Readonly<Record<string, Performer>>,
): ActionsOf<typeof approvalsApi, Deps> => ({
  listApprovals: async ({ state, ...page }, { tenant, now }) => {
    const found = await list(state ? pendingApprovals(tenant, now) : approvals(tenant), page);
    return listed({ ...found, data: found.data.map((one) => seen(one, now)) });
  },
  getApproval: async ({ id }, { tenant, now }) => {
    const approval = await read(approvalById(tenant, id));
    return approval ? ok(seen(approval, now)) : unknown(id);
  },
  approve: ({ id }, deps) =>
    untilFresh(async () => {
      const approval = await read(approvalById(deps.tenant, id));
      if (!approval) return unknown(id);
      const approved = decided(approval, 'APPROVED', deps);
      if (!approved.ok) return approved;
      const perform = performers[approval.operation];
      if (!perform) throw new Error(`nobody performs ${approval.operation}`);
      const done = await perform(
        approval,
        { ...follow(deps, [approval]), requestedBy: approval.requestedBy },
        { write: putApproval(deps.tenant, approved.value), answer: approved.value },
      );
      if (done.ok) return approved;
      if (done.code === 'table.stale') return refuse('table.stale', done.detail);
      if (done.code === 'once.taken') return refuse('once.taken', done.detail);
      return refuse('approvals.impossible', `It cannot be done any more (${done.code}): ${done.detail}`);
    }),
  reject: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const approval = await read(approvalById(deps.tenant, id));
      if (!approval) return unknown(id);
      const rejected = decided(approval, 'REJECTED', deps, reason);
      if (!rejected.ok) return rejected;
      const under = { ...follow(deps, [approval]), requestedBy: approval.requestedBy };
      const act = {
        action: `${approval.operation}.reject`,
        subject: approval.subject,
        answer: rejected.value,
      };
      const kept = await commit(under, act, [putApproval(deps.tenant, rejected.value)]);
      return kept.ok ? rejected : kept;
    }),
});

const unknown = (id: string) => refuse('approvals.unknown', `There is no request for approval ${id}.`);
