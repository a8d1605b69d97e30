/** Days that are counted from another day, by the calendar or by days on which people work (rules §3.15). */
import * as z from 'zod';
import { addDays, type LocalDate } from './dates.ts';

export const Offset = z
  .strictObject({
    from: z.enum(['due', 'month_end', 'previous']).meta({
      description:
        'due: the day on which it was due. month_end: the last day of the month of that day. previous: the day of the notice before; the due day for the first.',
    }),
    days: z.int().min(0).max(365),
    count: z.enum(['calendar', 'business']).default('calendar').meta({
      description:
        'business: days of the week on which mails go out by the mail rules, without days that are closed there; Monday to Friday where they say nothing.',
    }),
  })
  .meta({ id: 'DayOffset' });
export type Offset = Readonly<z.infer<typeof Offset>>;

/** Days of the week by ISO 8601, and single days that are closed. */
export interface Workdays {
  readonly days: readonly number[];
  readonly closed: readonly LocalDate[];
}
export const MONDAY_TO_FRIDAY: Workdays = { days: [1, 2, 3, 4, 5], closed: [] };

const isWorkday = (day: LocalDate, { days, closed }: Workdays): boolean =>
  days.includes(new Date(`${day}T00:00:00Z`).getUTCDay() || 7) && !closed.includes(day);

export const monthEnd = (day: LocalDate): LocalDate => {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
};

/**
 * The so manieth workday after a day; with none, that day or the first workday after it. A year of one weekday a week and a hundred
 * closed days is the longest way there is.
 */
const afterWorkdays = (from: LocalDate, days: number, week: Workdays): LocalDate => {
  let day = from;
  if (days === 0) while (!isWorkday(day, week)) day = addDays(day, 1);
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (isWorkday(day, week)) left--;
  }
  return day;
};

/** The day that an offset means. Days by the calendar are not moved: what may not go out on one waits for the next. */
export const dayAfter = (
  { from, days, count }: Offset,
  { dueOn, previousOn = dueOn }: { readonly dueOn: LocalDate; readonly previousOn?: LocalDate | undefined },
  week: Workdays,
): LocalDate => {
  const base = from === 'due' ? dueOn : from === 'month_end' ? monthEnd(dueOn) : previousOn;
  return count === 'business' ? afterWorkdays(base, days, week) : addDays(base, days);
};
