import { describe, expect, test } from 'vitest';
import {
  addressLines,
  amount,
  day,
  figure,
  labelled,
  measured,
  percent,
  quantity,
  unitPrice,
} from '../../../shared/documents/format.ts';
import { epcText, svgOf } from '../../../shared/documents/qr.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { unitCode } from '../../../shared/documents/units.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', '·');
const inAll = (say: (language: Language) => string) =>
  Language.options.map((language) => plain(say(language)));

describe('amounts', () => {
  test.each([
    [119_000, 'EUR', '€1,190.00', '1.190,00 €', '1·190,00 €', '1190,00 €', '1.190,00 €', '€ 1.190,00'],
    [5, 'EUR', '€0.05', '0,05 €', '0,05 €', '0,05 €', '0,05 €', '€ 0,05'],
    [-119_000, 'EUR', '−€1,190.00', '−1.190,00 €', '−1·190,00 €', '−1190,00 €', '−1.190,00 €', '€ −1.190,00'],
    [4_500, 'JPY', 'JPY 4,500', '4.500 JPY', '4·500 JPY', '4500 JPY', '4.500 JPY', 'JPY 4.500'],
    [
      1_234_567,
      'KWD',
      'KWD 1,234.567',
      '1.234,567 KWD',
      '1·234,567 KWD',
      '1234,567 KWD',
      '1.234,567 KWD',
      'KWD 1.234,567',
    ],
    [
      100_000,
      'HUF',
      'HUF 1,000.00',
      '1.000,00 HUF',
      '1·000,00 HUF',
      '1000,00 HUF',
      '1.000,00 HUF',
      'HUF 1.000,00',
    ],
    [
      1_000_000,
      'EUR',
      '€10,000.00',
      '10.000,00 €',
      '10·000,00 €',
      '10.000,00 €',
      '10.000,00 €',
      '€ 10.000,00',
    ],
    [
      9_999_999_999_999,
      'GBP',
      '£99,999,999,999.99',
      '99.999.999.999,99 £',
      '99·999·999·999,99 £',
      '99.999.999.999,99 £',
      '99.999.999.999,99 £',
      '£ 99.999.999.999,99',
    ],
  ])('%i %s', (minor, currency, ...said) => {
    expect(inAll((language) => amount({ minor, currency }, language))).toEqual(said);
  });

  test('a column names its currency once', () =>
    expect(figure({ minor: 100_000_000, currency: 'EUR' }, 'de')).toBe('1.000.000,00'));
});

test('quantities, prices and rates keep every digit they have', () => {
  expect([quantity('1250.500', 'en'), quantity('1250.5', 'de'), quantity('3.00', 'en')]).toEqual([
    '1,250.5',
    '1.250,5',
    '3',
  ]);
  expect([
    unitPrice('12.5', 'EUR', 'en'),
    unitPrice('0.0125', 'EUR', 'de'),
    unitPrice('1500', 'JPY', 'en'),
    unitPrice('1500', 'KWD', 'en'),
  ]).toEqual(['12.50', '0,0125', '1,500', '1,500.000']);
  expect([percent(190_000, 'en'), plain(percent(55_000, 'de')), percent(0, 'en')]).toEqual([
    '19%',
    '5,5 %',
    '0%',
  ]);
});

test('percent, labels and units follow the language', () => {
  expect(inAll((language) => percent(55_000, language))).toEqual([
    '5.5%',
    '5,5 %',
    '5,5 %',
    '5,5 %',
    '5,5%',
    '5,5%',
  ]);
  expect(inAll((language) => labelled('A', 'b', language))).toEqual([
    'A: b',
    'A: b',
    'A : b',
    'A: b',
    'A: b',
    'A: b',
  ]);
  const days = (quantity_: string) =>
    inAll((language) => measured({ quantity: quantity_, unit: 'DAY' }, language));
  expect(days('1.0')).toEqual(['1 day', '1 Tag', '1 jour', '1 día', '1 giorno', '1 dag']);
  expect(days('1.5')).toEqual(['1.5 days', '1,5 Tage', '1,5 jour', '1,5 días', '1,5 giorni', '1,5 dagen']);
  expect(days('2')).toEqual(['2 days', '2 Tage', '2 jours', '2 días', '2 giorni', '2 dagen']);
});

test('days and addresses follow the language and the country', () => {
  expect([plain(day('2026-03-01', 'en')), day('2026-03-01', 'de')]).toEqual(['1 March 2026', '01.03.2026']);
  expect(inAll((language) => day('2026-03-01', language))).toEqual([
    '1 March 2026',
    '01.03.2026',
    '01/03/2026',
    '01/03/2026',
    '01/03/2026',
    '01-03-2026',
  ]);
  const address = { line1: '1 High Street', postalCode: 'SW1A 1AA', city: 'London', country: 'GB' };
  expect(addressLines(address, 'de', 'DE')).toEqual([
    '1 High Street',
    'London',
    'SW1A 1AA',
    'Vereinigtes Königreich',
  ]);
  expect(inAll((language) => addressLines(address, language, 'DE').at(-1)!)).toEqual([
    'United Kingdom',
    'Vereinigtes Königreich',
    'Royaume-Uni',
    'Reino Unido',
    'Regno Unito',
    'Verenigd Koninkrijk',
  ]);
  expect(addressLines(address, 'en', 'GB')).toEqual(['1 High Street', 'London', 'SW1A 1AA']);
});

describe('the EPC code', () => {
  const transfer = {
    name: 'Nordlicht Handels GmbH',
    iban: 'DE89370400440532013000',
    bic: 'COBADEFFXXX',
    amount: { minor: 83_768, currency: 'EUR' },
    reference: 'RF66INV2026000117',
  };

  test('carries the structured reference in the line of version 002', () => {
    expect(epcText(transfer)).toBe(
      'BCD|002|1|SCT|COBADEFFXXX|Nordlicht Handels GmbH|DE89370400440532013000|EUR837.68||RF66INV2026000117'
        .split('|')
        .join('\n'),
    );
  });
  test.each([
    [{ minor: 1, currency: 'USD' }],
    [{ minor: 0, currency: 'EUR' }],
    [{ minor: 100_000_000_000, currency: 'EUR' }],
  ])('is not made for %o', (sum) => expect(epcText({ ...transfer, amount: sum })).toBeUndefined());
  test('cuts a name at 70 characters and no character in two', () =>
    expect(epcText({ ...transfer, name: '😀'.repeat(90) })!.split('\n')[5]).toBe('😀'.repeat(70)));
  test('becomes an SVG whose label cannot break out', () => {
    const svg = svgOf('x', '"><script>');
    expect(svg).toContain('aria-label="&quot;>&lt;script>"');
    expect(svg).toMatch(/viewBox="0 0 29 29".*<path fill="#000" d="M4 4h7v1h-7z/);
  });
});

test('a unit that EN 16931 does not list is mutually defined', () =>
  expect(['C62', 'XPK', 'KGM', 'ZZZ', 'X'].map(unitCode)).toEqual(['C62', 'XPK', 'KGM', 'ZZ', 'ZZ']));
