/** Which rate holds on a day, what it makes of an amount, and what files of the ECB say. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { exponentOf } from '../kernel/currencies.ts';
import { exact, rounded } from '../kernel/decimal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Rate, RateDay } from './rate.ts';

/** The latest of the days given that has the pair; they are those not older than they may be. */
export const latestOf = (days: readonly RateDay[], quote: string): Rate | undefined => {
  const day = days
    .filter(({ rates }) => rates[quote] !== undefined)
    .reduce<RateDay | undefined>((last, one) => (last && last.day > one.day ? last : one), undefined);
  return day && { base: day.base, quote, day: day.day, ...day.rates[quote]! };
};

/**
 * An amount in one currency of the rate, in the other: × where it is the base, ÷ where it is the quote; rounded once, half away
 * from zero, to the minor unit of the other.
 */
export const converted = (minor: number, currency: string, { base, quote, rate }: Rate): number => {
  const { units, scale } = exact(rate);
  const [other, up, down] =
    currency === base ? [quote, units, 10n ** BigInt(scale)] : [base, 10n ** BigInt(scale), units];
  if (currency !== base && currency !== quote)
    throw new Error(`a rate of ${base} and ${quote} says nothing of ${currency}`);
  const shift = (exponentOf(other) ?? 2) - (exponentOf(currency) ?? 2);
  const [more, less] = shift >= 0 ? [10n ** BigInt(shift), 1n] : [1n, 10n ** BigInt(-shift)];
  return Number(rounded(BigInt(minor) * up * more, down * less));
};

export interface Said {
  readonly day: LocalDate;
  readonly rates: Readonly<Record<string, string>>;
}
export const MOST_DAYS = 400;
type Unreadable = Result<never, 'rates.unreadable'>;
const unreadable = (detail: string): Unreadable =>
  refuse('rates.unreadable', `The file is not of the ECB’s form: ${detail}.`);

/** eurofxref.csv, eurofxref-hist.csv, eurofxref-daily.xml and its like. All are rates of one euro. */
export const saidBy = (content: string): Result<Said[], 'rates.unreadable'> => {
  const days = /^\uFEFF?\s*</.test(content) ? inXml(content) : inCsv(content);
  if (!Array.isArray(days)) return days;
  if (days.length === 0) return unreadable('it has no day with a rate');
  if (days.length > MOST_DAYS) return unreadable(`it has more than ${MOST_DAYS} days, so send it in parts`);
  return ok(days);
};

const RATE = /^(?=.*[1-9])(0|[1-9]\d{0,11})(\.\d{1,6})?$/;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
/** `2026-11-25`, or `25 November 2026` in the file of one day. */
const dayOf = (text: string): LocalDate | undefined => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return addDays(text, 0) === text ? text : undefined;
  const [, date, month, year] = /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})$/.exec(text) ?? [];
  const at = MONTHS.indexOf(month ?? '');
  return at < 0 ? undefined : `${year}-${String(at + 1).padStart(2, '0')}-${date!.padStart(2, '0')}`;
};

const inCsv = (content: string): Said[] | Unreadable => {
  const [head, ...rows] = content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((row) => row.split(',').map((cell) => cell.trim()));
  if (head?.[0] !== 'Date') return unreadable('its first column is not Date');
  const days: Said[] = [];
  for (const [at, row] of rows.entries()) {
    if (row.length < 2) continue;
    const day = dayOf(row[0]!);
    if (day === undefined) return unreadable(`line ${at + 2} has no day`);
    const pairs = head.flatMap((quote, column): [string, string][] =>
      column === 0 || ['', 'N/A', undefined].includes(row[column]) ? [] : [[quote, row[column]!]],
    );
    const wrong = pairs.find(([, rate]) => !RATE.test(rate));
    if (wrong) return unreadable(`line ${at + 2} has no rate for ${wrong[0]}`);
    days.push({ day, rates: known(pairs) });
  }
  return days;
};

/** Three levels of one element with attributes alone: read by them, so that nothing else in the file means anything. */
const inXml = (content: string): Said[] | Unreadable => {
  if (/<!DOCTYPE/i.test(content)) return unreadable('it has a document type declaration');
  const days: Said[] = [];
  for (const [, time, inner] of content.matchAll(
    /<Cube\s+time=["']([^"']{1,20})["']\s*>((?:(?!<\/Cube>)[^])*)<\/Cube>/g,
  )) {
    const day = dayOf(time!);
    if (day === undefined) return unreadable(`it has no day ${time}`);
    const pairs = [
      ...inner!.matchAll(/<Cube\s+currency=["']([A-Z]{3})["']\s+rate=["']([^"']{1,20})["']\s*\/>/g),
    ].map(([, quote, rate]): [string, string] => [quote!, rate!]);
    const wrong = pairs.find(([, rate]) => !RATE.test(rate));
    if (wrong) return unreadable(`it has no rate for ${wrong[0]} on ${day}`);
    days.push({ day, rates: known(pairs) });
  }
  return days;
};
/** Currencies that are gone are left out: nobody invoices in them. */
const known = (pairs: readonly [string, string][]): Record<string, string> =>
  Object.fromEntries(pairs.filter(([quote]) => exponentOf(quote) !== undefined));
