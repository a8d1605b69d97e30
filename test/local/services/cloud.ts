/**
 * A small cloud for the services alone: a clock that stands still until moved, one port, functions as
 * callbacks.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Cloud, Invocation, Made, Service, WireRequest } from '../../../bin/local/seam.ts';

/** What JSON.parse gives: data from the wire, whose shape the assertions check. */
export type Parsed = ReturnType<typeof JSON.parse>;

export interface TestClock extends Clock {
  /** Runs what is due on the way, in order of time, and lets each moment settle. */
  advance(toMs: number): Promise<void>;
}
export interface TestCloud {
  cloud: Cloud;
  clock: TestClock;
  dir: string;
  logs: string[];
  functions: Map<string, (payload: Parsed, source: string) => unknown>;
  /** Client configuration of an AWS SDK. */
  client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  add<T extends Service>(make: (cloud: Cloud) => T): T;
  make: (type: string, logicalId: string, properties?: Record<string, unknown>) => Promise<Made>;
  settle: () => Promise<void>;
  start: () => Promise<void>;
  /** Drops the port and the services; with the same `dir` another cloud goes on from the disk alone. */
  close: () => Promise<void>;
}

export const START = Date.parse('2026-03-02T09:00:00Z');

export const testClock = (settle: () => Promise<void>, start = START): TestClock => {
  let now = start;
  let timers: { at: number; run: () => void | Promise<void> }[] = [];
  return {
    now: () => now,
    at: (at, _what, run) => {
      const timer = { at, run };
      timers.push(timer);
      const due = () => {
        if (!timers.includes(timer)) return;
        timers = timers.filter((each) => each !== timer);
        void run();
      };
      if (at <= now) setImmediate(due);
      return { cancel: () => (timers = timers.filter((each) => each !== timer)) };
    },
    advance: async (to) => {
      for (;;) {
        await settle();
        const next = timers.filter((timer) => timer.at <= to).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((each) => each !== next);
        now = Math.max(now, next.at);
        await next.run();
      }
      now = Math.max(now, to);
    },
  };
};

export const testCloud = async (options: { dir?: string; start?: number } = {}): Promise<TestCloud> => {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'cloud-'));
  const services = new Map<string, Service>();
  const functions: TestCloud['functions'] = new Map();
  const logs: string[] = [];
  const settle = async () => {
    for (let quiet = 0; quiet < 2; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if ([...services.values()].some((service) => service.busy().length > 0)) quiet = -1;
    }
  };
  const clock = testClock(settle, options.start);
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    const answer = async () => {
      const url = new URL(request.url!, 'http://127.0.0.1');
      const scope = /Credential=([^,&]+)/.exec(request.headers.authorization ?? '')?.[1];
      const credential = (scope ?? url.searchParams.get('X-Amz-Credential') ?? '').split('/');
      const wire: WireRequest = {
        method: request.method!,
        path: request.url!.split('?')[0]!,
        query: url.searchParams,
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(parts),
        caller: credential[0]!,
      };
      try {
        const service = services.get(credential[3] ?? 's3')!;
        service.access(wire);
        const { status, headers, body } = await service.handle(wire);
        response.writeHead(status, headers).end(body);
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    };
    request.on('end', () => void answer());
  });
  await listen(server);
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const invoke = async (arn: string, payload: unknown, source: string): Promise<Invocation> => {
    const run = functions.get(arn);
    if (!run) throw new Error(`no function ${arn}`);
    try {
      return { payload: await run(JSON.parse(JSON.stringify(payload)), source) };
    } catch (error) {
      return { payload: null, error: { type: 'Error', message: String(error) } };
    }
  };
  const cloud: Cloud = {
    region: 'eu-central-1',
    accountId: '000000000000',
    partition: 'aws',
    stateDir: (name) => {
      mkdirSync(join(dir, name), { recursive: true });
      return join(dir, name);
    },
    clock,
    endpoint,
    invoke,
    deliver: async () => {
      throw new Error('the services reach each other by their own doors');
    },
    service: <T extends Service>(name: string) => services.get(name) as T,
    log: (line) => void logs.push(line),
  };
  return {
    cloud,
    clock,
    dir,
    logs,
    functions,
    client: {
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'tester', secretAccessKey: 'local-secret' },
    },
    add: (make) => {
      const service = make(cloud);
      services.set(service.name, service);
      return service;
    },
    make: async (type, logicalId, properties = {}) => {
      const provider = [...services.values()].map((service) => service.provides[type]).find((each) => each)!;
      const unknown = Object.keys(properties).filter((name) => !provider.properties.includes(name));
      if (unknown.length > 0) throw new Error(`${logicalId}: unknown ${unknown.join()}`);
      return provider.make(logicalId, properties);
    },
    settle,
    start: async () => {
      for (const service of services.values()) await service.start();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const service of services.values()) await service.stop();
    },
  };
};

const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
