/** The frame of every function: middy carries the request id into the log and has the error edge. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { log, logger } from './log.ts';

/** `onError` turns a thrown error into an answer; without it the error goes to the service that called. */
export const frame = <E, R>(
  handle: (event: E, context: Context) => Promise<R>,
  onError?: (error: unknown, context: Context) => R,
) =>
  middy<E, R>()
    .before(({ context }) => logger.addContext(context))
    .onError((request) => {
      log.error('function.failed', request.error);
      if (onError) request.response = onError(request.error, request.context);
    })
    .handler(handle);
