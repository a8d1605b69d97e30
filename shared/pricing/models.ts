/**
 * What a quantity costs by a rule. Where that is not price × quantity, the whole is the price of the whole quantity (BT-146 with
 * BT-149 of EN 16931), so that the document multiplies out to the cent.
 */
import { add, compare, exact, plusExact, rounded, subtract, times, written } from '../kernel/decimal.ts';
import type { PriceRule, PriceSource } from './price.ts';

export interface Rated {
  readonly unitPrice: string;
  readonly baseQuantity?: string;
  readonly used?: PriceSource['used'];
}

export const rated = (rule: PriceRule, quantity: string): Rated => {
  switch (rule.model) {
    case 'unit':
      return { unitPrice: rule.price };
    case 'flat':
      return { unitPrice: rule.price, baseQuantity: quantity };
    case 'volume': {
      const step = [...rule.steps].reverse().find(({ from }) => compare(from, quantity) <= 0)!;
      return { unitPrice: step.price, used: [{ quantity, price: step.price }] };
    }
    case 'tiered':
      return whole(tiers(rule.steps, quantity), quantity);
    case 'package':
      break;
  }
  const packages = ceiling(quantity, rule.size);
  return whole([{ quantity: packages, price: rule.price }], quantity);
};

/** Each step's part of the quantity; a step begins above its `from`. */
const tiers = (steps: readonly { from: string; price: string }[], quantity: string) =>
  steps.flatMap(({ from, price }, index) => {
    if (compare(from, quantity) >= 0) return [];
    const next = steps[index + 1]?.from;
    const to = next === undefined || compare(next, quantity) > 0 ? quantity : next;
    return [{ quantity: subtract(to, from), price }];
  });

const whole = (used: { quantity: string; price: string }[], quantity: string): Rated => ({
  unitPrice: written(
    used
      .map((part) => times(exact(part.quantity), exact(part.price)))
      .reduce(plusExact, { units: 0n, scale: 0 }),
  ),
  baseQuantity: quantity,
  used,
});

const ceiling = (quantity: string, size: string): string => {
  const [a, b] = [exact(quantity), exact(size)];
  const numerator = a.units * 10n ** BigInt(b.scale);
  const denominator = b.units * 10n ** BigInt(a.scale);
  return String((numerator + denominator - 1n) / denominator);
};

/** Steps rise, and the first begins at nothing: else some quantity would have no price, or two. */
export const stepsFit = (rule: PriceRule): boolean =>
  !('steps' in rule) ||
  (compare(rule.steps[0]!.from, '0') === 0 &&
    rule.steps.every(({ from }, index) => index === 0 || compare(rule.steps[index - 1]!.from, from) < 0));

/** quantity × (100 + percent) ÷ 100: the most that a tolerance lets be delivered. */
export const withTolerance = (quantity: string, percent: string): string =>
  add(quantity, written(times(times(exact(quantity), exact(percent)), { units: 1n, scale: 2 })));

/** A share of an amount by quantities, rounded once: what part of an allowance goes with part of a line. */
export const share = (minor: number, part: string, of: string): number => {
  const [a, b] = [exact(part), exact(of)];
  return Number(rounded(BigInt(minor) * a.units * 10n ** BigInt(b.scale), b.units * 10n ** BigInt(a.scale)));
};
