/** Tax that is computed without the discount for early payment (rules §3.4, mode c). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainedTotals } from '../../../shared/pricing/explain.ts';
import { parted, printedPart, type Part } from '../../../shared/pricing/parting.ts';
import type { LineInput, TaxTreatment } from '../../../shared/pricing/price.ts';
import { price, type Priced } from '../../../shared/pricing/rules.ts';
import { UNTAXED_REASON } from '../../../shared/pricing/untaxed.ts';

const TAX: Readonly<Record<string, TaxTreatment>> = {
  standard: { category: 'S', ratePpm: 210_000 },
  reduced: { category: 'S', ratePpm: 60_000 },
  exempt: { category: 'E', ratePpm: 0, reasonCode: 'VATEX-EU-132', reason: 'Tuition' },
  reverse_charge: { category: 'AE', ratePpm: 0 },
};
type Drawn = Partial<LineInput>;
const priced = (
  inputs: readonly Drawn[],
  percentPpm = 20_000,
  discounts?: LineInput['discounts'],
): Priced => {
  const lines = inputs.map((input) => ({
    sku: 'A',
    description: 'Tea',
    quantity: '1',
    unit: 'KGM',
    unitPrice: '1.00',
    taxClass: 'standard' as const,
    ...input,
  }));
  const made = price(lines, 'EUR', ({ taxClass }) => ({ ok: true, value: TAX[taxClass]! }), {
    discounts,
    untaxedPpm: percentPpm,
  });
  if (!made.ok) throw new Error(made.detail);
  return made.value;
};

describe('the discount that bears no tax', () => {
  test('1,000.00 at 21 % and 2 %: tax on 980.00 is 205.80, all of it 1,205.80', () => {
    expect(priced([{ unitPrice: '1000' }]).totals).toEqual({
      netMinor: 100_000,
      taxMinor: 20_580,
      grossMinor: 120_580,
      taxes: [
        { category: 'S', ratePpm: 210_000, baseMinor: 98_000, taxMinor: 20_580 },
        { category: 'E', ratePpm: 0, baseMinor: 2_000, taxMinor: 0, reason: UNTAXED_REASON },
      ],
      untaxed: [{ category: 'S', ratePpm: 210_000, minor: 2_000 }],
    });
  });
  test('is explained to whoever asks for a quote', () => {
    expect(explainedTotals(priced([{ unitPrice: '1000' }]).totals, 'EUR')).toEqual([
      'early-payment discount: 20.00 EUR of S 21 % bears no tax',
      'VAT S 21 % of 980.00 EUR = 205.80 EUR',
      'VAT E 0 % of 20.00 EUR = 0.00 EUR',
      'net 1000.00 EUR + VAT 205.80 EUR = 1205.80 EUR',
    ]);
  });
  test('is taken out of each rate, after the discounts of the document', () => {
    const { totals } = priced([{ unitPrice: '100' }, { unitPrice: '50', taxClass: 'reduced' }], 20_000, [
      { reason: 'Loyal', percent: '10' },
    ]);
    expect(totals.untaxed).toEqual([
      { category: 'S', ratePpm: 210_000, minor: 180 },
      { category: 'S', ratePpm: 60_000, minor: 90 },
    ]);
    expect(totals.netMinor).toBe(13_500);
  });
  test('joins what is exempt anyway in one group (BR-E-1), and leaves what bears no tax where it is', () => {
    const { totals } = priced([{ unitPrice: '100' }, { unitPrice: '50', taxClass: 'exempt' }]);
    expect(totals.taxes[1]).toEqual({
      category: 'E',
      ratePpm: 0,
      baseMinor: 5_200,
      taxMinor: 0,
      reason: `Tuition; ${UNTAXED_REASON}`,
    });
    const abroad = priced([{ unitPrice: '100', taxClass: 'reverse_charge' }]).totals;
    expect(abroad).not.toHaveProperty('untaxed');
    expect(abroad.taxes).toEqual([{ category: 'AE', ratePpm: 0, baseMinor: 10_000, taxMinor: 0 }]);
  });
});

test('a part has its part of it: of 20 cents on 10.00 three deliveries of a third have 7, 6 and 7', () => {
  const whole = { ...priced([{ unitPrice: '10' }]), currency: 'EUR' };
  const before: Part[] = [];
  const had = [333, 333, 334].map((netMinor) => {
    const taken = parted(whole, before, [{ line: '1', netMinor }]);
    if (!taken.ok) throw new Error(taken.detail);
    const { lines: own, taxes, totals } = taken.value;
    before.push({ lines: own, taxes });
    return [totals.untaxed?.[0]?.minor, totals.taxMinor];
  });
  expect(had).toEqual([
    [7, 68],
    [6, 69],
    [7, 69],
  ]);
});

const lines = fc.array(
  fc.record({
    quantity: fc.constantFrom('1', '3', '7', '2.5'),
    unitPrice: fc.constantFrom('10.10', '0.33', '99.99', '1234.5'),
    taxClass: fc.constantFrom('standard', 'reduced', 'exempt', 'reverse_charge'),
  }),
  { minLength: 1, maxLength: 5 },
) satisfies fc.Arbitrary<Drawn[]>;

test('property: the net is what it is without, each group is its lines less its part, and the exempt one has all parts', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 1_000_000 }), (inputs, percentPpm) => {
      const [without, { totals }] = [priced(inputs, 0).totals, priced(inputs, percentPpm)];
      const { netMinor, taxMinor, grossMinor, taxes, untaxed = [] } = totals;
      expect(netMinor).toBe(without.netMinor);
      expect(grossMinor).toBe(netMinor + taxMinor);
      expect(taxMinor).toBeLessThanOrEqual(without.taxMinor);
      const all = untaxed.reduce((sum, { minor }) => sum + minor, 0);
      for (const group of taxes) {
        const same = (one: { category: string; ratePpm: number }) =>
          one.category === group.category && one.ratePpm === group.ratePpm;
        const own = without.taxes.find(same)?.baseMinor ?? 0;
        expect(group.baseMinor).toBe(
          group.category === 'E' ? own + all : own - (untaxed.find(same)?.minor ?? 0),
        );
      }
    }),
  );
});

test('property: parts in whatever pieces come to the whole, by group, tax and untaxed part; and print as they were taken', () => {
  const pieces = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 100 })), { maxLength: 6 });
  fc.assert(
    fc.property(lines, pieces, (inputs, wanted) => {
      const whole = { ...priced(inputs), currency: 'EUR' };
      const before: Part[] = [];
      const untaxed = new Map<string, number>();
      for (const piece of [...wanted, undefined]) {
        const line = piece && whole.lines[piece[0] % whole.lines.length]!;
        const taken = parted(
          whole,
          before,
          line && [{ line: line.id, netMinor: Math.max(1, Math.floor((line.netMinor * piece[1]) / 100)) }],
        );
        if (!taken.ok) {
          expect(['pricing.part_too_large', 'pricing.nothing_left']).toContain(taken.code);
          continue;
        }
        const { totals, taxes, lines: own } = taken.value;
        expect(taxes.every(({ baseMinor, taxMinor }) => baseMinor >= 0 && taxMinor >= 0)).toBe(true);
        expect(printedPart(whole, { lines: own, taxes }).totals).toEqual(totals);
        for (const { ratePpm, minor } of totals.untaxed ?? [])
          untaxed.set(String(ratePpm), (untaxed.get(String(ratePpm)) ?? 0) + minor);
        before.push({ lines: own, taxes });
      }
      for (const { category, ratePpm, baseMinor, taxMinor } of whole.totals.taxes) {
        const same = before
          .flatMap(({ taxes }) => taxes)
          .filter((one) => one.category === category && one.ratePpm === ratePpm);
        expect(same.reduce((sum, one) => sum + one.baseMinor, 0)).toBe(baseMinor);
        expect(same.reduce((sum, one) => sum + one.taxMinor, 0)).toBe(taxMinor);
      }
      for (const { ratePpm, minor } of whole.totals.untaxed ?? [])
        expect(untaxed.get(String(ratePpm))).toBe(minor);
    }),
    { numRuns: 500 },
  );
});
