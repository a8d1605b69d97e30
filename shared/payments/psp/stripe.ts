/** Stripe by its own SDK: Checkout for the hosted page, signed webhooks, payouts with their balance transactions. */
import Stripe from 'stripe';
import { TOLERANCE_SECONDS } from '../../kernel/webhook.ts';
import type { AttemptState, Payout } from '../payment.ts';
import {
  isRefundId,
  parseReference,
  secretsOf,
  type Credentials,
  type Fetch,
  type News,
  type Provider,
  type ProviderFact,
} from './port.ts';
import { fromStripe, toStripe } from './stripe-amounts.ts';
import { refundOnce, refundsOr } from './stripe-refunds.ts';

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
          payment_intent_data: { metadata, description },
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
    ask: async (providerRef, now) => ofSession(await sessionOf(client, providerRef), secondsOf(now)),
    refund: (request) => refundOnce(client, request),
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
    read: (raw) => factOf(client, JSON.parse(raw) as Stripe.Event),
  };
};

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** News of an intent may be the last that was heard: then its session is found by it. */
const sessionOf = async (client: Stripe, providerRef: string): Promise<Stripe.Checkout.Session> => {
  if (!providerRef.startsWith('pi_'))
    return client.checkout.sessions.retrieve(providerRef, { expand: ['payment_intent'] });
  const { data } = await client.checkout.sessions.list({
    payment_intent: providerRef,
    limit: 1,
    expand: ['data.payment_intent'],
  });
  if (!data[0]) throw new Error(`stripe knows no session of ${providerRef}`);
  return data[0];
};

const factOf = async (client: Stripe, event: Stripe.Event): Promise<ProviderFact> => {
  const other = { kind: 'other', type: event.type } as const;
  if (event.type.startsWith('checkout.session.')) {
    const news = ofSession(event.data.object as Stripe.Checkout.Session, event.created);
    // What does not carry our reference belongs to another system on the same account.
    if (!parseReference(news.reference)) return other;
    return {
      kind: 'payment',
      news:
        event.type === 'checkout.session.async_payment_failed'
          ? { ...news, state: 'FAILED', failure: 'async_payment_failed' }
          : news,
    };
  }
  if (event.type.startsWith('payment_intent.')) {
    const news = ofIntent(event.data.object as Stripe.PaymentIntent, event.created);
    // An intent that waits for its payer says nothing of the session: whether that still takes a card, it says itself.
    return news && news.state !== 'INITIATED' ? { kind: 'payment', news } : other;
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
  return {
    reference,
    providerRef: intent.id,
    state: INTENT_STATES[intent.status] ?? 'UNKNOWN',
    version,
    amount: fromStripe(intent.amount_received || intent.amount, intent.currency),
    ...(intent.last_payment_error?.code && { failure: intent.last_payment_error.code }),
  };
};

const payoutOf = async (client: Stripe, payout: Stripe.Payout) => {
  const inMinor = (amount: number): number => fromStripe(amount, payout.currency).minor;
  const items: Payout['items'] = [];
  for await (const row of client.balanceTransactions.list({
    payout: payout.id,
    limit: 100,
    expand: ['data.source'],
  })) {
    if (row.type === 'payout') continue;
    const source = row.source as Stripe.Charge | Stripe.Refund | null;
    const refund = source?.metadata?.['refund'] ?? '';
    items.push({
      attempt: source?.metadata?.['reference'] ?? row.id,
      ...(isRefundId(refund) && { refund }),
      grossMinor: inMinor(row.amount),
      feeMinor: inMinor(row.fee),
    });
  }
  const grossMinor = items.reduce((total, item) => total + item.grossMinor, 0);
  const feeMinor = items.reduce((total, item) => total + item.feeMinor, 0);
  return {
    reference: payout.id,
    provider: 'stripe' as const,
    currency: payout.currency.toUpperCase(),
    grossMinor,
    feeMinor,
    netMinor: inMinor(payout.amount),
    arrivalDate: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10),
    items,
  };
};
