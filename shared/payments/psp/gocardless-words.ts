/** GoCardless's words in ours. */
import type { AttemptState, DisputeCause } from '../payment.ts';
import type { RefundNews } from './port.ts';

/** Every status that a payment can have; another one is UNKNOWN and is asked about again. What is confirmed is with GoCardless. */
export const STATES: Readonly<Record<string, AttemptState>> = {
  pending_customer_approval: 'PENDING',
  pending_submission: 'PENDING',
  submitted: 'PENDING',
  confirmed: 'SUCCEEDED',
  paid_out: 'SUCCEEDED',
  cancelled: 'CANCELED',
  customer_approval_denied: 'FAILED',
  failed: 'FAILED',
  charged_back: 'FAILED',
};
/** Every status of a billing request that has no payment yet. */
export const REQUEST_STATES: Readonly<Record<string, AttemptState>> = {
  pending: 'INITIATED',
  ready_to_fulfil: 'INITIATED',
  fulfilling: 'INITIATED',
  cancelled: 'CANCELED',
};
export const REFUND_STATES: Readonly<Record<string, RefundNews['state']>> = {
  created: 'PENDING',
  pending_submission: 'PENDING',
  submitted: 'PENDING',
  paid: 'SUCCEEDED',
  cancelled: 'FAILED',
  bounced: 'FAILED',
  funds_returned: 'FAILED',
  failed: 'FAILED',
};
/** Causes of events of payments (developer.gocardless.com, "events", details). */
export const CAUSES: Readonly<Record<string, DisputeCause>> = {
  insufficient_funds: 'funds',
  refer_to_payer: 'funds',
  bank_account_closed: 'account_closed',
  bank_account_transferred: 'account_closed',
  account_blocked_for_any_financial_transaction: 'account_closed',
  invalid_bank_details: 'account_details',
  direct_debit_not_enabled: 'account_details',
  mandate_cancelled: 'mandate_ended',
  mandate_expired: 'mandate_ended',
  payment_stopped: 'unauthorised',
  authorisation_disputed: 'unauthorised',
  refund_requested: 'unauthorised',
};
