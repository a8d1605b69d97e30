/** Money that a customer has with us pays claims: what it does to both, to the books and to credit. Pure. */
import type { Move } from '../credit/credit.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import { least, minus, money, plus, sum, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { EntryLine } from '../ledger/entry.ts';
import { liability } from '../payments/booking.ts';
import { onAccount } from '../payments/exposure.ts';
import type { Payment } from '../payments/payment.ts';
import { MOST_CLAIMS, type Claim, type SettleClaim } from './claim.ts';
import { changedFact, inOrder, linesOf, taken } from './steps.ts';

export interface Settled {
  readonly claims: readonly Claim[];
  readonly payments: readonly Payment[];
  readonly lines: readonly EntryLine[];
  readonly exposures: readonly Move[];
  readonly facts: readonly Fact[];
}
interface By {
  readonly on: LocalDate;
  readonly by: string;
}

const notIts = ({ id }: Payment, detail: string) =>
  refuse('claims.not_its_payment', `Payment ${id} cannot pay this claim.`, [
    { pointer: '/paymentId', detail },
  ]);

/** Somebody says that a payment is for a claim. */
export const settled = (
  claim: Claim,
  payment: Payment,
  { amount: wanted }: Pick<SettleClaim, 'amount'>,
  by: By,
): Result<Settled, 'claims.nothing_open' | 'claims.not_its_payment' | 'claims.amount'> => {
  const { open } = claim;
  if (open.minor === 0) return refuse('claims.nothing_open', `Claim ${claim.id} is ${claim.state}.`);
  if (payment.customerId !== claim.customerId || payment.entity !== claim.entity)
    return notIts(payment, 'is of another customer or legal entity');
  const { unapplied } = payment;
  if (unapplied.minor === 0 || unapplied.currency !== open.currency)
    return notIts(payment, 'has nothing unapplied in the currency of the claim');
  const most = least(open, unapplied);
  if (wanted && (wanted.currency !== most.currency || wanted.minor > most.minor))
    return refuse('claims.amount', `No more than ${toText(most)} ${most.currency} can be taken.`, [
      { pointer: '/amount', detail: `must not pass ${most.minor} ${most.currency}` },
    ]);
  return ok(paidFrom([{ claim, amount: wanted ?? most }], payment, by));
};

/**
 * What is left of money after it paid invoices is for what is claimed beside these: their reminder asked for all of it in one sum. Costs first, then
 * interest, the oldest of each first, as many as one commit pays. Undefined where nothing is open or left, or where a person has it in hand.
 */
export const settledBy = (claims: readonly Claim[], payment: Payment, by: By): Settled | undefined => {
  if (payment.held || payment.method === 'credit_note') return undefined;
  let left = payment.unapplied;
  const parts = inOrder(claims)
    .filter(
      ({ customerId, entity, open }) =>
        customerId === payment.customerId && entity === payment.entity && open.currency === left.currency,
    )
    .flatMap((claim) => {
      const amount = least(claim.open, left);
      left = minus(left, amount);
      return amount.minor > 0 ? [{ claim, amount }] : [];
    })
    .slice(0, MOST_CLAIMS);
  return parts.length === 0 ? undefined : paidFrom(parts, payment, by);
};

/** Dr unapplied · Cr claims. */
export const paidFrom = (
  parts: readonly { readonly claim: Claim; readonly amount: Money }[],
  payment: Payment,
  { on, by }: By,
): Settled => {
  const amount = sum(
    parts.map((part) => part.amount),
    payment.unapplied.currency,
  );
  const claims = parts.map((part) =>
    taken(part.claim, { is: 'paid', amount: part.amount, on, by, paymentId: payment.id }),
  );
  const used: Payment = {
    ...payment,
    version: payment.version + 1,
    unapplied: minus(payment.unapplied, amount),
    claimed: plus(payment.claimed ?? money(0, amount.currency), amount),
  };
  return {
    claims,
    payments: [used],
    lines: [
      liability(payment, amount.minor),
      ...parts.map(({ claim, amount: part }) => owed(claim, 0 - part.minor)),
    ],
    exposures: [...onAccount(payment, 1), ...onAccount(used, -1)],
    facts: claims.map(changedFact),
  };
};
const owed = ({ customerId, invoiceId }: Claim, minor: number): EntryLine => ({
  account: 'lateClaims',
  minor,
  customerId,
  invoiceId,
});

/** Money that paid a claim, by payment. */
export const paidWith = ({ steps }: Claim): Map<Payment['id'], number> => {
  const paid = new Map<Payment['id'], number>();
  for (const { is, amount, paymentId, undone } of steps)
    if (is === 'paid' && !undone) paid.set(paymentId!, (paid.get(paymentId!) ?? 0) + amount.minor);
  return paid;
};

/** All of a claim was charged in error: what is open is not asked for, and what was paid of it is its payer's again. */
export const takenBack = (
  claim: Claim,
  payments: readonly Payment[],
  { on, by, reason }: By & { readonly reason: string },
): Settled => {
  const { currency } = claim.amount;
  const back = payments.map((before) => {
    const amount = money(paidWith(claim).get(before.id)!, currency);
    const after: Payment = {
      ...before,
      version: before.version + 1,
      unapplied: plus(before.unapplied, amount),
      claimed: minus(before.claimed!, amount),
    };
    return { before, after, amount };
  });
  const paid = sum(
    back.map(({ amount }) => amount),
    currency,
  );
  const amount = plus(claim.open, paid);
  // What was paid is open for the moment between both steps.
  const unpaid = {
    ...claim,
    open: amount,
    steps: claim.steps.map((step) => (step.is === 'paid' ? { ...step, undone: true as const } : step)),
  };
  const reversed = taken(unpaid, { is: 'reversed', amount, on, by, reason });
  const [, income] = linesOf(claim, 0 - amount.minor);
  return {
    claims: [reversed],
    payments: back.map(({ after }) => after),
    lines: [
      income!,
      owed(claim, 0 - claim.open.minor),
      ...back.map(({ before, amount: part }) => liability(before, 0 - part.minor)),
    ],
    exposures: back.flatMap(({ before, after }) => [...onAccount(before, 1), ...onAccount(after, -1)]),
    facts: [changedFact(reversed)],
  };
};
