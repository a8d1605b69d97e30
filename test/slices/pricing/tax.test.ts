/** Rates of every member state on days around their changes, and what the engine refuses. */
import { describe, expect, test } from 'vitest';
import { EU, RATES } from '../../../shared/pricing/tax/rates.ts';
import { oneScope, rateOf, treatmentOf } from '../../../shared/pricing/tax/rules.ts';

test('every member state has a standard rate of 15 % at least (Article 97), and each row its source', () => {
  expect(EU.size).toBe(27);
  for (const country of EU)
    expect([country, rateOf(country, 'standard', '2026-11-25')!.ratePpm >= 150_000]).toEqual([country, true]);
  // Denmark alone has no reduced rate.
  expect([...EU].filter((country) => !rateOf(country, 'reduced', '2026-11-25'))).toEqual(['DK']);
  expect(RATES.filter(({ source, from }) => source.length < 6 || !/^\d{4}-\d\d-\d\d$/.test(from))).toEqual(
    [],
  );
  const keys = RATES.map(({ country, taxClass, from }) => `${country} ${taxClass} ${from}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  ['EE', 'standard', '2025-06-30', 220_000],
  ['EE', 'standard', '2025-07-01', 240_000],
  ['FI', 'standard', '2024-08-31', 240_000],
  ['FI', 'standard', '2024-09-01', 255_000],
  ['FI', 'reduced', '2026-01-01', 135_000],
  ['RO', 'standard', '2025-07-31', 190_000],
  ['RO', 'standard', '2025-08-01', 210_000],
  ['SK', 'standard', '2025-01-01', 230_000],
  ['LT', 'reduced', '2026-01-01', 120_000],
  ['LU', 'standard', '2023-06-01', 160_000],
  ['HU', 'standard', '2026-01-01', 270_000],
  ['FR', 'reduced2', '2026-01-01', 100_000],
] as const)('%s %s on %s', (seller, taxClass, on, ratePpm) => {
  expect(treatmentOf(taxClass, { seller, buyer: seller, on })).toMatchObject({
    ok: true,
    value: { category: 'S', ratePpm },
  });
});

describe('the engine', () => {
  const on = '2026-06-01';
  const exemption = { reason: 'Certificate 7', reasonCode: 'VATEX-EU-151' };
  test.each([
    [
      'a service for a business of the Union',
      'standard',
      { seller: 'DE', buyer: 'FR', buyerVatId: 'FR40303265045' },
      'services',
      'AE',
    ],
    [
      'a service for a Greek business, whose number says EL',
      'standard',
      { seller: 'GR', buyer: 'DE', buyerVatId: 'EL123456789' },
      'services',
      'S',
    ],
    [
      'a service for a business outside',
      'standard',
      { seller: 'DE', buyer: 'CH', buyerIsBusiness: true },
      'services',
      'O',
    ],
    ['a service for a consumer outside', 'standard', { seller: 'DE', buyer: 'CH' }, 'services', 'S'],
    ['goods that leave', 'reduced', { seller: 'DE', buyer: 'CH' }, 'goods', 'G'],
    [
      'reverse charge at home',
      'reverse_charge',
      { seller: 'DE', buyer: 'DE', buyerVatId: 'DE136695976' },
      'goods',
      'AE',
    ],
    ['damages', 'out_of_scope', { seller: 'DE', buyer: 'DE' }, 'goods', 'O'],
    ['with a certificate', 'reduced', { seller: 'DE', buyer: 'DE', exemption }, 'goods', 'E'],
    [
      'a certificate changes nothing abroad',
      'standard',
      { seller: 'DE', buyer: 'FR', buyerVatId: 'FR40303265045', exemption },
      'goods',
      'K',
    ],
  ] as const)('%s', (_, taxClass, parties, supply, category) => {
    expect(treatmentOf(taxClass, { ...parties, on }, supply)).toMatchObject({
      ok: true,
      value: { category },
    });
  });

  test.each([
    [
      'reverse charge without a VAT id',
      'reverse_charge',
      { seller: 'DE', buyer: 'DE' },
      'tax.vat_id_required',
    ],
    [
      'a consumer under OSS',
      'standard',
      { seller: 'DE', buyer: 'FR', distanceSales: 'oss' },
      'tax.oss_unsupported',
    ],
    ['a seller whose rates are not kept', 'standard', { seller: 'NO', buyer: 'NO' }, 'tax.rate_unknown'],
    ['a class that the country does not have', 'reduced', { seller: 'DK', buyer: 'DK' }, 'tax.rate_unknown'],
  ] as const)('refuses %s', (_, taxClass, parties, code) => {
    expect(treatmentOf(taxClass, { ...parties, on })).toMatchObject({ ok: false, code });
  });

  test('has no document for what is in VAT’s scope and what is not', () => {
    const [inside, outside] = [
      { category: 'S', ratePpm: 190_000 },
      { category: 'O', ratePpm: 0 },
    ] as const;
    expect(oneScope([inside, outside])).toMatchObject({ ok: false, code: 'tax.mixed_scope' });
    expect([oneScope([inside, inside]).ok, oneScope([outside, outside]).ok]).toEqual([true, true]);
  });
});
