/** References follow from numbers and lead back to them, in the form of the account; what a payer mistypes is no reference. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentionsOf } from '../../../shared/cash/mentions.ts';
import { epcText } from '../../../shared/documents/qr.ts';
import {
  isBelgianReference,
  isCreditorReference,
  isQrReference,
  printed,
} from '../../../shared/kernel/reference.ts';
import {
  numberInQr,
  numbersInBelgian,
  referenceOf,
  swissAccount,
} from '../../../shared/numbering/references.ts';
import { numberOf } from '../../../shared/numbering/series.ts';

const IBAN = { de: 'DE89370400440532013000', ch: 'CH9300762011623852957', be: 'BE68539007547034' };
const QR_IBAN = 'CH4431999123000889012';
const NUMBER = 'INV-2026-000117';
const said = (text: string, references: string[] = [], prefixes = ['INV', 'AINV', 'DINV']) =>
  mentionsOf({ text, references, endToEndId: undefined }, prefixes);
const letters = fc
  .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), { minLength: 2, maxLength: 6 })
  .map((all) => all.join(''));
const year = fc.integer({ min: 2020, max: 2099 });
const ordinal = fc.integer({ min: 1, max: 999_999 });

test.each([
  ['an account elsewhere', { iban: IBAN.de }, 'RF66INV2026000117'],
  ['a Swiss account', { iban: IBAN.ch }, 'RF66INV2026000117'],
  ['a QR-IBAN', { iban: QR_IBAN }, '192432000000202600000001171'],
  ['a Swiss account with a QR-IBAN', { iban: IBAN.ch, qrIban: QR_IBAN }, '192432000000202600000001171'],
  ['a Belgian account', { iban: IBAN.be }, '+++260/0011/78419+++'],
])('of %s', (_, bank, wanted) => {
  const reference = referenceOf(NUMBER, bank);
  expect(reference).toBe(wanted);
  expect([isCreditorReference, isQrReference, isBelgianReference].filter((is) => is(reference))).toHaveLength(
    1,
  );
  expect(said(`Rechnung ${printed(reference)} danke`).mentions).toMatchObject([
    { number: NUMBER, how: 'checked' },
  ]);
  expect(said('', [reference]).mentions).toMatchObject([{ number: NUMBER, how: 'checked' }]);
});
test('Swiss bills name the QR-IBAN where there is one', () => {
  expect([swissAccount({ iban: IBAN.ch }), swissAccount({ iban: IBAN.ch, qrIban: QR_IBAN })]).toEqual([
    IBAN.ch,
    QR_IBAN,
  ]);
});
test('a number of another system, or one that is too large, has an ISO 11649 reference', () => {
  for (const bank of [{ iban: QR_IBAN }, { iban: IBAN.be }])
    expect(isCreditorReference(referenceOf('2024/17-B', bank))).toBe(true);
  expect(referenceOf('INV-2026-1000000', { iban: IBAN.be })).toMatch(/^RF/);
  expect(numberInQr(referenceOf('INV-2026-1000000', { iban: QR_IBAN }))).toBe('INV-2026-1000000');
});
test('are printed as payers know them', () => {
  expect(printed('210000000003139471430009017')).toBe('21 00000 00003 13947 14300 09017');
  expect(printed('+++090/9337/55493+++')).toBe('+++090/9337/55493+++');
  expect(printed('RF18539007547034')).toBe('RF18 5390 0754 7034');
});
test('lead back to the number, whatever series and year', () => {
  fc.assert(
    fc.property(letters, year, ordinal, (prefix, inYear, at) => {
      const number = numberOf(`${prefix}-${inYear}`, at);
      expect(numberInQr(referenceOf(number, { iban: QR_IBAN }))).toBe(number);
      const belgian = referenceOf(number, { iban: IBAN.be });
      expect(numbersInBelgian(belgian.replaceAll(/\D/g, ''), [prefix])).toEqual([number]);
      expect(said(belgian, [], [prefix]).mentions).toMatchObject([{ number, how: 'checked' }]);
    }),
  );
});
test('with one digit changed are none, and say so where they can be nothing else', () => {
  fc.assert(
    fc.property(ordinal, fc.nat(25), fc.integer({ min: 1, max: 9 }), (at, place, by) => {
      const number = numberOf('INV-2026', at);
      const turned = (reference: string, index: number) =>
        reference.slice(0, index) + ((Number(reference[index]) + by) % 10) + reference.slice(index + 1);
      const qr = turned(referenceOf(number, { iban: QR_IBAN }), place);
      expect(said('', [qr])).toEqual({ mentions: [], broken: [qr] });
      const belgian = referenceOf(number, { iban: IBAN.be });
      const digits = [...belgian.matchAll(/\d/g)].map(({ index }) => index);
      const wrong = turned(belgian, digits[place % 12]!);
      expect(said(`paiement ${wrong}`)).toEqual({ mentions: [], broken: [wrong] });
    }),
  );
});

describe('a Belgian reference', () => {
  const reference = referenceOf(NUMBER, { iban: IBAN.be });
  const plain = reference.replaceAll(/\D/g, '');
  test.each([
    [`***${reference.slice(3, 17)}***`, 'checked'],
    [reference.slice(3, 17), 'checked'],
    [`COMM ${plain} MERCI`, 'written'],
  ])('in %s', (text, how) => {
    expect(said(text).mentions).toMatchObject([{ number: NUMBER, how }]);
  });
  test('that two of our series share tells less, and inside a longer number there is none', () => {
    // Two series whose two digits are alike.
    const twin = ['AAA', ...Array.from({ length: 26 ** 3 }, (_, n) => nameOf(n))].find(
      (prefix) => prefix !== 'INV' && numbersInBelgian(plain, [prefix]).length === 1,
    )!;
    expect(said(reference, [], ['INV', twin]).mentions.map(({ how }) => how)).toEqual(['written', 'written']);
    expect(said(`1${plain}9`).mentions).toEqual([]);
  });
  test('stands in the text of a transfer’s code, where an ISO 11649 reference has a field', () => {
    const transfer = { name: 'A', iban: IBAN.be, bic: 'KREDBEBB', amount: { minor: 100, currency: 'EUR' } };
    expect(
      epcText({ ...transfer, reference })!
        .split('\n')
        .slice(-2),
    ).toEqual(['', reference]);
    expect(
      epcText({ ...transfer, reference: 'RF18539007547034' })!
        .split('\n')
        .slice(-2),
    ).toEqual(['', 'RF18539007547034']);
    expect(epcText({ ...transfer, iban: QR_IBAN })).toBeUndefined();
  });
});
const nameOf = (n: number): string =>
  [n / 676, n / 26, n].map((part) => String.fromCharCode(65 + (Math.floor(part) % 26))).join('');
