/** Finance says how much credit a customer has, and what holds its orders. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { CustomerId } from '../customers/customer.ts';
import { Account, CreditAccount, CreditRules, Limit, RuleSet, SetBlock, Signal, Standing } from './credit.ts';

const params = z.strictObject({ id: CustomerId });

export const creditApi = {
  setCreditLimit: put('/v1/customers/{id}/credit', {
    scope: 'credit:write',
    summary: 'Set a customer’s credit limit in one currency',
    description:
      'Of a customer in a group it is the limit of the group. Orders that are on hold stay on hold until they are released. ' +
      'Basis, last day and review are replaced as well: absent ones are taken away. ' +
      'A limit above what the caller may give alone is answered with 202 and an approval.',
    params,
    body: Limit,
    output: CreditAccount,
    awaits: Approval,
    refusals: { 'customers.unknown': 404, 'credit.expired': 422 },
  }),
  getCredit: get('/v1/customers/{id}/credit', {
    scope: 'credit:read',
    summary: 'Limits, exposure and available credit by currency',
    params,
    output: z.object({
      object: z.literal('list'),
      data: z.array(CreditAccount),
      standing: Standing.optional(),
    }),
    refusals: { 'customers.unknown': 404 },
  }),
  setCreditBlock: put('/v1/customers/{id}/credit/block', {
    scope: 'credit:write',
    summary: 'Hold all orders of a customer, or no longer',
    params,
    body: SetBlock,
    output: Standing,
    refusals: { 'customers.unknown': 404, 'credit.expired': 422 },
  }),
  tellCreditSignal: post('/v1/customers/{id}/credit/signals', {
    scope: 'credit:write',
    summary: 'Tell of a broken promise to pay or a lost dispute',
    description: 'Rules and the behaviour score look back at them. The same reference again changes nothing.',
    params,
    body: Signal,
    status: 201,
    output: Standing,
    refusals: { 'customers.unknown': 404, 'credit.future': 422 },
  }),
  getCreditRules: get('/v1/credit/rules', {
    scope: 'credit:read',
    summary: 'The rules that hold orders',
    output: CreditRules,
  }),
  setCreditRules: put('/v1/credit/rules', {
    scope: 'credit:write',
    summary: 'Replace the rules that hold orders',
    description:
      'They hold from the next order on. An order without a limit, above it, or of a blocked customer is held by no rule: it always is.',
    body: RuleSet,
    output: CreditRules,
  }),
  listCreditReviews: get('/v1/credit/reviews', {
    scope: 'credit:read',
    summary: 'Limits whose review or last day has come, oldest first',
    query: Page.extend({
      days: z.coerce.number().int().min(0).max(366).default(30).meta({ description: 'Within so many days.' }),
    }),
    output: listOf(Account.omit({ moves: true }).meta({ id: 'CreditReview' })),
  }),
};
