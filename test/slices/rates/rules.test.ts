import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RateDay } from '../../../shared/rates/rate.ts';
import { converted, latestOf, saidBy } from '../../../shared/rates/rules.ts';

const rate = (base: string, quote: string, said: string) =>
  ({ base, quote, rate: said, day: '2026-04-01', source: 'ECB', version: 1 }) as const;

describe('an amount by a rate', () => {
  test.each([
    [10_000, 'USD', rate('EUR', 'USD', '1.25'), 8_000],
    [10_000, 'EUR', rate('EUR', 'USD', '1.25'), 12_500],
    [1_000, 'USD', rate('EUR', 'USD', '1.0876'), 919],
    [-1_000, 'USD', rate('EUR', 'USD', '1.0876'), -919],
    [1_000, 'JPY', rate('EUR', 'JPY', '160.5'), 623],
    [623, 'EUR', rate('EUR', 'JPY', '160.5'), 1_000],
    [1_000, 'KWD', rate('EUR', 'KWD', '0.33'), 303],
    [1, 'EUR', rate('EUR', 'USD', '0.5'), 1],
  ])('%d %s is rounded once, half away from zero', (minor, currency, by, expected) => {
    expect(converted(minor, currency, by)).toBe(expected);
  });
  test('there and back is the amount, as far as the coarser currency goes', () => {
    const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    fc.assert(
      fc.property(amount, fc.integer({ min: 1_000_000, max: 3_000_000 }), (minor, millionths) => {
        const by = rate('EUR', 'USD', (millionths / 1_000_000).toFixed(6));
        expect(Math.abs(converted(converted(minor, 'EUR', by), 'USD', by) - minor)).toBeLessThanOrEqual(1);
      }),
    );
  });
  test('a rate says nothing of a third currency', () => {
    expect(() => converted(1, 'GBP', rate('EUR', 'USD', '1'))).toThrow('says nothing of GBP');
  });
});

test('the latest day that has the pair is taken', () => {
  const day = (on: string, rates: Record<string, string>): RateDay => ({
    base: 'EUR',
    day: on,
    version: 2,
    rates: Object.fromEntries(
      Object.entries(rates).map(([quote, said]) => [quote, { rate: said, source: 'ECB', version: 1 }]),
    ),
    at: '2026-04-02T00:00:00Z',
    by: 'x',
  });
  const days = [day('2026-04-01', { USD: '1.1', GBP: '0.8' }), day('2026-04-02', { USD: '1.2' })];
  expect(latestOf(days, 'USD')).toEqual({
    base: 'EUR',
    quote: 'USD',
    day: '2026-04-02',
    rate: '1.2',
    source: 'ECB',
    version: 1,
  });
  expect(latestOf(days, 'GBP')).toMatchObject({ day: '2026-04-01', rate: '0.8' });
  expect(latestOf(days, 'JPY')).toBeUndefined();
});

describe('files of the ECB', () => {
  const xml = (inner: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="urn:g"><Cube>${inner}</Cube></gesmes:Envelope>`;
  test.each([
    [
      'of one day',
      'Date, USD, JPY, \n25 November 2026, 1.0552, 163.07, \n',
      [['2026-11-25', { USD: '1.0552', JPY: '163.07' }]],
    ],
    [
      'of many days, with currencies that are gone',
      'Date,USD,CYP,SIT\r\n2026-11-25,1.05,N/A,\r\n2026-11-24,1.06,0.58,239\r\n',
      [
        ['2026-11-25', { USD: '1.05' }],
        ['2026-11-24', { USD: '1.06' }],
      ],
    ],
    [
      'in XML',
      xml(
        "<Cube time='2026-11-25'><Cube currency='USD' rate='1.05'/><Cube currency='GBP' rate='0.83'/></Cube><Cube time=\"2026-11-24\"><Cube currency=\"USD\" rate=\"1.06\"/></Cube>",
      ),
      [
        ['2026-11-25', { USD: '1.05', GBP: '0.83' }],
        ['2026-11-24', { USD: '1.06' }],
      ],
    ],
  ])('%s', (_, content, days) => {
    const said = saidBy(content);
    expect(said.ok && said.value.map(({ day, rates }) => [day, rates])).toEqual(days);
  });
  test.each([
    ['no day', 'Date,USD\n2026-02-30,1.05\n'],
    ['no rate', 'Date,USD\n2026-02-28,one\n'],
    ['a rate of nothing', 'Date,USD\n2026-02-28,0.000\n'],
    ['no header', 'USD\n1'],
    ['nothing', ''],
    ['nothing in XML', xml('')],
    [
      'an entity',
      `<!DOCTYPE a [<!ENTITY b "c">]>${xml("<Cube time='2026-11-25'><Cube currency='USD' rate='1.05'/></Cube>")}`,
    ],
    ['too many days', `Date,USD\n${'2026-02-01,1.05\n'.repeat(401)}`],
  ])('with %s are refused', (_, content) => {
    expect(saidBy(content)).toMatchObject({ ok: false, code: 'rates.unreadable' });
  });
});
