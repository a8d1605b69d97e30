/** Finance and collectors give up what is not to be had, and ask for it again. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { WriteOff, WriteOffId, WriteOffInvoice, WriteOffRules, WriteOffRuleSet } from './writeoff.ts';

const params = z.strictObject({ id: WriteOffId });

export const writeoffsApi = {
  writeOffInvoice: post('/v1/invoices/{id}/write-offs', {
    scope: 'writeoffs:write',
    summary: 'Write an invoice off: all that is open of it, or a part',
    description:
      'Bad debts are debited and receivables credited; nobody is reminded of it any more, and credit is free for it. Money that comes in for it ' +
      'later is booked as recovered. What passes the caller’s limit, together with what was written off of the invoice before, is answered with 202 ' +
      'and an approval.',
    params: z.strictObject({ id: InvoiceId }),
    body: WriteOffInvoice,
    status: 201,
    output: WriteOff,
    awaits: Approval,
    refusals: { 'invoices.unknown': 404, 'writeoffs.nothing_open': 409, 'writeoffs.amount': 422 },
  }),
  listWriteOffs: get('/v1/write-offs', {
    scope: 'invoices:read',
    summary: 'Write-offs, newest first',
    query: Page,
    output: listOf(WriteOff),
  }),
  getWriteOff: get('/v1/write-offs/{id}', {
    scope: 'invoices:read',
    summary: 'One write-off, with the tax that may be taken back and from when on',
    params,
    output: WriteOff,
    refusals: { 'writeoffs.unknown': 404 },
  }),
  reverseWriteOff: post('/v1/write-offs/{id}/reversal', {
    scope: 'writeoffs:write',
    summary: 'Take a write-off back: the invoice is open again, as old as it was',
    params,
    body: z.strictObject({ reason: Text(300, 3) }),
    output: WriteOff,
    refusals: { 'writeoffs.unknown': 404, 'writeoffs.reversed': 409, 'writeoffs.recovered': 409 },
  }),
  getWriteOffRules: get('/v1/write-off-rules', {
    scope: 'invoices:read',
    summary: 'By which rules small rests are written off every night',
    output: WriteOffRules,
  }),
  setWriteOffRules: put('/v1/write-off-rules', {
    scope: 'writeoffs:write',
    summary: 'Replace the rules by which small rests are written off; without any nothing is',
    description:
      'The job writes off as whoever set the rules may: a rest that is above their own limit is refused here.',
    body: WriteOffRuleSet,
    output: WriteOffRules,
    refusals: { 'writeoffs.above_limit': 403 },
  }),
};
