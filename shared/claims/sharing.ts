/** A payment that is for claims too: what it gives to each, in the commit that applies the rest of it. Pure. */
import { announce, type Fact } from '../kernel/events.ts';
import { least, minus, type Money } from '../kernel/money.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { PaymentReceived, type Payment } from '../payments/payment.ts';
import type { Effect } from '../payments/rules.ts';
import { MOST_CLAIMS, type Claim } from './claim.ts';
import { paidFrom } from './paying.ts';

/** What is meant for a claim. */
export interface Share {
  readonly claim: Claim;
  readonly amount: Money;
}
export interface Shared {
  readonly effect: Effect;
  readonly claims: readonly Claim[];
  /** Beside the receipt's own: unapplied to claims. */
  readonly entry: Entry | undefined;
}

/**
 * What is left of a receipt after its invoices goes to claims, as far as each is open. What was meant for a claim that is not owed any more is
 * unapplied, and the receipt says why (`notOwed`). So is what is for more claims than one commit pays.
 */
export const shared = (effect: Effect, shares: readonly Share[], by: string): Shared => {
  const { payment } = effect;
  let left = payment.unapplied;
  const wanted = shares.flatMap(({ claim, amount }) => {
    if (claim.open.currency !== left.currency || payment.customerId === undefined) return [];
    const part = least(least(amount, claim.open), left);
    left = minus(left, part);
    return part.minor > 0 ? [{ claim, amount: part }] : [];
  });
  const parts = wanted.slice(0, MOST_CLAIMS);
  const notOwed = shares.flatMap(({ claim, amount }) => {
    const over = minus(amount, least(amount, claim.open));
    return over.minor > 0 ? [{ claimId: claim.id, amount: over, why: whyNot(claim) }] : [];
  });
  const said = { ...payment, ...(notOwed.length > 0 && { notOwed }) };
  if (parts.length === 0) return { effect: { ...effect, payment: said }, claims: [], entry: undefined };
  const { claims, payments, lines, exposures, facts } = paidFrom(parts, said, {
    on: payment.bookedOn,
    by,
  });
  // Both are of one commit: the receipt is written once.
  const used = { ...payments[0]!, version: payment.version };
  return {
    effect: {
      ...effect,
      payment: used,
      exposures: [...effect.exposures, ...exposures],
      facts: [...effect.facts.map((fact) => told(fact, used)), ...facts],
    },
    claims,
    entry: entry({
      entity: payment.entity,
      on: payment.bookedOn,
      currency: left.currency,
      kind: 'late_charge_paid',
      source: payment.id,
      memo: `Paid, for being late with ${[...new Set(claims.map(({ invoiceNumber }) => invoiceNumber))].slice(0, 5).join(', ')}`,
      lines: [...lines],
    }),
  };
};

const whyNot = ({ state }: Claim): NonNullable<Payment['notOwed']>[number]['why'] =>
  state === 'WAIVED' ? 'waived' : state === 'REVERSED' ? 'reversed' : 'paid';

/** Who hears of the money hears what of it paid claims. */
const told = (fact: Fact, { id, unapplied, claimed }: Payment): Fact =>
  fact.type === PaymentReceived.name && fact.subject === id
    ? announce(PaymentReceived, id, {
        ...PaymentReceived.data.parse(fact.data),
        unapplied,
        claimed,
      })
    : fact;
