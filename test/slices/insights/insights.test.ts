import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageingOf, bucketOf } from '../../../shared/insights/ageing.ts';
import { balanceOf, countback, dsoOf, fold, trialBalanceOf } from '../../../shared/insights/rules.ts';
import { entry } from '../../../shared/ledger/rules.ts';
import { invoice, paid } from './booked.ts';

describe('ageing', () => {
  test('boundaries are inclusive on the right', () => {
    const asOf = '2026-07-31';
    for (const [due, bucket] of [
      ['2026-08-01', 'current'],
      ['2026-07-31', 'current'],
      ['2026-07-30', '1-30'],
      ['2026-07-01', '1-30'],
      ['2026-06-30', '31-60'],
      ['2026-06-01', '31-60'],
      ['2026-05-31', '61-90'],
      ['2026-04-02', '91-120'],
      ['2026-04-01', 'over 120'],
    ] as const)
      expect([due, bucketOf(due, asOf)]).toEqual([due, bucket]);
  });

  test('buckets add up to the control account, for any books', () => {
    const facts = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 500_000 }),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 100 }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(facts, (drawn) => {
        const entries = drawn.flatMap(([minor, late, share], serial) => {
          const due = new Date(Date.UTC(2026, 5, 30) - late * 86_400_000).toISOString().slice(0, 10);
          const part = Math.floor((minor * share) / 100);
          return [
            invoice(serial, '2026-01-05', due, minor),
            ...(part > 0 ? [paid(serial, '2026-06-01', due, part)] : []),
          ];
        });
        return ageingOf(fold(entries), 'main', '2026-06-30').currencies.every(
          ({ buckets, openMinor, controlAccountMinor, customers }) =>
            buckets.reduce((total, { minor }) => total + minor, 0) === openMinor &&
            openMinor === controlAccountMinor &&
            customers.reduce((total, one) => total + one.openMinor, 0) === openMinor,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('DSO', () => {
  test('simple, best possible and average days delinquent: 500k of 1.2M over 90 days is 37.5, 30.0 and 7.5', () => {
    const positions = fold([
      invoice(1, '2026-03-01', '2026-05-01', 40_000_000),
      invoice(2, '2026-03-02', '2026-03-10', 10_000_000),
      invoice(3, '2026-02-01', '2026-02-15', 70_000_000),
      paid(3, '2026-02-20', '2026-02-15', 70_000_000),
    ]);
    expect(dsoOf(positions, 'main', '2026-03-31', 90, '2025-01-01').currencies[0]).toMatchObject({
      receivablesMinor: 50_000_000,
      creditSalesMinor: 120_000_000,
      simple: 37.5,
      bestPossible: 30,
      averageDaysDelinquent: 7.5,
    });
  });

  test('countback: 600 over 300, 250 and 200 of March, February and January is 66.75 days', () => {
    const sales = new Map([
      ['2026-03-15', 300],
      ['2026-02-15', 250],
      ['2026-01-15', 200],
    ]);
    expect(countback(sales, 600, '2026-03-31', '2025-01-01')).toEqual({ days: 66.75, exhausted: false });
    expect(countback(sales, 900, '2026-03-31', '2026-01-01')).toEqual({ days: 90, exhausted: true });
    expect(
      countback(
        new Map([
          ['2026-03-15', 300],
          ['2026-01-15', 200],
        ]),
        400,
        '2026-03-31',
        '2025-01-01',
      ).days,
    ).toBe(31 + 28 + 15.5);
  });

  test('without sales there is no number', () => {
    expect(
      dsoOf(fold([invoice(1, '2025-01-01', '2025-02-01', 100)]), 'main', '2026-03-31', 90, '2025-01-01')
        .currencies[0]?.simple,
    ).toBeNull();
  });
});

test('a trial balance has no difference, and accounts carry both sides', () => {
  const [euro] = trialBalanceOf(
    fold([invoice(1, '2026-01-01', '2026-01-15', 11_900), paid(1, '2026-01-20', '2026-01-15', 11_900)]),
    'main',
    '2026-01-31',
  ).currencies;
  expect(euro?.differenceMinor).toBe(0);
  expect(euro?.accounts.find(({ account }) => account === 'receivables')).toMatchObject({
    code: '1200',
    debitMinor: 11_900,
    creditMinor: 11_900,
    balanceMinor: 0,
  });
});

test('currencies never meet', () => {
  const positions = fold([
    invoice(1, '2026-01-01', '2026-01-15', 100),
    invoice(2, '2026-01-01', '2026-01-15', 200, 'GBP'),
  ]);
  expect(
    [...positions].map(([currency, position]) => [currency, balanceOf(position, 'receivables')]),
  ).toEqual([
    ['EUR', 100],
    ['GBP', 200],
  ]);
});

test('an unbalanced entry is never booked, and one without amounts is none', () => {
  const lines = [
    { account: 'bank' as const, minor: 100 },
    { account: 'cash' as const, minor: -99 },
  ];
  const draft = {
    entity: 'main',
    on: '2026-01-01',
    currency: 'EUR',
    kind: 'bank' as const,
    source: 'x',
    memo: '',
    lines,
  };
  expect(() => entry(draft)).toThrow('off by 1');
  expect(
    entry({
      ...draft,
      lines: [
        { account: 'bank', minor: 0 },
        { account: 'cash', minor: 0 },
      ],
    }),
  ).toBeUndefined();
});
