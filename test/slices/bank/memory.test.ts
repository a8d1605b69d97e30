/** A statement of any length in bounded memory: nothing is kept of a line that was read but what says whether an equal one comes. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ordinals } from '../../../shared/bank/ordinals.ts';
import { readStatementFile } from '../../../shared/bank/parse/detect.ts';
import { identified, largest, statementOf, surveyed } from '../../support/long-statement.ts';

const SMALL = 200_000;
const FORMATS = ['camt.053', 'MT940', 'CSV'] as const;

describe('ten times the file', () => {
  test.each(FORMATS)('is checked in the same memory: %s', async (format) => {
    const [, small, large] = await sizes(format, surveyed);
    expect(large!.made).toBeGreaterThan(9 * small!.made);
    expect(large!.heapMb - small!.heapMb).toBeLessThan(1);
  });

  test.each(FORMATS)('is read line by line with some bytes for each of them: %s', async (format) => {
    const [, small, large] = await sizes(format, identified);
    expect(large!.heapMb - small!.heapMb).toBeLessThan(1);
  });

  test('would be noticed by whoever kept the entries', async () => {
    const [, small, large] = await sizes('camt.053', async (file) => {
      const kept: unknown[] = [];
      for await (const piece of readStatementFile(file)) kept.push(piece);
      return kept.length;
    });
    expect(large!.heapMb - small!.heapMb).toBeGreaterThan(5);
  });
});

/** The first of three warms: what is compiled then stays. */
const sizes = async (format: (typeof FORMATS)[number], read: typeof surveyed) => {
  const found = [];
  for (const bytes of [SMALL, SMALL, 10 * SMALL])
    found.push(await largest(statementOf(format, bytes), bytes, read));
  return found;
};

test('an ordinal counts equals, however many others stand between them', () => {
  const key = fc.string({ maxLength: 3 });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 3_000, size: 'max' }), (keys) => {
      const ordinals = new Ordinals();
      const counts = new Map<string, number>();
      for (const one of keys) {
        counts.set(one, (counts.get(one) ?? 0) + 1);
        if (ordinals.next(one) !== counts.get(one)) return false;
      }
      return true;
    }),
    { numRuns: 30 },
  );
});

test('a hundred thousand that differ are all the first', () => {
  const ordinals = new Ordinals();
  const later = Array.from({ length: 100_000 }, (_, at) => ordinals.next(`line ${at}`)).filter(
    (one) => one > 1,
  );
  expect(later).toEqual([]);
  expect(ordinals.next('line 7')).toBe(2);
});
