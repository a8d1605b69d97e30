import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponentOf } from '../../../shared/kernel/currencies.ts';
import { add, compare, exact, rounded, subtract, written } from '../../../shared/kernel/decimal.ts';
import { allocate, fromText, inMinor, money, plus, portion, toText } from '../../../shared/kernel/money.ts';

const CASES = { numRuns: 10_000 };
const minor = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CHF');

describe('money', () => {
  test('knows currencies of 0, 2, 3 and 4 decimals and no others', () => {
    expect(['JPY', 'EUR', 'KWD', 'CLF', 'HUF', 'COP'].map(exponentOf)).toEqual([0, 2, 3, 4, 2, 2]);
    expect(exponentOf('XXX')).toBeUndefined();
  });

  test('two currencies do not add up, and a fraction of a cent is no money', () => {
    expect(() => plus(money(1, 'EUR'), money(1, 'USD'))).toThrow('EUR and USD');
    expect(() => money(0.5, 'EUR')).toThrow('whole number');
    expect(() => fromText('1.005', 'EUR')).toThrow('more decimals');
    expect(fromText('1.500', 'EUR').minor).toBe(150);
  });

  test('rounds half away from zero on both sides', () => {
    for (const [numerator, denominator, wanted] of [
      [5n, 2n, 3n],
      [-5n, 2n, -3n],
      [4n, 3n, 1n],
      [-4n, 3n, -1n],
      [1n, 3n, 0n],
    ] as const)
      expect(rounded(numerator, denominator)).toBe(wanted);
    expect(portion(money(250, 'EUR'), 190_000).minor).toBe(48);
    expect(portion(money(-250, 'EUR'), 190_000).minor).toBe(-48);
  });

  test('text and minor units are the same amount, in every exponent', () => {
    fc.assert(
      fc.property(
        minor,
        currency,
        (amount, code) => fromText(toText(money(amount, code)), code).minor === amount,
      ),
      CASES,
    );
  });

  test('a reversal rounds exactly like what it reverses', () => {
    fc.assert(
      fc.property(
        minor,
        fc.integer({ min: 0, max: 1_000_000 }),
        (amount, rate) =>
          portion(money(amount, 'EUR'), rate).minor + portion(money(-amount, 'EUR'), rate).minor === 0,
      ),
      CASES,
    );
  });

  test('allocation loses nothing, favours nobody by a whole unit, gives a zero weight nothing', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 })
      .filter((all) => all.some((w) => w > 0));
    fc.assert(
      fc.property(minor, weights, (amount, all) => {
        const parts = allocate(money(amount, 'EUR'), all).map((part) => part.minor);
        const whole = all.reduce((a, w) => a + w, 0);
        const fair = parts.every((part, index) => {
          const off = BigInt(part) * BigInt(whole) - BigInt(amount) * BigInt(all[index]!);
          return (off < 0n ? -off : off) < BigInt(whole) && (all[index] !== 0 || part === 0);
        });
        return fair && parts.reduce((a, part) => a + part, 0) === amount;
      }),
      CASES,
    );
  });

  test('decimals add, subtract and compare exactly', () => {
    const decimal = fc
      .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 6 }))
      .map(([units, scale]) => written({ units: BigInt(units), scale }));
    fc.assert(
      fc.property(
        decimal,
        decimal,
        (a, b) => compare(subtract(add(a, b), b), a) === 0 && compare(a, b) === -compare(b, a),
      ),
      CASES,
    );
    expect(inMinor(exact('1.005'), 'EUR').minor).toBe(101);
    expect(inMinor(exact('-1.005'), 'EUR').minor).toBe(-101);
    expect(inMinor(exact('149.5'), 'JPY').minor).toBe(150);
  });
});
