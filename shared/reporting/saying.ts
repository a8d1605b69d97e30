/** How amounts, shares, days and months are said in a report. */
import { amount, day } from '../documents/format.ts';
import { monthOf } from '../kernel/dates.ts';
import type { FinanceReport } from './report.ts';

export const sayer =
  ({ currency }: Pick<FinanceReport, 'currency'>) =>
  (minor: number): string =>
    amount({ minor: Math.round(minor), currency }, 'en');
/** `when`: what it is held against. */
export const moved = ({ minor, beforeMinor }: FinanceReport['open'], when: string): string => {
  if (minor === beforeMinor) return `as much as ${when}`;
  if (beforeMinor <= 0) return `after nothing ${when}`;
  const more = Math.abs(Math.round((minor / beforeMinor - 1) * 100));
  return `${more === 0 ? 'hardly' : `${more} %`} ${minor > beforeMinor ? 'more' : 'less'} than ${when}`;
};
export const share = (part: number, whole: number): string =>
  whole <= 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
/** With the sign that amounts have, too. */
export const decimals = (value: number, places: number): string => value.toFixed(places).replace('-', '−');
export const inDays = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `${decimals(value, 1)} days`;
export const inPercent = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `${decimals(value, 1)} %`;
export const monthName = (month: string): string => day(`${monthOf(month)}-01`, 'en').replace(/^1\s/u, '');
