/** Of which days something is counted, where a caller may say so, and what stands in the middle of it. */
import * as z from 'zod';
import { addDays, LocalDate } from './dates.ts';
import { ok, refuse, type Result } from './result.ts';

/** Where nobody says from which day on. */
const DAYS = 90;

export const CountedDays = z.strictObject({
  from: LocalDate.optional().meta({ description: 'Ninety days before the last one, where it is absent.' }),
  to: LocalDate.optional().meta({ description: 'The day of today in UTC, where it is absent.' }),
});

/** Both days, or a refusal with the slice's own code where the first is after the last. */
export const countedDays = <C extends string>(
  asked: z.infer<typeof CountedDays>,
  now: string,
  code: C,
): Result<{ from: LocalDate; to: LocalDate }, C> => {
  const { to = now.slice(0, 10) } = asked;
  const { from = addDays(to, -DAYS) } = asked;
  return from > to
    ? refuse(code, 'The first day is after the last.', [
        { pointer: '/from', detail: `must not be after ${to}` },
      ])
    : ok({ from, to });
};

/** The lower one of two in the middle; of none there is none. */
export const median = (all: readonly number[]): number | undefined =>
  all.toSorted((a, b) => a - b)[(all.length - 1) >> 1];
