/** The stand-in provider of the local runtime: its own small API, webhooks signed as Standard Webhooks says. */
import * as z from 'zod';
import { LocalDate } from '../../kernel/dates.ts';
import { Money } from '../../kernel/money.ts';
import { verifyWebhook } from '../../kernel/webhook.ts';
import type { AttemptState, DisputeCause, DisputeState } from '../payment.ts';
import {
  parseSetup,
  secretsOf,
  type Credentials,
  type DisputeNews,
  type Fetch,
  type News,
  type Provider,
  type RefundNews,
} from './port.ts';
import { keepingAt, Refused } from './sandbox-keeping.ts';

const STATES: Readonly<Record<string, AttemptState>> = {
  open: 'INITIATED',
  processing: 'PENDING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'CANCELED',
};

const REFUND_STATES: Readonly<Record<string, RefundNews['state']>> = {
  pending: 'PENDING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
};

const DISPUTE_STATES: Readonly<Record<string, DisputeState>> = {
  inquiry: 'INQUIRY',
  needs_response: 'EVIDENCE_DUE',
  under_review: 'UNDER_REVIEW',
  won: 'WON',
  lost: 'LOST',
};
const CAUSES: Readonly<Record<string, DisputeCause>> = {
  insufficient_funds: 'funds',
  account_closed: 'account_closed',
  mandate_ended: 'mandate_ended',
  unauthorised: 'unauthorised',
  fraudulent: 'fraud',
};

const Refund = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.string(),
  failureCode: z.string().optional(),
});
const Session = z.object({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  version: z.number(),
  reference: z.string(),
  amount: z.object({ minor: z.int(), currency: z.string() }).pipe(Money),
  failure: z.object({ code: z.string() }).optional(),
  method: z.enum(['card', 'direct_debit']).optional(),
});
const Dispute = z.object({
  id: z.string(),
  session: z.string(),
  reference: z.string(),
  status: z.string(),
  version: z.number(),
  amount: z.object({ minor: z.int(), currency: z.string() }).pipe(Money),
  feeMinor: z.int(),
  reason: z.string(),
  evidenceBy: z.string(),
});
const Told = z.object({ data: z.array(z.looseObject({ id: z.string() })), next: z.string().optional() });
const PaidOut = z.object({
  id: z.string(),
  currency: z.string(),
  grossMinor: z.int(),
  feeMinor: z.int(),
  netMinor: z.int(),
  arrivalDate: LocalDate,
  items: z.array(
    z.object({
      reference: z.string(),
      refund: z.string().optional(),
      dispute: z.string().optional(),
      grossMinor: z.int(),
      feeMinor: z.int(),
    }),
  ),
});

export const sandbox = ({ apiKey, webhookSecret, baseUrl }: Credentials, fetch: Fetch): Provider => {
  const send = (method: string, path: string, body?: unknown, key?: string) =>
    fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        ...(key && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const call = async (...request: Parameters<typeof send>) => {
    const response = await send(...request);
    if (!response.ok) throw new Error(`sandbox answered ${response.status}`);
    return Session.parse(await response.json());
  };
  return {
    name: 'sandbox',
    pageOrigin: new URL(baseUrl ?? 'http://127.0.0.1').origin,
    start: async ({ reference, trace, idempotencyKey, amount, description, returnUrl, keep }) => {
      const { id, url } = await call(
        'POST',
        '/psp/v1/sessions',
        {
          amount,
          reference,
          description,
          returnUrl,
          metadata: { ...(trace !== undefined && { trace }) },
          ...(keep && { keep }),
        },
        idempotencyKey,
      );
      return { providerRef: id, url };
    },
    ask: async (providerRef) => newsOf(await call('GET', `/psp/v1/sessions/${providerRef}`)),
    refund: async ({ refundId, capture, amount, trace }) => {
      const asked = {
        session: capture,
        amount,
        reference: refundId,
        metadata: { ...(trace !== undefined && { trace }) },
      };
      const response = await send('POST', '/psp/v1/refunds', asked, refundId);
      if (response.ok) return refundNewsOf(Refund.parse(await response.json()));
      if (response.status !== 404 && response.status !== 422)
        throw new Error(`sandbox answered ${response.status}`);
      return { refundId, state: 'FAILED', failure: Refused.parse(await response.json()).error.code };
    },
    askDispute: async (id) => disputeOf(await send('GET', `/psp/v1/disputes/${id}`)),
    acceptDispute: async (id) => disputeOf(await send('POST', `/psp/v1/disputes/${id}/close`, {})),
    keeping: keepingAt(send, (answer) => newsOf(Session.parse(answer))),
    verify: (raw, headers, now) => verifyWebhook(raw, headers, now, secretsOf({ webhookSecret })),
    events: async (since, after) => {
      const query = new URLSearchParams({ since, ...(after !== undefined && { after }) });
      const response = await send('GET', `/psp/v1/events?${query.toString()}`);
      if (!response.ok) throw new Error(`sandbox answered ${response.status}`);
      const { data, next } = Told.parse(await response.json());
      return { events: data.map((one) => ({ id: one.id, raw: JSON.stringify(one) })), next };
    },
    read: async (raw) => {
      const { type, data } = z
        .object({ type: z.string(), data: z.object({ object: z.unknown() }) })
        .parse(JSON.parse(raw));
      if (type === 'payout.paid') {
        const { id, currency, grossMinor, feeMinor, netMinor, arrivalDate, items } = PaidOut.parse(
          data.object,
        );
        return {
          kind: 'payout',
          payout: {
            reference: id,
            provider: 'sandbox',
            currency,
            grossMinor,
            feeMinor,
            netMinor,
            arrivalDate,
            items: items.map((item) => ({
              attempt: item.reference,
              ...(item.refund !== undefined && { refund: item.refund }),
              ...(item.dispute !== undefined && { dispute: item.dispute }),
              grossMinor: item.grossMinor,
              feeMinor: item.feeMinor,
            })),
          },
        };
      }
      if (type.startsWith('refund.'))
        return { kind: 'refunds', news: [refundNewsOf(Refund.parse(data.object))] };
      if (type.startsWith('dispute.'))
        return { kind: 'disputes', news: [disputeNewsOf(Dispute.parse(data.object))] };
      if (type === 'method.filed') {
        const { reference, token } = z
          .object({ reference: z.string(), token: z.string() })
          .parse(data.object);
        return parseSetup(reference) ? { kind: 'filed', reference, token } : { kind: 'other', type };
      }
      if (type === 'method.ended') {
        const { token, reason } = z.object({ token: z.string(), reason: z.string() }).parse(data.object);
        return { kind: 'ended', token, reason };
      }
      return type.startsWith('payment.')
        ? { kind: 'payment', news: newsOf(Session.parse(data.object)) }
        : { kind: 'other', type };
    },
  };
};

const disputeOf = async (response: Response) => {
  if (!response.ok) throw new Error(`sandbox answered ${response.status}`);
  return disputeNewsOf(Dispute.parse(await response.json()));
};
const disputeNewsOf = ({
  id,
  session,
  reason,
  status,
  evidenceBy,
  ...said
}: z.infer<typeof Dispute>): DisputeNews => ({
  ...said,
  disputeId: id,
  capture: session,
  state: DISPUTE_STATES[status] ?? 'UNKNOWN',
  cause: CAUSES[reason] ?? 'other',
  reason,
  ...(DISPUTE_STATES[status] === 'EVIDENCE_DUE' && { evidenceBy }),
});
const newsOf = ({
  id,
  reference,
  status,
  version,
  amount,
  failure,
  method,
}: z.infer<typeof Session>): News => ({
  reference,
  providerRef: id,
  state: STATES[status] ?? 'UNKNOWN',
  version,
  amount,
  ...(failure && { failure: failure.code }),
  ...(method && { method }),
});
const refundNewsOf = ({ id, reference, status, failureCode }: z.infer<typeof Refund>): RefundNews => ({
  refundId: reference,
  providerRef: id,
  state: REFUND_STATES[status] ?? 'UNKNOWN',
  ...(failureCode !== undefined && { failure: failureCode }),
});
