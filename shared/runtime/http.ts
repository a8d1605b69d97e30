/** The way out to providers: under the present trace, with a time limit and no redirects followed; the answer is left to the reader. */
import { traceparent } from './trace.ts';

export const fetchOut = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
): Promise<Response> => {
  // A provider's own library brings its headers in a form of its own.
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(traceparent())) headers.set(name, value);
  return fetch(url, { ...init, headers, redirect: 'error', signal: AbortSignal.timeout(10_000) });
};
