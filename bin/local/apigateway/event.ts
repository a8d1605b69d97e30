/** Between HTTP and the payload format 2.0 of a Lambda integration. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Incoming {
  method: string;
  path: string;
  rawQuery: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  sourceIp: string;
  requestId: string;
  nowMs: number;
}
export interface Context {
  accountId: string;
  apiId: string;
  stage: string;
  routeKey: string;
  pathParameters: Record<string, string>;
  stageVariables: Record<string, string> | undefined;
  authorizer?: Record<string, unknown> | undefined;
}
export interface Reply {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer | string;
}

/** Parts that the integration's event and the authorizer's event have in common. */
export const commonEvent = (incoming: Incoming, context: Context) => {
  const { headers, cookies } = flatten(incoming);
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: incoming.path,
    rawQueryString: incoming.rawQuery,
    ...(cookies && { cookies }),
    headers,
    ...(incoming.rawQuery !== '' && { queryStringParameters: parameters(incoming.rawQuery) }),
    requestContext: requestContext(incoming, context),
    ...(Object.keys(context.pathParameters).length > 0 && { pathParameters: context.pathParameters }),
    ...(context.stageVariables && { stageVariables: context.stageVariables }),
  };
};

export const integrationEvent = (incoming: Incoming, context: Context): string => {
  const event = commonEvent(incoming, context);
  const binary = incoming.body.length > 0 && !isText(incoming.headers['content-type']);
  return JSON.stringify({
    ...event,
    ...(incoming.body.length > 0 && { body: incoming.body.toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: binary,
  });
};

/** What the function answered, as HTTP; undefined when the answer is not one that the gateway understands. */
export const readReply = (payload: string): Reply | undefined => {
  const answer = JSON.parse(payload) as unknown;
  const json = { 'content-type': 'application/json' };
  if (typeof answer === 'string') return { status: 200, headers: json, body: answer };
  if (typeof answer !== 'object' || answer === null) return undefined;
  if (!('statusCode' in answer)) return { status: 200, headers: json, body: payload };
  const { statusCode, headers, cookies, body, isBase64Encoded } = answer as {
    statusCode: unknown;
    headers?: Record<string, string | number | boolean>;
    cookies?: string[];
    body?: unknown;
    isBase64Encoded?: boolean;
  };
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  const out: Reply['headers'] = {};
  for (const [name, value] of Object.entries(headers ?? {})) out[name.toLowerCase()] = String(value);
  out['content-type'] ??= 'text/plain;charset=UTF-8';
  if (cookies && cookies.length > 0) out['set-cookie'] = cookies;
  return { status, headers: out, body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? '') };
};

const requestContext = (incoming: Incoming, context: Context) => ({
  accountId: context.accountId,
  apiId: context.apiId,
  ...(context.authorizer && { authorizer: { lambda: context.authorizer } }),
  domainName: incoming.headers.host ?? '',
  domainPrefix: context.apiId,
  http: {
    method: incoming.method,
    path: incoming.path,
    protocol: 'HTTP/1.1',
    sourceIp: incoming.sourceIp,
    userAgent: incoming.headers['user-agent'] ?? '',
  },
  requestId: incoming.requestId,
  routeKey: context.routeKey,
  stage: context.stage,
  time: clfTime(incoming.nowMs),
  timeEpoch: incoming.nowMs,
});

const flatten = ({ headers, sourceIp }: Incoming) => {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name !== 'cookie' && name !== 'connection')
      flat[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const before = flat['x-forwarded-for'];
  flat['x-forwarded-for'] = before === undefined ? sourceIp : `${before}, ${sourceIp}`;
  flat['x-forwarded-proto'] = 'http';
  return { headers: flat, cookies: headers.cookie?.split(/;\s*/) };
};

const parameters = (rawQuery: string): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = found[name];
    found[name] = before === undefined ? value : `${before},${value}`;
  }
  return found;
};

/** Everything else is handed over in base64, a form (`x-www-form-urlencoded`) too. */
const isText = (type: string | undefined): boolean =>
  type !== undefined && /^(text\/|application\/([^;]*\+)?(json|xml)\b|application\/javascript\b)/i.test(type);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `22/Nov/2026:13:05:09 +0000` */
export const clfTime = (ms: number): string => {
  const iso = new Date(ms).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};
