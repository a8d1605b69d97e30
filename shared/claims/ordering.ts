/**
 * What money pays first that is less than all that is owed of the invoices that it is for: these, or costs and interest before them, as § 367 BGB,
 * article 1343-1 of the Code civil and others say where nothing else was agreed on or directed. Pure.
 */
import { dueOn } from '../invoices/early.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { least, minus, money, sum, toText, type Money } from '../kernel/money.ts';
import type { Target } from '../payments/rules.ts';
import { MOST_CLAIMS, type Claim } from './claim.ts';
import { courseOf, interestUpTo } from './interest.ts';
import type { EntityCharges } from './late-charge.ts';
import type { Standing } from './rules.ts';
import type { Share } from './sharing.ts';
import { inOrder } from './steps.ts';
import { lastKnown, type Agreed } from './terms.ts';

export interface Ordered {
  readonly targets: readonly Target[];
  readonly shares: readonly Share[];
  /** What a person is told of it, with the match. */
  readonly says: string;
}
/** Money of a day, for targets that the payer named or that were found for it. */
interface Paid {
  readonly amount: Money;
  readonly paidOn: LocalDate;
  readonly targets: readonly Target[];
}

/** Undefined where the invoices are paid first: by the company's rules, by the payer's own amount, or because all is paid anyway. */
export const lawFirst = (
  { amount, paidOn, targets }: Paid,
  standings: readonly Standing[],
  { order, exact }: Pick<EntityCharges, 'order' | 'exact'>,
  termsOf: (standing: Standing) => Agreed | undefined,
): Ordered | undefined => {
  if (order !== 'costs_interest_principal' || targets.some(isAgreed)) return undefined;
  const owed = standings.flatMap((standing) => owedOn(standing, paidOn, termsOf(standing)));
  const { currency } = amount;
  const [beside, principal] = [
    sum(
      owed.map((one) => one.amount),
      currency,
    ),
    sum(
      targets.map(({ invoice }) => dueOn(invoice, paidOn)),
      currency,
    ),
  ];
  if (beside.minor === 0 || amount.minor >= beside.minor + principal.minor) return undefined;
  if (amount.minor === principal.minor && exact !== 'by_order') return undefined;
  const { parts: shares, left } = spread(amount, owed);
  return { targets: limited(targets, left, paidOn), shares, says: wordsOf(shares, left) };
};

/** A rest that is let go, a discount that is granted late: what is paid is paid in full by that. */
const isAgreed = ({ difference, late, invoice }: Target): boolean =>
  difference !== undefined || late === true || invoice.deposit !== undefined;

/**
 * Of one invoice on the day of the money, in order: costs that were charged by then, and interest as far as it had run. What was charged for later
 * days is less by what this very money pays.
 */
const owedOn = (
  { invoice, charged, claims }: Standing,
  paidOn: LocalDate,
  terms: Agreed | undefined,
): Share[] => {
  const open = inOrder(claims).filter((one) => one.open.currency === invoice.open.currency);
  const interest = open.filter(({ kind }) => kind === 'interest');
  const openMinor = interest.reduce((all, one) => all + one.open.minor, 0);
  const ran = terms
    ? interestUpTo(courseOf(invoice), terms, lastKnown(terms, paidOn))
    : charged.interestMinor;
  let left = Math.max(0, Math.min(openMinor, ran - (charged.interestMinor - openMinor)));
  return open.flatMap((claim) => {
    if (claim.kind !== 'interest') return claim.on <= paidOn ? [{ claim, amount: claim.open }] : [];
    const amount = least(claim.open, money(left, claim.open.currency));
    left -= amount.minor;
    return amount.minor > 0 ? [{ claim, amount }] : [];
  });
};

/** Costs of all invoices come before interest of any; beyond what one commit pays, the invoices are next. */
const spread = (amount: Money, owed: readonly Share[]): { parts: Share[]; left: Money } => {
  let left = amount;
  const ranked = owed.toSorted((a, b) => Number(isInterest(a)) - Number(isInterest(b))).slice(0, MOST_CLAIMS);
  const parts = ranked.flatMap((share) => {
    const part = least(share.amount, left);
    left = minus(left, part);
    return part.minor > 0 ? [{ ...share, amount: part }] : [];
  });
  return { parts, left };
};
const isInterest = ({ claim: { kind } }: Share): boolean => kind === 'interest';

/** The invoices get what is left, in their order. */
const limited = (targets: readonly Target[], all: Money, paidOn: LocalDate): Target[] => {
  let left = all;
  return targets.flatMap((target) => {
    const amount = least(target.amount ?? dueOn(target.invoice, paidOn), left);
    left = minus(left, amount);
    return amount.minor > 0 ? [{ ...target, amount }] : [];
  });
};

const wordsOf = (shares: readonly Share[], left: Money): string => {
  const of = (some: readonly Share[]) =>
    toText(
      sum(
        some.map(({ amount }) => amount),
        left.currency,
      ),
    );
  const costs = shares.filter((one) => !isInterest(one));
  const interest = shares.filter(isInterest);
  return `Less than all that is owed, so in the order of the law: costs ${of(costs)}, interest ${of(interest)}, invoices ${toText(left)} ${left.currency}.`;
};

/** What was found for claims alone: their invoices are paid, and the line names these. More of them than one commit pays are for a person. */
export const claimsAlone = (amount: Money, claims: readonly Claim[]): Share[] | undefined => {
  const open = claims.filter((one) => one.open.minor > 0 && one.open.currency === amount.currency);
  const all = open.reduce((total, one) => total + one.open.minor, 0);
  return open.length > 0 && open.length <= MOST_CLAIMS && all === amount.minor
    ? open.map((claim) => ({ claim, amount: claim.open }))
    : undefined;
};
