/** Weeks from Monday to Sunday (ISO 8601). */
import { addDays, daysBetween, localDate, type Instant, type LocalDate } from '../kernel/dates.ts';
import { WEEKS } from './forecast.ts';

const A_MONDAY = '2024-01-01';
export const mondayOf = (day: LocalDate): LocalDate =>
  addDays(day, -(((daysBetween(A_MONDAY, day) % 7) + 7) % 7));
export const weekAfter = (monday: LocalDate, weeks: number): LocalDate => addDays(monday, 7 * weeks);

/** The first is what is left of the one that goes on. */
export const weeksFrom = (on: LocalDate): { from: LocalDate; until: LocalDate }[] =>
  Array.from({ length: WEEKS }, (_, at) => {
    const monday = weekAfter(mondayOf(on), at);
    return { from: at === 0 ? on : monday, until: addDays(monday, 6) };
  });

const AHEAD_MS = 8 * 3_600_000;
/** The morning that is nearest: where the night of our clock is an evening, it is that of the next day. */
export const morningOf = (now: Instant, zone: string): LocalDate =>
  localDate(new Date(Date.parse(now) + AHEAD_MS).toISOString(), zone);
