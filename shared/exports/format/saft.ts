/**
 * SAF-T-like: the audit file of one currency in the shape of OECD SAF-T 2.0 (Header, MasterFiles, GeneralLedgerEntries). Totals stand before the entries,
 * so they are counted first. No country's own schema is followed: each has changed the OECD's.
 */
import type { Entity } from '../../access/tenant.ts';
import { money, toText } from '../../kernel/money.ts';
import type { LocalDate } from '../../kernel/dates.ts';
import { ACCOUNTS, type Account, type Booked } from '../../ledger/entry.ts';
import type { DatedRate } from '../../pricing/price.ts';
import { escaped } from './xlsx.ts';

export interface Balance {
  readonly opening: number;
  readonly closing: number;
}
export interface Party extends Balance {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly vatId: string | undefined;
}
export interface AuditFile {
  readonly seller: Pick<Entity, 'name' | 'address' | 'vatId' | 'registration'>;
  readonly currency: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The day on which it was asked for. */
  readonly on: LocalDate;
  readonly rates: readonly DatedRate[];
  readonly accounts: ReadonlyMap<Account, Balance>;
  /** The accountant's number, or ours. */
  readonly numberOf: (account: Account) => string;
  readonly entries: number;
  readonly debit: number;
  readonly credit: number;
}

type Content = string | number | undefined | readonly string[];
const tag = (name: string, content: Content): string =>
  content === undefined
    ? ''
    : `<${name}>${Array.isArray(content) ? content.join('') : escaped(String(content))}</${name}>`;
const amountIn = (currency: string) => (minor: number) => toText(money(minor, currency));

export async function* auditFile(
  file: AuditFile,
  parties: AsyncIterable<readonly Party[]>,
  entries: AsyncIterable<readonly Booked[]>,
): AsyncGenerator<string> {
  const said = amountIn(file.currency);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="urn:OECD:StandardAuditFile-Taxation/2.00">${headerOf(file)}<MasterFiles>`;
  yield tag(
    'GeneralLedgerAccounts',
    [...file.accounts].map(([account, balance]) => accountOf(account, balance, file)),
  );
  yield '<Customers>';
  for await (const group of parties) yield group.map((one) => customerOf(one, file)).join('');
  yield `</Customers>${tag('TaxTable', [taxesOf(file)])}</MasterFiles><GeneralLedgerEntries>`;
  yield tag('NumberOfEntries', file.entries) + tag('TotalDebit', said(file.debit));
  yield `${tag('TotalCredit', said(file.credit))}<Journal>${tag('JournalID', 'GL')}`;
  yield tag('Description', 'Receivables ledger') + tag('Type', 'GL');
  for await (const group of entries) yield group.map((entry) => transactionOf(entry, file)).join('');
  yield '</Journal></GeneralLedgerEntries></AuditFile>\n';
}

const headerOf = ({ seller, currency, from, to, on }: AuditFile): string => {
  const { line1, city, postalCode, country } = seller.address;
  return tag('Header', [
    tag('AuditFileVersion', '2.00'),
    tag('AuditFileCountry', country),
    tag('AuditFileDateCreated', on),
    tag('SoftwareCompanyName', 'Quittance'),
    tag('SoftwareID', 'Quittance'),
    tag('SoftwareVersion', '1'),
    tag('Company', [
      tag('RegistrationNumber', seller.registration ?? seller.vatId),
      tag('Name', seller.name),
      tag('Address', [
        tag('StreetName', line1),
        tag('City', city),
        tag('PostalCode', postalCode),
        tag('Country', country),
      ]),
      tag('TaxRegistration', [tag('TaxRegistrationNumber', seller.vatId)]),
    ]),
    tag('DefaultCurrencyCode', currency),
    tag('SelectionCriteria', [tag('SelectionStartDate', from), tag('SelectionEndDate', to)]),
    tag(
      'HeaderComment',
      'Receivables only. No year is closed: revenue and costs open with earlier years. Other currencies are in files of their own.',
    ),
    tag('TaxAccountingBasis', 'Invoice Accounting'),
  ]);
};

const balances = ({ opening, closing }: Balance, currency: string): string => {
  const side = (when: string, minor: number) =>
    tag(`${when}${minor < 0 ? 'Credit' : 'Debit'}Balance`, amountIn(currency)(Math.abs(minor)));
  return side('Opening', opening) + side('Closing', closing);
};
const accountOf = (account: Account, balance: Balance, { numberOf, currency }: AuditFile): string =>
  tag('Account', [
    tag('AccountID', ACCOUNTS[account].code),
    tag('AccountDescription', ACCOUNTS[account].name),
    tag('StandardAccountID', numberOf(account)),
    tag('AccountType', 'GL'),
    balances(balance, currency),
  ]);
const customerOf = ({ id, name, country, vatId, ...balance }: Party, { currency }: AuditFile): string =>
  tag('Customer', [
    tag('Name', name),
    tag('Address', [tag('Country', country)]),
    ...(vatId === undefined ? [] : [tag('TaxRegistration', [tag('TaxRegistrationNumber', vatId)])]),
    tag('CustomerID', id),
    tag('AccountID', ACCOUNTS.receivables.code),
    balances(balance, currency),
  ]);
const taxesOf = ({ rates }: AuditFile): string =>
  tag('TaxTableEntry', [
    tag('TaxType', 'VAT'),
    tag('Description', 'Value added tax'),
    ...rates.map(({ country, taxClass, ratePpm, from, source }) =>
      tag('TaxCodeDetails', [
        tag('TaxCode', `${taxClass}-${from}`),
        tag('EffectiveDate', from),
        tag('Description', source),
        tag('TaxPercentage', ratePpm / 10_000),
        tag('Country', country),
      ]),
    ),
  ]);

const transactionOf = (
  { id, on, documentOn = on, actor, kind, memo, at, source, lines }: Booked,
  { currency }: AuditFile,
): string =>
  tag('Transaction', [
    tag('TransactionID', id),
    tag('Period', Number(on.slice(5, 7))),
    tag('PeriodYear', on.slice(0, 4)),
    tag('TransactionDate', documentOn),
    tag('SourceID', actor),
    tag('TransactionType', kind),
    tag('Description', memo),
    tag('SystemEntryDate', at.slice(0, 10)),
    tag('GLPostingDate', on),
    ...lines.map(({ account, minor, customerId }, at) =>
      tag('Line', [
        tag('RecordID', at + 1),
        tag('AccountID', ACCOUNTS[account].code),
        tag('SourceDocumentID', source),
        tag('CustomerID', customerId),
        tag('Description', memo),
        tag(minor < 0 ? 'CreditAmount' : 'DebitAmount', [tag('Amount', amountIn(currency)(Math.abs(minor)))]),
      ]),
    ),
  ]);
