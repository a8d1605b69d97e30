/** Stripe by its own SDK: Checkout for the hosted page, signed webhooks, payouts with their balance transactions. */
import Stripe from 'stripe';
import { TOLERANCE_SECONDS } from '../../kernel/webhook.ts';
import type { AttemptState } from '../payment.ts';
import {
  parseReference,
  secretsOf,
  type Credentials,
  type Fetch,
  type News,
  type Provider,
  type ProviderFact,
} from './port.ts';
import { fromStripe, toStripe } from './stripe-amounts.ts';
import { withMethod } from './stripe-methods.ts';
import { toldSince } from './stripe-events.ts';
import { payoutOf } from './stripe-payouts.ts';
import { closed, disputeNews } from './stripe-disputes.ts';
import { filedBy, keepingAt, UNATTENDED } from './stripe-keeping.ts';
import { intentOf, refundOnce, refundsOr } from './stripe-refunds.ts';

/** Every status that a PaymentIntent can have; another one is UNKNOWN and is asked about again. */
const INTENT_STATES: Readonly<Record<string, AttemptState>> = {
  requires_payment_method: 'INITIATED',
  requires_confirmation: 'INITIATED',
  requires_action: 'INITIATED',
  requires_capture: 'PENDING',
  processing: 'PENDING',
  succeeded: 'SUCCEEDED',
  canceled: 'CANCELED',
};
/**
 * Every status of a Checkout Session that is not paid. A declined card leaves it open: the payer tries again on the
 * same page. It completes unpaid while a bank debit is under way.
 */
const SESSION_STATES: Readonly<Record<string, AttemptState>> = {
  open: 'INITIATED',
  complete: 'PENDING',
  expired: 'CANCELED',
};

export const stripe = ({ apiKey, webhookSecret, baseUrl }: Credentials, fetch: Fetch): Provider => {
  const at = baseUrl === undefined ? undefined : new URL(baseUrl);
  const client = new Stripe(apiKey, {
    maxNetworkRetries: 2,
    httpClient: Stripe.createFetchHttpClient(((url: string, { method, headers, body }: RequestInit) =>
      fetch(url, {
        method: method!,
        headers: Object.fromEntries(new Headers(headers)),
        ...(typeof body === 'string' && { body }),
      })) as typeof globalThis.fetch),
    ...(at && { host: at.hostname, port: at.port, protocol: at.protocol.slice(0, -1) as 'http' | 'https' }),
  });
  return {
    name: 'stripe',
    pageOrigin: at?.origin ?? 'https://checkout.stripe.com',
    start: async ({
      reference,
      trace,
      idempotencyKey,
      amount,
      description,
      payerEmail,
      returnUrl,
      cancelUrl,
      until,
      keep,
    }) => {
      const metadata = { reference, ...(trace !== undefined && { trace }) };
      const session = await client.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: reference,
          customer_email: payerEmail,
          success_url: returnUrl,
          cancel_url: cancelUrl,
          expires_at: secondsOf(until),
          metadata,
          // A customer of theirs for what is kept: a charge without the payer is made of both.
          ...(keep && { customer_creation: 'always' as const }),
          payment_intent_data: {
            metadata,
            description,
            ...(keep && { setup_future_usage: 'off_session' as const }),
          },
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: amount.currency.toLowerCase(),
                unit_amount: toStripe(amount),
                product_data: { name: description },
              },
            },
          ],
        },
        { idempotencyKey },
      );
      return { providerRef: session.id, url: session.url! };
    },
    // An answer is newer than any webhook that was sent before it.
    ask: async (providerRef, now) => {
      const session = await sessionOf(client, providerRef);
      if (session.object === 'payment_intent') return ofIntent(session, secondsOf(now))!;
      const news = ofSession(session, secondsOf(now));
      return withMethod(client, news, session.payment_intent, session.payment_method_types);
    },
    keeping: keepingAt(client, (capture) => intentOf(client, capture), ofIntent),
    refund: (request) => refundOnce(client, request),
    askDispute: async (id, now) => disputeNews(client, await client.disputes.retrieve(id), secondsOf(now)),
    acceptDispute: async (id, now) => disputeNews(client, await closed(client, id), secondsOf(now)),
    verify: (raw, headers, now) => {
      const header = headers['stripe-signature'] ?? '';
      // The library refuses what is too old, not what is signed for a time to come.
      const signedAt = Number([...header.matchAll(/(?:^|,)t=(\d+)/g)].at(-1)?.[1]);
      if (!(signedAt - secondsOf(now) <= TOLERANCE_SECONDS)) return undefined;
      for (const secret of secretsOf({ webhookSecret }))
        try {
          const tolerance = TOLERANCE_SECONDS;
          return client.webhooks.constructEvent(raw, header, secret, tolerance, undefined, Date.parse(now))
            .id;
        } catch {
          // Not by this one.
        }
      return undefined;
    },
    events: (since, cursor) => toldSince(client, secondsOf(since), cursor),
    read: (raw) => factOf(client, JSON.parse(raw) as Stripe.Event),
  };
};

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** News of an intent may be the last that was heard: then its session is found by it; one without a payer has none. */
const sessionOf = async (
  client: Stripe,
  providerRef: string,
): Promise<Stripe.Checkout.Session | Stripe.PaymentIntent> => {
  if (!providerRef.startsWith('pi_'))
    return client.checkout.sessions.retrieve(providerRef, { expand: ['payment_intent'] });
  const { data } = await client.checkout.sessions.list({
    payment_intent: providerRef,
    limit: 1,
    expand: ['data.payment_intent'],
  });
  return data[0] ?? client.paymentIntents.retrieve(providerRef);
};

const factOf = async (client: Stripe, event: Stripe.Event): Promise<ProviderFact> => {
  const other = { kind: 'other', type: event.type } as const;
  if (event.type.startsWith('checkout.session.')) {
    const session = event.data.object as Stripe.Checkout.Session;
    if (event.type === 'checkout.session.completed' && session.mode === 'setup')
      return (await filedBy(client, session)) ?? other;
    const news = ofSession(session, event.created);
    // What does not carry our reference belongs to another system on the same account.
    if (!parseReference(news.reference)) return other;
    return {
      kind: 'payment',
      news:
        event.type === 'checkout.session.async_payment_failed'
          ? { ...news, state: 'FAILED', failure: 'async_payment_failed' }
          : await withMethod(client, news, session.payment_intent, session.payment_method_types),
    };
  }
  if (event.type.startsWith('payment_intent.')) {
    const intent = event.data.object as Stripe.PaymentIntent;
    const news = ofIntent(intent, event.created);
    // An intent that waits for its payer says nothing of the session: whether that still takes a card, it says itself.
    return news && news.state !== 'INITIATED'
      ? { kind: 'payment', news: await withMethod(client, news, intent, intent.payment_method_types) }
      : other;
  }
  if (event.type.startsWith('refund.') || event.type === 'charge.refund.updated')
    return refundsOr(other, [event.data.object as Stripe.Refund]);
  // The charge says how much went back in all, and not which refunds that were.
  if (event.type === 'charge.refunded')
    return refundsOr(
      other,
      await client.refunds
        .list({ charge: event.data.object.id, limit: 100 })
        .autoPagingToArray({ limit: 1_000 }),
    );
  if (event.type === 'payment_method.detached')
    return { kind: 'ended', token: event.data.object.id, reason: 'detached' };
  if (event.type === 'mandate.updated') {
    const { status, payment_method: method } = event.data.object;
    const token = typeof method === 'string' ? method : method.id;
    return status === 'inactive' ? { kind: 'ended', token, reason: 'mandate_inactive' } : other;
  }
  if (event.type.startsWith('charge.dispute.')) {
    const news = await disputeNews(client, event.data.object as Stripe.Dispute, event.created);
    return news ? { kind: 'disputes', news: [news] } : other;
  }
  if (event.type !== 'payout.paid' && event.type !== 'payout.reconciliation_completed') return other;
  // Until Stripe has reconciled a payout its list of payments is not complete; the second event comes then.
  return event.data.object.reconciliation_status === 'in_progress'
    ? other
    : { kind: 'payout', payout: await payoutOf(client, event.data.object) };
};

/** A debit that failed leaves its session complete and unpaid, and its intent without a way to pay. */
const ofSession = (session: Stripe.Checkout.Session, version: number): News => {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  const own = SESSION_STATES[session.status ?? ''] ?? 'UNKNOWN';
  const ended = intent && own === 'PENDING' ? (INTENT_STATES[intent.status] ?? 'UNKNOWN') : own;
  const state =
    session.payment_status === 'paid'
      ? 'SUCCEEDED'
      : ended === 'INITIATED' && own === 'PENDING'
        ? 'FAILED'
        : ended;
  return {
    reference: session.metadata?.['reference'] ?? session.client_reference_id ?? '',
    providerRef: session.id,
    state,
    version,
    amount: fromStripe(session.amount_total ?? 0, session.currency ?? ''),
    ...(intent?.last_payment_error?.code && { failure: intent.last_payment_error.code }),
  };
};

/** An intent that does not carry our reference belongs to another system on the same account. */
const ofIntent = (intent: Stripe.PaymentIntent, version: number): News | undefined => {
  const reference = intent.metadata?.['reference'] ?? '';
  if (!parseReference(reference)) return undefined;
  const state = INTENT_STATES[intent.status] ?? 'UNKNOWN';
  const { code, decline_code: declined } = intent.last_payment_error ?? {};
  const failure = declined ?? code;
  return {
    reference,
    providerRef: intent.id,
    // Without a payer nobody tries again: what waits for one has failed.
    state: state === 'INITIATED' && intent.metadata['attended'] === UNATTENDED.attended ? 'FAILED' : state,
    version,
    amount: fromStripe(intent.amount_received || intent.amount, intent.currency),
    ...(failure !== undefined && { failure }),
  };
};
