/** Stripe's list of what it has told, for thirty days: the same objects that its webhooks bring. */
import type Stripe from 'stripe';
import type { KeptEvent } from './port.ts';

/** What `factOf` reads. Stripe takes twenty types at most in one list: what does not move money is asked for after what does. */
const MONEY = [
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

const ON_FILE = ['payment_method.detached', 'mandate.updated'];
const LISTS = [MONEY, ON_FILE];

/** `cursor`: which of the lists, and after which event of it. */
export const toldSince = async (
  client: Stripe,
  since: number,
  cursor = '0:',
): Promise<{ events: KeptEvent[]; next?: string | undefined }> => {
  // One that was noted before there were two lists is of the first.
  const [, list = '0', after = cursor] = /^(\d):(.*)$/.exec(cursor) ?? [];
  const at = Number(list);
  const { data, has_more: more } = await client.events.list({
    created: { gte: since },
    types: LISTS[at]!,
    limit: 100,
    ...(after !== '' && { starting_after: after }),
  });
  const next = more ? `${at}:${data.at(-1)!.id}` : at + 1 < LISTS.length ? `${at + 1}:` : undefined;
  return { events: data.map((event) => ({ id: event.id, raw: JSON.stringify(event) })), next };
};
