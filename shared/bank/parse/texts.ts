/** Text as it comes: lines of a bounded length, and what their fields say, typed. */
import { exponentOf } from '../../kernel/currencies.ts';
import type { LocalDate } from '../../kernel/dates.ts';
import { MAX_MINOR, money, type Money } from '../../kernel/money.ts';
import { Unreadable } from './unreadable.ts';

/** Currencies that were: files of their time are read, and refused only where they are to be booked. */
const WITHDRAWN = new Set(
  'ATS BEF CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK'.split(' '),
);
const digitsOf = (currency: string): number | undefined =>
  exponentOf(currency) ?? (WITHDRAWN.has(currency) ? 2 : undefined);

/** No bank's record is longer; what is, is an attack or no statement. */
const MAX_LINE = 100_000;

export interface Line {
  readonly text: string;
  /** Of the file, from 1. */
  readonly at: number;
}

/** Ends are CR, LF or both, wherever the pieces are cut. */
export async function* linesIn(pieces: AsyncIterable<string>): AsyncGenerator<Line> {
  let rest = '';
  let at = 0;
  let afterCr = false;
  for await (const piece of pieces) {
    let text = piece;
    if (afterCr && text.startsWith('\n')) text = text.slice(1);
    if (piece !== '') afterCr = text === '' ? false : text.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    lines[0] = rest + lines[0];
    rest = lines.pop()!;
    for (const one of lines) yield measured({ text: one, at: ++at });
    measured({ text: rest, at: at + 1 });
  }
  if (rest !== '') yield { text: rest, at: at + 1 };
}
const measured = (line: Line): Line => {
  if (line.text.length > MAX_LINE)
    throw new Unreadable('bank.malformed', `A record has more than ${MAX_LINE} characters`, line.at);
  return line;
};

/**
 * Digits with at most one decimal sign. Zeros beyond the currency's own digits are nothing; a digit there is an amount that
 * the currency cannot hold, and it is refused rather than rounded.
 */
export const amountOf = (text: string, currency: string, line: number, decimal = '.'): Money => {
  const places = digitsOf(currency);
  if (places === undefined)
    throw new Unreadable(
      'bank.amount',
      `The amount ${text.slice(0, 40)} has no currency of ISO 4217${currency === '' ? '' : `, but ${currency.slice(0, 10)}`}`,
      line,
    );
  const found = /^([+-]?)(\d{0,25})(?:\.(\d{0,10}))?$/.exec(
    decimal === '.' ? text : text.replace(decimal, '.'),
  );
  const fraction = (found?.[3] ?? '').replace(/0+$/, '');
  if (!found || (found[2] === '' && !found[3]) || fraction.length > places)
    throw new Unreadable(
      'bank.amount',
      `${text.slice(0, 40)} is not an amount of ${currency} with at most ${places} decimals`,
      line,
    );
  return minorOf(found[1]!, found[2]! + fraction.padEnd(places, '0'), currency, line);
};

/** Amounts without a decimal sign: the currency's smallest unit (BAI2). */
export const minorOf = (sign: string, digits: string, currency: string, line: number): Money => {
  const minor = Number(digits);
  if (!Number.isSafeInteger(minor) || minor > MAX_MINOR)
    throw new Unreadable('bank.amount', `${digits.slice(0, 40)} ${currency} is more than we count`, line);
  return money(sign === '-' ? 0 - minor : minor, currency);
};

/** `lenient`: banks that count thirty days in every month write days that are none; the last of the month is meant. */
export const dayOf = (
  year: string | number,
  month: string,
  day: string,
  line: number,
  lenient = false,
): LocalDate => {
  const written = `${String(year).padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const [m, d] = [Number(month), Number(day)];
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written) || m < 1 || m > 12 || d < 1 || d > (lenient ? 31 : last))
    throw new Unreadable('bank.incomplete', `${written.slice(0, 40)} is not a date`, line);
  return `${written.slice(0, 8)}${String(Math.min(d, last)).padStart(2, '0')}`;
};

/** Two digits of a year: what is more than twenty years ahead was a hundred years before. Files of the last century are read, too. */
export const yearOf = (two: string): number => (Number(two) > 79 ? 1900 : 2000) + Number(two);

/** Start and end of header, text and transmission, as lines over telex had them: they are no part of a statement. */
const MARKS = '\u0001\u0002\u0003\u0004';
export const isMark = (character: string): boolean => MARKS.includes(character);
export const withoutMarks = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, (character) => (isMark(character) ? '' : character));

/** A property only where there is something to say. */
export const said = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [P in K]?: V };
