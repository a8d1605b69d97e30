import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Write } from '../../../shared/kernel/storage.ts';
import { creditorReference } from '../../../shared/kernel/reference.ts';
import { numberInReference, numberOf, seriesName } from '../../../shared/numbering/series.ts';
import { take } from '../../../shared/numbering/store.ts';

/** A table of one series that holds conditions as DynamoDB would: all writes of a take, or none. */
const table = () => {
  const numbers = new Map<string, string>();
  let next = 1;
  return {
    next: () => next,
    numbers,
    commit: (writes: readonly Write[]): boolean => {
      const [series, number] = writes;
      const wanted =
        series!.if === 'absent' ? 1 : (series!.if as unknown as { next: { value: number } }).next.value;
      if (wanted !== next || numbers.has(number!.put!.pk)) return false;
      next = series!.set!['next'] as number;
      numbers.set(number!.put!.pk, String(number!.put!['documentId']));
      return true;
    },
  };
};

test('writers that read, lose, and read again leave no gap and no number twice, in any interleaving', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 }), (schedule) => {
      const books = table();
      const read = new Map<number, number>();
      let issued = 0;
      for (const writer of schedule) {
        const seen = read.get(writer);
        if (seen === undefined) read.set(writer, books.next());
        else {
          if (books.commit(take('t', { name: 'INV-2026', next: seen }, '2026-01-01', [`inv_${issued}`])))
            issued += 1;
          read.delete(writer);
        }
      }
      const wanted = Array.from(
        { length: issued },
        (_, index) => `t#NUMBER#${numberOf('INV-2026', index + 1)}`,
      );
      return (
        books.next() === issued + 1 && [...books.numbers.keys()].every((key, index) => key === wanted[index])
      );
    }),
    { numRuns: 10_000 },
  );
});

test('a number is found again in the reference that is made of it, also beyond a million', () => {
  for (const ordinal of [1, 117, 999_999, 1_000_000, 12_345_678]) {
    const number = numberOf(seriesName('INV', '2026-05-01'), ordinal);
    expect(numberInReference(creditorReference(number).slice(4))).toBe(number);
  }
  expect(numberInReference('TOTALLYELSE')).toBeUndefined();
});
