/**
 * The discount for early payment that bears no tax, whether it is taken or not: what a payer may keep is not part of the taxable amount
 * (Article 79(a) of Directive 2006/112/EC; rules §3.4, mode c). EN 16931 has no term for it, so it moves from its tax group to the exempt
 * one: an allowance there and a charge of the same amount here, and the net is what it was.
 */
import { money, portion, type Currency } from '../kernel/money.ts';
import { groupName } from './discounts.ts';
import { share } from './models.ts';
import type { Part, Whole } from './parting.ts';
import type { TaxGroup, Untaxed } from './price.ts';

type Base = Omit<TaxGroup, 'taxMinor'>;
/** Says what of each group bears no tax, by what the groups come to before. */
export type Untaxing = (groups: readonly Base[]) => readonly Untaxed[];

/** BT-120 of the exempt group; where other lines are exempt, too, it stands behind their reason. */
export const UNTAXED_REASON =
  'Early-payment discount, not part of the taxable amount (Article 79(a) of Directive 2006/112/EC)';

/** So much of each group that is taxed, rounded once a group. What bears no tax anyway stays where it is. */
export const byPercent =
  (offeredPpm: number, currency: Currency): Untaxing =>
  (groups) =>
    groups.flatMap(({ category, ratePpm, baseMinor }) => {
      const minor = ratePpm === 0 ? 0 : portion(money(baseMinor, currency), offeredPpm).minor;
      return minor > 0 ? [{ category, ratePpm, minor }] : [];
    });

/** Of a part: what all parts so far should have less what the earlier ones had, so that all together have what the whole has. */
export const byParts =
  ({ lines, totals: { taxes, untaxed = [] } }: Whole, before: readonly Part[]): Untaxing =>
  (groups) =>
    groups.flatMap(({ category, ratePpm, baseMinor: now }) => {
      const of = (one: { category: string; ratePpm: number }): boolean =>
        one.category === category && one.ratePpm === ratePpm;
      const whole = untaxed.find(of)?.minor;
      if (whole === undefined) return [];
      const own = new Set(lines.filter(({ tax }) => of(tax)).map(({ id }) => id));
      const earlier = sum(
        before.flatMap((part) => part.lines.filter(({ line }) => own.has(line))),
        'netMinor',
      );
      const given =
        earlier -
        sum(
          before.flatMap((part) => part.taxes.filter(of)),
          'baseMinor',
        );
      const worth = whole + (taxes.find(of)?.baseMinor ?? 0);
      const minor = Math.min(share(whole, String(earlier + now), String(worth)) - given, whole - given, now);
      return minor > 0 ? [{ category, ratePpm, minor }] : [];
    });

/** What the taxes of a document took out of its groups: by what the groups come to without it. */
export const byTaxes =
  (taxes: readonly TaxGroup[]): Untaxing =>
  (groups) =>
    groups.flatMap(({ category, ratePpm, baseMinor }) => {
      const taxed = taxes.find((one) => one.category === category && one.ratePpm === ratePpm);
      const minor = ratePpm === 0 ? 0 : baseMinor - (taxed?.baseMinor ?? 0);
      return minor > 0 ? [{ category, ratePpm, minor }] : [];
    });

const sum = <K extends string>(all: readonly Readonly<Record<K, number>>[], field: K): number =>
  all.reduce((total, one) => total + one[field], 0);

/** The groups with what bears no tax in the exempt one. */
export const moved = (groups: readonly Base[], untaxed: readonly Untaxed[]): Base[] => {
  const minor = sum(untaxed, 'minor');
  if (minor === 0) return [...groups];
  const less = new Map(untaxed.map((one) => [groupName(one), one.minor]));
  const taxed = groups.map((group) => ({
    ...group,
    baseMinor: group.baseMinor - (less.get(groupName(group)) ?? 0),
  }));
  const exempt = { category: 'E' as const, ratePpm: 0 };
  const other = taxed.find((group) => groupName(group) === groupName(exempt));
  if (!other) return [...taxed, { ...exempt, baseMinor: minor, reason: UNTAXED_REASON }];
  // One group of a kind (BR-E-1): a code would speak for one of the two reasons alone.
  const { reasonCode: _, reason, ...rest } = other;
  const both = [...(reason === undefined ? [] : [reason]), UNTAXED_REASON].join('; ');
  return taxed.map((group) =>
    group === other ? { ...rest, baseMinor: other.baseMinor + minor, reason: both } : group,
  );
};
