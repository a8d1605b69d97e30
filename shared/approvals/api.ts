import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { Approval, ApprovalId } from './approval.ts';

const params = z.strictObject({ id: ApprovalId });
const refusals = {
  'approvals.unknown': 404,
  'approvals.not_pending': 409,
  'approvals.scope': 403,
} as const;

export const approvalsApi = {
  listApprovals: get('/v1/approvals', {
    scope: 'approvals:read',
    summary: 'What waits for a second person and what became of it, newest first',
    query: Page.extend({
      state: z.literal('PENDING').optional().meta({
        description: 'Only what waits, the first to expire first.',
      }),
    }),
    output: listOf(Approval),
  }),
  getApproval: get('/v1/approvals/{id}', {
    scope: 'approvals:read',
    summary: 'One request for approval',
    params,
    output: Approval,
    refusals: { 'approvals.unknown': 404 },
  }),
  approve: post('/v1/approvals/{id}/approve', {
    scope: 'approvals:write',
    summary: 'Agree as the second person: what was asked for is done in the same moment',
    description: 'Needs the scope of the operation, too, and another person than the one who asked.',
    params,
    output: Approval,
    refusals: { ...refusals, 'approvals.same_person': 403, 'approvals.impossible': 409 },
  }),
  reject: post('/v1/approvals/{id}/reject', {
    scope: 'approvals:write',
    summary: 'Decline, with a reason; who asked may take the request back so',
    params,
    body: z.strictObject({ reason: Text(200) }),
    output: Approval,
    refusals: { ...refusals, 'approvals.same_person': 403 },
  }),
};
