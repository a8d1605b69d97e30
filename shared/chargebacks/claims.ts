/** What giving up a claim, and paying it, does to chargeback, receipt and ledger. */
import type { LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { least, minus, money, plus, sum, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Move } from '../credit/credit.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { liability } from '../payments/booking.ts';
import { onAccount } from '../payments/exposure.ts';
import type { Payment } from '../payments/payment.ts';
import { ChargebackClaimSettled, type Chargeback } from './chargeback.ts';
import type { ClaimStep, PayClaim, WriteOffClaim } from './claim.ts';

export interface Settled {
  readonly chargeback: Chargeback;
  readonly payment?: Payment;
  readonly entry: Entry | undefined;
  readonly exposures: readonly Move[];
  readonly facts: readonly Fact[];
}
interface By {
  readonly on: LocalDate;
  readonly by: string;
  readonly approvedBy?: string | undefined;
}

const stepsOf = ({ claims = [] }: Chargeback, kind: ClaimStep['kind'], of: 'amount' | 'recovered'): Money[] =>
  claims.flatMap((step) => (step.kind === kind && step[of] ? [step[of]] : []));
/** What is left to be asked for. */
export const claimLeft = (chargeback: Chargeback): Money => {
  const { currency } = chargeback.amount;
  const done = sum(
    (chargeback.claims ?? []).map(({ amount }) => amount),
    currency,
  );
  return minus(chargeback.taken?.claim ?? money(0, currency), done);
};
/** What was written off and has not come in since. */
export const claimGivenUp = (chargeback: Chargeback): Money => {
  const { currency } = chargeback.amount;
  return minus(
    sum(stepsOf(chargeback, 'written_off', 'amount'), currency),
    sum(stepsOf(chargeback, 'paid', 'recovered'), currency),
  );
};

type NotNow = 'chargebacks.no_claim';
const isLost = ({ state }: Chargeback): boolean => state === 'LOST' || state === 'ACCEPTED';
const noClaim = ({ state }: Chargeback) =>
  refuse('chargebacks.no_claim', `The chargeback is ${state}, and nothing is claimed of it.`);

/** How much is given up: what is asked for, or all that is left. */
export const amountOf = (
  chargeback: Chargeback,
  { amount }: Pick<WriteOffClaim, 'amount'>,
): Result<Money, NotNow | 'chargebacks.amount'> => {
  const left = claimLeft(chargeback);
  if (!isLost(chargeback) || left.minor === 0) return noClaim(chargeback);
  return amount ? fitting(amount, left) : ok(left);
};

/** Dr bad debts · Cr claims. Whoever pays later pays for it all the same. */
export const givenUp = (
  chargeback: Chargeback,
  amount: Money,
  { reason, note }: Pick<WriteOffClaim, 'reason' | 'note'>,
  by: By,
): Settled => {
  const step = { kind: 'written_off', amount, reason, ...(note !== undefined && { note }), ...by } as const;
  const after = withStep(chargeback, step);
  return {
    chargeback: after,
    entry: booked(after, by.on, 'claim_write_off', [
      { account: 'badDebts', minor: amount.minor, ...whose(after) },
      { account: 'chargebackClaims', minor: 0 - amount.minor, ...whose(after) },
    ]),
    exposures: [],
    facts: told(after, step),
  };
};

/** Dr unapplied · Cr claims, then what was given up before, as income: nobody is paid twice for one claim. */
export const paid = (
  chargeback: Chargeback,
  payment: Payment,
  { amount: wanted }: Pick<PayClaim, 'amount'>,
  by: By,
): Result<Settled, NotNow | 'chargebacks.not_its_payment' | 'chargebacks.amount'> => {
  const left = claimLeft(chargeback);
  const owed = plus(left, claimGivenUp(chargeback));
  if (!isLost(chargeback) || owed.minor === 0) return noClaim(chargeback);
  if (
    payment.customerId === undefined ||
    payment.customerId !== chargeback.customerId ||
    payment.entity !== chargeback.entity
  )
    return notIts(payment, 'is of another customer or legal entity');
  const { unapplied } = payment;
  if (unapplied.minor === 0 || unapplied.currency !== owed.currency)
    return notIts(payment, 'has nothing unapplied in the currency of the claim');
  const most = least(owed, unapplied);
  const amount = wanted ? fitting(wanted, most) : ok(most);
  if (!amount.ok) return amount;
  const own = least(amount.value, left);
  const recovered = minus(amount.value, own);
  const step = {
    kind: 'paid',
    amount: own,
    ...(recovered.minor > 0 && { recovered }),
    paymentId: payment.id,
    ...by,
  } as const;
  const after = withStep(chargeback, step);
  const used: Payment = {
    ...payment,
    version: payment.version + 1,
    unapplied: minus(unapplied, amount.value),
    claimed: plus(payment.claimed ?? money(0, unapplied.currency), amount.value),
  };
  return ok({
    chargeback: after,
    payment: used,
    entry: booked(after, by.on, 'claim_paid', [
      liability(payment, amount.value.minor),
      { account: 'chargebackClaims', minor: 0 - own.minor, ...whose(after) },
      { account: 'recoveries', minor: 0 - recovered.minor, ...whose(after) },
    ]),
    exposures: [...onAccount(payment, 1), ...onAccount(used, -1)],
    facts: told(after, step),
  });
};

/**
 * A dispute that was lost is won after all: what was paid for its claim is the customer's again, on the receipts that it came with, and what
 * was given up and did not come has come now.
 */
export const unclaimed = (
  chargeback: Chargeback,
  payments: readonly Payment[],
): {
  readonly lines: Entry['lines'];
  readonly payments: readonly Payment[];
  readonly exposures: readonly Move[];
} => {
  const back = payments.flatMap((before) => {
    const own = (chargeback.claims ?? []).filter(({ paymentId }) => paymentId === before.id);
    const { currency } = before.amount;
    const amount = sum(
      own.flatMap((step) => [step.amount, ...(step.recovered ? [step.recovered] : [])]),
      currency,
    );
    if (amount.minor === 0) return [];
    const after: Payment = {
      ...before,
      version: before.version + 1,
      unapplied: plus(before.unapplied, amount),
      claimed: minus(before.claimed!, amount),
    };
    return [{ before, after, amount }];
  });
  const left = claimLeft(chargeback);
  const paidBack = back.reduce((all, { amount }) => all + amount.minor, 0);
  return {
    lines: [
      { account: 'chargebackClaims', minor: 0 - left.minor, ...whose(chargeback) },
      ...back.map(({ before, amount }) => liability(before, 0 - amount.minor)),
      {
        account: 'recoveries',
        minor: left.minor + paidBack - (chargeback.taken?.claim.minor ?? 0),
        ...whose(chargeback),
      },
    ],
    payments: back.map(({ after }) => after),
    exposures: back.flatMap(({ before, after }) => [...onAccount(before, 1), ...onAccount(after, -1)]),
  };
};

const withStep = (chargeback: Chargeback, step: ClaimStep): Chargeback => ({
  ...chargeback,
  version: chargeback.version + 1,
  claims: [...(chargeback.claims ?? []), step],
});
const whose = ({ customerId }: Chargeback) => (customerId === undefined ? {} : { customerId });
const fitting = (amount: Money, most: Money): Result<Money, 'chargebacks.amount'> =>
  amount.currency === most.currency && amount.minor <= most.minor
    ? ok(amount)
    : refuse('chargebacks.amount', `No more than ${toText(most)} ${most.currency} can be taken.`, [
        { pointer: '/amount', detail: `must not pass ${most.minor} ${most.currency}` },
      ]);
const notIts = ({ id }: Payment, detail: string) =>
  refuse('chargebacks.not_its_payment', `Payment ${id} cannot pay this claim.`, [
    { pointer: '/paymentId', detail },
  ]);
const booked = (
  { id, entity, amount: { currency } }: Chargeback,
  on: LocalDate,
  kind: 'claim_write_off' | 'claim_paid',
  lines: Entry['lines'],
): Entry | undefined =>
  entry({
    entity,
    on,
    currency,
    kind,
    source: id,
    memo: kind === 'claim_paid' ? 'Claim after a chargeback, paid' : 'Claim after a chargeback, given up',
    lines,
  });
const told = (after: Chargeback, { kind, amount, paymentId }: ClaimStep): Fact[] => [
  announce(ChargebackClaimSettled, after.id, {
    chargebackId: after.id,
    customerId: after.customerId,
    kind,
    amount,
    left: claimLeft(after),
    ...(paymentId !== undefined && { paymentId }),
  }),
];
