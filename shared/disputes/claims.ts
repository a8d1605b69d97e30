/** Small claims that are credited at once: what proves one, and within which caps. */
import { addDays, monthOf, type LocalDate } from '../kernel/dates.ts';
import { compare } from '../kernel/decimal.ts';
import type { Money } from '../kernel/money.ts';
import { ok } from '../kernel/result.ts';
import type { PricedLine } from '../pricing/price.ts';
import { price } from '../pricing/rules.ts';
import type { AtOnceTally, Proof } from './proof.ts';
import type { AtOnceRules, Cap, DisputeReason } from './policy.ts';

/** What we agreed on for a sku, and where it stands. */
export type Agreed = Pick<Proof, 'from' | 'of'> & {
  readonly unitPrice: string;
  readonly baseQuantity?: string | undefined;
};

/**
 * By how much a line was invoiced too dear. Undefined where it was not, and where a price alone does not say it: with discounts, with packages, for
 * another quantity, or of a line whose price is the list's own.
 */
export const overcharged = (line: PricedLine, agreed: Agreed, currency: string): Proof | undefined => {
  const own = line.price?.source ?? 'given';
  if (own !== 'given' || line.allowances || line.discounts) return undefined;
  if ((agreed.baseQuantity ?? '1') !== (line.baseQuantity ?? '1')) return undefined;
  if (compare(agreed.unitPrice, line.unitPrice) >= 0) return undefined;
  const right = price([{ ...line, unitPrice: agreed.unitPrice }], currency, () => ok(line.tax));
  const netMinor = right.ok ? line.netMinor - right.value.lines[0]!.netMinor : 0;
  return netMinor > 0
    ? {
        line: line.id,
        from: agreed.from,
        of: agreed.of,
        agreed: agreed.unitPrice,
        invoiced: line.unitPrice,
        netMinor,
      }
    : undefined;
};

const COUNTED_DAYS = 90;
export type Left = 'noRule' | 'aboveCap' | 'tooOften';
/** The cap by which it may be credited and what the customer has had then, or why a person looks at it. The month of all is judged where it is counted. */
export const allowed = (
  { most, caps }: AtOnceRules,
  reason: DisputeReason,
  worth: Money,
  { tally, on }: { readonly tally: AtOnceTally; readonly on: LocalDate },
): { readonly cap: Cap; readonly tally: AtOnceTally } | Left => {
  const cap = caps.find((one) => one.reason === reason && one.currency === worth.currency);
  if (!cap) return 'noRule';
  if (worth.minor > cap.perCaseMinor) return 'aboveCap';
  const cases = tally.cases.filter((one) => one.on > addDays(on, -COUNTED_DAYS));
  if (cases.length >= most) return 'tooOften';
  const had = cases
    .filter((one) => one.reason === reason && one.currency === worth.currency)
    .filter((one) => monthOf(one.on) === monthOf(on))
    .reduce((sum, one) => sum + one.minor, 0);
  if (had + worth.minor > cap.perCustomerMinor) return 'aboveCap';
  const next = [...cases, { on, minor: worth.minor, currency: worth.currency, reason }];
  return { cap, tally: { ...tally, version: tally.version + 1, cases: next } };
};
