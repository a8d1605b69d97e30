/** Binds an API's contract to its actions: scope, shapes, idempotency key, problem documents. */
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import type { ActionsOf, Api, Awaiting, Route } from '../kernel/contract.ts';
import { canonical } from '../kernel/fields.ts';
import type { Limits } from '../kernel/limits.ts';
import type { Result } from '../kernel/result.ts';
import { instant, sha256, type Deps, type Once } from './context.ts';
import { BadCursor } from './cursor.ts';
import { noteDenied } from './denied.ts';
import { frame, routeOf } from './frame.ts';
import { SAFE } from './headers.ts';
import { inputOf } from './input.ts';
import { about, log, present } from './log.ts';
import { idempotencyKey, keptOnce } from './once.ts';
import { GREEDY, routed } from '../kernel/paths.ts';
import { problem } from './problem.ts';
import { paceOf, type Pace } from './rate.ts';
import { read } from './table.ts';
import { newTrace, traceIn } from './trace.ts';

/** What the authorizer found out about the caller. */
export interface Caller {
  tenant: string;
  actor: string;
  /** Blank-separated. */
  scopes: string;
  limits?: Limits;
  /** In whose hand the key was first, where that was not an operator's. */
  maker?: string;
  /** When the key or token ends: the gateway keeps the authorizer's word for a minute, and this is exact. */
  until?: string;
  /** Requests in a minute; absent: as many as `rate.ts` says. */
  perMinute?: number;
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
  const paths = [...new Set(Object.values(api).map(({ path }) => path))];
  return frame<Event, Answer>(
    async (received) => {
      const event = routed(received, paths);
      const route = routeOf(event);
      const found = operations.get(route);
      if (!found && !event.routeKey.startsWith('ANY')) throw new Error(`no operation for ${event.routeKey}`);
      const { requestId, authorizer } = event.requestContext;
      const trace = traceIn(event.headers['traceparent']) ?? newTrace();
      about({ operation: found?.name, route, tenant: authorizer.lambda.tenant, trace });
      const now = instant();
      const pace = await paceOf(authorizer.lambda, now);
      const answer = pace.over
        ? tooFast(requestId, pace)
        : !found
          ? nowhere(requestId, api, event)
          : await operate(found.route, actions[found.name] as Action, event, { trace, now }).catch(
              (error: unknown) => {
                if (error instanceof BadCursor) return badCursor(requestId);
                throw error;
              },
            );
      log.info('answered', { status: answer.statusCode ?? 0 });
      await audited(event, answer, now);
      return {
        ...answer,
        headers: { ...SAFE, 'x-request-id': requestId, ...answer.headers, ...pace.headers, ...traced() },
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

/** The gateway's routes are for any method of a path, or for all paths below one: these are ours (RFC 9110 §15.5.5, 15.5.6). */
const nowhere = (requestId: string, api: Api, { routeKey }: Event): Answer => {
  if (routeKey.endsWith(GREEDY))
    return problem(
      requestId,
      404,
      'request.path',
      'There is nothing at this path; /openapi.json lists them.',
    );
  const methods = Object.values(api).filter(({ path }) => routeKey === `ANY ${path}`);
  const allow = methods.map(({ method }) => method.toUpperCase()).join(', ');
  const told = problem(requestId, 405, 'request.method', `This path takes ${allow}.`);
  return { ...told, headers: { ...told.headers, allow } };
};

const tooFast = (requestId: string, { limit, resetSeconds }: Pace): Answer => {
  const told = problem(
    requestId,
    429,
    'request.rate',
    `This key takes ${limit} requests in a minute; the next minute begins in ${resetSeconds} seconds.`,
  );
  return { ...told, headers: { ...told.headers, 'retry-after': resetSeconds } };
};

/**
 * What was denied leaves a record: the door (401, 403), and an id that the tenant does not have, which is how somebody
 * looks for another's. A 404 of a name that the partner gave itself is an ordinary question.
 */
const audited = async (event: Event, answer: Answer, now: string): Promise<void> => {
  const { requestContext, pathParameters } = event;
  const { tenant, actor } = requestContext.authorizer.lambda;
  const subject = pathParameters?.['id'];
  const status = answer.statusCode ?? 0;
  if (status !== 401 && status !== 403 && !(status === 404 && subject !== undefined)) return;
  const { code } = JSON.parse(answer.body ?? '{}') as { code: string };
  await noteDenied({
    tenant,
    actor,
    now,
    code,
    operation: routeOf(event),
    request: requestContext.requestId,
    subject,
  });
};

type Action = (input: unknown, deps: Deps) => Promise<Result<unknown> | Awaiting>;

const operate = async (
  route: Route,
  action: Action,
  event: Event,
  { trace, now }: Pick<Deps, 'trace' | 'now'>,
): Promise<Answer> => {
  const { requestId, authorizer } = event.requestContext;
  const caller = authorizer.lambda;
  if (caller.until !== undefined && caller.until <= now)
    return problem(requestId, 401, 'access.expired', `This key or token ended at ${caller.until}.`);
  if (!caller.scopes.split(' ').includes(route.scope))
    return problem(requestId, 403, 'access.scope', `This key lacks the scope ${route.scope}.`);
  const input = inputOf(route, event);
  if (!input.ok) return problem(requestId, input.status, input.code, input.detail, input.errors);
  const deps: Deps = {
    tenant: caller.tenant,
    actor: caller.actor,
    trace,
    now,
    may: { scopes: caller.scopes.split(' '), limits: caller.limits, maker: caller.maker },
  };
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

const answered = (route: Route, requestId: string, result: Result<unknown> | Awaiting): Answer => {
  if (result.ok) {
    const waits = 'awaiting' in result;
    if (waits && !route.awaits)
      throw new Error(`${route.path} waits for somebody, and its contract does not say so`);
    return {
      statusCode: waits ? 202 : route.status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(waits ? result.awaiting : result.value),
    };
  }
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
