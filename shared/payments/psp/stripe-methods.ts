/** By what a payment at Stripe was paid: a card is there, a debit of an account may come back. */
import type Stripe from 'stripe';
import type { News } from './port.ts';

/** Pulled from an account under a mandate (docs.stripe.com/payments/payment-methods, "bank debits"). */
const DEBITS: ReadonlySet<string> = new Set([
  'sepa_debit',
  'bacs_debit',
  'us_bank_account',
  'acss_debit',
  'au_becs_debit',
  'nz_bank_account',
]);

/** Only where the page offered a debit is anybody asked which it was; wallets are cards. */
export const withMethod = async (
  client: Stripe,
  news: News,
  intent: string | Stripe.PaymentIntent | null,
  offered: readonly string[] = [],
): Promise<News> => {
  if (news.state !== 'SUCCEEDED' || intent === null || !offered.some((one) => DEBITS.has(one))) return news;
  const id = typeof intent === 'string' ? intent : intent.id;
  const { latest_charge: charge } = await client.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  const type = typeof charge === 'string' ? undefined : charge?.payment_method_details?.type;
  return DEBITS.has(type ?? '') ? { ...news, method: 'direct_debit' } : news;
};
