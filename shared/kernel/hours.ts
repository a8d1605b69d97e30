/** Hours of the clock on a wall somewhere: when somebody there may be written to (rules §3.15). */
import * as z from 'zod';
import { addDays, LocalDate, localDate, type Instant } from './dates.ts';

const ClockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "08:30"')
  .meta({ example: '08:30' });

export const Hours = z
  .strictObject({
    from: ClockTime.meta({ description: 'The first minute that is inside; before `to`.' }),
    to: ClockTime.meta({ description: 'The first minute that is outside again, on the same day.' }),
    days: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .default([1, 2, 3, 4, 5])
      .meta({ description: 'Days of the week by ISO 8601: 1 is Monday.' }),
    closed: z.array(LocalDate).max(100).default([]).meta({
      description: 'Days on which nobody is written to: holidays, and whatever else is closed.',
    }),
  })
  .refine(({ from, to }) => from < to, { message: 'must be before `to`', path: ['from'] })
  .meta({ id: 'Hours' });
export type Hours = Readonly<z.infer<typeof Hours>>;

const MINUTE = 60_000;
/** More days than can be closed in a row: a hundred of one weekday. */
const MOST_DAYS = 800;

/** Whether a moment is inside the hours in a zone. */
export const isOpen = ({ from, to, days, closed }: Hours, zone: string, at: Instant): boolean => {
  const [date, time] = wallOf(at, zone).split(' ') as [LocalDate, string];
  return from <= time && time < to && days.includes(weekday(date)) && !closed.includes(date);
};

/** The first moment from `now` on that is inside the hours in a zone, to the minute; `now` itself where it is inside. */
export const nextOpen = (hours: Hours, zone: string, now: Instant): Instant => {
  if (isOpen(hours, zone, now)) return now;
  const today = localDate(now, zone);
  for (let days = 0; days < MOST_DAYS; days++) {
    const date = addDays(today, days);
    if (!hours.days.includes(weekday(date)) || hours.closed.includes(date)) continue;
    const opens = momentOf(date, hours.from, zone);
    // A day whose hours are over, or whose clocks skip them, does not open any more.
    if (opens > now && isOpen(hours, zone, opens)) return opens;
  }
  throw new Error(`no day of ${MOST_DAYS} is open`);
};

/** By halving, as the start of a day is found: where clocks skip the time, the moment that they skip to. */
export const momentOf = (date: LocalDate, time: string, zone: string): Instant => {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let before = midnight - 26 * 60 * MINUTE;
  let reached = midnight + 50 * 60 * MINUTE;
  while (reached - before > MINUTE) {
    const middle = before + Math.floor((reached - before) / MINUTE / 2) * MINUTE;
    if (wallOf(new Date(middle).toISOString(), zone) >= `${date} ${time}`) reached = middle;
    else before = middle;
  }
  return new Date(reached).toISOString();
};

/** `2026-03-29 08:30`, as clock and calendar on the wall say it. */
export const wallOf = (at: Instant, zone: string): string => {
  const known =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short', hourCycle: 'h23' });
  clocks.set(zone, known);
  return `${localDate(at, zone)} ${known.format(new Date(at))}`;
};
const clocks = new Map<string, Intl.DateTimeFormat>();

/** 1 is Monday. */
export const weekday = (date: LocalDate): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
