/** Reading the e-invoices of others: the official examples, the rule authors' own tests, and files that were broken by chance. */
import { describe, expect, test } from 'vitest';
import { embeddedInvoice } from '../../shared/documents/facturx.ts';
import { groupsOf, said, type Group, type Term } from '../../shared/documents/en16931/model.ts';
import { readInvoice } from '../../shared/documents/en16931/read.ts';
import { judge } from '../../shared/documents/en16931/rules.ts';
import { writeInvoice } from '../../shared/documents/en16931/write.ts';
import { bytesOf, documents, pdfs, ruleCases, type Expected } from './samples.ts';

const OFFICIAL = 'EN16931-1.3.16';
const rulesOf = (document: string): string[] => [
  ...new Set(judge(readInvoice(document)).map(({ rule }) => rule)),
];

/** Names of the totals in both syntaxes, as the independent reader calls them. */
const TOTALS: readonly (readonly [Term, ...string[]])[] = [
  ['BT-106', 'LineExtensionAmount', 'LineTotalAmount'],
  ['BT-107', 'AllowanceTotalAmount'],
  ['BT-108', 'ChargeTotalAmount'],
  ['BT-109', 'TaxExclusiveAmount', 'TaxBasisTotalAmount'],
  ['BT-112', 'TaxInclusiveAmount', 'GrandTotalAmount'],
  ['BT-113', 'PrepaidAmount', 'TotalPrepaidAmount'],
  ['BT-115', 'PayableAmount', 'DuePayableAmount'],
];
const digits = (day: string | undefined): string | undefined => day?.replaceAll('-', '');
const saysWhatIsExpected = (invoice: Group, of: Expected | NonNullable<Expected['embedded']>): void => {
  expect([said(invoice, 'BT-1'), said(invoice, 'BT-3'), said(invoice, 'BT-5')]).toEqual([
    of.number.trim(),
    of.typeCode,
    of.currency,
  ]);
  expect(digits(said(invoice, 'BT-2'))).toBe(digits(of.issueDate));
  if (of.dueDate !== undefined) expect(digits(said(invoice, 'BT-9'))).toBe(digits(of.dueDate));
  for (const [term, ...names] of TOTALS)
    expect([term, said(invoice, term)]).toEqual([
      term,
      names.map((name) => of[name]).find((amount) => amount !== undefined),
    ]);
  const lines = groupsOf(invoice, 'BG-25').map((line) => ({
    id: said(line, 'BT-126'),
    qty: said(line, 'BT-129'),
    net: said(line, 'BT-131'),
    price: said(line, 'BT-146'),
    category: said(line, 'BT-151'),
  }));
  expect(lines).toEqual(
    (of.lines ?? []).map(({ id, qty, net, price, category }) => ({ id, qty, net, price, category })),
  );
  const taxes = (of['subtotals'] ??
    (of['taxTotals'] as { subtotals: unknown[] }[] | undefined)?.flatMap(({ subtotals }) => subtotals) ??
    []) as { taxable: string; tax: string; category: string }[];
  expect(
    groupsOf(invoice, 'BG-23').map((group) =>
      ['BT-116', 'BT-117', 'BT-118'].map((term) => said(group, term as Term)),
    ),
  ).toEqual(taxes.map(({ taxable, tax, category }) => [taxable, tax, category]));
};

describe('every sample', () => {
  test('there are more than fifty, in both syntaxes', () => {
    expect(documents.length).toBeGreaterThan(50);
    expect(new Set(documents.map(([, { syntax }]) => syntax))).toEqual(new Set(['UBL', 'CII']));
  });
  test.each(documents)('%s is read to the cent, and judged as officially', (file, of) => {
    const content = bytesOf(file).toString('utf8');
    saysWhatIsExpected(readInvoice(content).invoice, of);
    expect(rulesOf(content).toSorted()).toEqual([...of.validators![OFFICIAL]!.fatal].toSorted());
  });
  test.each(documents)('%s is written in both syntaxes and read again unchanged', (file) => {
    const read = readInvoice(bytesOf(file).toString('utf8'));
    for (const syntax of ['ubl', 'cii'] as const)
      expect(readInvoice(writeInvoice(read.invoice, syntax)).invoice).toEqual(read.invoice);
  });
  test('what is not carried is named, and these are all such things in the samples', () => {
    const left = new Set(
      documents.flatMap(([file]) => readInvoice(bytesOf(file).toString('utf8')).notCarried),
    );
    const last = [...left].map((path) => path.split('/').slice(-3).join('/')).toSorted();
    expect(last).toEqual([
      'cac:InvoiceLine/cac:DocumentReference/cbc:ID',
      'ram:SellerTradeParty/ram:DefinedTradeContact/ram:DepartmentName',
      'ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:BasisQuantity',
    ]);
  });
  test.each(pdfs)('%s gives the e-invoice that it carries', (file, { embedded }) => {
    saysWhatIsExpected(readInvoice(embeddedInvoice(bytesOf(file))).invoice, embedded!);
  });
});

test('every test of the rule authors gets their verdict', () => {
  const cases = ruleCases();
  expect(cases.length).toBeGreaterThan(560);
  const wrong = cases.flatMap(({ name, success, error, document }) => {
    const found = rulesOf(document);
    return [
      ...success.filter((rule) => found.includes(rule)).map((rule) => `${name}: ${rule} must not be broken`),
      ...error.filter((rule) => !found.includes(rule)).map((rule) => `${name}: ${rule} must be broken`),
    ];
  });
  expect(wrong).toEqual([]);
});
