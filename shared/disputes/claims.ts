/** Small claims that are credited at once: what proves one, and within which caps. */
import { addDays, monthOf, type LocalDate } from '../kernel/dates.ts';
import { compare } from '../kernel/decimal.ts';
import type { Money } from '../kernel/money.ts';
import { ok } from '../kernel/result.ts';
import type { PricedLine, Totals } from '../pricing/price.ts';
import { price } from '../pricing/rules.ts';
import type { AtOnceTally, Proof } from './proof.ts';
import type { AtOnceRules, Cap, DisputeReason } from './policy.ts';

/** What we agreed on for a sku, and where it stands. */
export type Agreed = Pick<Proof, 'from' | 'of'> & {
  readonly unitPrice: string;
  readonly baseQuantity?: string | undefined;
};

/** A line whose price can be compared with another one: it is neither a list's own, nor has anything been taken off it. */
const isPlain = (line: PricedLine): boolean =>
  (line.price?.source ?? 'given') === 'given' && !line.allowances && !line.discounts;

/** Lines that were named, else all, which can be; none where something was taken off all of it: what a line was paid with is not what it says then. */
export const plainOf = <L extends PricedLine>(
  { lines, totals }: { readonly lines: readonly L[]; readonly totals: Pick<Totals, 'allowances'> },
  named: readonly { readonly line: string }[] | undefined,
): L[] =>
  (totals.allowances ?? []).length > 0
    ? []
    : lines.filter((line) => isPlain(line) && (named?.some((one) => one.line === line.id) ?? true));

/**
 * By how much a line was invoiced too dear, by the dearest of all that was agreed. Undefined where one of it is not below the invoice, and where a price
 * alone does not say it: with discounts, with packages, for another quantity, or of a line whose price is the list's own.
 */
export const provenBy = (
  line: PricedLine,
  agreed: readonly Agreed[],
  currency: string,
): [Proof] | undefined => {
  const proofs = agreed.map((one) => overcharged(line, one, currency));
  const [least] = proofs.flatMap((one) => one ?? []).toSorted((a, b) => a.netMinor - b.netMinor);
  return least && proofs.every((one) => one) ? [least] : undefined;
};

const overcharged = (line: PricedLine, agreed: Agreed, currency: string): Proof | undefined => {
  if (!isPlain(line)) return undefined;
  if ((agreed.baseQuantity ?? '1') !== (line.baseQuantity ?? '1')) return undefined;
  if (compare(agreed.unitPrice, line.unitPrice) >= 0) return undefined;
  const right = price([{ ...line, unitPrice: agreed.unitPrice }], currency, () => ok(line.tax));
  const netMinor = right.ok ? line.netMinor - right.value.lines[0]!.netMinor : 0;
  const { from, of, unitPrice } = agreed;
  return netMinor > 0
    ? { line: line.id, from, of, agreed: unitPrice, invoiced: line.unitPrice, netMinor }
    : undefined;
};

const COUNTED_DAYS = 90;
export type Left = 'noRule' | 'aboveCap' | 'tooOften';
/**
 * The cap by which it may be credited and what the customer has had then, or why a person looks at it. What it had under ids that were merged into it
 * counts and stays where it is. The month of all is judged where it is counted.
 */
export const allowed = (
  { most, caps }: AtOnceRules,
  reason: DisputeReason,
  worth: Money,
  { tally, merged = [], on }: Had,
): { readonly cap: Cap; readonly tally: AtOnceTally } | Left => {
  const cap = caps.find((one) => one.reason === reason && one.currency === worth.currency);
  if (!cap) return 'noRule';
  if (worth.minor > cap.perCaseMinor) return 'aboveCap';
  const counted = (one: AtOnceTally) => one.cases.filter((was) => was.on > addDays(on, -COUNTED_DAYS));
  const cases = [tally, ...merged].flatMap(counted);
  if (cases.length >= most) return 'tooOften';
  const had = cases
    .filter((one) => one.reason === reason && one.currency === worth.currency)
    .filter((one) => monthOf(one.on) === monthOf(on))
    .reduce((sum, one) => sum + one.minor, 0);
  if (had + worth.minor > cap.perCustomerMinor) return 'aboveCap';
  const next = [...counted(tally), { on, minor: worth.minor, currency: worth.currency, reason }];
  return { cap, tally: { ...tally, version: tally.version + 1, cases: next } };
};
interface Had {
  readonly tally: AtOnceTally;
  readonly merged?: readonly AtOnceTally[];
  readonly on: LocalDate;
}
