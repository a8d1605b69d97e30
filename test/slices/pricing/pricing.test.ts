import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rounded } from '../../../shared/kernel/decimal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { price, totalsOf, type Settled } from '../../../shared/pricing/rules.ts';
import { LineInput, type PricedLine, type TaxTreatment } from '../../../shared/pricing/price.ts';
import { treatmentOf } from '../../../shared/pricing/tax/rules.ts';

const line = (over: Partial<LineInput>): Settled =>
  LineInput.parse({ sku: 'A', description: 'a thing', quantity: '1', unitPrice: '1', ...over }) as Settled;
const at = (ratePpm: number) => () => ok<TaxTreatment>({ category: 'S', ratePpm });
const priced = (lines: Settled[], ratePpm: number, currency = 'EUR') => {
  const result = price(lines, currency, at(ratePpm));
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

describe('totals', () => {
  test('tax is rounded once per group, not per line: 3 × 10.10 at 15 % is 4.55', () => {
    const { totals } = priced(
      [line({ unitPrice: '10.10' }), line({ unitPrice: '10.10' }), line({ unitPrice: '10.10' })],
      150_000,
    );
    expect(totals).toMatchObject({ netMinor: 3030, taxMinor: 455, grossMinor: 3485 });
  });

  test('decimal quantities and prices of six decimals round once per line', () => {
    expect(priced([line({ quantity: '2.5', unitPrice: '0.333333' })], 0).totals.netMinor).toBe(83);
    expect(priced([line({ quantity: '3', unitPrice: '33.335' })], 0).totals.netMinor).toBe(10_001);
    expect(priced([line({ quantity: '1', unitPrice: '149.5' })], 0, 'JPY').totals.netMinor).toBe(150);
  });

  test('an amount beyond what can be invoiced is refused with its line', () => {
    const result = price(
      [line({}), line({ quantity: '999999999999', unitPrice: '999999999999' })],
      'EUR',
      at(0),
    );
    expect(result).toMatchObject({ ok: false, code: 'pricing.too_large', errors: [{ pointer: '/lines/1' }] });
  });

  test('group by group, for any basket: sums fit, and each tax is its base times its rate rounded half away from zero', () => {
    const rates = fc.constantFrom(190_000, 70_000, 0, 55_000);
    const lines = fc.array(
      fc.record({ netMinor: fc.integer({ min: -10_000_000, max: 10_000_000 }), ratePpm: rates }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(lines, (drawn) => {
        const totals = totalsOf(
          drawn.map(
            ({ netMinor, ratePpm }, index) =>
              ({
                sku: 'A',
                description: 'a thing',
                quantity: '1',
                unit: 'C62',
                unitPrice: '1',
                id: String(index),
                taxClass: 'standard',
                tax: { category: 'S', ratePpm },
                netMinor,
              }) satisfies PricedLine,
          ),
          'EUR',
        );
        const groups = totals.taxes.every(
          ({ baseMinor, ratePpm, taxMinor }) =>
            baseMinor ===
              drawn.filter((one) => one.ratePpm === ratePpm).reduce((a, one) => a + one.netMinor, 0) &&
            BigInt(taxMinor) === rounded(BigInt(baseMinor) * BigInt(ratePpm), 1_000_000n),
        );
        return (
          groups &&
          totals.grossMinor === totals.netMinor + totals.taxMinor &&
          totals.netMinor === drawn.reduce((a, one) => a + one.netMinor, 0)
        );
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('tax', () => {
  const parties = { seller: 'DE', on: '2026-06-01' };
  test.each([
    ['at home', 'standard', { buyer: 'DE' }, { category: 'S', ratePpm: 190_000 }],
    ['at home, reduced', 'reduced', { buyer: 'DE' }, { category: 'S', ratePpm: 70_000 }],
    ['a consumer elsewhere in the Union', 'standard', { buyer: 'NL' }, { category: 'S', ratePpm: 190_000 }],
    [
      'a business elsewhere in the Union',
      'standard',
      { buyer: 'NL', buyerVatId: 'NL123456789B01' },
      { category: 'K', ratePpm: 0, reasonCode: 'VATEX-EU-IC' },
    ],
    [
      'outside of the Union',
      'standard',
      { buyer: 'CH' },
      { category: 'G', ratePpm: 0, reasonCode: 'VATEX-EU-G' },
    ],
    ['zero rated', 'zero', { buyer: 'DE' }, { category: 'Z', ratePpm: 0 }],
    ['exempt', 'exempt', { buyer: 'DE' }, { category: 'E', ratePpm: 0, reasonCode: 'VATEX-EU-132' }],
  ] as const)('%s', (_, taxClass, buyer, wanted) => {
    expect(treatmentOf(taxClass, { ...parties, ...buyer })).toMatchObject({ ok: true, value: wanted });
  });

  test('rates are those of the day, and a day or country without a rate blocks instead of taxing at 0 %', () => {
    expect(treatmentOf('standard', { seller: 'DE', buyer: 'DE', on: '2020-10-01' })).toMatchObject({
      value: { ratePpm: 160_000 },
    });
    expect(treatmentOf('standard', { seller: 'DE', buyer: 'DE', on: '2021-01-01' })).toMatchObject({
      value: { ratePpm: 190_000 },
    });
    expect(treatmentOf('standard', { seller: 'DE', buyer: 'DE', on: '1999-01-01' })).toMatchObject({
      ok: false,
      code: 'tax.rate_unknown',
    });
    expect(treatmentOf('standard', { seller: 'BR', buyer: 'BR', on: '2026-01-01' })).toMatchObject({
      ok: false,
      code: 'tax.rate_unknown',
    });
  });
});
