/** Exact decimals for quantities, prices and rates: an integer and its scale, never a float. */
import * as z from 'zod';

export interface Exact {
  units: bigint;
  scale: number;
}

/** A decimal number as text: up to 12 digits before and 6 after the point, as partners send quantities and prices. */
export const Decimal = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,11})(\.\d{1,6})?$/, 'must be a decimal number such as "12.50"')
  .meta({
    id: 'Decimal',
    description: 'A decimal number as text, at most 12 digits before and 6 after the point.',
    example: '12.50',
  });
export type Decimal = z.infer<typeof Decimal>;

/** Above zero and zero or more: patterns of their own, so that the OpenAPI document says what is taken. */
export const PositiveDecimal = z
  .string()
  .regex(
    /^([1-9]\d{0,11}(\.\d{1,6})?|0\.([1-9]\d{0,5}|0[1-9]\d{0,4}|00[1-9]\d{0,3}|000[1-9]\d{0,2}|0000[1-9]\d?|00000[1-9]))$/,
    'must be a decimal number above zero such as "12.50"',
  )
  .meta({ id: 'PositiveDecimal', description: 'A decimal number above zero as text.', example: '12.50' });
export const UnsignedDecimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,11})(\.\d{1,6})?$/, 'must be a decimal number that is not negative, such as "12.50"')
  .meta({ id: 'UnsignedDecimal', description: 'A decimal number as text, zero or more.', example: '12.50' });

export const exact = (text: string): Exact => {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  const units = BigInt(match[2]! + fraction);
  return { units: match[1] ? -units : units, scale: fraction.length };
};

/** Half away from zero, the one rounding rule of the house (rules §3.2): numerator ÷ denominator as an integer. */
export const rounded = (numerator: bigint, denominator: bigint): bigint => {
  if (denominator <= 0n) throw new RangeError('the denominator must be positive');
  const doubled = (numerator < 0n ? -numerator : numerator) * 2n + denominator;
  const magnitude = doubled / (denominator * 2n);
  return numerator < 0n ? -magnitude : magnitude;
};

export const times = (a: Exact, b: Exact): Exact => ({ units: a.units * b.units, scale: a.scale + b.scale });

export const plusExact = (a: Exact, b: Exact): Exact => {
  const scale = Math.max(a.scale, b.scale);
  return {
    units: a.units * 10n ** BigInt(scale - a.scale) + b.units * 10n ** BigInt(scale - b.scale),
    scale,
  };
};

/** Text without trailing zeros: 2.500 → 2.5, 3.00 → 3. */
export const written = ({ units, scale }: Exact): string => {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '');
  return sign + whole + (fraction && `.${fraction}`);
};

/** -1, 0 or 1 as a is below, equal to or above b. */
export const compare = (a: string, b: string): number => {
  const { units } = plusExact(exact(a), { ...exact(b), units: -exact(b).units });
  return units < 0n ? -1 : units > 0n ? 1 : 0;
};
export const add = (a: string, b: string): string => written(plusExact(exact(a), exact(b)));
export const subtract = (a: string, b: string): string => {
  const right = exact(b);
  return written(plusExact(exact(a), { ...right, units: -right.units }));
};
