/** How an invocation ends when its function did not answer: in Lambda's shape. */
import type { Failure, Outcome } from './environment.ts';

export const failed = (failure: Failure): Outcome => ({
  body: JSON.stringify(failure),
  error: { type: failure.errorType, message: failure.errorMessage },
});

export const GONE = failed({ errorType: 'Runtime.ExitError', errorMessage: 'The environment was ended' });
