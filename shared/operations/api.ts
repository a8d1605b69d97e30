import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { NumberingAudit } from './numbering-audit.ts';
import { Parked, ParkedId } from './operation.ts';

const params = z.strictObject({ id: ParkedId });

export const operationsApi = {
  listParked: get('/v1/parked', {
    scope: 'operations:read',
    summary: 'Work that a worker refused and that waits for a person, oldest first',
    query: Page,
    output: listOf(Parked),
  }),
  listNumberingAudits: get('/v1/numbering-audits', {
    scope: 'finance:read',
    summary:
      'Each night’s proof that numbers of invoices and credit notes have no gap and no double, newest first',
    description:
      'A night proves what was given since the night before: each number stands for one document that says it, in the order of their ' +
      'days. `provenUpTo` is how far a series is proven from 1 on. A fault stops it there until it is put right, and an alarm rings.',
    query: Page,
    output: listOf(NumberingAudit),
  }),
  retryParked: post('/v1/parked/{id}/retry', {
    scope: 'operations:write',
    summary: 'Announce the fact again, after its reason was put right',
    description: 'The same fact with the same id: whoever has worked on it already finds its work done.',
    params,
    output: Parked,
    refusals: { 'operations.unknown': 404, 'operations.not_waiting': 409 },
  }),
  dismissParked: post('/v1/parked/{id}/dismiss', {
    scope: 'operations:write',
    summary: 'Leave the work undone for good, with a reason',
    params,
    body: z.strictObject({ reason: Text(200) }),
    output: Parked,
    refusals: { 'operations.unknown': 404, 'operations.not_waiting': 409 },
  }),
};
