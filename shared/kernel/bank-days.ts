/** Days on which banks of the euro move money: Monday to Friday without the closing days of TARGET. */
import { addDays, type LocalDate } from './dates.ts';

/** The day after so many bank days; the day itself for none, whatever day it is. */
export const addBankDays = (date: LocalDate, days: number): LocalDate => {
  let day = date;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (isBankDay(day)) left -= 1;
  }
  return day;
};

/** The day itself, or the next on which banks move money: nobody is debited on another. */
export const bankDayFrom = (date: LocalDate): LocalDate =>
  isBankDay(date) ? date : bankDayFrom(addDays(date, 1));

export const isBankDay = (date: LocalDate): boolean => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !FIXED.has(date.slice(5)) && !byEaster(date);
};

/** New Year, Labour Day, 25 and 26 December: the same every year (ECB, TARGET closing days since 2000). */
const FIXED = new Set(['01-01', '05-01', '12-25', '12-26']);
/** Good Friday and Easter Monday. */
const byEaster = (date: LocalDate): boolean => {
  const sunday = easter(Number(date.slice(0, 4)));
  return date === addDays(sunday, -2) || date === addDays(sunday, 1);
};

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876). */
export const easter = (year: number): LocalDate => {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((8 * b + 13) / 25) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return `${year}-${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`;
};
