/** The nightly look through what providers told: where a pass begins, goes on and ends, whatever stops it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pull } from '../../../shared/payments/payment.ts';
import { advanced, passOf } from '../../../shared/payments/pull.ts';

const START = Date.parse('2026-03-01T03:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(START + hours * HOUR).toISOString();

test('the first pass looks four days back, the next one four days before the last began, and rests twenty hours between', () => {
  const first = passOf(undefined, at(0))!;
  expect(first).toMatchObject({ version: 1, since: at(-96), begunAt: at(0) });
  const page = advanced(first, 'c1', at(0));
  expect([page.cursor, page.doneAt]).toEqual(['c1', undefined]);
  // Cut off in the middle: the next run goes on there, however soon it comes.
  const on = passOf(page, at(6))!;
  expect(on).toMatchObject({ version: 2, since: at(-96), begunAt: at(0), cursor: 'c1' });
  const done = advanced(on, undefined, at(6));
  expect([done.cursor, done.doneAt]).toEqual([undefined, at(6)]);
  expect(passOf(done, at(25))).toBeUndefined();
  expect(passOf(done, at(26))).toMatchObject({ version: 3, since: at(-96), begunAt: at(26) });
  // After a long silence no more is asked for than providers keep.
  expect(passOf(done, at(24 * 60))!.since).toBe(at(24 * 31));
});

test('however runs are cut off, everything that was told is looked through by a pass that ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 24 * 12 }), { maxLength: 60 }),
      fc.array(fc.record({ pause: fc.integer({ min: 1, max: 30 }), pages: fc.integer({ min: 0, max: 4 }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      (hours, runs) => {
        const told = hours.toSorted((a, b) => a - b);
        const seen = new Set<number>();
        let pull: Pull | undefined;
        let now = 0;
        const run = (pages: number) => {
          let pass = passOf(pull, at(now));
          for (let n = 0; pass && n < pages; n++) {
            // Newest first, three on a page, after the one that the cursor names: as Stripe lists them.
            const all = told
              .map((hour, id) => ({ hour, id }))
              .filter(({ hour }) => hour <= now && at(hour) >= pass!.since)
              .toReversed();
            const from =
              pass.cursor === undefined ? 0 : all.findIndex(({ id }) => String(id) === pass!.cursor) + 1;
            const page = all.slice(from, from + 3);
            for (const { id } of page) seen.add(id);
            const next = all.length > from + 3 ? String(page.at(-1)!.id) : undefined;
            pull = advanced(pass, next, at(now));
            pass = pull.cursor === undefined ? undefined : { ...pull, version: pull.version + 1 };
          }
        };
        for (const { pause, pages } of runs) {
          now += pause;
          run(pages);
        }
        // A quiet end: what goes on ends, and one whole pass follows.
        const lastTold = told.filter((hour) => hour <= now);
        run(1_000);
        now += 24;
        run(1_000);
        const kept = lastTold.filter((_, id) => seen.has(id)).length;
        expect(kept).toBe(lastTold.length);
      },
    ),
    { numRuns: 300 },
  );
});
