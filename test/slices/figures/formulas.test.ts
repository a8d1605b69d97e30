/** Every worked value of rules §2, from books where books give it, else from the formula. */
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../shared/figures/fact.ts';
import { FIGURE_IDS, type FigureId } from '../../../shared/figures/figure.ts';
import * as f from '../../../shared/figures/formulas.ts';
import { DEFINITIONS, figuresOf, foldedOf, type Question } from '../../../shared/figures/rules.ts';
import { discounted, fact, invoiced, questionOf, settled, told } from './drawn.ts';

const figures = (facts: readonly Fact[], question: Question) => {
  const [euro] = figuresOf(foldedOf(facts, [], question), question);
  return Object.fromEntries(euro!.figures.map(({ id, value }) => [id, value])) as Record<
    FigureId,
    number | null
  >;
};
const QUARTER = questionOf('2026-01-01', '2026-03-31');

/** Before the quarter 450k; in it 1.2M are sold and 500k are open at its end, of which 400k are not due. */
const books = (): Fact[] => {
  const [old, paid] = [
    invoiced(1, '2025-12-01', '2025-12-31', 45_000_000),
    invoiced(2, '2026-02-01', '2026-02-15', 70_000_000),
  ];
  return [
    old,
    paid,
    invoiced(3, '2026-03-01', '2026-05-01', 40_000_000),
    invoiced(4, '2026-03-02', '2026-03-10', 10_000_000),
    settled(5, '2026-01-20', old, 45_000_000),
    settled(6, '2026-02-20', paid, 70_000_000),
  ];
};

describe('figures of the worked books', () => {
  test('DSO, best possible, days delinquent, effectiveness and turnover', () => {
    expect(figures(books(), QUARTER)).toMatchObject({
      dso_simple: 37.5,
      dso_average: 35.63,
      dso_best_possible: 30,
      average_days_delinquent: 7.5,
      cei: 92,
      turnover: 2.53,
      turnover_days: 35.63,
      past_due_percent: 20,
      over_90_percent: 0,
    });
  });
  test('countback: 600 over 300, 250 and 200 of three months is 66.75 days; where the books end it is no number', () => {
    const sold = [
      invoiced(1, '2026-03-15', '2026-04-15', 300),
      invoiced(2, '2026-02-15', '2026-03-15', 250),
      invoiced(3, '2026-01-15', '2026-02-15', 200),
    ];
    const closed = [...sold, settled(4, '2026-03-20', sold[2]!, 150)];
    expect(figures(closed, questionOf('2026-03-01', '2026-03-31'))['dso_countback']).toBe(66.75);
    const opening = fact(9, '2026-01-01', {
      kind: 'opening',
      lines: [
        {
          account: 'receivables',
          minor: 999,
          customerId: 'cus_1',
          invoiceId: 'inv_old',
          dueOn: '2026-01-09',
        },
        { account: 'opening', minor: -999 },
      ],
    });
    const begun = { ...QUARTER, booksFrom: '2026-01-01' };
    const [euro] = figuresOf(foldedOf([...sold, opening], [], begun), begun);
    expect(euro!.figures.find(({ id }) => id === 'dso_countback')).toEqual({
      id: 'dso_countback',
      value: null,
      atLeast: 90,
    });
  });
  test('late, early and to pay: what is paid weighs by its amount', () => {
    const [late, early] = [
      invoiced(1, '2026-01-01', '2026-01-11', 30_000),
      invoiced(2, '2026-01-01', '2026-01-31', 10_000),
    ];
    const paid = [
      late,
      early,
      settled(3, '2026-01-21', late, 30_000),
      settled(4, '2026-01-21', early, 10_000),
    ];
    expect(figures(paid, QUARTER)).toMatchObject({
      days_late_paid: 7.5,
      days_beyond_terms: 5,
      days_to_pay: 20,
      weighted_terms: 15,
      collection_rate: 100,
    });
    // What went back was not paid.
    const back = [...paid, settled(5, '2026-02-01', late, -30_000, { kind: 'unmatch' })];
    expect(figures(back, QUARTER)).toMatchObject({
      days_late_paid: 0,
      days_beyond_terms: -10,
      collection_rate: 25,
    });
  });
  test('without anything to divide by there is no number, and every figure says what it is', () => {
    const none = figures(
      [
        fact(1, '2026-03-01', {
          lines: [
            { account: 'bank', minor: 5 },
            { account: 'other', minor: -5 },
          ],
        }),
        invoiced(2, '2026-06-01', '2026-06-02', 1),
        invoiced(3, '2025-01-02', '2025-01-03', 1),
        settled(4, '2025-02-01', invoiced(3, '2025-01-02', '2025-01-03', 1), 1),
      ],
      QUARTER,
    );
    const numbers = Object.entries(none).filter(([, value]) => value !== null);
    expect(Object.fromEntries(numbers)).toEqual({
      credit_sales_income: 0,
      dso_countback: 0,
      reserve_roll_rates: 0,
    });
    expect(DEFINITIONS.map(({ id }) => id)).toEqual(FIGURE_IDS);
    for (const { name, formula, inputs } of DEFINITIONS)
      expect([name, formula, inputs.length > 0]).not.toContain('');
  });
});

describe('reserves', () => {
  const rates = [12, 35, 55, 70].map((percents) => f.quotient(percents, 100));
  test('by roll rates: 12, 35, 55 and 70 % are 1.62, 13.48, 38.5 and 70 %, and 10,192 on 100k, 20k, 8k and 4k', () => {
    const factors = f.lossFactors(rates);
    expect(factors.map((factor) => f.shown(factor, 100))).toEqual([1.62, 13.48, 38.5, 70]);
    expect(f.reserve([100_000, 20_000, 8_000, 4_000], factors)).toBe(10_192);
    expect(f.lossFactors([f.quotient(3, 2), f.quotient(1, 2)]).map((one) => f.shown(one, 100))).toEqual([
      50, 50,
    ]);
    expect(f.reserve([100, 0], f.lossFactors([null, f.quotient(1, 2)]))).toBeNull();
    expect(f.reserve([0, 100], f.lossFactors([null, f.quotient(1, 2)]))).toBe(50);
  });
  test('by matrix: 15,000 × 0.5 % + 7,500 × 2.2 % + 4,000 × 2.7 % + 2,500 × 4.5 % is 460.50', () => {
    const losses = [0.5, 2.2, 2.7, 4.5].map((percents) => f.lossRate(percents));
    expect(f.reserve([1_500_000, 750_000, 400_000, 250_000], losses)).toBe(46_050);
    expect(f.reserve([1_500_000], [f.lossRate(0.5, 120)])).toBe(9_000);
  });
  test('rates are of the bucket before, a bucket length ago', () => {
    // On 1 March 100 are current and 40 are 1–30 days late; thirty days later half of the first and all of the others are a bucket on.
    const [half, rest, late] = [
      invoiced(1, '2026-02-01', '2026-03-02', 5_000),
      invoiced(2, '2026-02-01', '2026-03-02', 5_000),
      invoiced(3, '2026-01-01', '2026-02-20', 4_000),
    ];
    const all = [half, rest, late, settled(4, '2026-03-20', rest, 5_000)];
    expect(figures(all, QUARTER)).toMatchObject({
      roll_to_1_30: 50,
      roll_to_31_60: 100,
      reserve_roll_rates: null,
    });
    const matrix = { ...QUARTER, said: { ...QUARTER.said, lossPercents: [1, 10, 20, 30, 40, 50] } };
    expect(figures(all, matrix)['reserve_matrix']).toBe(1_300);
  });
});

test('2 % in 10 days, net 30, is 37.24 % a year, 44.59 % compounded', () => {
  expect(f.yearlyRate(200, [{ minor: 9_800, days: 20 }])).toEqual({ simple: 37.24, compounded: 44.59 });
  const invoice = invoiced(1, '2026-01-01', '2026-01-31', 10_000);
  const paid = discounted(2, '2026-01-11', invoice, 200);
  expect(figures([invoice, paid], QUARTER)).toMatchObject({
    discount_yearly_simple: 37.24,
    discount_yearly_compounded: 44.59,
    credit_sales_income: 9_800,
  });
});

describe('figures of the work', () => {
  test('losses, credits and what sales brought in the end', () => {
    const [lost, wrong, back] = [
      invoiced(1, '2026-01-05', '2026-01-20', 50_000),
      invoiced(2, '2026-01-05', '2026-01-20', 30_000),
      invoiced(3, '2026-01-05', '2026-01-20', 20_000),
    ];
    const credit = (serial: number, invoice: Fact, reason: string, minor: number) =>
      settled(serial, '2026-02-01', invoice, minor, {
        kind: 'credit_note',
        events: [
          {
            type: 'invoice.credited',
            subject: 'crn_1',
            data: { invoiceId: invoice.entry!.lines[0]!.invoiceId, reason },
          },
        ],
      });
    const all = [
      lost,
      wrong,
      back,
      settled(4, '2026-03-01', lost, 6_000, { kind: 'write_off' }),
      fact(5, '2026-03-02', {
        kind: 'receipt',
        lines: [
          { account: 'bank', minor: 1_500 },
          { account: 'recoveries', minor: -1_500, customerId: 'cus_1' },
        ],
      }),
      credit(6, wrong, 'price', 10_000),
      credit(7, back, 'returned', 5_000),
    ];
    expect(figures(all, QUARTER)).toMatchObject({
      // 4,500 of 85,000; one of three was wrong; 15,000 of 100,000 were credited.
      bad_debt_ratio: 5.29,
      first_time_right: 66.67,
      credited_percent: 15,
      credit_sales_income: 80_500,
    });
  });
  test('promises whose day is in the period, by count and by value; superseded ones are none', () => {
    const promise = (serial: number, id: string, type: string, minor: number, paidMinor = 0) =>
      told(serial, '2026-02-01', `promise.${type}`, id, {
        amount: { minor, currency: 'EUR' },
        customerId: 'cus_1',
        payOn: '2026-02-10',
        paidMinor,
      });
    const all = [
      promise(1, 'prm_1', 'made', 1_000),
      promise(2, 'prm_1', 'kept', 1_000, 1_200),
      promise(3, 'prm_2', 'partly_kept', 1_000, 400),
      promise(4, 'prm_3', 'broken', 2_000),
      promise(5, 'prm_4', 'broken', 500),
      promise(6, 'prm_4', 'superseded', 500),
      promise(7, 'prm_5', 'kept', 700, 700),
      promise(8, 'prm_5', 'reopened', 700, 0),
    ];
    expect(figures(all, QUARTER)).toMatchObject({ promise_kept_count: 33.33, promise_kept_value: 35 });
    const later = questionOf('2026-02-11', '2026-03-31');
    expect(figuresOf(foldedOf(all, [], later), later)).toEqual([]);
  });
  test('matching: in full, by no person, and not taken back within thirty days; precision counts what ever was', () => {
    const at = (serial: number) => invoiced(serial, '2026-01-05', '2026-01-20', 10_000);
    const invoices = [at(1), at(2), at(3), at(4), at(5)];
    const paid = (serial: number, n: number, more = {}) =>
      settled(serial, '2026-01-10', invoices[n]!, 10_000, { source: `pay_${n}`, ...more });
    const back = (serial: number, on: string, n: number) =>
      settled(serial, on, invoices[n]!, -10_000, { kind: 'unmatch', source: `pay_${n}`, actor: 'person:1' });
    const all = [
      ...invoices,
      paid(11, 0),
      paid(12, 1),
      back(13, '2026-02-20', 1),
      paid(14, 2),
      back(15, '2026-01-12', 2),
      paid(16, 3, { actor: 'person:1' }),
      paid(17, 4, { over: 5_000 }),
    ];
    expect(figures(all, QUARTER)).toMatchObject({
      auto_match_count: 40,
      auto_match_value: 36.36,
      auto_match_precision: 33.33,
      unapplied_percent: 125,
      unapplied_oldest_days: 80,
      touchless_rate: 66.67,
    });
  });
  test('money that is applied later, orders that are invoiced later', () => {
    const invoice = invoiced(2, '2026-01-08', '2026-01-20', 10_000, { trace: 'road' });
    const all = [
      told(1, '2026-01-05', 'order.confirmed', 'ord_1', {}, { trace: 'road' }),
      invoice,
      fact(3, '2026-01-10', {
        kind: 'receipt',
        source: 'pay_1',
        lines: [
          { account: 'bank', minor: 4_000 },
          { account: 'unidentified', minor: -4_000 },
        ],
      }),
      settled(4, '2026-01-16', invoice, 4_000, { kind: 'match', source: 'pay_1' }),
    ];
    expect(figures(all, QUARTER)).toMatchObject({
      lag_order_to_invoice: 3,
      lag_invoice_to_delivered: null,
      lag_paid_to_applied: 6,
    });
  });
  test('an invoice is delivered once, when that was told first, and not after the last day', () => {
    const [late, soon] = [
      invoiced(1, '2026-01-08', '2026-01-20', 30_000),
      invoiced(2, '2026-01-08', '2026-01-20', 10_000),
    ];
    const there = (serial: number, on: string, of: typeof late) =>
      told(serial, on, 'invoice.delivered', of.entry!.lines[0]!.invoiceId!, {});
    const all = [
      late,
      soon,
      there(3, '2026-01-08', soon),
      there(4, '2026-01-12', late),
      there(5, '2026-01-20', late),
    ];
    // 300.00 for four days, and 100.00 for none.
    expect(figures(all, QUARTER)).toMatchObject({ lag_invoice_to_delivered: 3 });
    const early = questionOf('2026-01-01', '2026-01-11');
    expect(figures(all, early)).toMatchObject({ lag_invoice_to_delivered: 0 });
  });
  test('disputes by count, value and the median of their days; what collecting cost', () => {
    const dispute = (serial: number, on: string, type: string, id: string) =>
      told(serial, on, `dispute.${type}`, id, {
        amount: { minor: 2_500, currency: 'EUR' },
        customerId: 'cus_1',
        invoiceId: 'inv_1',
      });
    const invoice = invoiced(1, '2026-01-05', '2026-01-20', 10_000);
    const all = [
      invoice,
      invoiced(2, '2026-01-05', '2026-01-20', 10_000),
      dispute(3, '2026-02-01', 'opened', 'dsp_1'),
      dispute(4, '2026-02-04', 'rejected', 'dsp_1'),
      dispute(5, '2026-02-01', 'opened', 'dsp_2'),
      dispute(6, '2026-02-11', 'accepted', 'dsp_2'),
      dispute(7, '2025-12-01', 'opened', 'dsp_3'),
      dispute(8, '2026-01-30', 'withdrawn', 'dsp_3'),
      settled(9, '2026-02-20', invoice, 8_000),
      fact(10, '2026-02-21', {
        kind: 'payout',
        lines: [
          { account: 'fees', minor: 120 },
          { account: 'clearing', minor: -120 },
        ],
      }),
    ];
    const costly = { ...QUARTER, said: { ...QUARTER.said, staffCostMinor: 280 } };
    expect(figures(all, costly)).toMatchObject({
      dispute_rate_count: 100,
      dispute_rate_value: 25,
      dispute_cycle_days: 10,
      cost_of_collection: 5,
      cost_per_invoice: 200,
      cost_per_receipt: 400,
    });
    const ofOne = { ...costly, ids: new Set(['cus_1']) };
    expect(figures(all, ofOne)).toMatchObject({ cost_of_collection: null, dispute_rate_count: 200 });
  });
});
