/** Stripe's list of what it has told, for thirty days: the same objects that its webhooks bring. */
import type Stripe from 'stripe';
import type { KeptEvent } from './port.ts';

/** What `factOf` reads; Stripe takes twenty types at most. */
const TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.succeeded',
  'payment_intent.processing',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refunded',
  'charge.refund.updated',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'payout.paid',
  'payout.reconciliation_completed',
];

export const toldSince = async (
  client: Stripe,
  since: number,
  cursor: string | undefined,
): Promise<{ events: KeptEvent[]; next?: string | undefined }> => {
  const { data, has_more: more } = await client.events.list({
    created: { gte: since },
    types: TYPES,
    limit: 100,
    ...(cursor !== undefined && { starting_after: cursor }),
  });
  return {
    events: data.map((event) => ({ id: event.id, raw: JSON.stringify(event) })),
    next: more ? data.at(-1)?.id : undefined,
  };
};
