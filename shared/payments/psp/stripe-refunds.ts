/** Refunds at Stripe: found by our id in their metadata, and made where there is none. */
import Stripe from 'stripe';
import { isRefundId, type GiveBack, type ProviderFact, type RefundNews } from './port.ts';
import { toStripe } from './stripe-amounts.ts';

/** Makes it, or finds what was made of it before. */
export const refundOnce = async (
  client: Stripe,
  { refundId, capture, amount, trace }: GiveBack,
): Promise<RefundNews> => {
  const paymentIntent = await intentOf(client, capture);
  // Stripe forgets keys after a day; what it was asked for before is found for good.
  for await (const one of client.refunds.list({ payment_intent: paymentIntent, limit: 100 })) {
    const news = ofRefund(one);
    if (news?.refundId === refundId) return news;
  }
  try {
    const made = await client.refunds.create(
      {
        payment_intent: paymentIntent,
        amount: toStripe(amount),
        metadata: { refund: refundId, ...(trace !== undefined && { trace }) },
      },
      { idempotencyKey: refundId },
    );
    return ofRefund(made)!;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    return { refundId, state: 'FAILED', failure: error.code ?? error.type };
  }
};

/** The provider's id of a payment is that of its session, or of its intent. */
export const intentOf = async (client: Stripe, providerRef: string): Promise<string> => {
  if (providerRef.startsWith('pi_')) return providerRef;
  const { payment_intent: intent } = await client.checkout.sessions.retrieve(providerRef);
  if (intent === null) throw new Error(`stripe has no payment for ${providerRef}`);
  return typeof intent === 'string' ? intent : intent.id;
};

/** Every status that a Refund can have; another one is UNKNOWN and is asked about again. */
const REFUND_STATES: Readonly<Record<string, RefundNews['state']>> = {
  pending: 'PENDING',
  requires_action: 'PENDING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'FAILED',
};
/** One that does not carry our id was made in Stripe's own pages, or by another system on the same account. */
const ofRefund = ({
  id,
  metadata,
  status,
  failure_reason: failure,
}: Stripe.Refund): RefundNews | undefined => {
  const refundId = metadata?.['refund'] ?? '';
  return isRefundId(refundId)
    ? {
        refundId,
        providerRef: id,
        state: REFUND_STATES[status ?? ''] ?? 'UNKNOWN',
        ...(failure !== undefined && failure !== null && { failure }),
      }
    : undefined;
};

export const refundsOr = (other: ProviderFact, found: readonly Stripe.Refund[]): ProviderFact => {
  const news = found.flatMap((one) => ofRefund(one) ?? []);
  return news.length === 0 ? other : { kind: 'refunds', news };
};
