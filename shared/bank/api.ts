/** Banks' statements come in as the files that banks give out. */
import * as z from 'zod';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { CsvLayout } from './layout.ts';
import { BankLine, BankLineId, StatementId, StatementView } from './statement.ts';

const Iban = z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/);

export const bankApi = {
  importStatement: post('/v1/statements', {
    scope: 'bank:write',
    summary: 'Import a bank statement: camt.052/053/054, MT940, MT942, BAI2, OFX or CSV',
    description:
      'The first bytes say which it is. The file is checked as a whole (form, encoding, accounts, opening + movements = closing) and refused ' +
      'as a whole. Its lines are read afterwards; the same file again is the same statement, and a line that came in another file before is not ' +
      'taken twice. Account reports and notifications bring lines ahead of their statement, which confirms them, also under other references. ' +
      'Send the bytes as application/octet-stream where they are not UTF-8. A file that is put into the bucket under ' +
      '`<tenant>/drop/statements/` is taken in the same way; what became of it is on the list.',
    media: 'application/octet-stream',
    bytes: true,
    query: z.strictObject({
      account: z.string().max(40).optional().meta({
        description: 'IBAN of our account, for CSV that does not name it.',
      }),
    }),
    body: z.strictObject({ content: z.string().min(1) }),
    status: 202,
    output: StatementView,
    refusals: {
      'bank.not_xml': 422,
      'bank.format_unknown': 422,
      'bank.malformed': 422,
      'bank.encoding': 422,
      'bank.layout_unknown': 422,
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
  putLayout: put('/v1/bank-accounts/{iban}/layout', {
    scope: 'bank:write',
    summary: 'Say how the bank of an account writes CSV',
    description:
      'Statements that were read keep what they brought. Some banks are known by their header line and need none.',
    params: z.strictObject({ iban: Iban }),
    body: CsvLayout,
    output: CsvLayout,
    refusals: { 'bank.account_unknown': 422 },
  }),
  getLayout: get('/v1/bank-accounts/{iban}/layout', {
    scope: 'bank:read',
    summary: 'How the bank of an account writes CSV',
    params: z.strictObject({ iban: Iban }),
    output: CsvLayout,
    refusals: { 'bank.no_layout': 404 },
  }),
  getLine: get('/v1/bank-lines/{id}', {
    scope: 'bank:read',
    summary: 'One line of a bank account, with what became of it and why',
    params: z.strictObject({ id: BankLineId }),
    output: BankLine,
    refusals: { 'bank.line_unknown': 404 },
  }),
};
