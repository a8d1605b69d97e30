/** What becomes of a refund: by its provider's word, by the bank's statement, or by whoever cancels it. */
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { entry } from '../ledger/rules.ts';
import { liability } from '../payments/booking.ts';
import { onAccount } from '../payments/exposure.ts';
import type { Payment } from '../payments/payment.ts';
import type { RefundNews } from '../payments/psp/port.ts';
import { booked, factOf, inTransit, moved } from './booking.ts';
import { PaymentRefunded, RefundFailed, type Refund } from './refund.ts';
import type { Effect } from './rules.ts';

/** The money is the customer's again, and of whoever the receipt is by now. */
const givenBack = (
  refund: Refund,
  [payment, capture]: readonly [Payment, Payment | undefined],
  state: 'FAILED' | 'CANCELED',
  on: LocalDate,
  failure: string,
): Effect => {
  const after = moved(payment, capture, refund.amount, -1);
  return {
    refund: ended(refund, { state, failure, settledOn: on }),
    payments: after,
    entry: entry({
      ...booked(refund, on),
      kind: 'refund_reversal',
      memo: `Refund of ${payment.id} taken back`,
      lines: [inTransit(refund, 1), liability(payment, 0 - refund.amount.minor)],
    }),
    exposures: [...onAccount(payment, 1), ...onAccount(after[0]!, -1)],
    facts: [announce(RefundFailed, payment.id, { ...factOf(refund), failure })],
  };
};

const RANK: Readonly<Record<RefundNews['state'], number>> = {
  PENDING: 0,
  UNKNOWN: 0,
  SUCCEEDED: 1,
  FAILED: 2,
};

/**
 * What a provider says moves a refund forward only: asked → succeeded → failed, in whatever order and however often it is said. A failure
 * comes after a success where the payer's bank sends the money back; nothing comes after a failure.
 */
export const heard = (
  refund: Refund,
  news: RefundNews,
  receipts: readonly [Payment, Payment | undefined],
  on: LocalDate,
): Effect | undefined => {
  if (refund.method !== 'provider') return undefined;
  const { state } = refund;
  const before = RANK[state as RefundNews['state']];
  if (RANK[news.state] < before || (news.state === state && refund.providerRef === news.providerRef))
    return undefined;
  const known = { ...refund, ...(news.providerRef !== undefined && { providerRef: news.providerRef }) };
  if (news.state === 'FAILED')
    return state === 'FAILED'
      ? undefined
      : givenBack(known, receipts, 'FAILED', on, news.failure ?? 'failed');
  if (news.state === 'SUCCEEDED')
    return state === 'SUCCEEDED'
      ? undefined
      : unbooked(ended(known, { state: 'SUCCEEDED', settledOn: on }), true);
  return unbooked({ ...known, version: refund.version + 1, state: news.state }, false);
};

const unbooked = (refund: Refund, arrived: boolean): Effect => ({
  refund,
  payments: [],
  entry: undefined,
  exposures: [],
  facts: arrived ? [announce(PaymentRefunded, refund.paymentId, factOf(refund))] : [],
});

/** A transfer that nobody made is not made any more. What a provider was asked for is the provider's. */
export const canceled = (
  refund: Refund,
  payment: Payment,
  on: LocalDate,
  reason: string,
): Result<Effect, 'refunds.not_to_pay'> =>
  refund.state === 'TO_PAY'
    ? ok(givenBack(refund, [payment, undefined], 'CANCELED', on, reason))
    : refuse(
        'refunds.not_to_pay',
        `The refund is ${refund.state}: only one that is still to be paid is canceled.`,
      );

/** Why a debit is not the payment of this refund; undefined where it is. */
export const whyNotPaid = (
  { id, state, amount, entity, bankLineId }: Refund,
  line: { readonly amount: Money; readonly entity: string },
): string | undefined => {
  if (state === 'PAID')
    return `Refund ${id} was paid before, with line ${bankLineId}: perhaps it was paid twice.`;
  if (state !== 'TO_PAY') return `Refund ${id} is ${state}, and money left for it.`;
  if (line.entity !== entity) return `Refund ${id} is of another legal entity.`;
  return line.amount.currency === amount.currency && line.amount.minor === 0 - amount.minor
    ? undefined
    : `Refund ${id} is of ${toText(amount)} ${amount.currency}, and another amount left.`;
};

/** Dr refunds in transit, Cr bank, on the day of the statement. */
export const paid = (refund: Refund, line: { readonly id: string; readonly bookedOn: LocalDate }): Effect => {
  const { id, amount, paymentId } = refund;
  return {
    ...unbooked(ended(refund, { state: 'PAID', bankLineId: line.id, settledOn: line.bookedOn }), true),
    entry: entry({
      ...booked(refund, line.bookedOn),
      kind: 'refund_paid',
      memo: `Refund ${id} of ${paymentId} paid`,
      lines: [inTransit(refund, 1), { account: 'bank', minor: 0 - amount.minor }],
    }),
  };
};

const AN_HOUR_MS = 3_600_000;
/** Hourly on its first day, then daily: a refund that its provider has not ended. */
export const askedLater = ({ checkAt: _, ...refund }: Refund, now: Instant): Refund => {
  const young = Date.parse(now) - Date.parse(refund.at) < 86_400_000;
  const checkAt = new Date(Date.parse(now) + (young ? AN_HOUR_MS : 86_400_000)).toISOString();
  return { ...refund, version: refund.version + 1, checkAt };
};

const ended = ({ checkAt: _, ...refund }: Refund, how: Partial<Refund>): Refund => ({
  ...refund,
  version: refund.version + 1,
  ...how,
});
