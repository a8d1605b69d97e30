import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  addDays,
  daysBetween,
  LocalDate,
  localDate,
  monthsBetween,
  Zone,
} from '../../../shared/kernel/dates.ts';
import { creditorReference, isCreditorReference, printed } from '../../../shared/kernel/reference.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';

test('a legal date is the day in the entity’s zone, also around midnight and clock changes', () => {
  expect(localDate('2026-03-31T22:30:00Z', 'Europe/Berlin')).toBe('2026-04-01');
  expect(localDate('2026-03-31T22:30:00Z', 'Europe/London')).toBe('2026-03-31');
  expect(localDate('2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-25');
  expect(localDate('2026-01-01T09:59:00Z', 'Pacific/Auckland')).toBe('2026-01-01');
  expect(localDate('2026-01-01T11:00:00Z', 'Pacific/Auckland')).toBe('2026-01-02');
});

test('days are counted over leap days, months and years', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
  expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
});

test('a day is one of the years that business is done in', () => {
  for (const day of ['1900-01-01', '2026-02-28', '2028-02-29', '2999-12-31'])
    expect(LocalDate.safeParse(day).success).toBe(true);
  for (const day of ['9999-12-31', '3000-01-01', '1899-12-31', '0000-01-01', '2026-02-29'])
    expect(LocalDate.safeParse(day).success).toBe(false);
  // What the document says of a day is what is taken, for all that look like one.
  const said = new RegExp(z.toJSONSchema(z.object({ day: LocalDate })).$defs!['LocalDate']!.pattern!);
  const digits = (most: number, width: number) =>
    fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(width, '0'));
  fc.assert(
    fc.property(digits(9_999, 4), digits(13, 2), digits(32, 2), (year, month, day) => {
      const text = `${year}-${month}-${day}`;
      expect([text, said.test(text)]).toEqual([text, LocalDate.safeParse(text).success]);
    }),
    { numRuns: 5_000 },
  );
  for (let year = 1890; year < 3_010; year++)
    expect([year, said.test(`${year}-02-29`)]).toEqual([year, LocalDate.safeParse(`${year}-02-29`).success]);
});
test('a zone is a name of the IANA list, not an offset', () => {
  expect(Zone.safeParse('Europe/Berlin').success).toBe(true);
  for (const wrong of ['+02:00', 'Mars/Olympus', 'CEST', ''])
    expect(Zone.safeParse(wrong).success).toBe(false);
});

test('creditor references carry check digits that catch a mistyped character', () => {
  const reference = creditorReference('INV-2026-000117');
  expect(reference).toMatch(/^RF\d\dINV2026000117$/);
  expect(isCreditorReference(reference)).toBe(true);
  expect(isCreditorReference(printed(reference).toLowerCase())).toBe(true);
  expect(isCreditorReference(reference.replace('117', '171'))).toBe(false);
  expect(() => creditorReference('')).toThrow('does not fit');
});

test('ids sort by time and are 26 characters after their prefix', () => {
  const earlier = idFrom('inv', 1_000, new Uint8Array(10).fill(255));
  const later = idFrom('inv', 1_001, new Uint8Array(10));
  expect(earlier < later).toBe(true);
  expect(earlier).toMatch(/^inv_[0-9a-hjkmnp-tv-z]{26}$/);
});
