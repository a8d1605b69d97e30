/** The stand-in provider of the local runtime: its own small API, webhooks signed as Standard Webhooks says. */
import * as z from 'zod';
import { LocalDate } from '../../kernel/dates.ts';
import { Money } from '../../kernel/money.ts';
import { verifyWebhook } from '../../kernel/webhook.ts';
import type { AttemptState } from '../payment.ts';
import { secretsOf, type Credentials, type Fetch, type News, type Provider } from './port.ts';

const STATES: Readonly<Record<string, AttemptState>> = {
  open: 'INITIATED',
  processing: 'PENDING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'CANCELED',
};

const Session = z.object({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  version: z.number(),
  reference: z.string(),
  amount: z.object({ minor: z.int(), currency: z.string() }).pipe(Money),
  failureCode: z.string().optional(),
});
const PaidOut = z.object({
  id: z.string(),
  currency: z.string(),
  grossMinor: z.int(),
  feeMinor: z.int(),
  netMinor: z.int(),
  arrivalDate: LocalDate,
  items: z.array(z.object({ reference: z.string(), grossMinor: z.int(), feeMinor: z.int() })),
});

export const sandbox = ({ apiKey, webhookSecret, baseUrl }: Credentials, fetch: Fetch): Provider => {
  const call = async (method: string, path: string, body?: unknown, key?: string) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        ...(key && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`sandbox answered ${response.status}`);
    return Session.parse(await response.json());
  };
  return {
    name: 'sandbox',
    pageOrigin: new URL(baseUrl ?? 'http://127.0.0.1').origin,
    start: async ({ reference, trace, idempotencyKey, amount, description, returnUrl }) => {
      const { id, url } = await call(
        'POST',
        '/psp/v1/sessions',
        { amount, reference, description, returnUrl, metadata: { ...(trace !== undefined && { trace }) } },
        idempotencyKey,
      );
      return { providerRef: id, url };
    },
    ask: async (providerRef) => newsOf(await call('GET', `/psp/v1/sessions/${providerRef}`)),
    verify: (raw, headers, now) => verifyWebhook(raw, headers, now, secretsOf({ webhookSecret })),
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
              grossMinor: item.grossMinor,
              feeMinor: item.feeMinor,
            })),
          },
        };
      }
      return type.startsWith('payment.')
        ? { kind: 'payment', news: newsOf(Session.parse(data.object)) }
        : { kind: 'other', type };
    },
  };
};

const newsOf = ({ id, reference, status, version, amount, failureCode }: z.infer<typeof Session>): News => ({
  reference,
  providerRef: id,
  state: STATES[status] ?? 'UNKNOWN',
  version,
  amount,
  ...(failureCode !== undefined && { failure: failureCode }),
});
