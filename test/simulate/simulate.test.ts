/** A few short seeds of `npm run simulate`, and every seed that once failed. */
import { describe, expect, test } from 'vitest';
import { scriptOf } from './script.ts';
import { simulate } from './simulate.ts';

/** Seed, days, and what it once broke. */
const ONCE_FAILED: readonly (readonly [number, number, string])[] = [
  [1020, 3, 'a card payment at the moment at which the bank brings the same money'],
];
const SHORT: readonly (readonly [number, number, string])[] = [
  [1, 3, 'over the end of a year'],
  [3, 3, 'by chance'],
];

test('a seed is a script, to the last step; another seed is another one', () => {
  expect(scriptOf(5, 40)).toEqual(scriptOf(5, 40));
  expect(scriptOf(5, 40).days.slice(0, 10)).toEqual(scriptOf(5, 10).days);
  expect(scriptOf(6, 40)).not.toEqual(scriptOf(5, 40));
  const steps = scriptOf(5, 200).days.flatMap(({ groups }) => groups.flatMap((group) => group.steps));
  expect(new Set(steps.map((step) => step.do)).size).toBe(13);
});

describe('no day breaks an invariant', () => {
  test.each([...SHORT, ...ONCE_FAILED])(
    'seed %i, %i days: %s',
    async (seed, days) => {
      const { breach, steps, items } = await simulate(seed, days);
      expect(breach).toBeUndefined();
      expect(steps).toBeGreaterThan(days);
      expect(items).toBeGreaterThan(50);
    },
    300_000,
  );
});
