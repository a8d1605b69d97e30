/** Finance and collectors clarify what payers kept back, and say by which rules a case opens. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { get, post, put } from '../kernel/contract.ts';
import { CountedDays } from '../kernel/counted.ts';
import {
  DecideDeduction,
  Deduction,
  DeductionCauses,
  DeductionId,
  DeductionList,
  DeductionState,
  DeductionView,
  OpenDeduction,
} from './deduction.ts';
import { DeductionReason, DeductionRules, DeductionRuleSet } from './policy.ts';

const params = z.strictObject({ id: DeductionId });

export const deductionsApi = {
  listDeductions: get('/v1/deductions', {
    scope: 'invoices:read',
    summary: 'What payers kept back, ranked by amount and age: large and old cases first',
    query: z.strictObject({
      state: DeductionState.default('PENDING'),
      customerId: CustomerId.optional(),
      reason: DeductionReason.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    output: DeductionList,
  }),
  getDeduction: get('/v1/deductions/{id}', {
    scope: 'invoices:read',
    summary: 'One case, with the payment, the bank line and what its payer said',
    params,
    output: DeductionView,
    refusals: { 'deductions.unknown': 404 },
  }),
  openDeduction: post('/v1/invoices/{id}/deductions', {
    scope: 'deductions:write',
    summary: 'Open a case for what is missing of an invoice',
    description:
      'So much of the invoice is in clarification: nobody is reminded of it and nothing is charged for it, and it stays open, in ageing and in exposure.',
    params: z.strictObject({ id: InvoiceId }),
    body: OpenDeduction,
    status: 201,
    output: Deduction,
    refusals: {
      'invoices.unknown': 404,
      'deductions.nothing_open': 409,
      'deductions.not_possible': 409,
      'deductions.amount': 422,
    },
  }),
  decideDeduction: post('/v1/deductions/{id}/decide', {
    scope: 'deductions:write',
    summary: 'Decide on a case: give it up, credit it, or ask for it again',
    description:
      'A write-off or a credit note of all that it does is the same commit. What passes the caller’s limit for write-offs or for credit notes is answered ' +
      'with 202 and an approval. One that was rejected may be given up or credited after all.',
    params,
    body: DecideDeduction,
    output: Deduction,
    awaits: Approval,
    refusals: {
      'deductions.unknown': 404,
      'deductions.over': 409,
      'deductions.changed': 409,
      'deductions.credit_too_large': 422,
      'invoices.unknown': 404,
      'invoices.line_unknown': 422,
      'invoices.credited_too_much': 422,
      'invoices.credit_of_nothing': 422,
      'invoices.nothing_left': 409,
      'invoices.written_off': 409,
      'invoices.voided': 409,
    },
  }),
  countDeductions: get('/v1/deduction-causes', {
    scope: 'invoices:read',
    summary: 'Why payers kept something back: cases that opened within a period, by reason',
    query: CountedDays,
    output: DeductionCauses,
    refusals: { 'deductions.range': 422 },
  }),
  getDeductionRules: get('/v1/deduction-rules', {
    scope: 'invoices:read',
    summary: 'By which rules a short payment opens a case',
    output: DeductionRules,
  }),
  setDeductionRules: put('/v1/deduction-rules', {
    scope: 'writeoffs:write',
    summary: 'Replace the rules by which a short payment opens a case; without any none does',
    description:
      'Only what a payment that names its invoice leaves open after discounts and tolerances, and no part of what is paid in parts. What the rules write off ' +
      'is within the limit of whoever sets them.',
    body: DeductionRuleSet,
    output: DeductionRules,
    refusals: { 'deductions.above_limit': 403 },
  }),
};
