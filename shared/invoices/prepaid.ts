/** How much tax is in money that comes before the supply, and in each part of it that is used. */
import { allocate, type Money, money } from '../kernel/money.ts';
import { rounded } from '../kernel/decimal.ts';
import { share } from '../pricing/models.ts';
import type { Part } from '../pricing/parting.ts';
import type { TaxGroup } from '../pricing/price.ts';
import type { Prepayment } from './deposit.ts';
import type { Invoice } from './invoice.ts';

const PPM = 1_000_000n;
const grossOf = ({ baseMinor, taxMinor }: TaxGroup): number => baseMinor + taxMinor;
const same = (a: TaxGroup, b: TaxGroup): boolean =>
  a.category === b.category && a.ratePpm === b.ratePpm && a.reasonCode === b.reasonCode;

/** By the taxes of the order: what was paid has them in proportion, and in it (gross × rate ÷ (1 + rate), rounded once a group). */
export const taxesIn = (taxes: readonly TaxGroup[], amount: Money): TaxGroup[] => {
  const parts = allocate(amount, taxes.map(grossOf));
  return taxes.flatMap((group, at) => {
    const gross = parts[at]!.minor;
    const rate = BigInt(group.ratePpm);
    const taxMinor = Number(rounded(BigInt(gross) * rate, PPM + rate));
    return gross === 0 ? [] : [{ ...group, baseMinor: gross - taxMinor, taxMinor }];
  });
};

/** Of each group, what no invoice took up and no credit note took back. */
const leftOf = ({ groups, taken, credited }: Prepayment): TaxGroup[] => {
  const gone = [...taken.flatMap((one) => one.groups), ...credited];
  return groups.map((group) =>
    gone
      .filter((one) => same(one, group))
      .reduce(
        (left, { baseMinor, taxMinor }) => ({
          ...left,
          baseMinor: left.baseMinor - baseMinor,
          taxMinor: left.taxMinor - taxMinor,
        }),
        group,
      ),
  );
};

/** What of each group is in a part that is used; the last part takes the cents. */
export const groupsOf = (prepayment: Prepayment, amount: Money): TaxGroup[] => {
  const left = leftOf(prepayment);
  const parts = allocate(amount, left.map(grossOf));
  return left.map((group, at) => {
    const gross = parts[at]!.minor;
    const taxMinor =
      gross === grossOf(group)
        ? group.taxMinor
        : share(group.taxMinor, String(gross), String(grossOf(group)));
    return { ...group, baseMinor: gross - taxMinor, taxMinor };
  });
};

/** What invoices took up of it, as parts that a credit note leaves to them: its lines are its groups, one by one. */
export const takenParts = ({ prepayment }: Pick<Invoice, 'prepayment'>): Part[] =>
  (prepayment?.taken ?? []).map(({ groups }) => ({
    lines: groups.map(({ baseMinor }, at) => ({ line: String(at + 1), netMinor: baseMinor })),
    taxes: groups,
  }));

/** So much of it a credit note takes back. */
export const creditedBy = (prepayment: Prepayment, taxes: readonly TaxGroup[]): Prepayment => ({
  ...prepayment,
  credited: [...prepayment.credited, ...taxes],
});

export const taxOf = (groups: readonly TaxGroup[]): number =>
  groups.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
export const grossMinorOf = (groups: readonly TaxGroup[], currency: string): Money =>
  money(
    groups.reduce((sum, group) => sum + grossOf(group), 0),
    currency,
  );
