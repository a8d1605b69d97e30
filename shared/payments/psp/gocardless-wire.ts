/** GoCardless's wire: its envelopes, its versions, and what a key that was used before is answered with. */
import * as z from 'zod';
import { money, type Money } from '../../kernel/money.ts';
import type { Credentials, Fetch } from './port.ts';

const Metadata = z.record(z.string(), z.string()).default({});
/** Amounts are whole minor units of the currency: pence, cents, öre (developer.gocardless.com, "payments"). */
export const Payment = z.object({
  id: z.string(),
  amount: z.int(),
  amount_refunded: z.int().default(0),
  currency: z.string(),
  status: z.string(),
  metadata: Metadata,
  links: z.object({ mandate: z.string().optional() }).default({}),
});
export type Payment = z.infer<typeof Payment>;
export const BillingRequest = z.object({
  id: z.string(),
  status: z.string(),
  metadata: Metadata,
  links: z.object({ mandate_request_mandate: z.string().optional() }).default({}),
  mandate_request: z.object({ links: z.object({ mandate: z.string().optional() }).optional() }).nullish(),
});
export type BillingRequest = z.infer<typeof BillingRequest>;
export const mandateOf = ({ links, mandate_request: asked }: BillingRequest): string | undefined =>
  links.mandate_request_mandate ?? asked?.links?.mandate;
export const Mandate = z.object({
  id: z.string(),
  reference: z.string().nullish(),
  scheme: z.string(),
  status: z.string(),
  links: z.object({
    customer_bank_account: z.string(),
    creditor: z.string().optional(),
    customer: z.string().optional(),
  }),
});
export type Mandate = z.infer<typeof Mandate>;
export const BankAccount = z.object({ account_number_ending: z.string() });
export const Creditor = z.object({
  scheme_identifiers: z.array(z.object({ scheme: z.string(), reference: z.string().nullish() })).default([]),
});
export const Flow = z.object({ authorisation_url: z.string() });
export const Refund = z.object({ id: z.string(), status: z.string().optional(), metadata: Metadata });
export type Refund = z.infer<typeof Refund>;
export const Payout = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  reference: z.string(),
  arrival_date: z.string().nullish(),
});
export type Payout = z.infer<typeof Payout>;
export const PayoutItem = z.object({
  /** Minor units as text, fees with a part of one. */
  amount: z.string(),
  type: z.string(),
  links: z.object({ payment: z.string().optional(), refund: z.string().optional() }).default({}),
});
export type PayoutItem = z.infer<typeof PayoutItem>;
export const Event = z.looseObject({
  id: z.string(),
  created_at: z.string(),
  resource_type: z.string(),
  action: z.string(),
  links: z.record(z.string(), z.string()).default({}),
  details: z.object({ cause: z.string().optional() }).default({}),
});
export type Event = z.infer<typeof Event>;
export const Events = z.object({
  events: z.array(Event),
  meta: z.object({ cursors: z.object({ after: z.string().nullish() }).optional() }).optional(),
});

const Problem = z.object({
  error: z.object({
    type: z.string(),
    errors: z
      .array(
        z.object({
          reason: z.string().optional(),
          links: z.object({ conflicting_resource_id: z.string() }).partial().optional(),
        }),
      )
      .default([]),
  }),
});

/** What it will never do, as against what it cannot do now. */
export class GoCardlessRefusal extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`gocardless refused: ${reason}`);
    this.reason = reason;
  }
}

export const amountOf = ({ amount, currency }: { amount: number; currency: string }): Money =>
  money(amount, currency);

const PUBLIC = 'https://api.gocardless.com';
export const wire = ({ apiKey, baseUrl = PUBLIC }: Pick<Credentials, 'apiKey' | 'baseUrl'>, fetch: Fetch) => {
  const send = async (method: string, path: string, body?: unknown, key?: string): Promise<unknown> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'gocardless-version': '2015-07-06',
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    if (![400, 403, 404, 409, 422].includes(response.status))
      throw new Error(`gocardless answered ${response.status}`);
    const { error } = Problem.parse(await response.json());
    const known = error.errors.find(({ reason }) => reason === 'idempotent_creation_conflict')?.links;
    // It was made before under this key: what was made is looked at as it is now.
    if (known?.conflicting_resource_id !== undefined)
      return send('GET', `${path}/${known.conflicting_resource_id}`);
    throw new GoCardlessRefusal(error.errors[0]?.reason ?? error.type);
  };
  const one = async <S extends z.ZodType>(kind: string, schema: S, id: string): Promise<z.infer<S>> =>
    z.object({ [kind]: schema }).parse(await send('GET', `/${kind}/${id}`))[kind] as z.infer<S>;
  const make = async <S extends z.ZodType>(
    kind: string,
    schema: S,
    body: unknown,
    key?: string,
  ): Promise<z.infer<S>> =>
    z.object({ [kind]: schema }).parse(await send('POST', `/${kind}`, { [kind]: body }, key))[
      kind
    ] as z.infer<S>;
  const act = (kind: string, id: string, action: string) =>
    send('POST', `/${kind}/${id}/actions/${action}`, {});
  return { one, make, act, get: (path: string) => send('GET', path) };
};
export type Wire = ReturnType<typeof wire>;
