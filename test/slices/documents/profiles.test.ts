/** The terms that the profiles want, without their own judges: those are in test/clouds/einvoice.test.ts. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EInvoiceProfile } from '../../../shared/customers/customer.ts';
import { earlyOf } from '../../../shared/invoices/early.ts';
import { ciiOf } from '../../../shared/documents/cii.ts';
import { pdfOf } from '../../../shared/documents/pdf.ts';
import { ublOf } from '../../../shared/documents/ubl.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { FONTS } from '../../support/fonts.ts';
import { anyUnder, LEITWEG_ID, taken, under } from './profiled.ts';
import { snapshot } from './snapshots.ts';

const ubl = (of: Snapshot): string => {
  const made = ublOf(of);
  if (!made.ok) throw new Error(made.detail);
  return made.value;
};
const PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const XRECHNUNG = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';
const PEPPOL = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';

test('without a profile, and with plain EN 16931 that says nothing more, the bytes are those of before', () => {
  const plain = snapshot();
  const named: Snapshot = { ...plain, eInvoice: { profile: 'en16931' } };
  expect([ubl(named), ciiOf(named)]).toEqual([ubl(plain), ciiOf(plain)]);
  expect([ubl(taken(named)), ciiOf(taken(named))]).toEqual([ubl(taken(plain)), ciiOf(taken(plain))]);
});

/** Business term, and what stands for it in UBL. */
const TERMS: readonly [term: string, xml: string][] = [
  ['BT-10', `<cbc:BuyerReference>${LEITWEG_ID}</cbc:BuyerReference>`],
  ['BT-23', `<cbc:ProfileID>${PROCESS}</cbc:ProfileID>`],
  ['BT-34', '<cbc:EndpointID schemeID="9930">DE136695976</cbc:EndpointID>'],
  ['BT-49', `<cbc:EndpointID schemeID="0204">${LEITWEG_ID}</cbc:EndpointID>`],
  ['BT-41', '<cbc:Name>Buchhaltung, Frau Petersen</cbc:Name>'],
  ['BT-42', '<cbc:Telephone>+49 40 123456-17</cbc:Telephone>'],
  ['BT-43', '<cbc:ElectronicMail>petersen@nordlicht.example</cbc:ElectronicMail>'],
];
describe.each<[EInvoiceProfile, string]>([
  ['xrechnung', XRECHNUNG],
  ['peppol-bis-3', PEPPOL],
])('%s', (profile, specification) => {
  const invoice = ubl(under(profile, snapshot()));
  const note = ubl(taken(under(profile, snapshot())));
  test('invoice and credit note say which rules they follow', () => {
    for (const xml of [invoice, note])
      expect(xml).toContain(`<cbc:CustomizationID>${specification}</cbc:CustomizationID>`);
    expect(note).toContain('<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>');
  });
  test.each(TERMS)('both have %s', (_, said) => {
    expect([invoice.includes(said), note.includes(said)]).toEqual([true, true]);
  });
  test('both say how money moves: by transfer, and by settling what the sides owe each other', () => {
    expect(invoice).toMatch(/<cbc:PaymentMeansCode>58<[^]*<cbc:ID>DE89370400440532013000</);
    expect(note).toMatch(/<cac:PaymentMeans>\s*<cbc:PaymentMeansCode>97<[^>]*>\s*<\/cac:PaymentMeans>/);
  });

  test('of any invoice nothing is empty, no base of a discount stands alone, and German rules have their rates', () => {
    fc.assert(
      fc.property(anyUnder(profile), (any) => {
        for (const of of [any, taken(any)]) {
          const xml = ubl(of);
          expect(xml).not.toMatch(/<([\w:]+)[^>]*>\s*<\/\1>/);
          expect(xml).not.toMatch(
            /<cbc:AllowanceChargeReason>[^<]*<\/cbc:AllowanceChargeReason>\s*<cbc:Amount[^>]*>[^<]*<\/cbc:Amount>\s*<cbc:BaseAmount/,
          );
          expect(xml.match(/<cbc:EndpointID schemeID="\w+">[^<]+</g)).toHaveLength(2);
          if (profile !== 'xrechnung') continue;
          const sums = xml.match(/<cac:TaxSubtotal>[^]*?<\/cac:TaxSubtotal>/g)!;
          expect(sums.every((one) => one.includes('<cbc:Percent>'))).toBe(true);
          expect([xml.includes('<cac:PaymentMeans>'), xml.includes('<cbc:Telephone>')]).toEqual([true, true]);
          for (const [place] of xml.matchAll(/<cac:DeliveryLocation>[^]*?<\/cac:DeliveryLocation>/g))
            expect([place.includes('CityName'), place.includes('PostalZone')]).toEqual([true, true]);
        }
      }),
      { numRuns: 60, seed: 20_261_122 },
    );
  });
});

test('Peppol between other countries asks a credit note for no means of payment', () => {
  const of = under('peppol-bis-3', snapshot());
  const buyer = { ...of.buyer, address: { ...of.buyer.address, country: 'AT' } };
  expect(ubl(taken({ ...of, buyer }))).not.toContain('PaymentMeans');
});

describe('XRechnung in CII', () => {
  test('has its guideline, the process, the reference, both endpoints and the contact', () => {
    for (const of of [under('xrechnung', snapshot()), taken(under('xrechnung', snapshot()))]) {
      const xml = ciiOf(of);
      for (const said of [
        `<ram:ID>${XRECHNUNG}</ram:ID>`,
        `<ram:ID>${PROCESS}</ram:ID>`,
        `<ram:BuyerReference>${LEITWEG_ID}</ram:BuyerReference>`,
        '<ram:URIID schemeID="9930">DE136695976</ram:URIID>',
        `<ram:URIID schemeID="0204">${LEITWEG_ID}</ram:URIID>`,
        '<ram:PersonName>Buchhaltung, Frau Petersen</ram:PersonName>',
        '<ram:CompleteNumber>+49 40 123456-17</ram:CompleteNumber>',
        `<ram:TypeCode>${of.credits ? '97' : '58'}</ram:TypeCode>`,
        '<ram:DueDateDateTime>',
      ])
        expect(xml).toContain(said);
    }
  });
  test.each<[EInvoiceProfile, string, string, string]>([
    ['xrechnung', 'xrechnung.xml', 'XRECHNUNG', XRECHNUNG],
    ['peppol-bis-3', 'factur-x.xml', 'EN 16931', 'urn:cen.eu:en16931:2017'],
  ])('a PDF under %s carries %s by the level %s', async (profile, name, level, guideline) => {
    const of = under(profile, snapshot());
    const cii = ciiOf(of);
    const file = Buffer.from(await pdfOf(of, FONTS, { cii })).toString('latin1');
    expect(cii).toContain(`<ram:ID>${guideline}</ram:ID>`);
    expect(file).toContain(`<fx:DocumentFileName>${name}</fx:DocumentFileName>`);
    expect(file).toContain(`<fx:ConformanceLevel>${level}</fx:ConformanceLevel>`);
    expect(file).toContain(`(${name})`);
  });
});

describe('a discount for early payment', () => {
  const terms = (mode: string, percent = '2', more: object[] = []): Snapshot => {
    const agreed = {
      id: 'early',
      version: 1,
      name: 'Early',
      lines: [...more, { days: 30 }],
      earlyPayment: { percent, days: 10, mode },
    } as Snapshot['terms'] & object;
    const made = under(
      'xrechnung',
      snapshot(mode === 'taxed' ? { untaxedPpm: Number(percent) * 10_000 } : {}),
    );
    const early = earlyOf(agreed, made.issuedOn, made);
    return { ...made, terms: agreed, ...(early && { early }) };
  };
  const note = (of: Snapshot) => /<cbc:Note>([^<]*)</.exec(ubl(of))![1];

  test.each([
    ['gross', '2', '#SKONTO#TAGE=10#PROZENT=2.00#&#10;'],
    ['net', '2.5', '#SKONTO#TAGE=10#PROZENT=2.50#BASISBETRAG=726.80#&#10;'],
  ])('of the %s amount is said as XRechnung says it', (mode, percent, said) => {
    expect(note(terms(mode, percent))).toBe(said);
    expect(ciiOf(terms(mode, percent))).toContain(`<ram:Description>${said}</ram:Description>`);
  });
  test('whose tax is computed at issue is said so, and as an allowance and a charge of the same amount', () => {
    const of = terms('taxed', '3');
    expect(note(of)).toBe('#SKONTO#TAGE=10#PROZENT=3.00#BASISBETRAG=726.80#&#10;');
    const moved = /<cac:AllowanceCharge>.*?<\/cac:AllowanceCharge>/gs;
    const said = [...ubl(of).matchAll(moved)].map(([one]) =>
      ['ChargeIndicator', 'AllowanceChargeReasonCode', 'Amount', 'ID', 'Percent'].map(
        (name) => new RegExp(`<cbc:${name}[^>]*>([^<]*)<`).exec(one)![1],
      ),
    );
    expect(said).toEqual([
      ['false', '66', '15.00', 'S', '19'],
      ['false', '66', '6.80', 'S', '7'],
      ['true', 'ZZZ', '21.80', 'E', '0'],
    ]);
    expect(ubl(of)).toContain('<cbc:ChargeTotalAmount currencyID="EUR">21.80<');
    expect(ciiOf(of)).toContain('<ram:ChargeTotalAmount>21.80<');
  });
  test('stands below the due dates where there are several', () => {
    expect(note(terms('gross', '2', [{ percent: '50', days: 10 }]))).toBe(
      '2026-04-10: 418.84 EUR&#10;2026-04-30: 418.84 EUR&#10;#SKONTO#TAGE=10#PROZENT=2.00#&#10;',
    );
  });
  test('stays with the sentence of the terms under every other profile', () => {
    const { eInvoice: _, ...plain } = terms('gross');
    expect(note(plain)).not.toContain('SKONTO');
  });
});
