/** Days on which banks of the euro move money, against the ECB's own list of TARGET closing days. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBankDays, easter, isBankDay } from '../../../shared/kernel/bank-days.ts';
import { addDays } from '../../../shared/kernel/dates.ts';

test.each([
  ['2024', ['2024-01-01', '2024-03-29', '2024-04-01', '2024-05-01', '2024-12-25', '2024-12-26']],
  ['2025', ['2025-01-01', '2025-04-18', '2025-04-21', '2025-05-01', '2025-12-25', '2025-12-26']],
  ['2026', ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25']],
])('in %s all weekdays but these', (year, closed) => {
  const days = Array.from({ length: 366 }, (_, at) => addDays(`${year}-01-01`, at)).filter((day) =>
    day.startsWith(year),
  );
  const weekdays = days.filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()));
  expect(weekdays.filter((day) => !isBankDay(day))).toEqual(closed);
});

test('so many bank days later is a bank day, and as many lie between', () => {
  expect(addBankDays('2026-04-02', 1)).toBe('2026-04-07');
  fc.assert(
    fc.property(fc.nat(20_000), fc.integer({ min: 1, max: 30 }), (from, count) => {
      const start = addDays('2000-01-01', from);
      const end = addBankDays(start, count);
      expect(isBankDay(end)).toBe(true);
      let between = 0;
      for (let day = addDays(start, 1); day <= end; day = addDays(day, 1)) if (isBankDay(day)) between += 1;
      expect(between).toBe(count);
    }),
    { numRuns: 100 },
  );
  expect(addBankDays('2026-04-04', 0)).toBe('2026-04-04');
});

test('Easter is a Sunday between 22 March and 25 April', () => {
  for (let year = 1900; year < 2100; year++) {
    const day = easter(year);
    expect(new Date(`${day}T00:00:00Z`).getUTCDay()).toBe(0);
    expect(day.slice(5) >= '03-22' && day.slice(5) <= '04-25').toBe(true);
  }
});
