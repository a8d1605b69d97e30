import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CreditedLine } from '../../../shared/invoices/credit-note.ts';
import { crediting, type Crediting } from '../../../shared/invoices/crediting.ts';
import { price } from '../../../shared/pricing/rules.ts';
import type { LineInput } from '../../../shared/pricing/price.ts';

const RATES: Record<string, number> = { standard: 190_000, reduced: 70_000 };
const invoiced = (inputs: readonly Partial<LineInput>[]) => {
  const lines = inputs.map((input) => ({
    sku: 'A',
    description: 'Tea',
    quantity: '1',
    unit: 'KGM',
    unitPrice: '1.00',
    taxClass: 'standard' as const,
    ...input,
  }));
  const priced = price(lines, 'EUR', ({ taxClass }) => ({
    ok: true,
    value: { category: 'S', ratePpm: RATES[taxClass]! },
  }));
  if (!priced.ok) throw new Error(priced.detail);
  return { ...priced.value, currency: 'EUR' };
};
const must = (result: ReturnType<typeof crediting>): Crediting => {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};

describe('what a credit note takes back', () => {
  const invoice = invoiced([
    { quantity: '3', unitPrice: '10.10' },
    { quantity: '2', unitPrice: '0.50', taxClass: 'reduced' },
  ]);

  test('all of an invoice is the invoice', () => {
    const { printed, totals } = must(crediting(invoice, [], undefined));
    expect(totals).toEqual(invoice.totals);
    expect(printed.map(({ quantity, netMinor }) => [quantity, netMinor])).toEqual([
      ['3', 3030],
      ['2', 100],
    ]);
  });

  test('a part by quantity has its price, a part by amount is one piece at that price', () => {
    const { printed, totals } = must(
      crediting(
        invoice,
        [],
        [
          { line: '1', quantity: '2' },
          { line: '2', netMinor: 30 },
        ],
      ),
    );
    expect(
      printed.map(({ quantity, unit, unitPrice, netMinor }) => [quantity, unit, unitPrice, netMinor]),
    ).toEqual([
      ['2', 'KGM', '10.10', 2020],
      ['1', 'C62', '0.30', 30],
    ]);
    expect([totals.netMinor, totals.taxMinor, totals.grossMinor]).toEqual([2050, 384 + 2, 2436]);
  });

  test.each<[string, CreditedLine[], string, string]>([
    ['a line that is not there', [{ line: '9', quantity: '1' }], 'invoices.line_unknown', '/lines/0/line'],
    ['more pieces', [{ line: '1', quantity: '3.01' }], 'invoices.credited_too_much', '/lines/0'],
    ['more money', [{ line: '1', netMinor: 3031 }], 'invoices.credited_too_much', '/lines/0'],
    [
      'twice in one',
      [
        { line: '1', netMinor: 3000 },
        { line: '1', netMinor: 31 },
      ],
      'invoices.credited_too_much',
      '/lines/1',
    ],
  ])('%s is refused', (_, lines, code, pointer) => {
    const refused = crediting(invoice, [], lines);
    expect(refused).toMatchObject({ ok: false, code, errors: [{ pointer }] });
  });

  test('what is credited to the last cent cannot be credited again', () => {
    const whole = must(crediting(invoice, [], undefined));
    expect(crediting(invoice, [whole], undefined)).toMatchObject({ code: 'invoices.nothing_left' });
    expect(crediting(invoice, [whole], [{ line: '1', netMinor: 1 }])).toMatchObject({
      code: 'invoices.credited_too_much',
    });
  });
});

test('property: parts in any order, then the rest, are the invoice in every line and every cent of tax', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 900 }).map((n) => (n / 10).toFixed(1)),
    unitPrice: fc.integer({ min: 1, max: 99_999 }).map((n) => (n / 1000).toFixed(3)),
    taxClass: fc.constantFrom('standard' as const, 'reduced' as const),
  });
  const part = fc.record({
    line: fc.integer({ min: 1, max: 4 }),
    tenth: fc.integer({ min: 1, max: 900 }),
    byAmount: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.array(part, { maxLength: 6 }),
      (inputs, parts) => {
        const invoice = invoiced(inputs);
        const before: Crediting[] = [];
        for (const { line: number, tenth, byAmount } of parts) {
          const wanted: CreditedLine = byAmount
            ? { line: String(number), netMinor: tenth }
            : { line: String(number), quantity: (tenth / 10).toFixed(1) };
          const one = crediting(invoice, before, [wanted]);
          if (one.ok) before.push(one.value);
        }
        const rest = crediting(invoice, before, undefined);
        if (rest.ok) before.push(rest.value);
        for (const { totals } of before) {
          expect(totals.netMinor + totals.taxMinor).toBe(totals.grossMinor);
          expect(totals.taxes.every(({ baseMinor, taxMinor }) => baseMinor > 0 && taxMinor >= 0)).toBe(true);
        }
        const sum = (pick: (each: Crediting) => number) =>
          before.reduce((total, each) => total + pick(each), 0);
        expect(sum(({ totals }) => totals.netMinor)).toBe(invoice.totals.netMinor);
        expect(sum(({ totals }) => totals.taxMinor)).toBe(invoice.totals.taxMinor);
      },
    ),
    { numRuns: 400 },
  );
});
