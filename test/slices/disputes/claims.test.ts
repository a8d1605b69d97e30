/** Small claims that are credited at once: what proves one, and that no cap is passed, whatever comes side by side. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowed, plainOf, provenBy } from '../../../shared/disputes/claims.ts';
import type { AtOnceTally } from '../../../shared/disputes/proof.ts';
import type { AtOnceRules } from '../../../shared/disputes/policy.ts';
import { proofText } from '../../../shared/disputes/proofwords.ts';
import { putTally, spend } from '../../../shared/disputes/store.ts';
import { addDays, monthOf } from '../../../shared/kernel/dates.ts';
import { LANGUAGES } from '../methods/views.ts';

const CUSTOMER = `cus_${'0'.repeat(26)}` as const;
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const line = {
  id: '2',
  sku: 'A',
  description: 'Tea',
  unit: 'C62',
  quantity: '10',
  unitPrice: '12.00',
  taxClass: 'standard' as const,
  tax: { category: 'S' as const, ratePpm: 190_000 },
  netMinor: 12_000,
};
const agreed = { from: 'list', of: 'retail', unitPrice: '10.00' } as const;

test.each<[string, object, object, number | undefined]>([
  ['dearer than agreed', {}, {}, 2_000],
  ['of parts of a piece', { quantity: '0.333', netMinor: 400 }, {}, 67],
  ['of a hundred pieces each', { baseQuantity: '100', quantity: '1000' }, { baseQuantity: '100' }, 2_000],
  ['as agreed', { unitPrice: '10', netMinor: 10_000 }, {}, undefined],
  ['cheaper than agreed', { unitPrice: '9.99', netMinor: 9_990 }, {}, undefined],
  ['for another quantity than agreed', {}, { baseQuantity: '100' }, undefined],
  ['with a discount', { allowances: [{ reason: 'x', minor: 1 }], netMinor: 11_999 }, {}, undefined],
  ['priced by a list itself', { price: { source: 'list', list: 'x' } }, {}, undefined],
  ['dearer by less than a cent', { unitPrice: '10.0001', netMinor: 10_000 }, {}, undefined],
])('a line that is %s', (_, change, other, netMinor) => {
  const proof = provenBy({ ...line, ...change }, [{ ...agreed, ...other }], 'EUR');
  expect(proof?.[0].netMinor).toBe(netMinor);
});
test.each<[string, string[], string | undefined]>([
  ['of two prices that are both lower the dearer one counts', ['10.00', '11.00'], '11.00'],
  ['nothing is proven by a list where the order agreed on what was invoiced', ['12.00', '10.00'], undefined],
  ['nor where it agreed on more', ['10.00', '12.01'], undefined],
  ['nor where nothing was agreed', [], undefined],
])('%s', (_, prices, counts) => {
  const all = prices.map((unitPrice) => ({ ...agreed, unitPrice }));
  expect(provenBy(line, all, 'EUR')?.[0].agreed).toBe(counts);
});
test('where something was taken off the whole invoice no line is compared, whichever is named', () => {
  const lines = [line, { ...line, id: '3' }];
  const off = { reason: 'Fair', minor: 1_000, category: 'S' as const, ratePpm: 190_000 };
  expect(plainOf({ lines, totals: {} }, undefined)).toEqual(lines);
  expect(plainOf({ lines, totals: {} }, [{ line: '3' }])).toEqual([lines[1]]);
  for (const named of [undefined, [{ line: '3' }]])
    expect(plainOf({ lines, totals: { allowances: [off] } }, named)).toEqual([]);
});

const RULES: AtOnceRules = {
  most: 3,
  caps: [
    { reason: 'price', currency: 'EUR', perCaseMinor: 500, perCustomerMinor: 900, perMonthMinor: 2_000 },
  ],
};
const none: AtOnceTally = { customerId: CUSTOMER, version: 0, cases: [] };
const had = (...cases: [string, number][]): AtOnceTally => ({
  ...none,
  cases: cases.map(([on, minor]) => ({ on, minor, currency: 'EUR', reason: 'price' as const })),
});
test.each<[string, number, AtOnceTally, string]>([
  ['within all caps', 500, none, 'credited'],
  ['above the cap of a case', 501, none, 'aboveCap'],
  ['the last of what a customer may have', 400, had(['2026-02-01', 500]), 'credited'],
  ['more than a customer may have', 401, had(['2026-02-01', 500]), 'aboveCap'],
  ['in another month', 500, had(['2026-01-31', 900]), 'credited'],
  ['the fourth in ninety days', 1, had(['2025-11-12', 1], ['2025-12-01', 1], ['2026-01-01', 1]), 'tooOften'],
  [
    'with one of ninety days ago',
    1,
    had(['2025-11-11', 1], ['2025-12-01', 1], ['2026-01-01', 1]),
    'credited',
  ],
])('%s', (_, minor, tally, then) => {
  const may = allowed(RULES, 'price', eur(minor), { tally, on: '2026-02-09' });
  expect(typeof may === 'string' ? may : 'credited').toBe(then);
});
test('what a customer had under an id that was merged into it counts, and is counted once', () => {
  const old = { ...had(['2026-02-01', 500]), customerId: `cus_${'1'.repeat(26)}` as const };
  const on = '2026-02-09';
  expect(allowed(RULES, 'price', eur(401), { tally: none, merged: [old], on })).toBe('aboveCap');
  const first = allowed(RULES, 'price', eur(300), { tally: none, merged: [old], on });
  if (typeof first === 'string') throw new Error(first);
  expect(first.tally).toMatchObject({ customerId: CUSTOMER, version: 1, cases: [{ minor: 300 }] });
  const second = { tally: first.tally, merged: [old], on };
  expect(allowed(RULES, 'price', eur(101), second)).toBe('aboveCap');
  expect(allowed(RULES, 'price', eur(100), second)).toMatchObject({ tally: { version: 2 } });
  expect(allowed({ ...RULES, most: 2 }, 'price', eur(1), second)).toBe('tooOften');
});
test.each([
  ['quality', 'EUR'],
  ['price', 'USD'],
] as const)('what no rule names, %s in %s, waits for a person', (reason, currency) => {
  expect(allowed(RULES, reason, { minor: 1, currency }, { tally: none, on: '2026-02-09' })).toBe('noRule');
});

/** The table as far as these two writes go: both conditions hold, or nothing is written. */
const table = () => {
  const kept = new Map<string, AtOnceTally>();
  const months = new Map<string, number>();
  const commit = (tally: AtOnceTally, month: string, minor: number): boolean => {
    const put = putTally('acme', tally);
    const count = spend({ tenant: 'acme', month }, RULES.caps[0]!, minor);
    const [own, cap] = [put.put!.pk, `${count.update!.pk} ${count.update!.sk}`];
    const before = kept.get(own)?.version;
    const version = (put.if as unknown as { v?: { value: number } }).v?.value;
    const most = (count.if as unknown as { minor: { value: number } }).minor.value;
    const sum = months.get(cap);
    if (before !== version || (sum !== undefined && sum > most)) return false;
    kept.set(own, tally);
    months.set(cap, (sum ?? 0) + count.add!['minor']!);
    return true;
  };
  return { commit, of: (customerId: string) => kept.get(`acme#DISPUTETALLY#${customerId}`), months };
};

test('no cap is passed, whatever is credited side by side, by what each had read before', () => {
  const attempt = fc.record({
    customer: fc.integer({ min: 0, max: 4 }),
    minor: fc.integer({ min: 1, max: 520 }),
    day: fc.integer({ min: 0, max: 70 }),
    // Others come between its look and its commit.
    behind: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
      const books = table();
      const waiting: { at: number; run: () => void }[] = [];
      const done: { customer: number; on: string; minor: number }[] = [];
      for (const [at, { customer, minor, day, behind }] of attempts
        .toSorted((a, b) => a.day - b.day)
        .entries()) {
        const customerId = `cus_${String(customer).padStart(26, '0')}` as const;
        const on = addDays('2026-01-01', day);
        const tally = books.of(customerId) ?? { ...none, customerId };
        const may = allowed(RULES, 'price', eur(minor), { tally, on });
        if (typeof may !== 'string')
          waiting.push({
            at: at + behind,
            run: () => {
              if (books.commit(may.tally, monthOf(on), minor)) done.push({ customer, on, minor });
            },
          });
        for (const one of waiting.filter((waits) => waits.at === at)) one.run();
      }
      const sums = Map.groupBy(done, ({ on }) => monthOf(on));
      for (const all of sums.values())
        expect(all.reduce((sum, { minor }) => sum + minor, 0)).toBeLessThanOrEqual(2_000);
      const owns = Map.groupBy(done, ({ customer, on }) => `${customer} ${monthOf(on)}`);
      for (const all of owns.values())
        expect(all.reduce((sum, { minor }) => sum + minor, 0)).toBeLessThanOrEqual(900);
      for (const all of Map.groupBy(done, ({ customer }) => customer).values())
        expect(all.length).toBeLessThanOrEqual(3);
    }),
    { numRuns: 200 },
  );
});

test.each(LANGUAGES)('why it was credited is said in %s, of five lines at most', (language) => {
  const proof = { line: '2', from: 'order', of: 'x', agreed: '10', invoiced: '12.5', netMinor: 1 } as const;
  const text = proofText(
    Array.from({ length: 7 }, () => proof),
    'EUR',
    language,
  );
  expect(text.match(/10[.,]00/g)).toHaveLength(5);
  expect(text).toMatch(/12[.,]50/);
  expect(text.length).toBeLessThan(1_000);
});
