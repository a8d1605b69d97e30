/**
 * Which open items add up to an amount exactly: a bounded search that counts steps and not time, so that it answers the same
 * everywhere. And when such a sum may be believed: among many small items some hit any amount by chance.
 */

const MAX_ITEMS = 60;
const MAX_GROUP = 12;
const MAX_STEPS = 20_000;

export interface Sum {
  /** Places of the items; the first that was found, of the fewest items that do it where the search came to its end. */
  readonly group: readonly number[];
  /** No other group does it, and all were looked at. */
  readonly unique: boolean;
}

/** Positive minor units. Undefined where no group was found, or more items are open than are looked through. */
export const sumOf = (
  amounts: readonly number[],
  target: number,
  maxSteps: number = MAX_STEPS,
): Sum | undefined => {
  if (amounts.length > MAX_ITEMS) return undefined;
  // Largest first: what cannot be reached any more is seen early.
  const order = amounts
    .map((_, place) => place)
    .filter((place) => amounts[place]! <= target)
    .sort((a, b) => amounts[b]! - amounts[a]! || a - b);
  const left = Array.from({ length: order.length + 1 }, () => 0);
  for (let at = order.length - 1; at >= 0; at--) left[at] = left[at + 1]! + amounts[order[at]!]!;
  const chosen: number[] = [];
  let best: number[] | undefined;
  let found = 0;
  let steps = 0;
  const look = (from: number, rest: number): void => {
    if (rest === 0) {
      found += 1;
      if (best === undefined || chosen.length < best.length) best = [...chosen];
      return;
    }
    if (chosen.length === MAX_GROUP) return;
    for (let at = from; at < order.length; at++) {
      if (left[at]! < rest || steps >= maxSteps || found > 1) return;
      steps += 1;
      const amount = amounts[order[at]!]!;
      if (amount > rest) continue;
      chosen.push(order[at]!);
      look(at + 1, rest - amount);
      chosen.pop();
    }
  };
  look(0, target);
  if (best === undefined) return undefined;
  return { group: best.sort((a, b) => a - b), unique: found === 1 && steps < maxSteps };
};

/** So often at most may a sum be hit by chance: in two of a thousand customers who pay something else. */
const MOST_CHANCE = 0.002;

/**
 * How many groups of so many items or fewer would hit the target by chance: all groups, spread over the amounts that they can
 * have. Prices in whole euros have a hundredth of the amounts that prices in cents have.
 */
export const isBelievable = (amounts: readonly number[], target: number, size: number): boolean => {
  const step = amounts.reduce(divisor, 0);
  let groups = 0;
  let ways = 1;
  for (let many = 1; many <= Math.min(size, amounts.length); many++) {
    ways = (ways * (amounts.length - many + 1)) / many;
    groups += ways;
  }
  return (groups * step) / target <= MOST_CHANCE;
};
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
