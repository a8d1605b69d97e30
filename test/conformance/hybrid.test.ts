/** Factur-X as strangers read it: qpdf finds no fault, gets the XML out that we put in, and what it says is what is printed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ciiOf } from '../../shared/documents/cii.ts';
import { amount, figure } from '../../shared/documents/format.ts';
import { pdfOf } from '../../shared/documents/pdf.ts';
import { payable } from '../../shared/invoices/rules.ts';
import { money } from '../../shared/kernel/money.ts';
import { Language } from '../../shared/kernel/party.ts';
import { under } from '../slices/documents/profiled.ts';
import { manyLines, snapshot } from '../slices/documents/snapshots.ts';
import { FONTS } from '../support/fonts.ts';
import { PYTHON } from './samples.ts';

interface Told {
  readonly problems: readonly string[];
  readonly files: Readonly<Record<string, { readonly relationship: string; readonly text: string }>>;
  readonly facturx: Readonly<Record<string, string>>;
  readonly printed: string;
}
const credits = { number: 'INV-2026-000001', issuedOn: '2026-01-02', reason: 'price' as const };
const CASES = [
  ...Language.options.map((language) => ({ name: language, of: { ...snapshot(), language } })),
  { name: '300 lines', of: snapshot({ inputs: manyLines(300) }) },
  { name: 'credit note', of: { ...snapshot(), credits } },
  { name: 'XRechnung', of: under('xrechnung', snapshot()) },
];

let told: Told[];
let broken: Told;
const dir = mkdtempSync(join(tmpdir(), 'hybrids-'));
beforeAll(async () => {
  const paths = [];
  for (const [at, { of }] of CASES.entries()) {
    paths.push(join(dir, `${at}.pdf`));
    writeFileSync(paths.at(-1)!, await pdfOf(of, FONTS, { cii: ciiOf(of) }));
  }
  const cut = join(dir, 'broken.pdf');
  writeFileSync(
    cut,
    readFileSync(paths[0]!)
      .toString('latin1')
      .replace(/startxref\n\d+/, 'startxref\n7'),
    'latin1',
  );
  const all = JSON.parse(
    execFileSync(PYTHON, ['test/conformance/hybrid_check.py', ...paths, cut], {
      maxBuffer: 1e8,
      encoding: 'utf8',
    }),
  ) as Told[];
  broken = all.pop()!;
  told = all;
}, 120_000);
afterAll(() => {
  rmSync(dir, { recursive: true });
});

test('the reader sees a file whose table is not where it says', () => {
  expect(broken.problems).not.toEqual([]);
});

describe.each(CASES.map(({ name, of }, at) => ({ name, of, at })))('$name', ({ of, at }) => {
  const profile = of.eInvoice?.profile === 'xrechnung' ? 'XRECHNUNG' : 'EN 16931';
  const file = profile === 'XRECHNUNG' ? 'xrechnung.xml' : 'factur-x.xml';
  test('is sound, and its XML comes out as it went in, as an alternative of the pages', () => {
    expect(told[at]!.problems).toEqual([]);
    expect(told[at]!.files).toEqual({ [file]: { relationship: '/Alternative', text: ciiOf(of) } });
  });
  test('its metadata names profile and file', () => {
    expect(told[at]!.facturx).toMatchObject({
      ConformanceLevel: profile,
      DocumentFileName: file,
      DocumentType: 'INVOICE',
    });
  });
  test('what is inside is what is printed: number, tax, total and what is to be paid', () => {
    const { text } = told[at]!.files[file]!;
    const minor = (element: string) =>
      Math.round(Number(new RegExp(`<ram:${element}[^>]*>([\\d.]+)<`).exec(text)![1]) * 100);
    const shown = (text: string) => text.replaceAll(/\s/g, ' ');
    const value = (element: string) => money(minor(element), of.currency);
    expect(text).toContain(`<ram:ID>${of.number}</ram:ID>`);
    expect(minor('DuePayableAmount')).toBe(payable(of).minor);
    const wanted = [
      of.number,
      figure(value('TaxBasisTotalAmount'), of.language),
      figure(value('TaxTotalAmount'), of.language),
      amount(value('GrandTotalAmount'), of.language),
      amount(value('DuePayableAmount'), of.language),
    ];
    const printed = shown(told[at]!.printed);
    expect(wanted.filter((one) => !printed.includes(shown(one)))).toEqual([]);
  });
});
