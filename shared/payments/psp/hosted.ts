/**
 * Any provider with a hosted page and signed webhooks, described as data in the vault: which request begins a payment, where in its answers
 * the fields are, which of its words mean what. A word that the description does not have is UNKNOWN, and asked about again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { fromText, money, toText, type Money } from '../../kernel/money.ts';
import { TOLERANCE_SECONDS } from '../../kernel/webhook.ts';
import { AttemptState } from '../payment.ts';
import {
  parseReference,
  secretsOf,
  type Credentials,
  type Fetch,
  type GiveBack,
  type News,
  type Provider,
  type RefundNews,
  type StartPayment,
} from './port.ts';

/** Where something stands in an answer: names with dots between, `data.0.id`. */
const Path = z.string().regex(/^[\w-]+(\.[\w-]+)*$/);
const RefundState = z.enum(['PENDING', 'SUCCEEDED', 'FAILED']);
export const Checkout = z.strictObject({
  /** How amounts are written there: 4250, or 42.50 as a number or a text. */
  amounts: z.enum(['minor', 'major']),
  /** `{reference}`, `{amount}`, `{currency}`, `{description}`, `{email}`, `{returnUrl}`, `{cancelUrl}`, `{trace}`, `{key}` are filled in. */
  start: z.strictObject({ path: z.string(), body: z.record(z.string(), z.unknown()), id: Path, url: Path }),
  /** `{id}` is the provider's own. */
  ask: z.strictObject({ path: z.string(), object: Path.optional() }),
  /** Of the payment, in what is asked for and in the object of a webhook. */
  fields: z.strictObject({
    id: Path,
    reference: Path,
    status: Path,
    amount: Path,
    currency: Path,
    /** A number that rises, or an instant. */
    version: Path,
    failure: Path.optional(),
  }),
  statuses: z.record(z.string(), AttemptState),
  webhook: z.strictObject({
    id: Path,
    object: Path,
    /** HMAC-SHA256 over the raw bytes, or over `<time>.<bytes>` where a header has the time in seconds. */
    signature: z.strictObject({
      header: z.string().regex(/^[a-z0-9-]+$/),
      encoding: z.enum(['hex', 'base64']),
      prefix: z.string().default(''),
      timeHeader: z
        .string()
        .regex(/^[a-z0-9-]+$/)
        .optional(),
    }),
  }),
  authorization: z.string().default('Bearer {apiKey}'),
  keyHeader: z.string().default('idempotency-key'),
  /** `{capture}`, `{refund}`, `{amount}`, `{currency}`; absent where refunds are made in the provider's own pages. */
  refund: z
    .strictObject({
      path: z.string(),
      body: z.record(z.string(), z.unknown()),
      id: Path,
      status: Path,
      statuses: z.record(z.string(), RefundState),
    })
    .optional(),
});
export type Checkout = z.infer<typeof Checkout>;

export const hosted = (credentials: Credentials, fetch: Fetch): Provider => {
  const { apiKey, baseUrl = '' } = credentials;
  const config = Checkout.parse(credentials.checkout);
  const { start, ask, webhook, refund, keyHeader } = config;
  const send = async (method: string, path: string, body?: unknown, key?: string) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: config.authorization.replace('{apiKey}', apiKey),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { [keyHeader]: key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json().catch(() => ({})) };
  };
  const answered = async (...request: Parameters<typeof send>): Promise<unknown> => {
    const { status, body } = await send(...request);
    if (status < 200 || status > 299) throw new Error(`the hosted checkout answered ${status}`);
    return body;
  };
  const newsIn = (object: unknown): News => newsOf(config, object);
  return {
    name: 'hosted',
    pageOrigin: new URL(credentials.pageOrigin ?? baseUrl).origin,
    start: async (request) => {
      const body = await answered(
        'POST',
        start.path,
        filled(start.body, saidOf(config, request)),
        request.idempotencyKey,
      );
      return { providerRef: textAt(body, start.id), url: textAt(body, start.url) };
    },
    ask: async (providerRef) => {
      const body = await answered('GET', ask.path.replace('{id}', encodeURIComponent(providerRef)));
      return newsIn(ask.object === undefined ? body : at(body, ask.object));
    },
    refund: async (request) => {
      if (!refund) return { refundId: request.refundId, state: 'FAILED', failure: 'not_by_api' };
      const values = refundSaid(config, request);
      const { status, body } = await send(
        'POST',
        filledText(refund.path, values),
        filled(refund.body, values),
        request.refundId,
      );
      if (status >= 500 || status === 429) throw new Error(`the hosted checkout answered ${status}`);
      return status > 299
        ? { refundId: request.refundId, state: 'FAILED', failure: `answered_${status}` }
        : refundNews(refund, request.refundId, body);
    },
    // It has none that it tells of: what banks take back is on the statement.
    askDispute: () => Promise.resolve(undefined),
    acceptDispute: () => Promise.resolve(undefined),
    verify: (raw, headers, now) =>
      isSigned(config, secretsOf(credentials), raw, headers, now)
        ? textAt(JSON.parse(raw), webhook.id)
        : undefined,
    read: (raw) => {
      const news = newsIn(at(JSON.parse(raw), webhook.object));
      return Promise.resolve(
        parseReference(news.reference) ? { kind: 'payment', news } : { kind: 'other', type: 'not ours' },
      );
    },
  };
};

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inside, name) =>
        Object.hasOwn(Object(inside), name) ? (inside as Record<string, unknown>)[name] : undefined,
      value,
    );
const textAt = (value: unknown, path: string): string => {
  const found = at(value, path);
  if (typeof found !== 'string' && typeof found !== 'number')
    throw new Error(`the hosted checkout says nothing at ${path}`);
  return String(found);
};

const newsOf = ({ fields, statuses, amounts }: Checkout, object: unknown): News => {
  const failure = fields.failure === undefined ? undefined : at(object, fields.failure);
  const reference = at(object, fields.reference);
  const status = textAt(object, fields.status);
  return {
    reference: typeof reference === 'string' ? reference : '',
    providerRef: textAt(object, fields.id),
    state: Object.hasOwn(statuses, status) ? statuses[status]! : 'UNKNOWN',
    version: versionOf(textAt(object, fields.version)),
    amount: amountOf(amounts, textAt(object, fields.amount), textAt(object, fields.currency).toUpperCase()),
    ...(typeof failure === 'string' && { failure }),
  };
};
const versionOf = (text: string): number =>
  /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
const amountOf = (unit: Checkout['amounts'], text: string, currency: string): Money =>
  unit === 'minor' ? money(Number(text), currency) : fromText(text, currency);

type Values = Readonly<Record<string, string | number>>;
const saidOf = (config: Checkout, request: StartPayment): Values => ({
  reference: request.reference,
  ...moneySaid(config, request.amount),
  description: request.description,
  email: request.payerEmail,
  returnUrl: request.returnUrl,
  cancelUrl: request.cancelUrl,
  trace: request.trace ?? '',
  key: request.idempotencyKey,
});
const refundSaid = (config: Checkout, { refundId, capture, amount }: GiveBack): Values => ({
  refund: refundId,
  capture,
  ...moneySaid(config, amount),
});
const moneySaid = ({ amounts }: Checkout, amount: Money): Values => ({
  amount: amounts === 'minor' ? amount.minor : toText(amount),
  currency: amount.currency,
});

/** A text that is nothing but a place gets the value as it is, so that a number stays one. */
const filled = (template: unknown, values: Values): unknown => {
  if (typeof template === 'string') {
    const [, only] = /^\{(\w+)\}$/.exec(template) ?? [];
    return only !== undefined && Object.hasOwn(values, only) ? values[only] : filledText(template, values);
  }
  if (Array.isArray(template)) return template.map((one) => filled(one, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, filled(value, values)]));
};
const filledText = (template: string, values: Values): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );

const refundNews = (
  { id, status, statuses }: NonNullable<Checkout['refund']>,
  refundId: string,
  body: unknown,
): RefundNews => {
  const said = textAt(body, status);
  const state = Object.hasOwn(statuses, said) ? statuses[said]! : 'UNKNOWN';
  return { refundId, providerRef: textAt(body, id), state };
};

const isSigned = (
  { webhook: { signature } }: Checkout,
  secrets: readonly string[],
  raw: string,
  headers: Readonly<Record<string, string | undefined>>,
  now: string,
): boolean => {
  const time = signature.timeHeader === undefined ? undefined : (headers[signature.timeHeader] ?? '');
  if (
    time !== undefined &&
    !(Math.abs(Number(time) - Date.parse(now) / 1000) <= TOLERANCE_SECONDS && time !== '')
  )
    return false;
  const given = Buffer.from(headers[signature.header] ?? '');
  return secrets.some((secret) => {
    const over = time === undefined ? raw : `${time}.${raw}`;
    const made = createHmac('sha256', secret).update(over).digest(signature.encoding);
    const wanted = Buffer.from(`${signature.prefix}${made}`);
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
};
