import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Hours, isOpen, nextOpen } from '../../../shared/kernel/hours.ts';

const office = Hours.parse({ from: '08:00', to: '18:00' });

describe('hours', () => {
  test.each([
    ['inside', 'Europe/Berlin', '2026-01-20T09:00:00.000Z', '2026-01-20T09:00:00.000Z'],
    ['before the day begins', 'Europe/Berlin', '2026-01-20T03:00:00.000Z', '2026-01-20T07:00:00.000Z'],
    ['the first minute after', 'Europe/Berlin', '2026-01-20T17:00:00.000Z', '2026-01-21T07:00:00.000Z'],
    ['over a weekend', 'Europe/Berlin', '2026-01-23T20:00:00.000Z', '2026-01-26T07:00:00.000Z'],
    ['where it is another day', 'America/New_York', '2026-01-20T02:00:00.000Z', '2026-01-20T13:00:00.000Z'],
    [
      'over the night of the change of clocks',
      'Europe/Berlin',
      '2026-03-27T20:00:00.000Z',
      '2026-03-30T06:00:00.000Z',
    ],
  ])('%s', (_, zone, now, opens) => {
    expect(nextOpen(office, zone, now)).toBe(opens);
  });
  test('a closed day is none, and a time that clocks skip does not open', () => {
    const holiday = Hours.parse({ ...office, closed: ['2026-01-21', '2026-01-22'] });
    expect(nextOpen(holiday, 'Europe/Berlin', '2026-01-20T20:00:00.000Z')).toBe('2026-01-23T07:00:00.000Z');
    // On 29 March 2026 there is no 02:30 in Berlin.
    const night = Hours.parse({ from: '02:10', to: '02:50', days: [7] });
    expect(nextOpen(night, 'Europe/Berlin', '2026-03-28T12:00:00.000Z')).toBe('2026-04-05T00:10:00.000Z');
  });
  test('the longest that can be closed is still passed over', () => {
    const mondays = Array.from({ length: 100 }, (_, week) =>
      new Date(Date.parse('2026-01-05') + week * 7 * 86_400_000).toISOString().slice(0, 10),
    );
    const hours = Hours.parse({ from: '08:00', to: '09:00', days: [1], closed: mondays });
    expect(nextOpen(hours, 'Etc/UTC', '2026-01-04T00:00:00.000Z')).toBe('2027-12-06T08:00:00.000Z');
  });
  test.each([
    [{ from: '18:00', to: '08:00' }],
    [{ from: '8:00', to: '18:00' }],
    [{ from: '08:00', to: '24:00' }],
    [{ from: '08:00', to: '18:00', days: [] }],
    [{ from: '08:00', to: '18:00', days: [0] }],
  ])('refuses %j', (said) => {
    expect(Hours.safeParse(said).success).toBe(false);
  });

  const minutes = fc.integer({ min: 0, max: 1_439 });
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  test('what is found is open, is not before now, and nothing before it was open', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(minutes, { minLength: 2, maxLength: 2 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
        fc.constantFrom(
          'Europe/Berlin',
          'America/St_Johns',
          'Asia/Kathmandu',
          'Australia/Lord_Howe',
          'Pacific/Apia',
        ),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (ends, days, zone, date, shares) => {
          const [from, to] = ends.toSorted((a, b) => a - b).map(clock);
          const hours = Hours.parse({ from, to, days });
          const now = date.toISOString();
          const opens = nextOpen(hours, zone, now);
          expect(isOpen(hours, zone, opens)).toBe(true);
          expect(opens >= now).toBe(true);
          const length = Date.parse(opens) - Date.parse(now);
          for (const share of length > 0 ? [...shares, 0] : [])
            expect(
              isOpen(hours, zone, new Date(Date.parse(now) + Math.floor(share * (length - 1))).toISOString()),
            ).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });
});
