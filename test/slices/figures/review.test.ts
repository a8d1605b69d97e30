/** A review says of each figure what both periods say, and ranks the steps by the money that stood in them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysBetween } from '../../../shared/kernel/dates.ts';
import { FIGURE_IDS } from '../../../shared/figures/figure.ts';
import { periodOf, reviewOf, waitedOf } from '../../../shared/figures/reviewing.ts';
import { figuresOf } from '../../../shared/figures/rules.ts';
import type { Row } from '../../../shared/figures/fact.ts';
import { books, dayAt, invoiced, questionOf, settled } from './drawn.ts';

const rows = (...waits: [minor: number, days?: number][]): Row[] =>
  waits.map(([minor, days], at) => ({
    input: 'paid',
    currency: 'EUR',
    thing: `invoice:${at}`,
    facts: [],
    minor,
    days,
  }));

test.each([
  ['nothing', [], { count: 0, minor: 0, days: null, medianDays: null, ninthDays: null }],
  [
    'two',
    rows([100_000, 3], [200_000, 9]),
    { count: 2, minor: 300_000, days: 7, medianDays: 3, ninthDays: 9 },
  ],
  [
    'what came early waited for no day',
    rows([100, -5], [100, 1]),
    { count: 2, minor: 200, days: 0.5, medianDays: 0, ninthDays: 1 },
  ],
  [
    'nine of ten',
    rows(...Array.from({ length: 10 }, (_, at): [number, number] => [1, at + 1])),
    { count: 10, minor: 10, days: 5.5, medianDays: 5, ninthDays: 9 },
  ],
])('what waited: %s', (_, own, wanted) => {
  expect(waitedOf(own)).toEqual(wanted);
});

test('January against February: later money is worse, and the step that it waited in comes first', () => {
  const [first, second] = [
    invoiced(1, '2026-01-01', '2026-01-11', 310_000),
    invoiced(2, '2026-02-01', '2026-02-06', 280_000),
  ];
  const facts = [
    first,
    settled(3, '2026-01-13', first, 310_000),
    second,
    settled(4, '2026-02-26', second, 280_000),
  ];
  const [january, february] = [
    questionOf('2026-01-01', '2026-01-31'),
    questionOf('2026-02-01', '2026-02-28'),
  ];
  const period = (question: typeof january) => periodOf(facts, [], question);
  const [{ figures, gaps }] = reviewOf(period(february), period(january)) as [
    ReturnType<typeof reviewOf>[number],
  ];
  expect(figures.find(({ id }) => id === 'days_to_pay')).toMatchObject({
    value: 25,
    before: 12,
    change: 13,
    better: false,
  });
  expect(figures.find(({ id }) => id === 'weighted_terms')).toMatchObject({
    value: 5,
    before: 10,
    change: -5,
    better: null,
  });
  expect(gaps.map(({ step, standingMinor, before }) => [step, standingMinor, before.standingMinor])).toEqual([
    // 20 days late of 28, and 2 of 31; agreed were 5 and 10 days.
    ['due_to_paid', 200_000, 20_000],
    ['invoice_to_due', 50_000, 100_000],
    ['order_to_invoice', 0, 0],
    ['paid_to_applied', 0, 0],
    ['opened_to_decided', 0, 0],
  ]);
});

test('whatever was booked: values are those of each period, changes their difference, and a period beside itself changed nothing', () => {
  const from = fc.nat(150).map(dayAt);
  fc.assert(
    fc.property(books(50), from, from, fc.nat(50), (facts, one, other, length) => {
      const period = (start: string) => {
        const question = questionOf(start, dayAt(daysBetween('2026-01-01', start) + length));
        return periodOf(facts, [], question);
      };
      const [now, before] = [period(one), period(other)];
      const said = (of: typeof now) =>
        new Map(figuresOf(of.folded, of.question).map((all) => [all.currency, all.figures]));
      const [is, was] = [said(now), said(before)];
      for (const { currency, figures, gaps } of reviewOf(now, before)) {
        expect(figures.map(({ id }) => id)).toEqual(FIGURE_IDS);
        for (const [at, { value, before: old, change, better }] of figures.entries()) {
          if (is.has(currency)) expect(value).toBe(is.get(currency)![at]!.value);
          if (was.has(currency)) expect(old).toBe(was.get(currency)![at]!.value);
          if (value === null || old === null) expect([change, better]).toEqual([null, null]);
          else expect(Math.round(old * 100) + Math.round(change! * 100)).toBe(Math.round(value * 100));
        }
        expect(gaps.map((gap) => gap.standingMinor)).toEqual(
          gaps.map((gap) => gap.standingMinor).toSorted((a, b) => b - a),
        );
      }
      for (const { figures, gaps } of reviewOf(now, now)) {
        expect(figures.every(({ change, better }) => (change ?? 0) === 0 && better === null)).toBe(true);
        for (const { before: same, step: _, description: __, ...own } of gaps) expect(same).toEqual(own);
      }
    }),
    { numRuns: 100 },
  );
});
