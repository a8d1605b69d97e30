/** The way out to providers: a time limit, no redirects followed, an answer of bounded size left to the reader. */
export const fetchOut = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
): Promise<Response> => fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(10_000) });
