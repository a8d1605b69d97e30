/** What people do with money that did not explain itself, and with matches that were wrong. */
import * as z from 'zod';
import { BankLine, BankLineId } from '../bank/statement.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { MatchLine, Reason } from './match.ts';

const params = z.strictObject({ id: BankLineId });

export const cashApi = {
  listExceptions: get('/v1/exceptions', {
    scope: 'cash:read',
    summary: 'Bank lines that a person must look at, oldest first',
    description:
      'Each with the reason why it was not matched, what was found in it, and the invoices that it may be for, as far as they are still open.',
    query: Page,
    output: listOf(BankLine),
  }),
  matchLine: post('/v1/bank-lines/{id}/match', {
    scope: 'cash:write',
    summary: 'Say what a receipt is for',
    description:
      'Applies what is left of the receipt to invoices of one customer, or keeps it on account for a customer. What is over stays unapplied.',
    params,
    body: MatchLine,
    output: BankLine,
    refusals: {
      'cash.line_unknown': 404,
      'cash.no_receipt': 409,
      'cash.nothing_left': 409,
      'cash.nothing_named': 422,
      'cash.invoice_unknown': 422,
      'cash.invoice_twice': 422,
      'cash.not_payable': 422,
      'cash.several_customers': 422,
      'cash.customer_unknown': 422,
      'cash.customer_fixed': 409,
      'cash.allocated_too_much': 422,
    },
  }),
  unmatchLine: post('/v1/bank-lines/{id}/unmatch', {
    scope: 'cash:write',
    summary: 'Take a match back: by a reversal, nothing is deleted',
    description:
      'Its invoices are open again at their old due dates, the money is unapplied, and the line waits among the exceptions.',
    params,
    body: Reason,
    output: BankLine,
    refusals: {
      'cash.line_unknown': 404,
      'cash.not_matched': 409,
      'cash.payout': 409,
      'cash.deposit_used': 409,
    },
  }),
  returnLine: post('/v1/bank-lines/{id}/return', {
    scope: 'cash:write',
    summary: 'Say which receipt the bank took back with a line',
    description:
      'For a return that was not sure by itself. The receipt goes back as a whole: its invoices are open again at their old due dates and levels, and what the bank took for it is a fee.',
    params,
    body: Reason.extend({
      lineId: BankLineId.meta({ description: 'The line that had brought the money.' }),
    }).meta({
      id: 'ReturnLine',
    }),
    output: BankLine,
    refusals: {
      'cash.line_unknown': 404,
      'cash.no_return': 409,
      'cash.no_such_return': 409,
      'cash.deposit_used': 409,
    },
  }),
  dismissLine: post('/v1/bank-lines/{id}/dismiss', {
    scope: 'cash:write',
    summary: 'Put a line aside that took money away and that was dealt with',
    description:
      'Only for lines without a receipt: money that came in stays in the books until it is matched.',
    params,
    body: Reason,
    output: BankLine,
    refusals: { 'cash.line_unknown': 404, 'cash.not_dismissible': 409 },
  }),
};
