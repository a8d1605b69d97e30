/**
 * The console's HTTP server: control routes, mailbox and sandbox pages, written against the web's Request and
 * Response.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { readBody } from './endpoint.ts';

/** Undefined when the request is not one of this route's own. */
export type ConsoleRoute = (request: Request) => Promise<Response> | undefined;

export interface Console {
  readonly server: Server;
  /** Routes are asked in the order in which they were mounted. */
  mount(route: ConsoleRoute): void;
}

export const consoleServer = (log: (line: string) => void): Console => {
  const routes: ConsoleRoute[] = [];
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (isForeign(incoming)) return send(outgoing, Response.json({ message: 'Forbidden' }, { status: 403 }));
    const request = await readRequest(incoming);
    for (const route of routes) {
      const answer = await route(request);
      if (answer) return send(outgoing, answer);
    }
    return send(outgoing, Response.json({ message: 'Not Found' }, { status: 404 }));
  };
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      log(`console: ${incoming.method} ${incoming.url}: ${message}`);
      if (outgoing.headersSent) outgoing.destroy();
      else void send(outgoing, Response.json({ message }, { status: 500 }));
    });
  });
  return {
    server,
    mount: (route) => {
      routes.push(route);
    },
  };
};

/**
 * Another site's page must not steer this machine: neither by a name that resolves to it nor by a form that
 * posts.
 */
const isForeign = ({ headers, method }: IncomingMessage): boolean => {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (host !== '127.0.0.1' && host !== 'localhost' && host !== '[::1]') return true;
  return method !== 'GET' && headers['sec-fetch-site'] === 'cross-site';
};

const readRequest = async (incoming: IncomingMessage): Promise<Request> => {
  const body = await readBody(incoming);
  const method = incoming.method ?? 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method,
    headers,
    ...(hasBody && { body: new Uint8Array(body) }),
  });
};

const send = async (outgoing: ServerResponse, response: Response): Promise<void> => {
  const body = Buffer.from(await response.arrayBuffer());
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value);
  outgoing.writeHead(response.status, { 'content-length': body.length }).end(body);
};
