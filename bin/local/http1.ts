/**
 * A small HTTP/1.1 client for the one place where every millisecond of every write passes: the way to the
 * database. Keep-alive sockets, one request at a time on each, answers with a content length only.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface WireClient {
  /** Rejects with NotConnected when the request cannot have reached the other side. */
  post(headers: Record<string, string>, body: Buffer): Promise<WireAnswer>;
  close(): void;
}

/** Nobody listens: the request was not sent and may be sent again. */
export class NotConnected extends Error {}

interface Line {
  socket: Socket;
  /** The answer as far as it came. */
  received: Buffer | undefined;
  waiting: { resolve(answer: WireAnswer): void; reject(error: Error): void } | undefined;
}

export const wireClient = (host: string, port: number): WireClient => {
  const fixed = `host: ${host}:${port}\r\n`;
  const idle: Line[] = [];
  const all = new Set<Line>();
  const open = (): Promise<Line> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true });
      const line: Line = { socket, received: undefined, waiting: undefined };
      let failure: Error = new Error('the database closed the connection');
      socket.once('connect', () => {
        all.add(line);
        resolve(line);
      });
      socket.on('data', (chunk: Buffer) => {
        const answer = take(line, chunk);
        if (!answer) return;
        const { waiting } = line;
        line.waiting = undefined;
        idle.push(line);
        waiting?.resolve(answer);
      });
      socket.on('error', (error) => {
        failure = error;
        reject(new NotConnected(error.message));
      });
      socket.on('close', () => {
        all.delete(line);
        const at = idle.indexOf(line);
        if (at >= 0) idle.splice(at, 1);
        line.waiting?.reject(failure);
        line.waiting = undefined;
      });
    });
  return {
    post: async (headers, body) => {
      const line = idle.pop() ?? (await open());
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      return new Promise((resolve, reject) => {
        line.waiting = { resolve, reject };
        line.socket.cork();
        line.socket.write(
          `POST / HTTP/1.1\r\n${fixed}${head.join('')}content-length: ${body.length}\r\n\r\n`,
        );
        line.socket.write(body);
        line.socket.uncork();
      });
    },
    close: () => {
      for (const line of all) line.socket.destroy();
    },
  };
};

const take = (line: Line, chunk: Buffer): WireAnswer | undefined => {
  const whole = line.received ? Buffer.concat([line.received, chunk]) : chunk;
  line.received = whole;
  const end = whole.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...rest] = whole.toString('latin1', 0, end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const each of rest) {
    const colon = each.indexOf(':');
    headers[each.slice(0, colon).toLowerCase()] = each.slice(colon + 1).trim();
  }
  const from = end + 4;
  const to = from + Number(headers['content-length'] ?? 0);
  if (whole.length < to) return undefined;
  line.received = undefined;
  return { status: Number(first.split(' ')[1]), headers, body: whole.subarray(from, to) };
};
