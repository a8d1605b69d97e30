import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corrected, debited, remindedAs, type Basket } from '../../../shared/corrections/following.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { price, type Settled, type Terms } from '../../../shared/pricing/rules.ts';
import type { TaxTreatment } from '../../../shared/pricing/price.ts';
import { anInvoice } from '../../support/drawn.ts';

const RATES: Record<string, number> = { standard: 190_000, reduced: 70_000 };
const taxed = ({ taxClass }: { taxClass: string }): { ok: true; value: TaxTreatment } => ({
  ok: true,
  value: { category: 'S', ratePpm: RATES[taxClass]! },
});
const abroad = () => ({
  ok: true as const,
  value: { category: 'K', ratePpm: 0, reason: 'x' } as TaxTreatment,
});
const line = (over: Partial<Settled> = {}): Settled => ({
  sku: 'A',
  description: 'Tea',
  quantity: '4',
  unit: 'C62',
  unitPrice: '10.00',
  taxClass: 'standard',
  ...over,
});
const invoiced = (lines: readonly Settled[], terms: Terms = {}): Snapshot => {
  const priced = price(lines, 'EUR', taxed, terms);
  if (!priced.ok) throw new Error(priced.detail);
  return { ...priced.value, currency: 'EUR', buyer: {} } as unknown as Snapshot;
};
const must = (result: Result<Basket>): Basket => {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};

test('a line’s discount keeps its part of the line, the document’s its part of the tax group; lines keep their numbers', () => {
  const invoice = invoiced(
    [
      line({ discounts: [{ reason: 'Loyal', percent: '10' }] }),
      line({ unitPrice: '5.00' }),
      line({ unitPrice: '2.50', taxClass: 'reduced' }),
    ],
    { discounts: [{ reason: 'Spring', amount: '6.60' }] },
  );
  // Lines 36.00, 20.00, 10.00; of 6.60 the groups had 5.60 and 1.00.
  expect(invoice.totals.allowances!.map(({ minor }) => minor)).toEqual([560, 100]);
  const { lines, totals } = must(
    corrected(invoice, {
      lines: [
        { line: '1', quantity: '2' },
        { line: '2', remove: true },
      ],
    }),
  );
  expect(lines.map(({ id, netMinor, allowances }) => [id, netMinor, allowances?.[0]?.minor])).toEqual([
    ['1', 1_800, 200],
    ['3', 1_000, undefined],
  ]);
  expect(totals.allowances!.map(({ minor }) => minor)).toEqual([180, 100]);
  expect(totals).toMatchObject({ netMinor: 2_520, taxMinor: 308 + 63, grossMinor: 2_891 });
});

test('where taxes are decided anew, what was one group may be two, and its discount is spread over them', () => {
  const invoice = invoiced([line(), line({ unitPrice: '20.00' })], {
    discounts: [{ reason: 'A', percent: '10' }],
  });
  const apart = (what: { taxClass: string }) => (what === invoice.lines[0] ? abroad() : taxed(what));
  const { totals } = must(
    corrected(invoice, {}, { customer: { emails: ['x'] } as never, eInvoice: undefined, tax: apart }),
  );
  expect(totals.allowances!.map(({ category, minor }) => [category, minor])).toEqual([
    ['K', 400],
    ['S', 800],
  ]);
  expect(totals.taxes.map(({ category, baseMinor, taxMinor }) => [category, baseMinor, taxMinor])).toEqual([
    ['K', 3_600, 0],
    ['S', 7_200, 1_368],
  ]);
});

const drawn = fc.record({
  quantity: fc.constantFrom('1', '3', '0.75', '12'),
  unitPrice: fc.constantFrom('0.01', '9.99', '33.333', '1250'),
  taxClass: fc.constantFrom('standard' as const, 'reduced' as const),
});
const changes = fc.array(
  fc.record({
    at: fc.nat(3),
    quantity: fc.option(fc.constantFrom('1', '2.5', '7'), { nil: undefined }),
    unitPrice: fc.option(fc.constantFrom('0', '3.10', '99.999'), { nil: undefined }),
    remove: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

test('property: whatever is changed, nets, discounts and taxes add up, nothing is negative, and what is not named stays', () => {
  fc.assert(
    fc.property(
      fc.array(drawn, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('0', '7.5', '100'),
      changes,
      (inputs, percent, wanted) => {
        const invoice = invoiced(
          inputs.map((one) => line({ ...one, discounts: [{ reason: 'L', percent: '3' }] })),
          { discounts: [{ reason: 'D', percent }] },
        );
        const named = new Map(wanted.map((one) => [String((one.at % inputs.length) + 1), one]));
        const asked = [...named].map(([id, { remove, quantity, unitPrice }]) =>
          remove ? { line: id, remove: true as const } : { line: id, quantity, unitPrice },
        );
        const result = corrected(invoice, { lines: asked });
        if (!result.ok) {
          expect(['corrections.no_lines', 'corrections.nothing_changed']).toContain(result.code);
          return;
        }
        const { lines, totals } = result.value;
        const { netMinor, taxMinor, grossMinor, taxes, allowances = [] } = totals;
        const sum = (all: readonly { minor: number }[]) => all.reduce((total, { minor }) => total + minor, 0);
        expect(lines.reduce((total, one) => total + one.netMinor, 0) - sum(allowances)).toBe(netMinor);
        expect(netMinor + taxMinor).toBe(grossMinor);
        expect(taxes.every(({ baseMinor, taxMinor: tax }) => baseMinor >= 0 && tax >= 0)).toBe(true);
        for (const was of invoice.lines)
          if (!named.has(was.id)) expect(lines.find(({ id }) => id === was.id)).toEqual(was);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('a debit note has the price, the discount and the tax of its line', () => {
  const invoice = invoiced([
    line({ discounts: [{ reason: 'Loyal', percent: '10' }] }),
    line({ taxClass: 'reduced' }),
  ]);
  const { lines, totals } = must(
    debited(invoice, [
      { line: '1', quantity: '2' },
      { line: '2', netMinor: 99 },
    ]),
  );
  expect(lines.map(({ id, quantity, netMinor }) => [id, quantity, netMinor])).toEqual([
    ['1', '2', 1_800],
    ['2', '1', 99],
  ]);
  expect(totals.taxes.map(({ ratePpm, taxMinor }) => [ratePpm, taxMinor])).toEqual([
    [190_000, 342],
    [70_000, 7],
  ]);
});

test('reminders go on where the wrong invoice stood, and never on the day on which the right one comes', () => {
  const fresh = anInvoice(2, 100, { issuedOn: '2026-02-20' });
  const before = (over: object) => anInvoice(1, 100, { reminded: 2, ...over });
  expect(remindedAs(fresh, before({ remindOn: '2026-03-01' }))).toMatchObject({
    reminded: 2,
    remindOn: '2026-03-01',
  });
  expect(remindedAs(fresh, before({ remindOn: '2026-02-01' }))).toMatchObject({ remindOn: '2026-02-21' });
  expect(remindedAs(fresh, before({ remindOn: undefined }))).not.toHaveProperty('remindOn');
});
