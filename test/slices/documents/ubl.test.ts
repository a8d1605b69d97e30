import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { ciiOf } from '../../../shared/documents/cii.ts';
import { ublOf } from '../../../shared/documents/ubl.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { fromText, plus, zero } from '../../../shared/kernel/money.ts';
import { anySnapshot, snapshot } from './snapshots.ts';

const ubl = (of: Snapshot): string => {
  const made = ublOf(of);
  if (!made.ok) throw new Error(made.detail);
  return made.value;
};

/** Every text with the path that it stands at. */
const textsOf = (xml: string): { path: string; text: string; attributes: Record<string, string> }[] => {
  const [path, found, open]: [
    string[],
    ReturnType<typeof textsOf>,
    { text: string; attributes: Record<string, string> }[],
  ] = [[], [], []];
  const parser = new SaxesParser();
  parser.on(
    'opentag',
    ({ name, attributes }) =>
      void (path.push(name.replace(/^c[ab]c:/, '')), open.push({ text: '', attributes })),
  );
  parser.on('text', (text) => void (open.at(-1) && (open.at(-1)!.text += text)));
  parser.on('closetag', () => void (found.push({ path: path.join('/'), ...open.pop()! }), path.pop()));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
};
const at = (texts: ReturnType<typeof textsOf>, path: string) =>
  texts.filter((one) => one.path === `Invoice/${path}`).map(({ text }) => text);

test('the standing example is the golden file, byte for byte', () => {
  expect(ubl(snapshot())).toBe(readFileSync(new URL('golden/invoice.xml', import.meta.url), 'utf8'));
});

test('three decimals are refused, not rounded', () => {
  expect(ublOf(snapshot({ over: { currency: 'KWD' } }))).toMatchObject({
    ok: false,
    code: 'documents.decimals',
  });
});

test('an intra-Community supply names both VAT ids, the country of arrival and the article', () => {
  const buyer = {
    ...snapshot().buyer,
    address: { line1: 'Rennweg 1', postalCode: '1030', city: 'Wien', country: 'AT' },
    vatId: 'ATU12345678',
  };
  const texts = textsOf(ubl(snapshot({ over: { buyer } })));
  expect(at(texts, 'AccountingCustomerParty/Party/PartyTaxScheme/CompanyID')).toEqual(['ATU12345678']);
  expect(at(texts, 'Delivery/DeliveryLocation/Address/Country/IdentificationCode')).toEqual(['AT']);
  expect(at(texts, 'TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode')).toEqual(['VATEX-EU-IC']);
});

test('without a PO the order of the partner is the reference', () => {
  const texts = textsOf(ubl(snapshot({ over: { poNumber: undefined } })));
  expect([
    at(texts, 'BuyerReference'),
    at(texts, 'OrderReference/ID'),
    at(texts, 'OrderReference/SalesOrderID'),
  ]).toEqual([[], ['SO-4711'], ['ord_01k9xq4n5e8y7v3m2c1b0a9z8w']]);
});

test('what XML forbids is left out and what it reserves is escaped', () => {
  const [line] = snapshot().lines;
  const made = ubl(
    snapshot({
      over: {
        lines: [
          { ...line!, description: 'a\u0000b\ud800c\ufffe <b> & "]]>' },
          { ...line!, id: '2', description: '\u0001' },
        ],
      },
    }),
  );
  expect(at(textsOf(made), 'InvoiceLine/Item/Name')).toEqual(['abc <b> & "]]>', 'BRK-40']);
});

test('any invoice says in XML exactly the figures and words of its snapshot', () => {
  fc.assert(
    fc.property(anySnapshot(), (any) => {
      const texts = textsOf(ubl(any));
      const read = (path: string) => at(texts, path).map((text) => fromText(text, any.currency));
      const add = (path: string) => read(path).reduce(plus, zero(any.currency)).minor;
      const { netMinor, taxMinor, grossMinor, taxes, allowances = [], untaxed = [] } = any.totals;
      const total = (all: readonly { minor: number }[]) => all.reduce((sum, { minor }) => sum + minor, 0);
      const [taken, moved] = [total(allowances), total(untaxed)];
      expect(add('InvoiceLine/LineExtensionAmount')).toBe(netMinor + taken);
      // What bears no tax is an allowance and a charge of the same amount.
      expect([
        add('AllowanceCharge/Amount'),
        add('LegalMonetaryTotal/AllowanceTotalAmount'),
        add('LegalMonetaryTotal/ChargeTotalAmount'),
      ]).toEqual([taken + 2 * moved, taken + moved, moved]);
      expect(add('InvoiceLine/AllowanceCharge/Amount')).toBe(
        any.lines.flatMap((line) => line.allowances ?? []).reduce((sum, { minor }) => sum + minor, 0),
      );
      expect(add('TaxTotal/TaxSubtotal/TaxableAmount')).toBe(netMinor);
      expect([add('TaxTotal/TaxAmount'), add('TaxTotal/TaxSubtotal/TaxAmount')]).toEqual([
        taxMinor,
        taxMinor,
      ]);
      const sum = (name: string) => add(`LegalMonetaryTotal/${name}Amount`);
      const { prepaidMinor = 0 } = any;
      expect(['TaxExclusive', 'TaxInclusive', 'Prepaid', 'Payable'].map(sum)).toEqual([
        netMinor,
        grossMinor,
        prepaidMinor,
        grossMinor - prepaidMinor,
      ]);
      expect(at(texts, 'TaxTotal/TaxSubtotal/TaxCategory/ID')).toEqual(taxes.map(({ category }) => category));
      expect(at(texts, 'InvoiceLine/Item/Name').length).toBe(any.lines.length);
      expect(at(texts, 'AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName')).toEqual([
        any.buyer.name.replaceAll(/[\ufffe\uffff]|\p{Cs}/gu, ''),
      ]);
      expect(
        texts
          .filter(({ attributes }) => 'currencyID' in attributes)
          .every(({ attributes }) => attributes['currencyID'] === any.currency),
      ).toBe(true);
    }),
    { numRuns: 200, seed: 20_261_122 },
  );
});

test('lines that are for a time say so, and the invoice from the first to the last day of them', () => {
  const [line] = snapshot().lines;
  const of = (from: string, until: string, id: string) => ({ ...line!, id, period: { from, until } });
  const lines = [
    of('2026-03-01', '2026-03-31', '1'),
    { ...line!, id: '2' },
    of('2026-02-10', '2026-02-28', '3'),
  ];
  const texts = textsOf(ubl(snapshot({ over: { lines } })));
  expect(at(texts, 'InvoicePeriod/StartDate')).toEqual(['2026-02-10']);
  expect(at(texts, 'InvoicePeriod/EndDate')).toEqual(['2026-03-31']);
  expect(at(texts, 'InvoiceLine/InvoicePeriod/StartDate')).toEqual(['2026-03-01', '2026-02-10']);
  expect(at(texts, 'InvoiceLine/InvoicePeriod/EndDate')).toEqual(['2026-03-31', '2026-02-28']);
  const cii = ciiOf(snapshot({ over: { lines } }));
  expect([...cii.matchAll(/format="102">(\d+)</g)].map(([, day]) => day)).toEqual(
    expect.arrayContaining(['20260210', '20260331', '20260301', '20260228']),
  );
  expect(cii.match(/<ram:BillingSpecifiedPeriod>/g)).toHaveLength(3);
});
