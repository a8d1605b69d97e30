/** How an api.ts says what it takes, gives and refuses. Handlers, OpenAPI, scopes and tests all derive from it. */
import * as z from 'zod';
import type { Result } from './result.ts';

export const SCOPES = [
  'customers:read',
  'customers:write',
  'orders:read',
  'orders:write',
  'orders:release',
  'invoices:read',
  'credit:read',
  'credit:write',
  'payments:read',
  'payments:write',
  'bank:read',
  'bank:write',
  'cash:read',
  'cash:write',
  'finance:read',
  'exports:write',
  'operations:read',
  'operations:write',
  'invoices:write',
  'writeoffs:write',
  'plans:write',
  'deductions:write',
  'disputes:write',
  'refunds:read',
  'refunds:write',
  'prices:read',
  'prices:write',
  'access:read',
  'access:write',
  'entities:read',
  'entities:write',
  'approvals:read',
  'approvals:write',
  'audit:read',
  'intake:read',
  'intake:write',
  'webhooks:read',
  'webhooks:write',
  'sync:read',
  'sync:write',
  'subscriptions:read',
  'subscriptions:write',
  'privacy:read',
  'privacy:write',
  'templates:read',
  'templates:write',
  'periods:write',
  'ledger:adjust',
] as const;
export type Scope = (typeof SCOPES)[number];

export type Method = 'get' | 'post' | 'put';
type Shape = z.ZodObject;

export interface Route<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  C extends string = string,
  A extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: Method;
  /** `/v1/orders/{id}`: the braces are API Gateway's and OpenAPI's. */
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  readonly description?: string;
  readonly params: P;
  readonly query: Q;
  /** JSON, unless `media` says that the raw text is taken as it is (then the body is `{ content: string }`). */
  readonly body: B;
  readonly media?: string;
  /** The file is taken as bytes: `content` is base64, whatever the request's type says of it. */
  readonly bytes?: boolean;
  readonly status: 200 | 201 | 202;
  readonly output: O;
  /** Answered with 202 instead, where a second person has to agree first (shared/approvals). */
  readonly awaits: A;
  /** Code → HTTP status of its problem document. */
  readonly refusals: Readonly<Record<C, Refused>>;
  /** A POST that has an effect takes an Idempotency-Key (rules §3.17). */
  readonly idempotent: boolean;
}
export type Api = Readonly<Record<string, Route>>;
type Refused = 403 | 404 | 409 | 422;

interface Said<P, Q, B, O, C extends string, A> {
  scope: Scope;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  media?: string;
  bytes?: boolean;
  status?: 200 | 201 | 202;
  output: O;
  awaits?: A;
  refusals?: Readonly<Record<C, Refused>>;
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

const route =
  (method: Method, idempotent: boolean) =>
  <
    O extends z.ZodType,
    P extends Shape = Nothing,
    Q extends Shape = Nothing,
    B extends z.ZodType = Nothing,
    C extends string = never,
    A extends z.ZodType | undefined = undefined,
  >(
    path: string,
    said: Said<P, Q, B, O, C, A>,
  ): Route<P, Q, B, O, C, A> => ({
    status: 200,
    ...said,
    method,
    path,
    idempotent,
    params: said.params ?? (nothing as unknown as P),
    query: said.query ?? (nothing as unknown as Q),
    body: said.body ?? (nothing as unknown as B),
    awaits: said.awaits as A,
    refusals: said.refusals ?? ({} as Record<C, never>),
  });

export const get = route('get', false);
/** Creates or moves something: an Idempotency-Key is required. */
export const post = route('post', true);
/** Says what a thing shall be; saying it twice is saying it once. */
export const put = route('put', false);

export type InputOf<R> =
  R extends Route<infer P, infer Q, infer B> ? z.output<P> & z.output<Q> & z.output<B> : never;
export type AnswerOf<R> =
  R extends Route<Shape, Shape, z.ZodType, infer O, infer C, infer A>
    ? Result<z.input<O>, C | Lost> | (A extends z.ZodType ? Awaiting<z.input<A>> : never)
    : never;

/** Nothing was done yet: what was asked for waits for a second person. */
export interface Awaiting<T = unknown> {
  readonly ok: true;
  readonly awaiting: T;
}

/** What any commit may meet: the key was used before, or a newer version won each time. */
export type Lost = 'once.taken' | 'table.stale';

/** What every action of an API gets beside its input. */
export type ActionsOf<A extends Api, D> = {
  readonly [K in keyof A]: (input: InputOf<A[K]>, deps: D) => Promise<AnswerOf<A[K]>>;
};

/** Pages are newest first unless the route says otherwise. */
export const Page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25).meta({ description: 'Rows in one page.' }),
  cursor: z.string().max(500).optional().meta({ description: '`nextCursor` of the page before.' }),
});
export type Page = z.infer<typeof Page>;

export const listOf = <T extends z.ZodType>(row: T) =>
  z.object({
    object: z.literal('list'),
    data: z.array(row),
    hasMore: z.boolean(),
    nextCursor: z.string().optional(),
  });

/** RFC 9457, with our code, the place in the input and the request id that support asks for. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
