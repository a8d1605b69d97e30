/**
 * CORS of an HTTP API: preflights are answered by the gateway, and its headers replace those of the function.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from './event.ts';

export interface Cors {
  AllowOrigins?: string[];
  AllowMethods?: string[];
  AllowHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAge?: number;
  AllowCredentials?: boolean;
}

/** The answer to a preflight, when the request is one. */
export const preflight = (cors: Cors, method: string, headers: IncomingHttpHeaders): Reply | undefined => {
  const { origin } = headers;
  if (method !== 'OPTIONS' || origin === undefined || !headers['access-control-request-method'])
    return undefined;
  if (!allows(cors, origin)) return { status: 204, headers: {}, body: '' };
  return {
    status: 204,
    headers: {
      ...allowed(cors, origin),
      ...(cors.AllowMethods && { 'access-control-allow-methods': cors.AllowMethods.join(',') }),
      ...(cors.AllowHeaders && { 'access-control-allow-headers': cors.AllowHeaders.join(',') }),
      ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
    },
    body: '',
  };
};

export const withCors = (cors: Cors, headers: IncomingHttpHeaders, reply: Reply): Reply => {
  const own = Object.entries(reply.headers).filter(([name]) => !name.startsWith('access-control-'));
  const { origin } = headers;
  const added =
    origin !== undefined && allows(cors, origin)
      ? {
          ...allowed(cors, origin),
          ...(cors.ExposeHeaders && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
        }
      : {};
  return { ...reply, headers: { ...Object.fromEntries(own), ...added } };
};

const allowed = (cors: Cors, origin: string): Record<string, string> => ({
  'access-control-allow-origin': cors.AllowOrigins?.includes('*') ? '*' : origin,
  ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
});

const allows = (cors: Cors, origin: string): boolean =>
  (cors.AllowOrigins ?? []).some((each) =>
    each.endsWith('//*') ? origin.startsWith(each.slice(0, -1)) : each === '*' || each === origin,
  );
