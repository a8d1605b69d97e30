import { describe, expect, test } from 'vitest';
import { itemsOf, scoreOf, type Known } from '../../../shared/risk/rules.ts';
import { aPayment, anInvoice, customerId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const known = (over: Partial<Known> = {}): Known => ({
  items: [],
  standing: undefined,
  account: undefined,
  since: '2026-01-01',
  today: '2026-01-01',
  ...over,
});
const item = (minor: number, dueOn: string, paidOn: string) => ({ minor, dueOn, paidOn });
const factor = (said: ReturnType<typeof scoreOf>, name: string) =>
  said.factors.find((one) => one.name === name);

describe('the score', () => {
  test('of somebody new rests on what is known: nothing broken, and little tenure', () => {
    const said = scoreOf(known());
    expect(said.factors.map(({ name, points, weight }) => [name, points, weight])).toEqual([
      ['broken_promises', 100, 15],
      ['lost_disputes', 100, 5],
      ['tenure', 40, 10],
    ]);
    // (15 × 100 + 5 × 100 + 10 × 40) ÷ 30
    expect(said.score).toBe(80);
  });

  test('weighs days late by amount, early payers count as in time', () => {
    const items = [item(30_000, '2026-01-10', '2026-01-20'), item(10_000, '2026-01-10', '2025-12-01')];
    const said = scoreOf(known({ items }));
    // (30,000 × 10 + 10,000 × 0) ÷ 40,000 = 7.5 days; half of the items.
    expect(factor(said, 'days_late')).toMatchObject({ value: 7.5, points: 88 });
    expect(factor(said, 'share_late')).toMatchObject({ value: 50, points: 50 });
  });

  test('counts signals of twelve months, use of the limit and tenure', () => {
    const signals = [
      { kind: 'broken_promise', reference: 'a', on: '2025-06-01', by: 'x' },
      { kind: 'broken_promise', reference: 'b', on: '2024-06-01', by: 'x' },
      { kind: 'lost_dispute', reference: 'c', on: '2025-12-01', by: 'x' },
    ] as const;
    const said = scoreOf(
      known({
        standing: { customerId, version: 1, graces: [], signals: [...signals] },
        account: { limit: eur(100), exposure: eur(75) },
        since: '2023-01-01',
      }),
    );
    expect(said.factors.map(({ name, points }) => [name, points])).toEqual([
      ['broken_promises', 75],
      ['lost_disputes', 80],
      ['utilisation', 70],
      ['tenure', 100],
    ]);
  });

  test('takes what is overdue as if it were paid today, in the customer’s currency and of twelve months', () => {
    const payment = {
      ...aPayment(1, 500),
      version: 1,
      unapplied: eur(0),
      allocations: [
        { invoiceId: anInvoice(1, 500).id, number: 'x', amount: eur(500), dueOn: '2026-01-10', reason: '' },
      ],
    };
    const open = [
      anInvoice(2, 900, { dueOn: '2026-01-31' }),
      anInvoice(3, 900, { dueOn: '2026-03-01' }),
      anInvoice(4, 900, { dueOn: '2026-01-31', open: { minor: 900, currency: 'GBP' } }),
    ];
    expect(
      itemsOf([payment, { ...payment, paidOn: '2025-01-01' }], open, {
        from: '2025-03-01',
        today: '2026-03-01',
        currency: 'EUR',
      }),
    ).toEqual([item(500, '2026-01-10', '2026-01-20'), item(900, '2026-01-31', '2026-03-01')]);
  });

  test('is never outside of 0 to 100', () => {
    const worst = scoreOf(
      known({
        items: [item(100, '2024-01-01', '2026-01-01')],
        account: { limit: eur(1), exposure: eur(1_000) },
        standing: {
          customerId,
          version: 1,
          graces: [],
          signals: Array.from({ length: 9 }, (_, at) => ({
            kind: at % 2 ? ('lost_dispute' as const) : ('broken_promise' as const),
            reference: String(at),
            on: '2025-12-01',
            by: 'x',
          })),
        },
      }),
    );
    expect(worst.factors.filter(({ points }) => points < 0 || points > 100)).toEqual([]);
    expect(worst.score).toBeLessThan(10);
  });
});
