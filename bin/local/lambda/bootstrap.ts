/**
 * Runs inside a function's environment: loads the handler, takes one invocation at a time and answers it. In
 * a process of its own it speaks Lambda's Runtime API; in a worker thread it passes messages. The runtime
 * strips the types of this file once and starts the plain script (a child that strips for itself starts 70 ms
 * later), so it imports only Node.
 */
import { channel } from 'node:diagnostics_channel';
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort } from 'node:worker_threads';

interface Invocation {
  id: string;
  deadlineMs: number;
  functionArn: string;
  /** What has to be added to the machine's time. */
  clockOffset: number;
  payload: string;
}
type Handler = (event: unknown, context: unknown) => unknown;
type Failure = { errorType: string; errorMessage: string; trace: string[] };

const env = (name: string): string => process.env[name] ?? '';
const RealDate = Date;
let clockOffset = 0;

/** `Date` on the cloud's clock: what the function reads as now is what its tests and its peers call now. */
const virtualDate = (): DateConstructor => {
  const now = () => RealDate.now() + clockOffset;
  function ClockDate(...parts: unknown[]): unknown {
    if (!new.target) return new RealDate(now()).toString();
    const target = (new.target as unknown) === ClockDate ? RealDate : new.target;
    return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, target) as unknown;
  }
  Object.setPrototypeOf(ClockDate, RealDate);
  Object.defineProperties(ClockDate, {
    prototype: { value: RealDate.prototype },
    now: { value: now, writable: true, configurable: true },
    name: { value: 'Date' },
    length: { value: 7 },
  });
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: ClockDate,
    writable: true,
    configurable: true,
  });
  return ClockDate as unknown as DateConstructor;
};

const loadHandler = async (): Promise<Handler> => {
  const [, file = '', name = ''] = /^(.*)\.([^.]+)$/.exec(env('_HANDLER')) ?? [];
  const path = ['.mjs', '.js', '.cjs']
    .map((extension) => join(env('LAMBDA_TASK_ROOT'), file + extension))
    .find((each) => existsSync(each));
  if (path === undefined) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  // Every cloud of a machine starts the same bundles: what V8 made of one is kept for the next.
  enableCompileCache();
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown> & {
    default?: Record<string, unknown>;
  };
  flushCompileCache();
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${env('_HANDLER')} is undefined or not exported`);
  return handler as Handler;
};

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

const failure = (error: unknown): Failure =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const contextOf = (invocation: Invocation) => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: env('AWS_LAMBDA_FUNCTION_NAME'),
  functionVersion: '$LATEST',
  invokedFunctionArn: invocation.functionArn,
  memoryLimitInMB: env('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
  awsRequestId: invocation.id,
  logGroupName: env('AWS_LAMBDA_LOG_GROUP_NAME'),
  logStreamName: env('AWS_LAMBDA_LOG_STREAM_NAME'),
  getRemainingTimeInMillis: () => Math.max(invocation.deadlineMs - RealDate.now(), 0),
});

type Answer = { body: string } | { failure: Failure };

const run = async (handler: Handler, invocation: Invocation): Promise<Answer> => {
  ({ clockOffset } = invocation);
  try {
    const value: unknown = await handler(JSON.parse(invocation.payload), contextOf(invocation));
    return { body: JSON.stringify(value) ?? 'null' };
  } catch (error) {
    console.error('Invoke Error', error);
    return { failure: failure(error) };
  }
};

/**
 * The Runtime API over one socket: the answer and the request for the next invocation leave in one packet.
 */
const overHttp = async (): Promise<void> => {
  const [host = '', port = ''] = env('AWS_LAMBDA_RUNTIME_API').split(':');
  const socket = connect({ host, port: Number(port), noDelay: true });
  const base = '/2018-06-01/runtime';
  const post = (path: string, body: string) =>
    `POST ${base}${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const next = `GET ${base}/invocation/next HTTP/1.1\r\nhost: ${host}\r\n\r\n`;
  // The runtime is gone: an environment without it has no purpose.
  socket.on('close', () => process.exit(1));
  socket.on('error', () => process.exit(1));
  let current: Invocation | undefined;
  const die = (kind: string, status: number) => (error: unknown) => {
    console.error(kind, error);
    const body = JSON.stringify({ ...failure(error), errorType: kind });
    const path = current ? `/invocation/${current.id}/error` : '/init/error';
    socket.write(post(path, body), () => process.exit(status));
  };
  process.on('uncaughtException', die('Runtime.UncaughtException', 129));
  process.on('unhandledRejection', die('Runtime.UnhandledPromiseRejection', 128));
  let handler: Handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    console.error('Init Error', error);
    socket.write(post('/init/error', JSON.stringify(failure(error))), () => process.exit(1));
    return;
  }
  const serve = async (invocation: Invocation): Promise<void> => {
    current = invocation;
    const answer = await run(handler, invocation);
    current = undefined;
    const path = `/invocation/${invocation.id}`;
    const message =
      'body' in answer
        ? post(`${path}/response`, answer.body)
        : post(`${path}/error`, JSON.stringify(answer.failure));
    socket.write(message + next);
  };
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    for (let taken = takeAnswer(received); taken; taken = takeAnswer(received)) {
      received = taken.rest;
      if (taken.invocation) void serve(taken.invocation);
    }
  });
  socket.write(next);
};

/** One whole HTTP answer from the front of the buffer; only an answer to `next` carries an invocation. */
const takeAnswer = (received: Buffer): { rest: Buffer; invocation?: Invocation } | undefined => {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = new Map(
    received
      .toString('latin1', 0, end)
      .split('\r\n')
      .slice(1)
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const to = end + 4 + Number(head.get('content-length') ?? 0);
  if (received.length < to) return undefined;
  const rest = received.subarray(to);
  const id = head.get('lambda-runtime-aws-request-id');
  if (id === undefined) return { rest };
  const invocation: Invocation = {
    id,
    deadlineMs: Number(head.get('lambda-runtime-deadline-ms')),
    functionArn: head.get('lambda-runtime-invoked-function-arn') ?? '',
    clockOffset: Number(head.get('x-clock-offset-ms') ?? 0),
    payload: received.toString('utf8', end + 4, to),
  };
  return { rest, invocation };
};

/** The same in a worker thread of the runtime: messages instead of a socket. */
const overMessages = async (): Promise<void> => {
  let log = openSync(env('LOCAL_LOG_FILE'), 'a');
  const write = (chunk: string | Uint8Array): boolean => {
    writeSync(log, chunk as string);
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  const port = parentPort!;
  let handler: Handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    console.error('Init Error', error);
    port.postMessage({ init: failure(error) });
    return;
  }
  // Another cloud takes the environment over: with its variables, its log, and nothing remembered.
  const adopted = (variables: Record<string, string>): void => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, variables);
    closeSync(log);
    log = openSync(env('LOCAL_LOG_FILE'), 'a');
    channel('quittance:forget').publish(undefined);
    port.postMessage({ ready: true });
  };
  port.on('message', (message: Invocation | { variables: Record<string, string> }) => {
    if ('variables' in message) return adopted(message.variables);
    const invocation = message;
    void run(handler, invocation).then((answer) => {
      port.postMessage({ id: invocation.id, ...answer });
    });
  });
  port.postMessage({ ready: true });
};

clockOffset = Number(env('LOCAL_CLOCK_OFFSET_MS') || 0);
globalThis.Date = virtualDate();
void (isMainThread ? overHttp() : overMessages());
