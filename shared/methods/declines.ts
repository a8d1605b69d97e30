/** Why a charge was refused, in classes: a table per provider, so that another word is a row. What no table has is `unknown`, and no guess. */
import type { ProviderName } from '../payments/payment.ts';
import type { DeclineClass } from './collection.ts';

type Table = Readonly<Record<string, DeclineClass>>;
const each = (decline: DeclineClass, words: string): Table =>
  Object.fromEntries(words.split(/\s+/).map((word) => [word, decline]));

/** docs.stripe.com/declines/codes, docs.stripe.com/error-codes, docs.stripe.com/payments/sepa-debit (failure codes). */
const STRIPE: Table = {
  ...each(
    'hard',
    `card_not_supported currency_not_supported do_not_try_again expired_card fraudulent incorrect_address incorrect_cvc incorrect_number
    incorrect_pin incorrect_zip invalid_account invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number invalid_pin lost_card
    merchant_blacklist new_account_information_available no_action_taken not_permitted pickup_card pin_try_exceeded restricted_card
    revocation_of_all_authorizations revocation_of_authorization security_violation service_not_allowed stolen_card stop_payment_order
    testmode_decline transaction_not_allowed resource_missing payment_method_customer_decline expired_payment_method
    sepa_unsupported_account payment_method_currency_mismatch`,
  ),
  ...each(
    'ended',
    `account_closed no_account bank_account_restricted bank_account_unusable debit_not_authorized payment_intent_mandate_invalid
    billing_invalid_mandate`,
  ),
  ...each(
    'soft',
    `approve_with_id call_issuer do_not_honor duplicate_transaction generic_decline invalid_amount issuer_not_available
    processing_error reenter_transaction try_again_later card_velocity_exceeded withdrawal_count_limit_exceeded card_declined
    bank_account_declined card_decline_rate_limit_exceeded lock_timeout payment_method_provider_decline payment_method_provider_timeout
    payment_intent_payment_attempt_failed rate_limit`,
  ),
  ...each('funds', 'insufficient_funds'),
  ...each(
    'authentication',
    `authentication_required authentication_not_handled offline_pin_required online_or_offline_pin_required
    payment_intent_authentication_failure payment_intent_action_required authentication_failure`,
  ),
};
/** developer.gocardless.com, "events", causes of payments; R-codes and reason codes of schemes are theirs, by these words. */
const GOCARDLESS: Table = {
  ...each('funds', 'insufficient_funds refer_to_payer'),
  ...each(
    'ended',
    `bank_account_closed bank_account_transferred account_blocked_for_any_financial_transaction mandate_cancelled mandate_expired
    mandate_suspended_by_payer mandate_is_inactive mandate_not_found mandate_not_active bank_account_disabled`,
  ),
  ...each(
    'hard',
    `invalid_bank_details direct_debit_not_enabled authorisation_disputed payment_stopped refund_requested refused_by_bank
    customer_removed account_dormant`,
  ),
  ...each('soft', 'test_failure payment_autocancelled payment_cancelled'),
};
const SANDBOX: Table = {
  ...each('funds', 'insufficient_funds'),
  ...each('soft', 'do_not_honor try_again_later'),
  ...each('hard', 'lost_card expired_card'),
  ...each('ended', 'account_closed mandate_ended no_such_method'),
  ...each('authentication', 'authentication_required'),
};

export const DECLINES: Readonly<Record<ProviderName, Table>> = {
  stripe: STRIPE,
  gocardless: GOCARDLESS,
  sandbox: SANDBOX,
  // It keeps no methods.
  hosted: {},
};

export const classOf = (provider: ProviderName, word: string | undefined): DeclineClass =>
  (word !== undefined && Object.hasOwn(DECLINES[provider], word) && DECLINES[provider][word]) || 'unknown';
