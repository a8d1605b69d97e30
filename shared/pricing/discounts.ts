/** Discounts become allowances: on lines first, then on the document, where each is spread over the tax groups (BG-27, BG-20). */
import { exact } from '../kernel/decimal.ts';
import { allocate, fromText, money, portion, type Currency } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Allowance, Discount, DocumentAllowance, PricedLine, Stacking, Totals } from './price.ts';

export type DiscountRefusal = 'pricing.discount_invalid';

/** What discounts take off an amount of whole minor units. Never more than there is: that is refused, not cut. */
export const allowancesOn = (
  baseMinor: number,
  discounts: readonly Discount[],
  stacking: Stacking,
  currency: Currency,
): Result<Allowance[], DiscountRefusal> => {
  const made: Allowance[] = [];
  let left = baseMinor;
  for (const discount of discounts) {
    const allowance = allowanceOf(stacking === 'sequential' ? left : baseMinor, discount, currency);
    if (!allowance.ok) return allowance;
    made.push(allowance.value);
    left -= allowance.value.minor;
  }
  const kept = stacking === 'best' ? largest(made) : made;
  const total = kept.reduce((sum, { minor }) => sum + minor, 0);
  return total <= baseMinor
    ? ok(kept.filter(({ minor }) => minor > 0))
    : refuse('pricing.discount_invalid', 'The discounts are more than what they are taken from.');
};

const allowanceOf = (
  baseMinor: number,
  discount: Discount,
  currency: Currency,
): Result<Allowance, DiscountRefusal> => {
  const { reason, code } = discount;
  const name = { reason, ...(code !== undefined && { code }) };
  if ('percent' in discount) {
    const percentPpm = ppm(discount.percent);
    return ok({
      ...name,
      percentPpm,
      baseMinor,
      minor: portion(money(baseMinor, currency), percentPpm).minor,
    });
  }
  try {
    return ok({ ...name, minor: fromText(discount.amount, currency).minor });
  } catch {
    return refuse(
      'pricing.discount_invalid',
      `A discount of ${discount.amount} has more decimals than ${currency}.`,
    );
  }
};

const largest = (all: readonly Allowance[]): Allowance[] =>
  all.length === 0 ? [] : [all.reduce((best, one) => (one.minor > best.minor ? one : best))];

/** The same discount again, as an allowance remembers it. */
export const discountOf = (
  { reason, code, percentPpm, minor }: Allowance,
  inMajor: (minor: number) => string,
): Discount => ({
  reason,
  ...(code !== undefined && { code }),
  ...(percentPpm === undefined ? { amount: inMajor(minor) } : { percent: percentOf(percentPpm) }),
});

/** "7.5" → 75,000 parts per million, and back. */
export const ppm = (percent: string): number => {
  const { units, scale } = exact(percent);
  return Number(units * 10n ** BigInt(4 - scale));
};
export const percentOf = (partsPerMillion: number): string => String(partsPerMillion / 10_000);

/** Document discounts, spread by largest remainder over the tax groups by what their lines come to. */
export const documentAllowances = (
  lines: readonly Pick<PricedLine, 'tax' | 'netMinor'>[],
  discounts: readonly Discount[],
  stacking: Stacking,
  currency: Currency,
): Result<DocumentAllowance[], DiscountRefusal> => {
  const groups = [...groupsOf(lines).values()];
  const total = groups.reduce((sum, { netMinor }) => sum + netMinor, 0);
  const made = allowancesOn(total, discounts, stacking, currency);
  if (!made.ok) return made;
  return ok(
    made.value.flatMap(({ baseMinor: _, ...allowance }) =>
      allocate(
        money(allowance.minor, currency),
        groups.map(({ netMinor }) => netMinor),
      ).flatMap(({ minor }, index) => {
        const { category, ratePpm } = groups[index]!;
        return minor === 0 ? [] : [{ ...allowance, category, ratePpm, minor }];
      }),
    ),
  );
};

/**
 * The name of each allowance of a document, by which it is found again when amendments have moved it: its tax group, reason and
 * code, and which of that name it is.
 */
export const namesOf = (allowances: readonly DocumentAllowance[]): string[] => {
  const seen = new Map<string, number>();
  return allowances.map((allowance) => {
    const name = `${groupName(allowance)} ${allowance.reason} ${allowance.code ?? ''}`;
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return `${name} ${nth}`;
  });
};

/** What was taken off a document by reason, whatever tax groups it fell on: as people read it. */
export const discountSums = ({
  allowances = [],
}: Pick<Totals, 'allowances'>): { reason: string; minor: number }[] =>
  [...Map.groupBy(allowances, ({ reason }) => reason)].map(([reason, parts]) => ({
    reason,
    minor: parts.reduce((total, { minor }) => total + minor, 0),
  }));

/** Net by category and rate, in the order of first appearance. */
export const groupsOf = (lines: readonly Pick<PricedLine, 'tax' | 'netMinor'>[]) => {
  const groups = new Map<
    string,
    { category: DocumentAllowance['category']; ratePpm: number; netMinor: number }
  >();
  for (const { tax, netMinor } of lines) {
    const name = groupName(tax);
    groups.set(name, {
      category: tax.category,
      ratePpm: tax.ratePpm,
      netMinor: (groups.get(name)?.netMinor ?? 0) + netMinor,
    });
  }
  return groups;
};
export const groupName = ({ category, ratePpm }: { category: string; ratePpm: number }): string =>
  `${category} ${ratePpm}`;
