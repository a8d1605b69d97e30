/** Finance says what becomes of money that customers have with us, by rule and one by one. */
import * as z from 'zod';
import { BankLineId } from '../bank/statement.ts';
import { get, post, put } from '../kernel/contract.ts';
import { Payment, PaymentId } from '../payments/payment.ts';
import { ReassignReceipt, UnappliedRules, UnappliedRuleSet } from './policy.ts';

const assigning = {
  'cash.nothing_left': 409,
  'cash.nothing_named': 422,
  'cash.invoice_unknown': 422,
  'cash.invoice_twice': 422,
  'cash.not_payable': 422,
  'cash.several_customers': 422,
  'cash.customer_unknown': 422,
  'cash.customer_fixed': 409,
  'cash.allocated_too_much': 422,
  'cash.deposit_used': 409,
  'unapplied.nothing_changes': 409,
  'unapplied.gone': 409,
  'unapplied.charged_back': 409,
} as const;

const description =
  'What is named is all that the receipt is for: what it settles and is not named is taken back, and what is new is applied, in one commit. An ' +
  'invoice that is named with the amount that it has stays as it is. Invoices may be of several customers, and the money of another one than ' +
  'before: `customerId`, else the customer of all invoices, else whose it was. What a credit note settles of its own invoice stays. What is left is kept on account, and is held unless `hold` is false.';

export const unappliedApi = {
  getUnappliedRules: get('/v1/unapplied-rules', {
    scope: 'cash:read',
    summary: 'What becomes of money that customers have with us',
    output: UnappliedRules,
  }),
  setUnappliedRules: put('/v1/unapplied-rules', {
    scope: 'refunds:write',
    summary: 'Replace the rules for unapplied money; without any it waits',
    description:
      'Applied when money becomes unapplied, when an invoice is issued, and every day. Never to invoices that are charged back, or that somebody ' +
      'pays just now; never what a person took back. The job gives back as whoever set the rules may: an amount above their own limit is refused here.',
    body: UnappliedRuleSet,
    output: UnappliedRules,
    refusals: { 'unapplied.above_limit': 403 },
  }),
  reassignPayment: post('/v1/payments/{id}/reassign', {
    scope: 'cash:write',
    summary: 'Say anew all that a receipt is for',
    description,
    params: z.strictObject({ id: PaymentId }),
    body: ReassignReceipt,
    output: Payment,
    refusals: { 'payments.unknown': 404, ...assigning },
  }),
  reassignLine: post('/v1/bank-lines/{id}/reassign', {
    scope: 'cash:write',
    summary: 'Say anew all that the receipt of a bank line is for',
    description,
    params: z.strictObject({ id: BankLineId }),
    body: ReassignReceipt,
    output: Payment,
    refusals: { 'cash.line_unknown': 404, 'cash.no_receipt': 409, ...assigning },
  }),
};
