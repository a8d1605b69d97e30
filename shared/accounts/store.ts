/**
 * Table: STATEMENT `${t}#SOA#${id}`/SOA (g1 `${t}#SOAS#${customer}`/id)
 * 1. one: 1 read · 2. of a customer, newest first: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { AccountStatement } from './account.ts';

export const statementById = (tenant: string, id: string): Read<AccountStatement> => ({
  key: { pk: `${tenant}#SOA#${id}`, sk: 'SOA' },
  parse: docOf(AccountStatement),
});
export const statementsOf = (tenant: string, customer: string): Listing<AccountStatement> => ({
  index: 'g1',
  partition: `${tenant}#SOAS#${customer}`,
  order: 'newest first',
  parse: docOf(AccountStatement),
});
export const putStatement = (tenant: string, statement: AccountStatement): Write<'table.stale'> =>
  saved(
    statementById(tenant, statement.id).key,
    'account-statement',
    statement,
    `statement ${statement.id}`,
    { g1p: `${tenant}#SOAS#${statement.customerId}`, g1s: statement.id },
  );
