/** Decimals of an e-invoice for its rules: exact, in ten-billionths, with the rounding of the rules (half up on the magnitude). */
import { exact, rounded } from '../../kernel/decimal.ts';
import { said, type Group, type Term } from './model.ts';

const PLACES = 10n;
const ONE = 10n ** PLACES;
const CENT = ONE / 100n;

/** XML Schema's decimal, which may begin with a plus or a point; undefined where it is none. */
const decimal = (text: string): bigint | undefined => {
  const [, sign, whole, fraction] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined || (whole === '' && (fraction ?? '') === '')) return undefined;
  const { units, scale } = exact(`${whole === '' ? '0' : whole}${fraction ? `.${fraction}` : ''}`);
  const value = rounded(units * ONE, 10n ** BigInt(scale));
  return sign === '-' ? -value : value;
};

export const figure = (group: Group, term: Term): bigint | undefined => {
  const text = said(group, term);
  return text === undefined ? undefined : decimal(text);
};
export const total = (groups: readonly Group[], term: Term): bigint =>
  groups.reduce((sum, group) => sum + (figure(group, term) ?? 0n), 0n);

export const toCents = (value: bigint): bigint => rounded(value, CENT) * CENT;
/** To whole units of the currency. */
export const toUnits = (value: bigint): bigint => rounded(value, ONE);
/** A percentage of an amount. */
export const percentOf = (amount: bigint, percent: bigint): bigint => rounded(amount * percent, ONE * 100n);
export const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
/** Within one unit of the currency: what the rules of VAT let a sum be off. */
export const near = (a: bigint, b: bigint): boolean => magnitude(a - b) < ONE;
/** Digits behind the point, as written. */
export const places = (text: string): number =>
  text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
export const isFigure = (text: string): boolean => decimal(text) !== undefined;
