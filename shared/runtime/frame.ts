/** The frame of every function: middy binds the log to the request, and has the error edge. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { about, clear, log, scrubbed } from './log.ts';

/** `onError` turns a thrown error into an answer; without it the error goes to the service that called. */
export const frame = <E, R>(
  handle: (event: E, context: Context) => Promise<R>,
  onError?: (error: unknown, context: Context) => R,
) =>
  middy<E, R>()
    .before(({ event, context }) => {
      clear();
      about({ function: context.functionName, invocation: context.awsRequestId, ...requestOf(event) });
    })
    .onError((request) => {
      log.error('function.failed', request.error);
      if (onError) request.response = onError(request.error, request.context);
      else request.error = scrubbed(request.error);
    })
    .handler(handle);

/** The gateway's own id of a request: it stands in the access log and in problem documents. */
const requestOf = (event: unknown): { request?: string | undefined; route?: string | undefined } => {
  const { requestContext, routeKey } = (event ?? {}) as Partial<Routed>;
  return {
    request: requestContext?.requestId,
    route: requestContext && routeKey !== undefined ? routeOf({ requestContext, routeKey }) : undefined,
  };
};

interface Routed {
  routeKey: string;
  requestContext: { requestId: string; http: { method: string } };
}
/** `GET /v1/orders/{id}`: the method that was asked for, where the gateway's route is for any. */
export const routeOf = ({ routeKey, requestContext }: Routed): string =>
  routeKey.replace(/^ANY /, `${requestContext.http?.method} `);
