/** Banks' statements come in as the files that banks give out. */
import * as z from 'zod';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { BankLine, BankLineId, StatementId, StatementView } from './statement.ts';

export const bankApi = {
  importStatement: post('/v1/statements', {
    scope: 'bank:write',
    summary: 'Import a bank statement: camt.053, version 02 to 13',
    description:
      'The file is checked as a whole (form, accounts, opening + movements = closing) and refused as a whole. Its lines are read afterwards; ' +
      'the same file again is the same statement, and a line that came in another file before is not taken twice.',
    media: 'application/xml',
    body: z.strictObject({ content: z.string().min(1) }),
    status: 202,
    output: StatementView,
    refusals: {
      'bank.not_xml': 422,
      'bank.not_camt053': 422,
      'bank.incomplete': 422,
      'bank.amount': 422,
      'bank.empty': 422,
      'bank.too_many_accounts': 422,
      'bank.account_unknown': 422,
      'bank.currency_mixed': 422,
      'bank.unbalanced': 422,
    },
  }),
  getStatement: get('/v1/statements/{id}', {
    scope: 'bank:read',
    summary: 'One statement; READ when all its lines are in',
    params: z.strictObject({ id: StatementId }),
    output: StatementView,
    refusals: { 'bank.statement_unknown': 404 },
  }),
  listStatements: get('/v1/statements', {
    scope: 'bank:read',
    summary: 'Statements, last received first',
    query: Page,
    output: listOf(StatementView),
  }),
  getLine: get('/v1/bank-lines/{id}', {
    scope: 'bank:read',
    summary: 'One line of a bank account, with what became of it and why',
    params: z.strictObject({ id: BankLineId }),
    output: BankLine,
    refusals: { 'bank.line_unknown': 404 },
  }),
};
