/** Stripe by its own SDK: Checkout for the hosted page, signed webhooks, payouts with their balance transactions. */
import Stripe from 'stripe';
import type { AttemptState } from '../payment.ts';
import { TOLERANCE_SECONDS, type Credentials, type Fetch, type News, type Provider } from './port.ts';

/** Every status that a PaymentIntent can have; another one is UNKNOWN and is asked about again. */
export const INTENT_STATES: Readonly<Record<Stripe.PaymentIntent.Status, AttemptState>> = {
  requires_payment_method: 'INITIATED', requires_confirmation: 'INITIATED', requires_action: 'INITIATED', requires_capture: 'PENDING',
  processing: 'PENDING', succeeded: 'SUCCEEDED', canceled: 'CANCELED',
};

export const stripe = ({ apiKey, webhookSecret, baseUrl }: Credentials, fetch: Fetch): Provider => {
  const at = baseUrl === undefined ? undefined : new URL(baseUrl);
  const client = new Stripe(apiKey, {
    maxNetworkRetries: 2,
    httpClient: Stripe.createFetchHttpClient(((url: string, init: RequestInit) => fetch(url, init as never)) as typeof globalThis.fetch),
    ...(at && { host: at.hostname, port: at.port, protocol: at.protocol.slice(0, -1) as 'http' | 'https' }),
  });
  return {
    name: 'stripe',
    pageOrigin: at?.origin ?? 'https://checkout.stripe.com',
    start: async ({ reference, idempotencyKey, amount, description, payerEmail, returnUrl }) => {
      const session = await client.checkout.sessions.create(
        {
          mode: 'payment', client_reference_id: reference, customer_email: payerEmail, success_url: returnUrl, cancel_url: returnUrl,
          metadata: { reference }, payment_intent_data: { metadata: { reference }, description },
          line_items: [{ quantity: 1, price_data: { currency: amount.currency.toLowerCase(), unit_amount: amount.minor, product_data: { name: description } } }],
        },
        { idempotencyKey },
      );
      return { providerRef: session.id, url: session.url! };
    },
    // An answer is newer than any webhook that was sent before it.
    ask: async (providerRef, now) => ofSession(await client.checkout.sessions.retrieve(providerRef, { expand: ['payment_intent'] }), Math.floor(Date.parse(now) / 1000)),
    verify: (raw, headers, now) => {
      try {
        return client.webhooks.constructEvent(raw, headers['stripe-signature'] ?? '', webhookSecret, TOLERANCE_SECONDS, undefined, Date.parse(now)).id;
      } catch {
        return undefined;
      }
    },
    read: async (raw) => {
      const event = JSON.parse(raw) as Stripe.Event;
      if (event.type.startsWith('checkout.session.')) return { kind: 'payment', news: ofSession(event.data.object as Stripe.Checkout.Session, event.created) };
      if (event.type.startsWith('payment_intent.')) {
        const news = ofIntent(event.data.object as Stripe.PaymentIntent, event.created);
        return news ? { kind: 'payment', news } : { kind: 'other', type: event.type };
      }
      return event.type === 'payout.paid' ? { kind: 'payout', payout: await payoutOf(client, event.data.object) } : { kind: 'other', type: event.type };
    },
  };
};

/** The session's own status where no intent is expanded: a session completes unpaid while a bank debit is under way. */
const ofSession = (session: Stripe.Checkout.Session, version: number): News => {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  const state: AttemptState =
    session.payment_status === 'paid' ? 'SUCCEEDED' : session.status === 'expired' ? 'CANCELED' : intent ? (INTENT_STATES[intent.status] ?? 'UNKNOWN')
    : session.status === 'complete' ? 'PENDING' : session.status === 'open' ? 'INITIATED' : 'UNKNOWN';
  return {
    reference: session.metadata?.['reference'] ?? session.client_reference_id ?? '', providerRef: session.id, state, version,
    amount: { minor: session.amount_total ?? 0, currency: (session.currency ?? '').toUpperCase() },
  };
};

/** An intent that does not carry our reference belongs to another system on the same account. */
const ofIntent = (intent: Stripe.PaymentIntent, version: number): News | undefined => {
  const reference = intent.metadata?.['reference'];
  if (reference === undefined) return undefined;
  return {
    reference, providerRef: intent.id, state: INTENT_STATES[intent.status] ?? 'UNKNOWN', version,
    amount: { minor: intent.amount_received || intent.amount, currency: intent.currency.toUpperCase() },
    ...(intent.last_payment_error?.code && { failure: intent.last_payment_error.code }),
  };
};

const payoutOf = async (client: Stripe, payout: Stripe.Payout) => {
  const items: { attempt: string; grossMinor: number; feeMinor: number }[] = [];
  for await (const row of client.balanceTransactions.list({ payout: payout.id, limit: 100, expand: ['data.source'] })) {
    if (row.type === 'payout') continue;
    const source = row.source as Stripe.Charge | null;
    items.push({ attempt: source?.metadata?.['reference'] ?? row.id, grossMinor: row.amount, feeMinor: row.fee });
  }
  const grossMinor = items.reduce((total, item) => total + item.grossMinor, 0);
  const feeMinor = items.reduce((total, item) => total + item.feeMinor, 0);
  return {
    reference: payout.id, provider: 'stripe' as const, currency: payout.currency.toUpperCase(), grossMinor, feeMinor, netMinor: payout.amount,
    arrivalDate: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10), items,
  };
};
