/** What is charged of a late invoice, and what takes from it: claim, what was charged so far, entry and news. Pure. */
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { least, money, type Money } from '../kernel/money.ts';
import type { EntryLine } from '../ledger/entry.ts';
import { ClaimCharged, type Charged, type Claim, type ClaimKind } from './claim.ts';
import { computed, courseOf, interestUpTo, lateFrom } from './interest.ts';
import type { Fixed } from './law.ts';
import { changedFact, factOf, linesOf, taken } from './steps.ts';
import { lastKnown, type Agreed } from './terms.ts';

/** An invoice with all that was charged of it. */
export interface Standing {
  readonly invoice: Invoice;
  readonly charged: Charged;
  readonly claims: readonly Claim[];
}
/** What one or more charges do, to be committed together. */
export interface Effect {
  readonly charged: Charged;
  /** New or moved, each once. */
  readonly claims: readonly Claim[];
  readonly lines: readonly EntryLine[];
  readonly facts: readonly Fact[];
}
export interface Made {
  readonly id: (kind: ClaimKind, count: number) => Claim['id'];
  readonly on: LocalDate;
  readonly at: Instant;
  readonly by: string;
  readonly trace: string;
  readonly mailId?: string;
}

/** Nothing was charged yet. */
export const uncharged = ({ id }: Pick<Invoice, 'id'>): Charged => ({
  invoiceId: id,
  version: 0,
  claims: [],
  interestMinor: 0,
  levels: [],
  compensated: false,
});

/** With what effects do to it, its own among them. */
export const standingAfter = (standing: Standing, effects: readonly Effect[]): Standing => {
  const own = effects.find(({ charged }) => charged.invoiceId === standing.invoice.id);
  return own ? after(own, standing) : standing;
};
const after = (effect: Effect, standing: Standing): Standing => ({
  invoice: standing.invoice,
  charged: effect.charged,
  claims: [
    ...standing.claims.map((one) => effect.claims.find(({ id }) => id === one.id) ?? one),
    ...effect.claims.filter(({ id }) => !standing.claims.some((one) => one.id === id)),
  ],
});
type Charge = (standing: Standing) => Effect | undefined;
/** Several charges of one invoice as one: it is written once, whatever happens to it. */
export const together = (standing: Standing, charges: readonly Charge[]): Effect | undefined => {
  let now = standing;
  const done: Effect[] = [];
  for (const charge of charges) {
    const effect = charge(now);
    if (!effect) continue;
    done.push(effect);
    now = after(effect, now);
  }
  if (done.length === 0) return undefined;
  const touched = new Set(done.flatMap(({ claims }) => claims.map(({ id }) => id)));
  return {
    charged: { ...now.charged, version: standing.charged.version + 1 },
    claims: now.claims.filter(({ id }) => touched.has(id)),
    lines: done.flatMap(({ lines }) => lines),
    facts: done.flatMap(({ facts }) => facts),
  };
};

/**
 * Interest up to a day, less what was charged: money that came under an earlier day, or was taken back, is made good with it. Where more was
 * charged than is owed, claims that are open are reversed, newest first; what was paid of them is made good by the next interest.
 */
export const interestCharge =
  (terms: Agreed, wanted: LocalDate, made: Made, leastMinor = 1): Charge =>
  ({ invoice, charged, claims }) => {
    const course = courseOf(invoice);
    const to = lastKnown(terms, wanted);
    const owed = interestUpTo(course, terms, to) - charged.interestMinor;
    if (owed < 0) return reversedBy(0 - owed, { invoice, charged, claims }, made, 'is not owed any more');
    if (owed < leastMinor) return undefined;
    const first = charged.interestTo === undefined ? lateFrom(course) : addDays(charged.interestTo, 1);
    const how = computed(course, terms, first <= to ? first : to, to);
    const rows = first <= to ? how.rows : [];
    const earlier = owed - rows.reduce((all, { amount }) => all + amount.minor, 0);
    const { currency } = invoice.total;
    const claim = claimOf(invoice, charged, 'interest', money(owed, currency), terms.law, made);
    const interest = { ...how, rows, ...(earlier !== 0 && { earlier: money(earlier, currency) }) };
    return chargedWith(
      { ...claim, interest },
      {
        ...charged,
        interestMinor: charged.interestMinor + owed,
        interestTo: charged.interestTo !== undefined && charged.interestTo > to ? charged.interestTo : to,
      },
    );
  };

/** What was charged too much, as far as claims of it are open. Undefined where none is. */
const reversedBy = (
  minor: number,
  { charged, claims }: Standing,
  made: Made,
  why: string,
): Effect | undefined => {
  let left = minor;
  const parts = claims
    .filter((one) => one.kind === 'interest' && one.open.minor > 0)
    .toReversed()
    .flatMap((claim) => {
      const amount = least(claim.open, money(left, claim.open.currency));
      left -= amount.minor;
      return amount.minor > 0
        ? [taken(claim, { is: 'reversed', amount, reason: why, on: made.on, by: made.by })]
        : [];
    });
  if (parts.length === 0) return undefined;
  return {
    charged: { ...charged, interestMinor: charged.interestMinor - (minor - left) },
    claims: parts,
    lines: parts.flatMap((one) => linesOf(one, 0 - one.steps.at(-1)!.amount.minor)),
    facts: parts.map(changedFact),
  };
};

/** By the amount of the invoice; undefined in another currency than the law's. */
export const fixedOf = ({ currency, steps }: Fixed, { total }: Pick<Invoice, 'total'>): Money | undefined => {
  const step = total.currency === currency && steps.findLast(([from]) => total.minor >= from);
  return step ? money(step[1], currency) : undefined;
};
/** The fixed sum of the law, once for an invoice that was late. */
export const compensationCharge =
  (fixed: Fixed, made: Made): Charge =>
  ({ invoice, charged }) => {
    const amount = fixedOf(fixed, invoice);
    const late = lateFrom(courseOf(invoice)) <= made.on && invoice.state !== 'VOID';
    return amount && late && !charged.compensated
      ? chargedWith(claimOf(invoice, charged, 'compensation', amount, fixed.law, made), {
          ...charged,
          compensated: true,
        })
      : undefined;
  };

/** Costs; of a reminder, once for its level. */
export const feeCharge =
  (amount: Money, reason: string, made: Made, level?: number): Charge =>
  ({ invoice, charged }) => {
    if (level !== undefined && charged.levels.includes(level)) return undefined;
    const claim = claimOf(invoice, charged, 'fee', amount, reason, made);
    return level === undefined
      ? chargedWith(claim, charged)
      : chargedWith({ ...claim, level }, { ...charged, levels: [...charged.levels, level] });
  };

const claimOf = (
  { id: invoiceId, number, entity, customerId }: Invoice,
  { claims }: Charged,
  kind: ClaimKind,
  amount: Money,
  reason: string,
  { id, on, at, by, trace, mailId }: Made,
): Claim => ({
  id: id(kind, claims.length),
  version: 1,
  kind,
  state: 'OPEN',
  entity,
  customerId,
  invoiceId,
  invoiceNumber: number,
  amount,
  open: amount,
  on,
  reason,
  ...(mailId !== undefined && { mailId }),
  steps: [],
  by,
  at,
  trace,
});
const chargedWith = (claim: Claim, charged: Charged): Effect => ({
  charged: { ...charged, claims: [...charged.claims, claim.id] },
  claims: [claim],
  lines: linesOf(claim, claim.amount.minor),
  facts: [announce(ClaimCharged, claim.invoiceId, factOf(claim))],
});

/** Items of one transaction, and how many of them are neither steps of debts nor charges: the mail, its record, its month, a notice with its number. */
const [ITEMS, OTHERS] = [100, 10];
/**
 * Those that one transaction has room for beside the steps of so many debts, in their order. A debt is three or four items, but one of which older interest is reversed at the
 * same time is one for each claim of it. Nothing is lost by waiting: interest is what all days are worth less what was charged.
 */
export const fitting = (effects: readonly Effect[], debts: number): Effect[] => {
  let room = ITEMS - OTHERS - debts;
  return effects.filter(({ claims }) => {
    const items = 1 + claims.length;
    if (items > room) return false;
    room -= items;
    return true;
  });
};
