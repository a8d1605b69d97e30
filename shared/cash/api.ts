/** What people do with money that did not explain itself, and with matches that were wrong. */
import * as z from 'zod';
import { BankLine, BankLineId } from '../bank/statement.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { AcceptLine, MatchLine, ParkLine, Reason, Worklist } from './match.ts';
import { MatchingRules, MatchingRuleSet } from './policy.ts';
import { Remittance, RemittanceSaid } from './remittance.ts';
import { SimulateMatching, Simulation } from './simulation.ts';

const params = z.strictObject({ id: BankLineId });

const matching = {
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
} as const;

export const cashApi = {
  listExceptions: get('/v1/exceptions', {
    scope: 'cash:read',
    summary: 'Bank lines that a person must look at, oldest first',
    description:
      'Each with the reason why it was not matched, what was found in it, and the invoices that it may be for, as far as they are still open.',
    query: Page,
    output: listOf(BankLine),
  }),
  parkLine: post('/v1/bank-lines/{id}/park', {
    scope: 'cash:write',
    summary: 'Give a line that waits to somebody until a day',
    params,
    body: ParkLine,
    output: BankLine,
    refusals: { 'cash.line_unknown': 404, 'cash.not_waiting': 409, 'cash.park_until': 422 },
  }),
  unparkLine: post('/v1/bank-lines/{id}/unpark', {
    scope: 'cash:write',
    summary: 'Put a parked line back into the worklist',
    params,
    body: z.strictObject({}),
    output: BankLine,
    refusals: { 'cash.line_unknown': 404, 'cash.not_parked': 409 },
  }),
  matchLine: post('/v1/bank-lines/{id}/match', {
    scope: 'cash:write',
    summary: 'Say what a receipt is for',
    description:
      'Applies what is left of the receipt to invoices of the same legal entity and currency, or keeps it on account for a customer. They may be of several customers, where ' +
      '`customerId` says, or the receipt does, whose money it is. What is over stays unapplied, and theirs.',
    params,
    body: MatchLine,
    output: BankLine,
    refusals: matching,
  }),
  acceptLine: post('/v1/bank-lines/{id}/accept', {
    scope: 'cash:write',
    summary: 'Take a proposal of a line that waits',
    description:
      'Books what the proposal says, if it is still open; that the payer is this customer is remembered, as with every match by a person.',
    params,
    body: AcceptLine,
    output: BankLine,
    refusals: { ...matching, 'cash.no_proposal': 409 },
  }),
  getWorklist: get('/v1/worklist', {
    scope: 'cash:read',
    summary: 'Bank lines that a person must look at, ranked: old, large and quickly done ones first',
    description:
      'The oldest 500 are ranked by age, amount and how sure their first proposal is. Parked ones come back on their day; with `owner` only theirs are shown. ' +
      '`unconfirmed` names what banks announced and no statement has booked within some bank days.',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(25),
      owner: Text(80).optional(),
    }),
    output: Worklist,
  }),
  receiveRemittance: post('/v1/remittances', {
    scope: 'cash:write',
    summary: 'Keep what a payer says that a payment is for',
    description:
      'Before or after the money: a bank line of exactly this amount, from this payer and of these days is matched by it, where its reference does not ' +
      'say otherwise. What the payer keeps back stays open.',
    body: RemittanceSaid,
    status: 201,
    output: Remittance,
    refusals: { 'cash.nothing_claimed': 422, 'cash.no_payer': 422, 'cash.customer_unknown': 422 },
  }),
  listRemittances: get('/v1/remittances', {
    scope: 'cash:read',
    summary: 'Remittance advice, newest first',
    query: Page,
    output: listOf(Remittance),
  }),
  simulateMatching: post('/v1/cash/simulations', {
    scope: 'cash:read',
    summary: 'What other rules would have made of a month’s bank lines; nothing is booked',
    description:
      'Margins are held against what was weighed then, differences against what was open then, in the order of the days. What a person decided stays.',
    body: SimulateMatching,
    output: Simulation,
  }),
  getMatchingRules: get('/v1/matching-rules', {
    scope: 'cash:read',
    summary: 'By which rules matches are believed and differences taken',
    output: MatchingRules,
  }),
  setMatchingRules: put('/v1/matching-rules', {
    scope: 'writeoffs:write',
    summary: 'Replace the rules of matching; without any, no difference is taken',
    description:
      'A difference is taken where one rule covers it by amount and by percentage, and the month’s sum of the customer allows it; it is booked with the ' +
      'money, and taken back with the match.',
    body: MatchingRuleSet,
    output: MatchingRules,
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
