/** Which moments may be asked about, and what is read to say what was known at one. */
import { expect, test } from 'vitest';
import { figuresApi } from '../../../shared/figures/api.ts';
import { announcedIn } from '../../../shared/figures/reading.ts';
import { insightsApi } from '../../../shared/insights/api.ts';
import { isKnown } from '../../../shared/insights/reading.ts';
import { isNear } from '../../../shared/plans/knowing.ts';
import { idAt } from './drawn.ts';

test('before 1970 nothing was known, and years without business are refused', () => {
  expect(isKnown({ knownAt: '1955-01-01T00:00:00Z' })({ id: idAt(1) })).toBe(false);
  expect(isKnown({ knownAt: '2026-01-01T00:00:00Z' })({ id: idAt(1) })).toBe(true);
  const said = (knownAt: string) =>
    [insightsApi.getAgeing.query, insightsApi.getCustomerLedger.query, figuresApi.getFigures.query].map(
      (query) => query.safeParse({ knownAt }).success,
    );
  expect(said('1900-01-02T00:00:00Z')).toEqual([true, true, true]);
  expect(said('1899-12-31T00:00:00Z')).toEqual([false, false, false]);
  const since = '0001-01-01T00:00:00Z';
  expect(figuresApi.getFigureChanges.query.safeParse({ since }).success).toBe(false);
});

test('of a customer merges up to the moment are read, of all others what says how promises ended', () => {
  const cut = { asOf: '2026-02-28', from: '2026-01-01', known: {} };
  const now = '2026-05-01T08:00:00Z';
  const customerId = 'cus_1';
  const told = { from: '2026-01-01', asOf: '2026-04-30' };
  expect(announcedIn({ customerId }, cut, now)).toEqual({ told, read: { ...told, asOf: '2026-05-01' } });
  const known = { knownAt: '2026-03-15T00:00:00Z' };
  expect(announcedIn({ customerId }, { ...cut, known }, now).read.asOf).toBe('2026-03-15');
  expect(announcedIn({ customerId }, { ...cut, asOf: '2026-05-01' }, now).read.asOf).toBe('2026-05-02');
  expect(announcedIn({}, cut, now)).toEqual({ told, read: told });
  expect(announcedIn({}, { ...cut, known }, now).read.asOf).toBe('2026-03-15');
  expect(announcedIn({}, { ...cut, asOf: '2026-05-01' }, now).read.asOf).toBe('2026-05-02');
});

test('acts are read for plans that began or ended around the moment alone', () => {
  const near = (at: string, endedOn?: string) =>
    isNear({ at: `${at}T12:00:00Z`, ...(endedOn && { endedOn }) }, '2026-02-10');
  expect(['2026-02-05', '2026-02-06', '2026-02-14', '2026-02-15'].map((at) => near(at))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(near('2026-01-01', '2026-02-12')).toBe(true);
  expect(near('2026-01-01', '2026-06-01')).toBe(false);
});
