/** Warnings of what got worse: finance and credit see them, say what they did about them, and when they want to be warned. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { WarningPolicy, WarningPolicySaid } from './policy.ts';
import { Acknowledge, Warning, WarningId, WarningKind } from './warning.ts';

const params = z.strictObject({ id: WarningId });

export const warningsApi = {
  listWarnings: get('/v1/warnings', {
    scope: 'credit:read',
    summary: 'Early warnings, newest first',
    query: Page.extend({
      state: Warning.shape.state.optional(),
      kind: WarningKind.optional().meta({
        description:
          'Only these of a page, which may so have fewer than `limit`, or none, though more follow.',
      }),
    }),
    output: listOf(Warning),
  }),
  getWarning: get('/v1/warnings/{id}', {
    scope: 'credit:read',
    summary: 'One early warning',
    params,
    output: Warning,
    refusals: { 'warnings.unknown': 404 },
  }),
  acknowledgeWarning: post('/v1/warnings/{id}/acknowledge', {
    scope: 'credit:write',
    summary: 'Say that a warning was seen, and what was done about it',
    description: 'It stands until it is quiet. Said again, the last word counts.',
    params,
    body: Acknowledge,
    output: Warning,
    refusals: { 'warnings.unknown': 404, 'warnings.cleared': 409 },
  }),
  getWarningPolicy: get('/v1/warning-policy', {
    scope: 'credit:read',
    summary: 'When the company is warned, and who is told',
    output: WarningPolicy,
  }),
  setWarningPolicy: put('/v1/warning-policy', {
    scope: 'credit:write',
    summary: 'Say when the company is warned, and who is told: all of it',
    description:
      'The next night goes by it: what it does not name any more is cleared. A second person has to agree where somebody is mailed who was not before.',
    body: WarningPolicySaid,
    output: WarningPolicy,
    awaits: Approval,
  }),
};
