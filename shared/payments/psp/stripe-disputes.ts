/** Disputes at Stripe: of cards, and of bank debits that came back after they had succeeded. */
import Stripe from 'stripe';
import type { DisputeCause, DisputeState } from '../payment.ts';
import { parseReference, type DisputeNews } from './port.ts';
import { fromStripe } from './stripe-amounts.ts';

/**
 * Every status that a Dispute can have, and `prevented` beside them; another one is UNKNOWN and is asked about again. A warning is an
 * inquiry: nothing is taken for it.
 */
const STATES: Readonly<Record<string, DisputeState>> = {
  warning_needs_response: 'INQUIRY',
  warning_under_review: 'INQUIRY',
  warning_closed: 'WON',
  needs_response: 'EVIDENCE_DUE',
  appeal_needs_response: 'EVIDENCE_DUE',
  under_review: 'UNDER_REVIEW',
  appeal_under_review: 'UNDER_REVIEW',
  won: 'WON',
  lost: 'LOST',
};

/** Every reason that a Dispute can have. Of bank debits it is what the payer's bank said (docs.stripe.com/payments/sepa-debit). */
const CAUSES: Readonly<Record<string, DisputeCause>> = {
  bank_cannot_process: 'account_details',
  check_returned: 'funds',
  credit_not_processed: 'not_credited',
  customer_initiated: 'unauthorised',
  debit_not_authorized: 'unauthorised',
  duplicate: 'duplicate',
  fraudulent: 'fraud',
  general: 'other',
  incorrect_account_details: 'account_details',
  insufficient_funds: 'funds',
  noncompliant: 'other',
  product_not_received: 'not_received',
  product_unacceptable: 'not_as_described',
  subscription_canceled: 'mandate_ended',
  unrecognized: 'fraud',
};

/** A dispute names its payment and not what it was for: that is asked for. Undefined where the payment is none of ours. */
export const disputeNews = async (
  client: Stripe,
  dispute: Stripe.Dispute,
  version: number,
): Promise<DisputeNews | undefined> => {
  const { payment_intent: found } = dispute;
  if (found === null) return undefined;
  const intent = typeof found === 'string' ? await client.paymentIntents.retrieve(found) : found;
  const reference = intent.metadata?.['reference'] ?? '';
  if (!parseReference(reference)) return undefined;
  const { id, status, currency, reason, balance_transactions: moves } = dispute;
  const dueBy = dispute.evidence_details?.due_by;
  return {
    disputeId: id,
    reference,
    capture: intent.id,
    state: status === 'prevented' ? preventedAs(moves) : (STATES[status] ?? 'UNKNOWN'),
    version,
    amount: fromStripe(dispute.amount, currency),
    feeMinor: feeOf(moves, currency),
    cause: CAUSES[reason] ?? 'other',
    reason,
    ...(STATES[status] === 'EVIDENCE_DUE' && dueBy
      ? { evidenceBy: new Date(dueBy * 1000).toISOString() }
      : {}),
  };
};

/** It ended before it began; whether the payer got the money for that is what the balance says. */
const preventedAs = (moves: readonly Stripe.BalanceTransaction[]): DisputeState =>
  moves.reduce((sum, { amount }) => sum + amount, 0) < 0 ? 'LOST' : 'WON';

/** Where the account is kept in another currency than the payment, the payout says what it cost. */
const feeOf = (moves: readonly Stripe.BalanceTransaction[], currency: string): number =>
  moves
    .filter((move) => move.currency === currency)
    .reduce((sum, { fee }) => sum + fromStripe(fee, currency).minor, 0);

/** One that is closed already, by us or by its deadline, is what it is. */
export const closed = async (client: Stripe, id: string): Promise<Stripe.Dispute> => {
  try {
    return await client.disputes.close(id);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    return client.disputes.retrieve(id);
  }
};
