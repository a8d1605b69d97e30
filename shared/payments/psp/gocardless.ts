/**
 * GoCardless: debits of bank accounts. The payer's page takes the mandate; with it the payment is made, under the attempt's id. Its
 * events say that something changed, and what it is now is asked for: whatever order they come in, the answer is the present truth.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  isRefundId,
  parseReference,
  secretsOf,
  type Credentials,
  type DisputeNews,
  type Fetch,
  type GiveBack,
  type News,
  type Provider,
  type ProviderFact,
  type RefundNews,
} from './port.ts';
import { CAUSES, REFUND_STATES, REQUEST_STATES, STATES } from './gocardless-words.ts';
import { filedBy, keepingAt, OVER, pageOf } from './gocardless-keeping.ts';
import { payoutFact } from './gocardless-payouts.ts';
import {
  amountOf,
  BillingRequest,
  Event,
  Events,
  GoCardlessRefusal,
  mandateOf,
  Payment,
  Payout,
  Refund,
  wire,
  type Wire,
} from './gocardless-wire.ts';

export const gocardless = (credentials: Credentials, fetch: Fetch): Provider => {
  const api = wire(credentials, fetch);
  return {
    name: 'gocardless',
    pageOrigin: new URL(credentials.baseUrl ?? 'https://pay.gocardless.com').origin,
    start: async ({ reference, trace, idempotencyKey, amount, ...asked }) => {
      const request = await api.make(
        'billing_requests',
        BillingRequest,
        {
          mandate_request: { currency: amount.currency, description: asked.description },
          metadata: { reference, amount: `${amount.minor} ${amount.currency}`, ...traced(trace) },
        },
        idempotencyKey,
      );
      return { providerRef: request.id, url: await pageOf(api, request.id, asked) };
    },
    // An answer is newer than any webhook that was sent before it.
    ask: async (providerRef, now) => newsOf(api, providerRef, secondsOf(now)),
    keeping: keepingAt(api, paymentNews),
    refund: (request) => refundOnce(api, request),
    askDispute: async (id, now) => disputeNews(await api.one('payments', Payment, id), secondsOf(now)),
    // A bank decides about its debits; there is nothing that could be contested.
    acceptDispute: async (id, now) => disputeNews(await api.one('payments', Payment, id), secondsOf(now)),
    /** The signature has no time: what is sent again is known by the ids of its events, and says nothing that is not asked for. */
    verify: (raw, headers) => {
      const given = Buffer.from(headers['webhook-signature'] ?? '', 'utf8');
      const held = secretsOf(credentials).some((secret) => {
        const wanted = Buffer.from(createHmac('sha256', secret).update(raw).digest('hex'), 'utf8');
        return wanted.length === given.length && timingSafeEqual(wanted, given);
      });
      return held ? Events.parse(JSON.parse(raw)).events[0]?.id : undefined;
    },
    eventsIn: (raw) => Events.parse(JSON.parse(raw)).events.map(kept),
    events: async (since, cursor) => {
      const query = new URLSearchParams({
        'created_at[gte]': since,
        limit: '100',
        ...(cursor !== undefined && { after: cursor }),
      });
      const { events, meta } = Events.parse(await api.get(`/events?${query.toString()}`));
      return { events: events.map(kept), next: meta?.cursors?.after ?? undefined };
    },
    read: (raw) => factOf(api, Event.parse(Events.parse(JSON.parse(raw)).events[0])),
  };
};

const kept = (event: Event) => ({ id: event.id, raw: JSON.stringify({ events: [event] }) });
const traced = (trace: string | undefined) => (trace === undefined ? {} : { trace });
const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

const factOf = async (api: Wire, event: Event): Promise<ProviderFact> => {
  const { resource_type: kind, action, links, created_at: at } = event;
  const other: ProviderFact = { kind: 'other', type: `${kind}.${action}` };
  const [payment, request, refund, payout] = ['payment', 'billing_request', 'refund', 'payout'].map(
    (name) => links[name],
  );
  if (kind === 'payments' && payment !== undefined)
    return paymentFact(await api.one('payments', Payment, payment), event) ?? other;
  if (kind === 'billing_requests' && request !== undefined) {
    const asked = await api.one('billing_requests', BillingRequest, request);
    const filed = filedBy(asked);
    if (filed) return filed;
    const news = await ofRequest(api, asked, secondsOf(at));
    return parseReference(news.reference) ? { kind: 'payment', news } : other;
  }
  if (kind === 'mandates' && OVER.has(action))
    return { kind: 'ended', token: links['mandate'] ?? '', reason: event.details.cause ?? action };
  if (kind === 'refunds' && refund !== undefined) {
    const news = refundNewsOf(await api.one('refunds', Refund, refund));
    return news ? { kind: 'refunds', news: [news] } : other;
  }
  if (kind === 'payouts' && payout !== undefined && action === 'paid')
    return payoutFact(api, await api.one('payouts', Payout, payout));
  return other;
};

/** What failed after it was confirmed, and what was charged back, is money that goes back; a retry or a cancelled chargeback brings it again. */
const paymentFact = (payment: Payment, { created_at: at, details }: Event): ProviderFact | undefined => {
  const version = secondsOf(at);
  const dispute = disputeNews(payment, version, details.cause);
  const news = paymentNews(payment, version, details.cause);
  if (!parseReference(news.reference) || !dispute) return undefined;
  return {
    kind: 'several',
    facts: [
      { kind: 'payment', news },
      { kind: 'disputes', news: [dispute] },
    ],
  };
};

const paymentNews = (payment: Payment, version: number, cause?: string): News => ({
  reference: payment.metadata['reference'] ?? '',
  providerRef: payment.id,
  state: STATES[payment.status] ?? 'UNKNOWN',
  version,
  amount: amountOf(payment),
  method: 'direct_debit',
  ...(cause !== undefined && { failure: cause }),
});
const disputeNews = (payment: Payment, version: number, cause?: string): DisputeNews | undefined => {
  const reference = payment.metadata['reference'] ?? '';
  const state = STATES[payment.status] ?? 'UNKNOWN';
  const back = state === 'FAILED' || state === 'CANCELED';
  return parseReference(reference)
    ? {
        disputeId: payment.id,
        reference,
        capture: payment.id,
        state: back ? 'LOST' : state === 'UNKNOWN' ? 'UNKNOWN' : 'WON',
        version,
        amount: amountOf(payment),
        feeMinor: 0,
        cause: CAUSES[cause ?? ''] ?? (payment.status === 'charged_back' ? 'unauthorised' : 'other'),
        reason: cause ?? payment.status,
        ...(!back && { onlyIfKnown: true }),
      }
    : undefined;
};

/** A mandate that was given is debited at once; who asks twice finds the payment that was made. */
const newsOf = async (api: Wire, providerRef: string, version: number): Promise<News> => {
  if (!providerRef.startsWith('BRQ'))
    return paymentNews(await api.one('payments', Payment, providerRef), version);
  return ofRequest(api, await api.one('billing_requests', BillingRequest, providerRef), version);
};
const ofRequest = async (api: Wire, request: BillingRequest, version: number): Promise<News> => {
  const { id, status, metadata } = request;
  const reference = metadata['reference'] ?? '';
  const [minor = '0', currency = 'EUR'] = (metadata['amount'] ?? '').split(' ');
  const amount = amountOf({ amount: Number(minor), currency });
  const mandate = mandateOf(request);
  const attempt = parseReference(reference);
  if (!attempt || status !== 'fulfilled' || mandate === undefined)
    return { reference, providerRef: id, state: REQUEST_STATES[status] ?? 'UNKNOWN', version, amount };
  const payment = await api.make(
    'payments',
    Payment,
    {
      amount: amount.minor,
      currency,
      metadata: { reference, ...traced(metadata['trace']) },
      links: { mandate },
    },
    attempt.attemptId,
  );
  return paymentNews(payment, version);
};

const refundOnce = async (api: Wire, { refundId, capture, amount, trace }: GiveBack): Promise<RefundNews> => {
  try {
    const { amount_refunded: before } = await api.one('payments', Payment, capture);
    const made = await api.make(
      'refunds',
      Refund,
      {
        amount: amount.minor,
        // Its guard against a refund that is made twice: what will have gone back in all.
        total_amount_confirmation: before + amount.minor,
        metadata: { refund: refundId, ...traced(trace) },
        links: { payment: capture },
      },
      refundId,
    );
    return refundNewsOf(made)!;
  } catch (error) {
    if (!(error instanceof GoCardlessRefusal)) throw error;
    return { refundId, state: 'FAILED', failure: error.reason };
  }
};
const refundNewsOf = ({ id, status = '', metadata }: Refund): RefundNews | undefined => {
  const refundId = metadata['refund'] ?? '';
  return isRefundId(refundId)
    ? { refundId, providerRef: id, state: REFUND_STATES[status] ?? 'UNKNOWN' }
    : undefined;
};
