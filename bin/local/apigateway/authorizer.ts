/** REQUEST authorizers with simple responses: asked once per identity and cached on the cloud's clock. */
import type { Cloud } from '../seam.ts';
import { commonEvent } from './event.ts';
import type { Context, Incoming } from './event.ts';

export interface Authorizer {
  functionArn: string;
  identitySources: string[];
  ttlMs: number;
  cache: Map<string, { until: number; answer: Promise<Authorized> }>;
}
/** `missing`: 401 without asking; `denied`: 403; `broken`: 500; otherwise the context for the integration. */
export type Authorized = 'missing' | 'denied' | 'broken' | { context: Record<string, unknown> };

const LARGEST_CACHE = 10_000;

export const readAuthorizer = (properties: Record<string, unknown>): Authorizer => {
  const { AuthorizerType, AuthorizerPayloadFormatVersion, EnableSimpleResponses, AuthorizerUri } = properties;
  if (AuthorizerType !== 'REQUEST')
    throw new Error(`an authorizer of type ${String(AuthorizerType)} is not known`);
  if (AuthorizerPayloadFormatVersion !== '2.0' || EnableSimpleResponses !== true)
    throw new Error('an authorizer must use payload format 2.0 and simple responses here');
  const [, functionArn] = /functions\/(arn:[^/]+)\/invocations$/.exec(String(AuthorizerUri)) ?? [];
  if (functionArn === undefined) throw new Error(`there is no function in ${String(AuthorizerUri)}`);
  return {
    functionArn,
    identitySources: (properties['IdentitySource'] ?? []) as string[],
    ttlMs: Number(properties['AuthorizerResultTtlInSeconds'] ?? 300) * 1000,
    cache: new Map(),
  };
};

export const authorize = async (
  cloud: Cloud,
  authorizer: Authorizer,
  { incoming, context, routeArn }: { incoming: Incoming; context: Context; routeArn: string },
): Promise<Authorized> => {
  const identity = authorizer.identitySources.map((source) => read(source, incoming, context));
  if (identity.includes(undefined)) return 'missing';
  const ask = async (): Promise<Authorized> => {
    const event = { type: 'REQUEST', routeArn, identitySource: identity, ...commonEvent(incoming, context) };
    const { payload, error } = await cloud.invoke(authorizer.functionArn, event, 'apigateway');
    if (error || typeof payload !== 'object' || payload === null) return 'broken';
    const { isAuthorized, context: given } = payload as {
      isAuthorized?: unknown;
      context?: Record<string, unknown>;
    };
    if (typeof isAuthorized !== 'boolean') return 'broken';
    return isAuthorized ? { context: given ?? {} } : 'denied';
  };
  if (authorizer.ttlMs === 0 || identity.length === 0) return ask();
  const { cache } = authorizer;
  const key = JSON.stringify(identity);
  const now = cloud.clock.now();
  const kept = cache.get(key);
  if (kept && kept.until > now) return kept.answer;
  if (cache.size >= LARGEST_CACHE) cache.clear();
  const answer = ask();
  cache.set(key, { until: now + authorizer.ttlMs, answer });
  if ((await answer) === 'broken') cache.delete(key);
  return answer;
};

const read = (source: string, incoming: Incoming, context: Context): string | undefined => {
  const [, place, name = ''] = /^\$(request\.header|request\.querystring|context)\.(.+)$/.exec(source) ?? [];
  if (place === 'request.header') {
    const value = incoming.headers[name.toLowerCase()];
    return (Array.isArray(value) ? value.join(',') : value) || undefined;
  }
  if (place === 'request.querystring') return new URLSearchParams(incoming.rawQuery).get(name) ?? undefined;
  if (place === 'context' && name === 'routeKey') return context.routeKey;
  throw new Error(`the identity source ${source} is not known`);
};
