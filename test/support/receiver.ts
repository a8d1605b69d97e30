/** A partner's endpoint: keeps what comes, as it came, and answers as the story wants it to. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly raw: string;
  readonly headers: IncomingHttpHeaders;
  /** The CloudEvent. */
  readonly body: {
    id: string;
    type: string;
    subject: string;
    sequence: string;
    data: Record<string, unknown>;
  };
}
type Answer = number | { status: number; body?: string; headers?: Record<string, string> };

export const receiver = async () => {
  const received: Received[] = [];
  let answer: (one: Received) => Answer | Promise<Answer> = () => 204;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString();
      const one: Received = {
        path: request.url!,
        raw,
        headers: request.headers,
        body: JSON.parse(raw) as Received['body'],
      };
      received.push(one);
      void Promise.resolve(answer(one)).then((said) => {
        const { status, body = '', headers = {} } = typeof said === 'number' ? { status: said } : said;
        response.writeHead(status, headers).end(body);
      });
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    received,
    answers: (how: typeof answer) => {
      answer = how;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
export type Receiver = Awaited<ReturnType<typeof receiver>>;
