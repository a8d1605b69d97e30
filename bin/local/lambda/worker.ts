/** An environment in a worker thread: starts and answers faster, shares the process with the runtime. */
import { Worker } from 'node:worker_threads';
import { appendFileSync } from 'node:fs';
import type { Environment, Failure, LaunchOptions, Listener } from './environment.ts';

const YOUNG_MB = 8;

type Message =
  | { ready: true }
  | { init: Failure }
  | { id: string; body: string }
  | { id: string; failure: Failure };

export const launchWorker = (options: LaunchOptions): Environment => {
  const { spec, variables, script } = options;
  let { listener } = options;
  let { logFile } = spec;
  // A thread has no time zone of its own: like on AWS it is UTC.
  process.env['TZ'] = 'UTC';
  const worker = new Worker(script, {
    env: { ...variables, LOCAL_LOG_FILE: logFile },
    execArgv: ['--enable-source-maps'],
    // Lambda's memory is for one invocation at a time: a small young generation saves 10 MB a thread and costs little.
    resourceLimits: {
      maxOldGenerationSizeMb: Math.floor(spec.memoryMb * 0.85),
      maxYoungGenerationSizeMb: YOUNG_MB,
    },
  });
  worker.on('message', (message: Message) => {
    if ('ready' in message) return listener.ready();
    if ('init' in message) return listener.initFailed(message.init);
    if ('body' in message) listener.answered(message.id, message.body);
    else listener.failed(message.id, message.failure);
    listener.ready();
  });
  worker.on('error', (error: unknown) => {
    appendFileSync(logFile, `${error instanceof Error ? error.stack : String(error)}\n`);
  });
  worker.on('exit', (code) => {
    listener.exited(`exit status ${code}`);
  });
  const environment: Environment = {
    send: (job) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(job);
    },
    kill: () => void worker.terminate(),
    rest: () => {
      listener = NOBODY;
      worker.unref();
      return {
        session: variables['AWS_SESSION_TOKEN'] ?? '',
        environment,
        adopt: (next) => {
          ({ listener } = next);
          ({ logFile } = next.spec);
          worker.ref();
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
          worker.postMessage({ variables: { ...next.variables, LOCAL_LOG_FILE: logFile } });
        },
      };
    },
    cpuMs: async () => {
      const { user, system } = await worker.cpuUsage();
      return (user + system) / 1000;
    },
  };
  return environment;
};

const NOBODY: Listener = {
  ready: () => undefined,
  answered: () => undefined,
  failed: () => undefined,
  initFailed: () => undefined,
  exited: () => undefined,
};
