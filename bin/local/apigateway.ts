/** API Gateway: one HTTP API of the template on a loopback port, with routes, Lambda authorizers and CORS. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { LocalClock } from './clock.ts';
import { httpDate, readBody } from './endpoint.ts';
import type { Lambda } from './lambda.ts';
import type { Outcome } from './lambda/environment.ts';
import { authorize } from './apigateway/authorizer.ts';
import type { Authorized } from './apigateway/authorizer.ts';
import { preflight, withCors } from './apigateway/cors.ts';
import { clfTime, integrationEvent, readReply } from './apigateway/event.ts';
import type { Context, Incoming, Reply } from './apigateway/event.ts';
import { httpApi } from './apigateway/resources.ts';
import type { Api, Route } from './apigateway/resources.ts';
import type { Cloud, Service } from './seam.ts';

export interface Gateway extends Service {
  readonly server: Server;
}
export interface GatewayOptions {
  cloud: Cloud;
  clock: LocalClock;
  lambda: Lambda;
  /** Base URL of the API, known before anything refers to it. */
  url(): string;
}

const LARGEST_BODY = 10 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

export const apigateway = (options: GatewayOptions): Gateway => {
  const { cloud, clock, lambda, url } = options;
  const resources = httpApi({ cloud, lambda, url });
  const date = httpDate(clock);
  const accessLog = createWriteStream(join(cloud.stateDir('logs'), 'access.log'), { flags: 'a' });
  let ready = false;
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.sendDate = false;
    const incoming = readIncoming(request, clock.now());
    const handled = ready
      ? await handle({ cloud, lambda, api: resources.api }, request, incoming)
      : UNAVAILABLE;
    const { reply, routeKey } = handled;
    const headers: Record<string, string | string[] | number> = {
      date: date(),
      'apigw-requestid': incoming.requestId,
      ...reply.headers,
    };
    if (reply.status !== 204) headers['content-length'] = Buffer.byteLength(reply.body);
    response.writeHead(reply.status, headers).end(reply.body);
    tell(cloud, resources.api.id, reply.status, clock.now() - incoming.nowMs);
    const format = resources.api.accessLogFormat;
    if (format !== undefined)
      accessLog.write(logLine(format, incoming, { reply, routeKey, ms: clock.now() }));
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      cloud.log(`apigateway: ${request.method}: ${String(error)}`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  return {
    name: 'apigateway',
    server,
    provides: resources.provides,
    access: () => {
      throw new Error('apigateway has no wire here');
    },
    handle: () => Promise.reject(new Error('apigateway has no wire here')),
    busy: () => [],
    start: () => {
      resources.check();
      ready = true;
      return Promise.resolve();
    },
    stop: () => {
      accessLog.end();
      return Promise.resolve();
    },
  };
};

interface Serving {
  cloud: Cloud;
  lambda: Lambda;
  api: Api;
}
interface Handled {
  reply: Reply;
  routeKey: string;
}

const message = (status: number, text: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: text }),
});
const UNAVAILABLE: Handled = { reply: message(503, 'Service Unavailable'), routeKey: '' };

const readIncoming = (request: IncomingMessage, nowMs: number): Incoming => {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    rawQuery: mark < 0 ? '' : url.slice(mark + 1),
    headers: request.headers,
    body: Buffer.alloc(0),
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    requestId: randomBytes(12).toString('base64url'),
    nowMs,
  };
};

const handle = async (serving: Serving, request: IncomingMessage, incoming: Incoming): Promise<Handled> => {
  const { cors } = serving.api;
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return tooLarge();
  incoming.body = await readBody(request, LARGEST_BODY);
  if (incoming.body.length > LARGEST_BODY) return tooLarge();
  const early = cors && preflight(cors, incoming.method, incoming.headers);
  if (early) return { reply: early, routeKey: '' };
  const handled = await route(serving, incoming);
  return cors ? { ...handled, reply: withCors(cors, incoming.headers, handled.reply) } : handled;
};

/** What API Gateway measures of every request. */
const tell = ({ measured }: Cloud, ApiId: string, status: number, ms: number): void => {
  const metric = { namespace: 'AWS/ApiGateway', dimensions: { ApiId } };
  measured?.({ ...metric, name: 'Count', value: 1 });
  measured?.({ ...metric, name: '4xx', value: status >= 400 && status < 500 ? 1 : 0 });
  measured?.({ ...metric, name: '5xx', value: status >= 500 ? 1 : 0 });
  measured?.({ ...metric, name: 'Latency', value: ms });
};

const tooLarge = (): Handled => ({ reply: message(413, 'Request Entity Too Large'), routeKey: '' });

const route = async (serving: Serving, incoming: Incoming): Promise<Handled> => {
  const { cloud, lambda, api } = serving;
  const match = api.routes.find(incoming.method, incoming.path);
  if (!match) return { reply: message(404, 'Not Found'), routeKey: '' };
  const { target: found, pathParameters } = match;
  const { routeKey } = found;
  const context: Context = {
    accountId: cloud.accountId,
    apiId: api.id,
    stage: '$default',
    routeKey,
    pathParameters,
    stageVariables: api.stageVariables,
  };
  if (found.authorizer) {
    const answer = await authorized(serving, found, { incoming, context });
    if (answer === 'missing') return { reply: message(401, 'Unauthorized'), routeKey };
    if (answer === 'denied') return { reply: message(403, 'Forbidden'), routeKey };
    if (answer === 'broken') return { reply: message(500, 'Internal Server Error'), routeKey };
    context.authorizer = answer.context;
  }
  const event = integrationEvent(incoming, context);
  const outcome = await within(lambda.host.invoke(found.functionName, event), found.timeoutMs);
  if (!outcome) return { reply: message(503, 'Service Unavailable'), routeKey };
  if (outcome.error) {
    cloud.log(`apigateway: ${routeKey}: ${outcome.error.type}: ${outcome.error.message}`);
    return { reply: message(500, 'Internal Server Error'), routeKey };
  }
  return { reply: readReply(outcome.body) ?? message(500, 'Internal Server Error'), routeKey };
};

const authorized = (
  { cloud, api }: Serving,
  found: Route,
  { incoming, context }: { incoming: Incoming; context: Context },
): Promise<Authorized> => {
  const stage = `arn:${cloud.partition}:execute-api:${cloud.region}:${cloud.accountId}:${api.id}/$default`;
  const routeArn = `${stage}/${incoming.method}${incoming.path}`;
  return authorize(cloud, found.authorizer!, { incoming, context, routeArn });
};

/** The gateway waits 30 s of real time for an integration, or less where the template says so. */
const within = (outcome: Promise<Outcome>, limitMs: number): Promise<Outcome | undefined> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        resolve(undefined);
      },
      Math.min(limitMs, TIMEOUT_MS),
    );
    outcome.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });

const logLine = (
  format: string,
  incoming: Incoming,
  { reply, routeKey, ms }: { reply: Reply; routeKey: string; ms: number },
): string => {
  const values: Record<string, string> = {
    requestId: incoming.requestId,
    extendedRequestId: incoming.requestId,
    'identity.sourceIp': incoming.sourceIp,
    'identity.userAgent': incoming.headers['user-agent'] ?? '-',
    requestTime: clfTime(incoming.nowMs),
    requestTimeEpoch: String(incoming.nowMs),
    httpMethod: incoming.method,
    path: incoming.path,
    routeKey,
    status: String(reply.status),
    protocol: 'HTTP/1.1',
    responseLength: String(Buffer.byteLength(reply.body)),
    responseLatency: String(ms - incoming.nowMs),
    integrationLatency: String(ms - incoming.nowMs),
  };
  return `${format.replaceAll(/\$context\.([A-Za-z.]+)/g, (_, name: string) => values[name] ?? '-')}\n`;
};
