/**
 * Table: STATEMENT `${t}#STM#${id}`/STATEMENT (g1 `${t}#STATEMENTS`/received#id) ·
 * LINE `${t}#BANKLINE#${id}`/LINE (g2 while a person must look `${t}#EXCEPTIONS`/booked#id) ·
 * BALANCE `${t}#BANKACCOUNT#${iban}#${currency}`/closed#statement#place: what each statement closed with ·
 * LAYOUT `${t}#BANKLAYOUT#${iban}`/LAYOUT: how the bank of an account writes CSV
 * 1. statement by id: 1 read · 2. list: 1 query + 1 batch · 3. line by id: 1 read, many: 1 batch · 4. exceptions, oldest
 * first: 1 query + 1 batch · 5. closing balances up to a day, newest first: 1 query · 6. layout of an account: 1 read, of all: 1 batch
 */
import type { LocalDate } from '../kernel/dates.ts';
import { Money, type Currency } from '../kernel/money.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import type { KnownBalance } from './rules.ts';
import * as z from 'zod';
import { CsvLayout } from './layout.ts';
import { BankLine, Statement, type AccountStatement } from './statement.ts';

export const statementById = (tenant: string, id: string): Read<Statement> => ({
  key: { pk: `${tenant}#STM#${id}`, sk: 'STATEMENT' },
  parse: docOf(Statement),
});
export const statements = (tenant: string): Listing<Statement> => ({
  index: 'g1',
  partition: `${tenant}#STATEMENTS`,
  order: 'newest first',
  parse: docOf(Statement),
});
export const putStatement = (tenant: string, statement: Statement): Write<'table.stale'> =>
  saved(
    { pk: `${tenant}#STM#${statement.id}`, sk: 'STATEMENT' },
    'statement',
    statement,
    `statement ${statement.id}`,
    {
      g1p: `${tenant}#STATEMENTS`,
      g1s: `${statement.receivedAt}#${statement.id}`,
    },
  );

const lineKey = (tenant: string, id: string) => ({ pk: `${tenant}#BANKLINE#${id}`, sk: 'LINE' });
export const lineById = (tenant: string, id: string): Read<BankLine> => ({
  key: lineKey(tenant, id),
  parse: docOf(BankLine),
});
export const exceptions = (tenant: string): Listing<BankLine> => ({
  index: 'g2',
  partition: `${tenant}#EXCEPTIONS`,
  parse: docOf(BankLine),
});
export const putLine = (tenant: string, line: BankLine): Write<'table.stale'> =>
  saved(
    lineKey(tenant, line.id),
    'bank-line',
    line,
    `bank line ${line.id}`,
    line.state === 'EXCEPTION' ? { g2p: `${tenant}#EXCEPTIONS`, g2s: `${line.bookedOn}#${line.id}` } : {},
  );

const balances = (tenant: string, iban: string, currency: Currency) =>
  `${tenant}#BANKACCOUNT#${iban}#${currency}`;
export const balancesUpTo = (
  tenant: string,
  iban: string,
  currency: Currency,
  day: LocalDate,
): Listing<KnownBalance> => ({
  partition: balances(tenant, iban, currency),
  to: `${day}$`,
  order: 'newest first',
  parse: (item) => ({ on: item.sk.slice(0, 10), closing: Money.parse(item['closing']) }),
});
/** The closing balances of a statement's accounts, in the order of the file. */
export const putBalances = (
  tenant: string,
  id: string,
  accounts: readonly AccountStatement[],
): Write<'table.stale'>[] =>
  accounts.flatMap(({ accountIban, currency, closing, closedOn }, place) =>
    closing === undefined || closedOn === undefined
      ? []
      : [
          {
            put: {
              pk: balances(tenant, accountIban, currency),
              sk: `${closedOn}#${id}#${place}`,
              kind: 'bank-balance',
              closing,
            },
            clash: 'table.stale',
            about: `a balance of ${id}`,
          },
        ],
  );

const KeptLayout = z.object({ iban: z.string(), version: z.int(), layout: CsvLayout });
type KeptLayout = Readonly<z.infer<typeof KeptLayout>>;
const layoutKey = (tenant: string, iban: string) => ({ pk: `${tenant}#BANKLAYOUT#${iban}`, sk: 'LAYOUT' });
export const layoutOf = (tenant: string, iban: string): Read<KeptLayout> => ({
  key: layoutKey(tenant, iban),
  parse: docOf(KeptLayout),
});
export const putLayout = (tenant: string, kept: KeptLayout): Write<'table.stale'> =>
  saved(layoutKey(tenant, kept.iban), 'bank-layout', kept, `the layout of ${kept.iban}`);
