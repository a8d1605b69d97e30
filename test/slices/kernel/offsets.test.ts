/** Days counted from another: over month ends, weekends, and days that are closed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween } from '../../../shared/kernel/dates.ts';
import { dayAfter, monthEnd, MONDAY_TO_FRIDAY, type Offset } from '../../../shared/kernel/offsets.ts';

const EASTER = { days: [1, 2, 3, 4, 5], closed: ['2026-04-03', '2026-04-06'] };
const SATURDAYS = { days: [6], closed: [] };
const business = 'business' as const;
const calendar = 'calendar' as const;

test.each<[string, Offset, string, string | undefined, object, string]>([
  [
    'days of the calendar',
    { from: 'due', days: 3, count: calendar },
    '2026-01-30',
    undefined,
    {},
    '2026-02-02',
  ],
  [
    'on a Saturday they stay',
    { from: 'due', days: 1, count: calendar },
    '2026-01-30',
    undefined,
    {},
    '2026-01-31',
  ],
  ['a leap day', { from: 'due', days: 1, count: calendar }, '2028-02-28', undefined, {}, '2028-02-29'],
  [
    'the end of a short month',
    { from: 'month_end', days: 0, count: calendar },
    '2026-02-03',
    undefined,
    {},
    '2026-02-28',
  ],
  [
    'from the end of the year',
    { from: 'month_end', days: 5, count: calendar },
    '2026-12-01',
    undefined,
    {},
    '2027-01-05',
  ],
  [
    'of a due day that is one',
    { from: 'month_end', days: 1, count: calendar },
    '2026-03-31',
    undefined,
    {},
    '2026-04-01',
  ],
  [
    'after the notice before',
    { from: 'previous', days: 10, count: calendar },
    '2026-01-05',
    '2026-01-20',
    {},
    '2026-01-30',
  ],
  [
    'the first has none before',
    { from: 'previous', days: 10, count: calendar },
    '2026-01-05',
    undefined,
    {},
    '2026-01-15',
  ],
  ['the next workday', { from: 'due', days: 1, count: business }, '2026-01-30', undefined, {}, '2026-02-02'],
  [
    'five workdays are a week',
    { from: 'due', days: 5, count: business },
    '2026-01-28',
    undefined,
    {},
    '2026-02-04',
  ],
  ['none on a workday', { from: 'due', days: 0, count: business }, '2026-01-30', undefined, {}, '2026-01-30'],
  ['none on a Sunday', { from: 'due', days: 0, count: business }, '2026-02-01', undefined, {}, '2026-02-02'],
  [
    'a month that ends on a Saturday',
    { from: 'month_end', days: 0, count: business },
    '2026-01-12',
    undefined,
    {},
    '2026-02-02',
  ],
  ['over Easter', { from: 'due', days: 1, count: business }, '2026-04-02', undefined, EASTER, '2026-04-07'],
  [
    'none on Good Friday',
    { from: 'due', days: 0, count: business },
    '2026-04-03',
    undefined,
    EASTER,
    '2026-04-07',
  ],
  [
    'who works on Saturdays',
    { from: 'due', days: 2, count: business },
    '2026-01-30',
    undefined,
    SATURDAYS,
    '2026-02-07',
  ],
])('%s', (_, offset, dueOn, previousOn, week, day) => {
  expect(dayAfter(offset, { dueOn, previousOn }, { ...MONDAY_TO_FRIDAY, ...week })).toBe(day);
});

test('workdays: so many days are between, and the last is one', () => {
  const days = fc.integer({ min: 0, max: 3_000 }).map((n) => addDays('2024-01-01', n));
  fc.assert(
    fc.property(
      days,
      fc.integer({ min: 1, max: 365 }),
      fc.array(days, { maxLength: 20 }),
      (dueOn, n, closed) => {
        const week = { days: [1, 2, 3, 4, 5], closed };
        const end = dayAfter({ from: 'due', days: n, count: 'business' }, { dueOn }, week);
        const all = Array.from({ length: daysBetween(dueOn, end) }, (_, at) => addDays(dueOn, at + 1));
        const worked = all.filter(
          (day) => ![0, 6].includes(new Date(day).getUTCDay()) && !closed.includes(day),
        );
        expect([worked.length, worked.at(-1)]).toEqual([n, end]);
      },
    ),
  );
});

test('the end of a month is the day before a first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000 }), (n) => {
      const day = addDays('1990-01-01', n);
      const end = monthEnd(day);
      expect([end.slice(0, 7), addDays(end, 1).slice(8)]).toEqual([day.slice(0, 7), '01']);
    }),
  );
});
