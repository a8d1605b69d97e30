/**
 * Amounts, quantities and days as people of a language write them, from integers and decimal text. Intl is
 * not asked for digits: its currency exponents differ from ISO 4217 (HUF, COP), and its output moves with the
 * runtime.
 */
import type { LocalDate } from '../kernel/dates.ts';
import { exact, written } from '../kernel/decimal.ts';
import { toText, zero, type Money } from '../kernel/money.ts';
import type { Address, Language } from '../kernel/party.ts';
import type { ServicePeriod } from '../pricing/price.ts';
import { WORDS } from './words.ts';

interface Habit {
  readonly group: string;
  /** Digits before the point from which they are grouped. */
  readonly groupedFrom: 4 | 5;
  readonly point: string;
  /** `figure` is without its sign. */
  readonly amount: (sign: string, figure: string, currency: string) => string;
  /** Between a number and its `%`. */
  readonly percent: string;
  /** What stands between a label and its value. */
  readonly colon: string;
  /** Whether that many are said in the singular. */
  readonly one: (count: number) => boolean;
  readonly day: (year: string, month: number, day: number) => string;
}

const NBSP = '\u00a0';
const NARROW = '\u202f';
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
/** Only signs that mean one currency to everybody; `$` does not. */
const SYMBOLS: Readonly<Record<string, string>> = { EUR: '€', GBP: '£' };

const after = (sign: string, figure: string, currency: string): string =>
  `${sign}${figure}${NBSP}${SYMBOLS[currency] ?? currency}`;
const numeric =
  (between: string) =>
  (year: string, month: number, day: number): string =>
    [two(day), two(month), year].join(between);
const exactlyOne = (count: number): boolean => count === 1;
/**
 * Numbers as the Unicode CLDR has them (release 48): narrow blanks in French, no grouping of four digits in Spanish. It leaves
 * four digits of Italian ungrouped too, and Italian invoices do not. The blank before a French colon is typographers' rule.
 */
const HABITS: Readonly<Record<Language, Habit>> = {
  en: {
    group: ',',
    groupedFrom: 4,
    point: '.',
    amount: (sign, figure, currency) => `${sign}${SYMBOLS[currency] ?? `${currency}${NBSP}`}${figure}`,
    percent: '',
    colon: ': ',
    one: exactlyOne,
    day: (year, month, day) => `${day}${NBSP}${MONTHS[month - 1]} ${year}`,
  },
  de: {
    group: '.',
    groupedFrom: 4,
    point: ',',
    amount: after,
    percent: NBSP,
    colon: ': ',
    one: exactlyOne,
    day: numeric('.'),
  },
  fr: {
    group: NARROW,
    groupedFrom: 4,
    point: ',',
    amount: after,
    percent: NBSP,
    colon: `${NBSP}: `,
    one: (count) => count < 2,
    day: numeric('/'),
  },
  es: {
    group: '.',
    groupedFrom: 5,
    point: ',',
    amount: after,
    percent: NBSP,
    colon: ': ',
    one: exactlyOne,
    day: numeric('/'),
  },
  it: {
    group: '.',
    groupedFrom: 4,
    point: ',',
    amount: after,
    percent: '',
    colon: ': ',
    one: exactlyOne,
    day: numeric('/'),
  },
  nl: {
    group: '.',
    groupedFrom: 4,
    point: ',',
    amount: (sign, figure, currency) => `${SYMBOLS[currency] ?? currency}${NBSP}${sign}${figure}`,
    percent: '',
    colon: ': ',
    one: exactlyOne,
    day: numeric('-'),
  },
};

/** `1,190.00`: the amount without its currency, for a column that names it in its head. */
export const figure = (money: Money, language: Language): string => number(toText(money), language);

/** `€1,190.00`, `1.190,00 €`, `€ 1.190,00`, `JPY 1,190`: parts never break over a line. */
export const amount = (money: Money, language: Language): string =>
  HABITS[language].amount(
    money.minor < 0 ? MINUS : '',
    figure({ ...money, minor: Math.abs(money.minor) }, language),
    money.currency,
  );

/** `Your PO: 4711`, `Votre référence : 4711`. */
export const labelled = (label: string, value: string, language: Language): string =>
  `${label}${HABITS[language].colon}${value}`;

/** A quantity without trailing zeros: `1,250.5`. */
export const quantity = (decimal: string, language: Language): string =>
  number(written(exact(decimal)), language);

/** `Seats × 3`; of one the name alone. */
export const times = (name: string, decimal: string, language: Language): string =>
  decimal === '1' ? name : `${name} × ${quantity(decimal, language)}`;

/** A quantity with its unit: `40 pcs`, `1 day`, `1.250,5 kg`. */
export const measured = (line: { quantity: string; unit: string }, language: Language): string => {
  const unit = WORDS[language].units[line.unit] ?? line.unit;
  const [one, many] = typeof unit === 'string' ? [unit, unit] : unit;
  return `${quantity(line.quantity, language)} ${HABITS[language].one(Number(line.quantity)) ? one : many}`;
};

/** A unit price with at least the digits of its currency: `12.50`, `0.0125`. */
export const unitPrice = (decimal: string, currency: string, language: Language): string => {
  const digits = toText(zero(currency)).split('.')[1]?.length ?? 0;
  const [whole, fraction = ''] = written(exact(decimal)).split('.') as [string, string?];
  const places = fraction.padEnd(digits, '0');
  return number(places ? `${whole}.${places}` : whole, language);
};

/** Parts per million as percent: 190000 → `19 %`, 55000 → `5,5 %`. */
export const percent = (ppm: number, language: Language): string =>
  `${number(written({ units: BigInt(ppm), scale: 4 }), language)}${HABITS[language].percent}%`;

/** `31 March 2026`, `31.03.2026`, `31/03/2026`. */
export const day = (date: LocalDate, language: Language): string => {
  const [year, month, dayOfMonth] = date.split('-') as [string, string, string];
  return HABITS[language].day(year, Number(month), Number(dayOfMonth));
};

/** `1 March 2026 – 31 March 2026`. */
export const days = ({ from, until }: ServicePeriod, language: Language): string =>
  `${day(from, language)} – ${day(until, language)}`;

/** The lines of a postal address; the country only where it differs from the sender's. */
export const addressLines = (address: Address, language: Language, home?: string): string[] => {
  const { line1, line2, postalCode, city, country } = address;
  const place = country === 'GB' || country === 'IE' ? [city, postalCode] : [`${postalCode} ${city}`];
  return [
    line1,
    ...(line2 ? [line2] : []),
    ...place,
    ...(country === home ? [] : [countryName(country, language)]),
  ];
};

/** An IBAN in groups of four, as it is printed (ISO 13616). */
export const groups = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ');

const number = (decimal: string, language: Language): string => {
  const { group, groupedFrom, point } = HABITS[language];
  const [whole, fraction] = decimal.replace('-', '').split('.') as [string, string?];
  const grouped = whole.length < groupedFrom ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${decimal.startsWith('-') ? MINUS : ''}${grouped}${fraction === undefined ? '' : point + fraction}`;
};

const names = new Map<Language, Intl.DisplayNames>();
const countryName = (country: string, language: Language): string => {
  const known =
    names.get(language) ?? new Intl.DisplayNames([language], { type: 'region', fallback: 'code' });
  names.set(language, known);
  return known.of(country) ?? country;
};
const MINUS = '−';
const two = (value: number): string => String(value).padStart(2, '0');
