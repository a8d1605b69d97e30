/** Interest by the day: worked values of every country, and what must be true of any course of a debt. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LateChargeRules } from '../../../shared/claims/late-charge.ts';
import { LateChargeRuleSet, NO_RULES } from '../../../shared/claims/late-charge.ts';
import {
  computed,
  interestUpTo,
  lateFrom,
  overdueOn,
  percentOf,
  ppmOf,
  type Course,
  type Terms,
} from '../../../shared/claims/interest.ts';
import { LAWS, REFERENCES } from '../../../shared/claims/law.ts';
import { knownRates, missingOf, type Missing } from '../../../shared/claims/missing.ts';
import { lastKnown, termsOf } from '../../../shared/claims/terms.ts';
import { addDays, daysBetween } from '../../../shared/kernel/dates.ts';

const debt = (totalMinor: number, dueOn: string, settled: Course['settled'] = []): Course => ({
  currency: 'EUR',
  totalMinor,
  parts: [{ dueOn, minor: totalMinor }],
  settled,
  clarifiedMinor: 0,
});
const at = (percent: string, yearDays: 360 | 365 = 365): Terms => ({
  yearDays,
  rates: [{ from: '0001-01-01', ppm: ppmOf(percent), source: 'contract' }],
});
const rulesWith = (over: Record<string, unknown>, references: unknown[] = []): LateChargeRules => ({
  ...LateChargeRuleSet.parse({
    entities: [{ entity: 'main', interest: { rate: 'legal' }, ...over }],
    references,
  }),
  version: 1,
});
const seller = (country: string) => ({
  id: 'main',
  address: { line1: 'W 1', postalCode: '1', city: 'B', country },
});
const BUSINESS = { vatId: 'DE136695976' };
const termsIn = (
  country: string,
  from: string,
  buyer: { vatId?: string } = BUSINESS,
  rules = rulesWith({}),
) => {
  const terms = termsOf(rules, seller(country), buyer, from);
  if (!terms.ok) throw new Error(terms.detail);
  return terms.value;
};

test('a thousand at 10.15 % for thirty days is 8.34', () => {
  const course = debt(100_000, '2026-01-31');
  expect(interestUpTo(course, at('10.15'), '2026-03-02')).toBe(834);
  expect(interestUpTo(course, at('10.15', 360), '2026-03-02')).toBe(846);
  expect(computed(course, at('10.15'), '2026-02-01', '2026-03-02').rows).toEqual([
    {
      from: '2026-02-01',
      to: '2026-03-02',
      days: 30,
      balance: { minor: 100_000, currency: 'EUR' },
      percent: '10.15',
      amount: { minor: 834, currency: 'EUR' },
      source: 'contract',
    },
  ]);
});

test('the day it is due bears nothing, the day of the money counts, and what came in time bears nothing', () => {
  const course = debt(100_000, '2026-01-31', [{ on: '2026-02-10', minor: 40_000 }]);
  expect(overdueOn(course, '2026-01-31')).toBe(0);
  expect(overdueOn(course, '2026-02-10')).toBe(100_000);
  expect(overdueOn(course, '2026-02-11')).toBe(60_000);
  expect(
    interestUpTo(debt(100_000, '2026-01-31', [{ on: '2026-01-31', minor: 100_000 }]), at('10'), '2027-01-31'),
  ).toBe(0);
  // 1,000 for ten days and 600 for ten, at 10 %.
  expect(interestUpTo(course, at('10'), '2026-02-20')).toBe(
    Math.round(((100_000 * 10 + 60_000 * 10) * 0.1) / 365),
  );
});

test('of parts, those that fell due bear interest', () => {
  const course: Course = {
    ...debt(90_000, '2026-01-31', [{ on: '2026-01-31', minor: 30_000 }]),
    parts: ['2026-01-31', '2026-02-28', '2026-03-31'].map((dueOn) => ({ dueOn, minor: 30_000 })),
  };
  expect(lateFrom(course)).toBe('2026-02-01');
  expect(['2026-02-28', '2026-03-01', '2026-04-01'].map((day) => overdueOn(course, day))).toEqual([
    0, 30_000, 60_000,
  ]);
});

test('what is in clarification bears nothing, and all of it once it is asked for again', () => {
  const course = debt(100_000, '2026-01-31');
  const half = interestUpTo({ ...course, clarifiedMinor: 50_000 }, at('10'), '2026-03-02');
  expect([half, interestUpTo(course, at('10'), '2026-03-02')]).toEqual([411, 822]);
});

describe('what the law gives', () => {
  /** The rate of the first and of the second half of 2025, and of the first of 2026, in percent. */
  test.each([
    ['DE', BUSINESS, ['11.27', '10.27', '10.27']],
    ['DE', {}, ['7.27', '6.27', '6.27']],
    ['AT', BUSINESS, ['11.73', '10.73', '10.73']],
    ['AT', {}, ['4', '4', '4']],
    ['FR', BUSINESS, ['13.15', '12.15', '12.15']],
    ['NL', BUSINESS, ['11.15', '10.15', '10.15']],
    ['IT', BUSINESS, ['11.15', '10.15', '10.15']],
    ['ES', BUSINESS, ['11.15', '10.15', '10.15']],
    ['GB', BUSINESS, ['12.75', '12.25', '11.75']],
    ['BE', BUSINESS, ['11.5', '10.5', '10.5']],
    ['IE', BUSINESS, ['11.15', '10.15', '10.15']],
  ])('%s %j', (country, buyer, percents) => {
    const rates = ['2025-03-01', '2025-09-01', '2026-03-01'].map((day) => {
      const { rates: rows } = termsIn(country, day, buyer);
      return percentOf(rows.findLast(({ from }) => from <= day)!.ppm);
    });
    expect(rates).toEqual(percents);
  });

  test('in Great Britain the rate of the first day holds to the end', () => {
    const course = debt(100_000, '2025-06-09');
    const terms = termsIn('GB', lateFrom(course));
    expect(computed(course, terms, '2025-06-10', '2026-02-28').rows).toHaveLength(1);
    expect(terms.rates).toMatchObject([{ ppm: 127_500 }]);
  });

  test.each([
    ['BE', '2024-02-01', '12.5', 'publié au Moniteur belge'],
    ['BE', '2024-08-01', '12.5', '4.25 + 8, up to the next half'],
    ['BE', '2023-08-01', '12', '4 + 8 is a half already'],
    ['IE', '2024-08-01', '12.25', 'Department of Enterprise'],
  ])('%s on %s: %s, as published', (country, on, percent) => {
    const { rates } = termsIn(country, on);
    expect(percentOf(rates.findLast(({ from }) => from <= on)!.ppm)).toBe(percent);
  });

  test('in Ireland the rate of the day on which it was to be paid holds to the end', () => {
    const course = debt(100_000, '2025-06-09');
    expect(computed(course, termsIn('IE', lateFrom(course)), '2025-06-10', '2026-02-28').rows).toHaveLength(
      1,
    );
  });

  test('a turn of the half-year makes two rows, each with its source', () => {
    const course = debt(100_000, '2025-06-20');
    const { rows } = computed(course, termsIn('DE', '2025-06-21'), '2025-06-21', '2025-07-20');
    expect(rows.map(({ days, percent, amount }) => [days, percent, amount.minor])).toEqual([
      [10, '11.27', 309],
      [20, '10.27', 563],
    ]);
    expect(rows[1]!.source).toMatch(/§ 288 Abs. 2 BGB: 1.27 % \+ 9 points \(Deutsche Bundesbank/);
  });

  test('after the last row that is known nothing runs, until the company says the next', () => {
    const course = debt(100_000, '2026-05-31');
    const terms = termsIn('DE', '2026-06-01');
    expect([terms.unknownFrom, lastKnown(terms, '2026-07-30')]).toEqual(['2026-07-01', '2026-06-30']);
    expect(interestUpTo(course, terms, '2026-07-30')).toBe(interestUpTo(course, terms, '2026-06-30'));
    const said = { reference: 'de_base', from: '2026-07-01', percent: '1.27', source: 'Bundesanzeiger' };
    const more = termsIn('DE', '2026-06-01', BUSINESS, rulesWith({}, [said]));
    expect(more.unknownFrom).toBe('2027-01-01');
    expect(interestUpTo(course, more, '2026-07-30')).toBe(1_688);
  });

  const WAITS = '2026-07-01';
  test.each([
    ['DE', '2026-06-01', '2026-06-30', []],
    ['DE', '2026-06-01', WAITS, [{ reference: 'de_base', from: WAITS }]],
    ['DE', '2026-08-15', '2027-02-01', [{ reference: 'de_base', from: WAITS }]],
    ['FR', '2026-06-01', WAITS, [{ reference: 'ecb', from: WAITS }]],
    // The rate of the day on which it began to run holds to the end.
    ['IE', '2026-06-01', WAITS, []],
    ['IE', '2026-07-02', '2026-07-03', [{ reference: 'ecb', from: WAITS }]],
  ])(
    'what interest in %s of an invoice that is late since %s waits for on %s',
    (country, from, to, wanted) => {
      const terms = termsIn(country, from);
      // However many invoices wait for it.
      expect(missingOf([terms, terms], to)).toEqual(wanted);
      // What is asked for is not known, and is known once it is said.
      for (const one of wanted as Missing[]) {
        expect(knownRates(rulesWith({}))).not.toContainEqual(one);
        const row = { ...one, from: `${one.from.slice(0, 8)}15`, percent: '1.27', source: 'said' };
        expect(knownRates(rulesWith({}, [row]))).toContainEqual(one);
      }
    },
  );

  test.each([
    ['no rules', NO_RULES, 'DE', BUSINESS, 'claims.none'],
    ['a country without rows', rulesWith({}), 'PL', BUSINESS, 'claims.no_law'],
    ['consumers where the law has no rate', rulesWith({}), 'FR', {}, 'claims.no_law'],
  ])('%s', (_, rules, country, buyer, code) => {
    expect(termsOf(rules, seller(country), buyer, '2026-02-01')).toMatchObject({ ok: false, code });
  });

  test('a contract goes before the law, and needs none', () => {
    const terms = termsIn(
      'PL',
      '2026-02-01',
      BUSINESS,
      rulesWith({ interest: { rate: 'contract', percent: '12.5' } }),
    );
    expect(terms.rates.map(({ ppm }) => ppm)).toEqual([125_000]);
  });

  test('rows are half-years without a gap', () => {
    for (const rows of Object.values(REFERENCES)) {
      const days = rows.map(({ from }) => from);
      expect(days).toEqual(days.toSorted());
      expect(days.every((day) => /-(01|07)-01$/.test(day))).toBe(true);
      expect(new Set(days).size).toBe(rows.length);
      expect(daysBetween(days[0]!, days.at(-1)!)).toBeLessThan((rows.length - 1) * 185);
    }
    expect(Object.keys(LAWS).toSorted()).toEqual(['AT', 'BE', 'DE', 'ES', 'FR', 'GB', 'IE', 'IT', 'NL']);
  });
});

test.each(['0', '4', '10.15', '0.0001', '99.9999', '-0.88'])('%s is read and written alike', (percent) => {
  expect(percentOf(ppmOf(percent))).toBe(percent);
});

const DAY = '2026-01-01';
const day = fc.integer({ min: 0, max: 200 }).map((days) => addDays(DAY, days));
const course = fc
  .record({
    totalMinor: fc.integer({ min: 1, max: 10_000_000 }),
    dueOn: day,
    settled: fc.array(fc.record({ on: day, minor: fc.integer({ min: 1, max: 5_000_000 }) }), {
      maxLength: 5,
    }),
    clarifiedMinor: fc.integer({ min: 0, max: 1_000 }),
  })
  .map(({ totalMinor, dueOn, settled, clarifiedMinor }): Course => ({
    ...debt(totalMinor, dueOn, settled),
    clarifiedMinor,
  }));
const terms = fc
  .record({
    yearDays: fc.constantFrom(360 as const, 365 as const),
    turns: fc.array(fc.record({ from: day, ppm: fc.integer({ min: 0, max: 200_000 }) }), { maxLength: 3 }),
  })
  .map(({ yearDays, turns }): Terms => ({
    yearDays,
    rates: [
      { from: '0001-01-01', ppm: 101_500 },
      ...turns.toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    ].map((row) => ({ ...row, source: 's' })),
  }));

describe('of any course', () => {
  const runs = { numRuns: 300 };
  test('any split of the days adds up to the cent, row by row', () => {
    fc.assert(
      fc.property(course, terms, fc.uniqueArray(day, { minLength: 1, maxLength: 6 }), (debts, how, cuts) => {
        const ends = cuts.toSorted();
        let from = '2025-12-01';
        let sum = 0;
        for (const to of ends) {
          const { rows } = computed(debts, how, from, to);
          for (const row of rows) {
            sum += row.amount.minor;
            expect(row.from >= from && row.to <= to && row.from <= row.to).toBe(true);
          }
          from = addDays(to, 1);
        }
        expect(sum).toBe(interestUpTo(debts, how, ends.at(-1)!));
      }),
      runs,
    );
  });
  test('it never falls from day to day, and is that of the sum day by day', () => {
    fc.assert(
      fc.property(course, terms, (debts, how) => {
        let exact = 0n;
        let before = 0;
        for (let days = 0; days <= 210; days++) {
          const today = addDays(DAY, days);
          const rate = how.rates.findLast((row) => row.from <= today)!;
          exact += BigInt(overdueOn(debts, today)) * BigInt(rate.ppm);
          const by = 1_000_000n * BigInt(how.yearDays);
          const now = interestUpTo(debts, how, today);
          expect(now).toBe(Number((exact + by / 2n) / by));
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
      { numRuns: 60 },
    );
  });
  test('what is paid never makes it more, the earlier the less', () => {
    fc.assert(
      fc.property(course, terms, day, fc.integer({ min: 1, max: 5_000_000 }), (debts, how, on, minor) => {
        const to = addDays(DAY, 210);
        const paid = (when: string) =>
          interestUpTo({ ...debts, settled: [...debts.settled, { on: when, minor }] }, how, to);
        expect(paid(on)).toBeLessThanOrEqual(interestUpTo(debts, how, to));
        expect(paid(addDays(on, -1))).toBeLessThanOrEqual(paid(on));
      }),
      runs,
    );
  });
});
