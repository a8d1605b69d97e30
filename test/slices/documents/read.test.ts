/** Reading e-invoices: our own in both syntaxes and out of the PDF, what is broken in them, and files that mean harm. */
import * as fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ciiOf } from '../../../shared/documents/cii.ts';
import { groupsOf, said, type Reading } from '../../../shared/documents/en16931/model.ts';
import { NotAnInvoice, readInvoice } from '../../../shared/documents/en16931/read.ts';
import { judge } from '../../../shared/documents/en16931/rules.ts';
import { writeInvoice } from '../../../shared/documents/en16931/write.ts';
import { embeddedInvoice, isPdf, NoHybrid } from '../../../shared/documents/facturx.ts';
import { pdfOf } from '../../../shared/documents/pdf.ts';
import { ublOf } from '../../../shared/documents/ubl.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { money, toText } from '../../../shared/kernel/money.ts';
import { FONTS } from '../../support/fonts.ts';
import { anySnapshot, snapshot } from './snapshots.ts';

const ubl = (of: Snapshot): string => {
  const made = ublOf(of);
  if (!made.ok) throw new Error(made.detail);
  return made.value;
};
const broken = (reading: Reading): string[] => judge(reading).map(({ rule }) => rule);
const credited = (of: Snapshot): Snapshot => ({
  ...of,
  credits: { number: 'INV-2026-000001', issuedOn: '2026-01-02', reason: 'price', text: 'As agreed' },
});

describe('what we wrote', () => {
  test('any invoice or credit note of ours reads the same in both syntaxes, to the cent, and breaks no rule', () => {
    fc.assert(
      fc.property(anySnapshot(undefined, 8), fc.boolean(), (any, isCredit) => {
        const of = isCredit ? credited(any) : any;
        const [inUbl, inCii] = [readInvoice(ubl(of)), readInvoice(ciiOf(of))];
        const { currency, totals } = of;
        for (const { invoice } of [inUbl, inCii]) {
          expect(said(invoice, 'BT-1')).toBe(of.number);
          expect(said(invoice, 'BT-112')).toBe(toText(money(totals.grossMinor, currency)));
          expect(groupsOf(invoice, 'BG-25').map((line) => said(line, 'BT-131'))).toEqual(
            of.lines.map(({ netMinor }) => toText(money(netMinor, currency))),
          );
        }
        expect(inUbl.invoice.groups['BG-23']).toEqual(inCii.invoice.groups['BG-23']);
        expect(inUbl.invoice.groups['BG-7']).toEqual(inCii.invoice.groups['BG-7']);
        expect([...broken(inUbl), ...broken(inCii)]).toEqual([]);
        expect([...inUbl.notCarried, ...inCii.notCarried]).toEqual([]);
        for (const { invoice } of [inUbl, inCii])
          for (const syntax of ['ubl', 'cii'] as const)
            expect(readInvoice(writeInvoice(invoice, syntax)).invoice).toEqual(invoice);
      }),
      { numRuns: 60 },
    );
  });
  test('the PDF gives back the e-invoice in it', async () => {
    const cii = ciiOf(snapshot());
    const pdf = await pdfOf(snapshot(), FONTS, { payUrl: 'https://pay.example.com/pay/x', cii });
    expect(isPdf(pdf)).toBe(true);
    expect(embeddedInvoice(pdf)).toBe(cii);
  });
});

describe('one thing wrong', () => {
  const good = ubl(snapshot());
  test.each([
    ['BR-CO-15', good.replace(/(TaxInclusiveAmount[^>]*>)837\.68/, '$1837.69')],
    ['BR-CO-10', good.replace(/(LineExtensionAmount[^>]*>)500\.00/, '$1501.00')],
    ['BR-02', good.replace(/ {2}<cbc:ID>INV-2026-000117<\/cbc:ID>\n/, '')],
    ['BR-DEC-18', good.replace(/(PayableAmount[^>]*>)837\.68/, '$1837.680')],
    ['BR-CL-23', good.replace('unitCode="C62"', 'unitCode="QQQ"')],
    [
      'BR-S-10',
      good.replace('19</cbc:Percent>', '19</cbc:Percent><cbc:TaxExemptionReason>x</cbc:TaxExemptionReason>'),
    ],
    ['schema', good.replace(/<cbc:IssueDate>[^<]*/, '<cbc:IssueDate>2026-02-30')],
    ['schema', good.replace(/(PriceAmount[^>]*>)12\.5/, '$1twelve')],
    ['BR-CL-03', good.replace('currencyID="EUR"', 'currencyID="EUX"')],
  ])('%s is named', (rule, document) => {
    expect(document).not.toBe(good);
    expect(broken(readInvoice(good))).toEqual([]);
    expect(broken(readInvoice(document))).toContain(rule);
  });
});

describe('files that mean harm, or nothing', () => {
  const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';
  test.each([
    [
      'an entity from outside',
      `<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice xmlns="${UBL}">&x;</Invoice>`,
    ],
    [
      'entities in entities',
      `<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><Invoice xmlns="${UBL}">&c;</Invoice>`,
    ],
    ['elements in each other', `<Invoice xmlns="${UBL}">${'<a>'.repeat(10_000)}`],
    ['half a file', `<Invoice xmlns="${UBL}"><a>`],
    ['another document', '<html/>'],
    ['an invoice of another namespace', '<Invoice xmlns="urn:example"/>'],
    ['nothing', ''],
    ['no XML', '%PDF-1.7'],
  ])('%s is refused', (_, content) => {
    expect(() => readInvoice(content)).toThrow(NotAnInvoice);
  });
  test('any text at all is read or refused, and nothing else', () => {
    const good = ciiOf(snapshot());
    const part = fc.tuple(fc.nat(good.length), fc.nat(200), fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(part, ([at, length, put]) => {
        try {
          judge(readInvoice(good.slice(0, at) + put + good.slice(at + length)));
        } catch (error) {
          expect(error).toBeInstanceOf(NotAnInvoice);
        }
      }),
      { numRuns: 150 },
    );
  });

  const pdf = (stream: Uint8Array, dictionary = '/Filter /FlateDecode', name = '(factur-x.xml)') =>
    Buffer.concat([
      Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /Filespec /F ${name} /EF << /F 2 0 R >> >>\nendobj\n`),
      Buffer.from(`2 0 obj\n<< /Length ${stream.length} ${dictionary} >>\nstream\n`),
      stream,
      Buffer.from('\nendstream\nendobj\n'),
    ]);
  test('names are read in both of their forms', () => {
    const packed = deflateSync(Buffer.from('<a/>'));
    const wide = Buffer.from('\ufefffactur-x.xml', 'utf16le').swap16().toString('hex');
    expect(embeddedInvoice(pdf(packed, undefined, `<${wide}>`))).toBe('<a/>');
    expect(embeddedInvoice(pdf(packed, undefined, '(factur\\055x.xml)'))).toBe('<a/>');
    expect(embeddedInvoice(pdf(Buffer.from('<a/>'), ''))).toBe('<a/>');
  });
  test.each([
    ['a bomb', pdf(deflateSync(Buffer.alloc(30_000_000)))],
    ['a stream that is cut off', pdf(deflateSync(Buffer.from('<a/>')).subarray(0, 5))],
    ['another packing', pdf(Buffer.from('x'), '/Filter /LZWDecode')],
    ['another file', pdf(Buffer.from('x'), '', '(letter.txt)')],
    ['encryption', Buffer.concat([pdf(Buffer.from('x'), ''), Buffer.from('trailer << /Encrypt 9 0 R >>')])],
    ['a million objects', Buffer.from('1 0 obj endobj '.repeat(1000) + '5 0 obj '.repeat(500_000))],
    ['nothing', Buffer.from('%PDF-1.7')],
  ])('a PDF with %s is refused', (_, bytes) => {
    expect(() => embeddedInvoice(bytes)).toThrow(NoHybrid);
  });
});
