/**
 * An environment in a process of its own, fed through the real Lambda Runtime API: any runtime client can
 * take part.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../endpoint.ts';
import type { Environment, Failure, Job, LaunchOptions, Listener } from './environment.ts';

export const launchChild = ({ spec, variables, script, listener }: LaunchOptions): Environment => {
  let child: ChildProcess | undefined;
  let dead = false;
  const api = runtimeApi(listener);
  const end = () => {
    dead = true;
    api.close();
    child?.kill('SIGKILL');
  };
  api.server.listen(0, '127.0.0.1', () => {
    if (dead) return;
    const { port } = api.server.address() as AddressInfo;
    const log = openSync(spec.logFile, 'a');
    // The rest of the memory is for what V8 keeps outside its heap; small young generations save 40 MB a
    // process.
    const heap = `--max-old-space-size=${Math.floor(spec.memoryMb * 0.85)}`;
    child = spawn(process.execPath, [heap, '--max-semi-space-size=2', script], {
      cwd: spec.directory,
      env: { ...variables, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.once('error', (error) => {
      api.close();
      listener.exited(error.message);
    });
    child.once('exit', (code, signal) => {
      api.close();
      listener.exited(signal === null ? `exit status ${code}` : `signal: ${signal}`);
    });
  });
  return {
    send: api.send,
    kill: end,
    cpuMs: () => Promise.resolve(child?.pid === undefined ? 0 : cpuMsOf(child.pid)),
  };
};

/** User and system time stand in the 14th and 15th field, in hundredths of a second; the name before them may have blanks. */
const cpuMsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/**
 * One server per environment, because the Runtime API knows its caller only by the address it was called at.
 */
const runtimeApi = (listener: Listener) => {
  let waiting: ServerResponse | undefined;
  /** A client may ask for the next job in the same packet as its answer: the answer counts first. */
  let taken: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (request.method === 'GET') {
      void taken.then(() => {
        waiting = response;
        listener.ready();
      });
      return;
    }
    taken = take(path, request, listener).then(() => {
      response.writeHead(202, { 'content-length': 2 }).end('{}');
    });
  });
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return {
    server,
    send: (job: Job) => {
      const response = waiting;
      waiting = undefined;
      response?.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(job.payload),
        'lambda-runtime-aws-request-id': job.id,
        'lambda-runtime-deadline-ms': job.deadlineMs,
        'lambda-runtime-invoked-function-arn': job.functionArn,
        'lambda-runtime-trace-id': traceOf(job),
        'x-clock-offset-ms': job.clockOffset,
      });
      response?.end(job.payload);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const take = async (path: string, request: IncomingMessage, listener: Listener): Promise<void> => {
  const body = (await readBody(request)).toString();
  const [, id = '', kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
  if (kind === 'response') listener.answered(id, body);
  else if (kind === 'error') listener.failed(id, JSON.parse(body) as Failure);
  else listener.initFailed(JSON.parse(body) as Failure);
};

const traceOf = ({ id, deadlineMs }: Job): string => {
  const second = Math.floor(deadlineMs / 1000).toString(16);
  return `Root=1-${second}-${id.replaceAll('-', '').slice(0, 24)};Sampled=0`;
};
