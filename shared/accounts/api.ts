/** Finance asks what a customer owes, for itself or to tell the customer. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { AccountStatementId, AccountStatementView, AskAccountStatement } from './account.ts';

const customer = z.strictObject({ id: CustomerId });

export const accountsApi = {
  makeAccountStatement: post('/v1/customers/{id}/statements', {
    scope: 'exports:write',
    summary: 'Make a statement of account, and send it where that is asked for',
    description:
      'Its figures are those of ageing as of the day. The PDF is drawn by itself, in the customer’s language.',
    params: customer,
    body: AskAccountStatement,
    status: 201,
    output: AccountStatementView,
    refusals: {
      'customers.unknown': 404,
      'accounts.entity_unknown': 422,
      'accounts.range': 422,
      'accounts.too_many': 422,
    },
  }),
  getAccountStatement: get('/v1/customers/{id}/statements/{statement}', {
    scope: 'finance:read',
    summary: 'A statement of account with a link to its PDF',
    params: customer.extend({ statement: AccountStatementId }),
    output: AccountStatementView,
    refusals: { 'accounts.unknown': 404 },
  }),
  listAccountStatements: get('/v1/customers/{id}/statements', {
    scope: 'finance:read',
    summary: 'Statements of account of a customer, newest first',
    params: customer,
    query: Page,
    output: listOf(AccountStatementView),
    refusals: { 'customers.unknown': 404 },
  }),
};
