/** Money is whole minor units with their currency. Two currencies never meet in one sum; a float never touches it. */
import * as z from 'zod';
import { CURRENCIES, exponentOf } from './currencies.ts';
import { exact, rounded, type Exact } from './decimal.ts';

export const Currency = z
  .string()
  .regex(new RegExp(`^(${CURRENCIES.join('|')})$`), 'must be a currency of ISO 4217, such as "EUR"')
  .meta({ id: 'Currency', description: 'ISO 4217 alphabetic code.', example: 'EUR' });
export type Currency = z.infer<typeof Currency>;

/** Beyond 10^13 minor units a sum of lines could leave the integers that JSON carries exactly. */
export const MAX_MINOR = 10_000_000_000_000;
const Minor = z.int().min(-MAX_MINOR).max(MAX_MINOR);

export const Money = z.strictObject({ minor: Minor, currency: Currency }).meta({
  id: 'Money',
  description: 'An amount in minor units (cents) with its ISO 4217 currency.',
  example: { minor: 11900, currency: 'EUR' },
});
/** Above zero, and zero or more: limits that the OpenAPI document says. */
export const PositiveMoney = Money.extend({ minor: z.int().min(1).max(MAX_MINOR) }).meta({
  id: 'PositiveMoney',
  description: 'An amount above zero in minor units (cents) with its ISO 4217 currency.',
});
export const UnsignedMoney = Money.extend({ minor: z.int().min(0).max(MAX_MINOR) }).meta({
  id: 'UnsignedMoney',
  description: 'An amount of zero or more in minor units (cents) with its ISO 4217 currency.',
});
export type Money = Readonly<z.infer<typeof Money>>;

export const money = (minor: number, currency: Currency): Money => ({ minor: whole(minor), currency });
export const zero = (currency: Currency): Money => ({ minor: 0, currency });

export const plus = (a: Money, b: Money): Money => money(a.minor + same(a, b).minor, a.currency);
export const minus = (a: Money, b: Money): Money => money(a.minor - same(a, b).minor, a.currency);
export const negated = (a: Money): Money => money(a.minor === 0 ? 0 : -a.minor, a.currency);
export const least = (a: Money, b: Money): Money => (same(a, b).minor < a.minor ? b : a);
export const sum = (all: readonly Money[], currency: Currency): Money => all.reduce(plus, zero(currency));

/** Half-up on the magnitude: a credit note rounds exactly like the invoice that it reverses. Rate in parts per million. */
export const portion = (m: Money, ppm: number): Money =>
  money(Number(rounded(BigInt(m.minor) * BigInt(ppm), 1_000_000n)), m.currency);

/** An exact decimal in major units (a price times a quantity) becomes money, rounded once. */
export const inMinor = ({ units, scale }: Exact, currency: Currency): Money => {
  const shift = digits(currency) - scale;
  const minor = shift >= 0 ? units * 10n ** BigInt(shift) : rounded(units, 10n ** BigInt(-shift));
  return money(Number(minor), currency);
};

/** "119.00" in EUR → 11900. Text with more digits than the currency has is refused by an exception. */
export const fromText = (text: string, currency: Currency): Money => {
  const value = exact(text);
  const back = inMinor(value, currency);
  const { units, scale } = exact(toText(back));
  if (
    units * 10n ** BigInt(Math.max(0, value.scale - scale)) !==
    value.units * 10n ** BigInt(Math.max(0, scale - value.scale))
  )
    throw new RangeError(`${text} has more decimals than ${currency}`);
  return back;
};

/** 11900 EUR → "119.00": for files and machines; people get it by locale, see `documents`. */
export const toText = ({ minor, currency }: Money): string => {
  const places = digits(currency);
  const text = String(Math.abs(minor)).padStart(places + 1, '0');
  return (minor < 0 ? '-' : '') + (places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`);
};

/** Splits without losing a minor unit: largest remainder first, ties to the earlier part; a zero weight gets nothing. */
export const allocate = (total: Money, weights: readonly number[]): Money[] => {
  const whole = weights.reduce((a, w) => a + BigInt(w), 0n);
  if (whole <= 0n || weights.some((w) => w < 0))
    throw new RangeError('weights must not be negative and not all zero');
  const sign = total.minor < 0 ? -1n : 1n;
  const amount = BigInt(Math.abs(total.minor));
  const parts = weights.map((w, index) => {
    const share = amount * BigInt(w);
    return { index, minor: share / whole, rest: share % whole };
  });
  let left = amount - parts.reduce((a, p) => a + p.minor, 0n);
  for (const part of [...parts].sort((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  )) {
    if (left === 0n) break;
    part.minor += 1n;
    left -= 1n;
  }
  return parts.map((part) => money(Number(sign * part.minor), total.currency));
};

const digits = (currency: Currency): number => {
  const exponent = exponentOf(currency);
  if (exponent === undefined) throw new RangeError(`${currency} is not a currency of ISO 4217`);
  return exponent;
};
const whole = (minor: number): number => {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not a whole number of minor units`);
  return minor === 0 ? 0 : minor;
};
const same = (a: Money, b: Money): Money => {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not add up`);
  return b;
};
