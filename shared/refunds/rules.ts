/** What may be given back and how, and what that does to receipts, ledger and credit (rules §3.7, §3.10); see outcome.ts for what comes of it. */
import type { Move } from '../credit/credit.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { plus, toText, type Money } from '../kernel/money.ts';
import { creditorReference, isCreditorReference } from '../kernel/reference.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { liability } from '../payments/booking.ts';
import { onAccount } from '../payments/exposure.ts';
import type { Payment } from '../payments/payment.ts';
import { booked, factOf, inTransit, moved } from './booking.ts';
import { RefundRequested, type Refund, type RefundPayment } from './refund.ts';

/** All that one commit must make true together; `payments`: whose money it is, and whose capture where that is another. */
export interface Effect {
  readonly refund: Refund;
  readonly payments: readonly Payment[];
  readonly entry: Entry | undefined;
  readonly exposures: readonly Move[];
  readonly facts: readonly Fact[];
}

/** How much is given back: what is asked for, or all that is unapplied. What settles an invoice is none of it. */
export const amountOf = (
  payment: Payment,
  { amount }: Pick<RefundPayment, 'amount'>,
): Result<
  Money,
  'refunds.nobody' | 'refunds.nothing_unapplied' | 'refunds.not_cleared' | 'refunds.amount'
> => {
  const { unapplied, customerId, method, collection } = payment;
  if (unapplied.minor === 0)
    return refuse('refunds.nothing_unapplied', `Nothing of it is left. ${adviceOf(payment)}`);
  if (customerId === undefined)
    return refuse(
      'refunds.nobody',
      'Nobody is known whose money it is: match its line with a customer first.',
    );
  // Who overpays by a bad cheque and asks for the rest has our money.
  if (method === 'cheque' && collection && collection.state !== 'CLEARED')
    return refuse('refunds.not_cleared', 'The cheque is not on the bank’s statement yet.');
  if (amount && (amount.currency !== unapplied.currency || amount.minor > unapplied.minor))
    return refuse('refunds.amount', `No more is given back than is unapplied. ${adviceOf(payment)}`, [
      { pointer: '/amount', detail: `${toText(unapplied)} ${unapplied.currency} is unapplied` },
    ]);
  return ok(amount ?? unapplied);
};

const adviceOf = ({ allocations, source }: Payment): string => {
  const numbers = [...new Set(allocations.map(({ number }) => number))];
  if (numbers.length === 0) return 'It was given back or charged back, or is in a payout.';
  const named = numbers.slice(0, 5).join(', ') + (numbers.length > 5 ? ' …' : '');
  return source.kind === 'bank_line'
    ? `The rest settles ${named}: unmatch bank line ${source.id}, or credit the invoice, and refund what is unapplied then.`
    : `The rest settles ${named}: credit the invoice, and refund what is unapplied then.`;
};

/** What one person gives back of one receipt counts together: two halves are no way around a limit. */
export const worthOf = (amount: Money, { refunded }: Pick<Payment, 'refunded'>): Money =>
  refunded ? plus(amount, refunded) : amount;

/** Of card payments, the first whose capture still has room: captured − returned − disputed (rules §3.7). */
export const throughOf = (amount: Money, captures: readonly Payment[]): Payment | undefined =>
  captures.find(
    ({ provider, reference, amount: captured, returned, disputed }) =>
      provider !== undefined &&
      reference !== undefined &&
      captured.currency === amount.currency &&
      captured.minor - (returned?.minor ?? 0) - (disputed?.minor ?? 0) >= amount.minor,
  );

/** The payer's own account before one of the profile; none is chosen out of several. */
export const ibanOf = ({ payer }: Pick<Payment, 'payer'>, profile: readonly string[]): string | undefined =>
  payer.iban ?? (profile.length === 1 ? profile[0] : undefined);

/** An account that nobody has paid from and no profile names, or one to which a provider's money would go instead of back. */
export const isStrange = (
  iban: string,
  { payer, provider }: Pick<Payment, 'payer' | 'provider'>,
  profile: readonly string[],
): boolean => provider !== undefined || (iban !== payer.iban && !profile.includes(iban));

interface Made {
  readonly id: Refund['id'];
  readonly on: LocalDate;
  readonly at: Instant;
  readonly by: string;
  readonly approvedBy?: string | undefined;
  readonly trace: string;
}
/** Back through the capture of a card payment, or to an account. */
export type Way = { readonly capture: Payment } | { readonly to: NonNullable<Refund['to']> };

const ASK_AFTER_MS = 3_600_000;

/** Dr what we owe the customer, Cr refunds in transit: nobody can apply it or give it back again from now on. */
export const refunded = (
  payment: Payment & { readonly customerId: Refund['customerId'] },
  amount: Money,
  { reason, note }: Pick<RefundPayment, 'reason' | 'note'>,
  way: Way,
  { id, on, at, by, approvedBy, trace }: Made,
): Effect => {
  const capture = 'capture' in way ? way.capture : undefined;
  const after = moved(payment, capture, amount, 1);
  const refund: Refund = {
    id,
    version: 1,
    state: capture ? 'PENDING' : 'TO_PAY',
    entity: payment.entity,
    paymentId: payment.id,
    customerId: payment.customerId,
    amount,
    reason,
    ...(note !== undefined && { note }),
    ...('to' in way
      ? { method: 'bank_transfer', to: way.to, reference: referenceOf(id) }
      : {
          method: 'provider',
          through: {
            provider: way.capture.provider!,
            paymentId: way.capture.id,
            capture: way.capture.reference!,
          },
          checkAt: new Date(Date.parse(at) + ASK_AFTER_MS).toISOString(),
        }),
    on,
    by,
    ...(approvedBy !== undefined && { approvedBy }),
    at,
    trace,
  };
  return {
    refund,
    payments: after,
    entry: entry({
      ...booked(refund, on),
      kind: 'refund',
      memo: `Refund of ${payment.id}: ${reason}`,
      lines: [liability(payment, amount.minor), inTransit(refund, -1)],
    }),
    exposures: [...onAccount(payment, 1), ...onAccount(after[0]!, -1)],
    facts: [announce(RefundRequested, payment.id, factOf(refund))],
  };
};

/** `RFD` and the random end of the id: too long to be guessed at, short enough for the reference of a transfer. */
const referenceOf = (id: string): string => creditorReference(`RFD${id.slice(-12)}`);

/** References of refunds that a bank text may carry, with or without blanks, whose check digits hold. */
export const referencesIn = (text: string): string[] => [
  ...new Set(
    [...text.toUpperCase().matchAll(/(?<![A-Z0-9])RF(?: ?\d){2} ?R ?F ?D(?: ?[0-9A-Z]){12}(?![A-Z0-9])/g)]
      .map(([found]) => found.replaceAll(' ', ''))
      .filter(isCreditorReference),
  ),
];
