/** Binds an API's contract to its actions: scope, shapes, idempotency key, problem documents. */
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import * as z from 'zod';
import type { ActionsOf, Api, Route } from '../kernel/contract.ts';
import type { Refusal, Result } from '../kernel/result.ts';
import { instant, sha256, type Deps, type Once } from './context.ts';
import { BadCursor } from './cursor.ts';
import { frame } from './frame.ts';
import { SAFE } from './headers.ts';
import { about, log, present } from './log.ts';
import { canonical, idempotencyKey, keptOnce } from './once.ts';
import { problem } from './problem.ts';
import { read } from './table.ts';
import { newTrace, traceIn } from './trace.ts';

/** What the authorizer found out about the caller. */
export interface Caller {
  tenant: string;
  actor: string;
  /** Blank-separated. */
  scopes: string;
}
type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<Caller>;
type Answer = APIGatewayProxyStructuredResultV2;

export const serve = <A extends Api>(api: A, actions: ActionsOf<A, Deps>) => {
  const operations = new Map(
    Object.entries(api).map(([name, route]) => [
      `${route.method.toUpperCase()} ${route.path}`,
      { name, route },
    ]),
  );
  return frame<Event, Answer>(
    async (event) => {
      const found = operations.get(event.routeKey);
      if (!found) throw new Error(`no operation for ${event.routeKey}`);
      const { requestId, authorizer } = event.requestContext;
      const trace = traceIn(event.headers['traceparent']) ?? newTrace();
      about({ operation: found.name, tenant: authorizer.lambda.tenant, trace });
      const answer = await operate(found.route, actions[found.name] as Action, event, trace).catch(
        (error: unknown) => {
          if (error instanceof BadCursor) return badCursor(requestId);
          throw error;
        },
      );
      log.info('answered', { status: answer.statusCode ?? 0 });
      return {
        ...answer,
        headers: { ...SAFE, 'x-request-id': requestId, ...answer.headers, ...traced() },
      };
    },
    (_, context) => {
      const fault = ourFault(present().request ?? context.awsRequestId);
      return { ...fault, headers: { ...fault.headers, ...traced() } };
    },
  );
};

/** Under which trace the books and the log know of the request: the order's or invoice's where it touched one. */
const traced = (): Record<string, string> => ({ 'x-quittance-trace': present().trace ?? '' });

const badCursor = (requestId: string): Answer =>
  problem(requestId, 400, 'request.cursor', 'The cursor is not one of ours.', [
    { pointer: '/cursor', detail: 'take nextCursor from the page before' },
  ]);
const ourFault = (requestId: string): Answer =>
  problem(
    requestId,
    500,
    'server.fault',
    'Something failed on our side; nothing was half done. Try again with the same Idempotency-Key.',
  );

type Action = (input: unknown, deps: Deps) => Promise<Result<unknown>>;

const operate = async (route: Route, action: Action, event: Event, trace: string): Promise<Answer> => {
  const { requestId, authorizer } = event.requestContext;
  const caller = authorizer.lambda;
  if (!caller.scopes.split(' ').includes(route.scope))
    return problem(requestId, 403, 'access.scope', `This key lacks the scope ${route.scope}.`);
  const input = inputOf(route, event);
  if (!input.ok) return problem(requestId, input.status, input.code, input.detail, input.errors);
  const deps: Deps = { tenant: caller.tenant, actor: caller.actor, trace, now: instant() };
  if (!route.idempotent) return answered(route, requestId, await action(input.value, deps));

  const key = idempotencyKey(event.headers['idempotency-key']);
  if (key === undefined)
    return problem(
      requestId,
      400,
      'request.idempotency_key',
      'Send an Idempotency-Key header of 1 to 255 characters; repeat it to repeat the request safely.',
    );
  const once: Once = {
    key: `${caller.actor}#${route.method} ${route.path}#${key}`,
    inputHash: sha256(canonical(input.value)),
    status: route.status,
  };
  // Files are kept before their commit, so there the key is looked at first. Elsewhere nothing precedes the commit, which the
  // key is a condition of: a first request, as nearly all are, does not pay a read for it.
  const before = route.media && (await replay(caller.tenant, once, deps.now, requestId));
  if (before) return before;
  const result = await action(input.value, { ...deps, once });
  if (once.kept) return answered(route, requestId, result);
  // The key came before, or nothing was to be kept: the first request's answer is the answer, whatever this one met.
  const told = await replay(caller.tenant, once, deps.now, requestId);
  if (told) return told;
  return !result.ok && result.code === 'once.taken'
    ? problem(requestId, 409, 'request.in_progress', 'The first request with this key is still at work.')
    : answered(route, requestId, result);
};

/** The first answer again, or 422 where the key came with another input. An expired key is free again. */
const replay = async (
  tenant: string,
  once: Pick<Once, 'key' | 'inputHash'>,
  now: string,
  requestId: string,
): Promise<Answer | undefined> => {
  const kept = await read(keptOnce(tenant, once.key));
  if (!kept || kept.ttl < Date.parse(now) / 1000) return undefined;
  if (kept.inputHash !== once.inputHash)
    return problem(
      requestId,
      422,
      'request.idempotency_reuse',
      'This Idempotency-Key came before with another input. Use a new key for a new request.',
    );
  return {
    statusCode: kept.status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
    body: kept.answer,
  };
};

const answered = (route: Route, requestId: string, result: Result<unknown>): Answer => {
  if (result.ok)
    return {
      statusCode: route.status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(result.value),
    };
  if (result.code === 'table.stale')
    return problem(
      requestId,
      409,
      'request.conflict',
      'Somebody else changed the same thing at the same moment. Read it again and decide anew.',
    );
  const status = (route.refusals as Record<string, number>)[result.code];
  if (status === undefined)
    throw new Error(`${route.path} refuses with ${result.code}, which its contract does not list`);
  return problem(requestId, status, result.code, result.detail, result.errors);
};

type Parsed =
  | { ok: true; value: unknown }
  | { ok: false; status: number; code: string; detail: string; errors?: Refusal['errors'] };
const MAX_BODY = 5_000_000;

const inputOf = (route: Route, event: Event): Parsed => {
  const raw =
    event.body === undefined
      ? ''
      : event.isBase64Encoded
        ? Buffer.from(event.body, 'base64').toString('utf8')
        : event.body;
  if (raw.length > (route.media ? MAX_BODY : MAX_BODY / 5))
    return {
      ok: false,
      status: 413,
      code: 'request.too_large',
      detail: 'The body is too large for this operation.',
    };
  let body: unknown = {};
  if (route.media) body = { content: raw };
  else if (route.method !== 'get' && raw !== '') {
    if (!/^application\/([\w.+-]+\+)?json\b/.test(event.headers['content-type'] ?? 'application/json'))
      return { ok: false, status: 415, code: 'request.media_type', detail: 'Send application/json.' };
    try {
      body = JSON.parse(raw);
    } catch {
      return { ok: false, status: 400, code: 'request.malformed', detail: 'The body is not JSON.' };
    }
  }
  const parts = [
    ['path', route.params, event.pathParameters ?? {}],
    ['query', route.query, event.queryStringParameters ?? {}],
    ['', route.body, body],
  ] as const;
  const errors: { pointer: string; detail: string }[] = [];
  const value: Record<string, unknown> = {};
  for (const [place, shape, given] of parts) {
    const result = shape.safeParse(given);
    if (result.success) Object.assign(value, result.data);
    else errors.push(...result.error.issues.flatMap((issue) => pointers(place, issue)));
  }
  return errors.length === 0
    ? { ok: true, value }
    : {
        ok: false,
        status: 422,
        code: 'request.invalid',
        detail: 'The request does not fit its description; nothing was changed.',
        errors: errors.slice(0, 50),
      };
};

const pointers = (place: string, issue: z.core.$ZodIssue): { pointer: string; detail: string }[] => {
  const at = (path: readonly PropertyKey[]) =>
    `/${[...(place ? [place] : []), ...path].map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: at([...issue.path, key]),
      detail: 'is not a field of this request',
    }));
  return [{ pointer: at(issue.path), detail: issue.message }];
};
