/** Runs functions: starts environments when they are needed, gives each one job at a time, ends them when they idle. */
import { randomUUID } from 'node:crypto';
import { launchChild } from './child.ts';
import type { Environment, Failure, FunctionSpec, Listener } from './environment.ts';
import { launchWorker } from './worker.ts';

export interface Outcome {
  /** JSON text that the function answered, or its error in Lambda's shape. */
  body: string;
  error?: { type: string; message: string };
}
export interface Host {
  add(spec: FunctionSpec): void;
  invoke(name: string, payload: string): Promise<Outcome>;
  /** Ends the environment with this session token; its job fails. */
  kill(session: string): void;
  busy(): string[];
  environments(): { function: string; state: string }[];
  stop(): Promise<void>;
}
export interface HostOptions {
  mode: 'child' | 'worker';
  /** The bootstrap as a plain script. */
  script: string;
  variables(spec: FunctionSpec, session: string): Record<string, string>;
  clockOffset(): number;
  /** Environments of one function at most. */
  perFunction: number;
  /** Environments of all functions beyond which the longest idle one makes room. */
  total: number;
}

interface Job {
  id: string;
  payload: string;
  resolve(outcome: Outcome): void;
}
interface Slot {
  session: string;
  pool: Pool;
  environment: Environment;
  /** `returning`: it has answered and not asked for the next job yet. */
  state: 'starting' | 'idle' | 'busy' | 'returning' | 'dead';
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
  usedAt: number;
}
interface Pool {
  spec: FunctionSpec;
  slots: Slot[];
  queue: Job[];
}

const IDLE_MS = 10_000;
const INIT_MS = 30_000;
/** Lambda's limit for a synchronous payload and its answer. */
const LARGEST_BYTES = 6 * 1024 * 1024;

export const lambdaHost = (options: HostOptions): Host => {
  const pools = new Map<string, Pool>();
  const launch = options.mode === 'child' ? launchChild : launchWorker;
  let stopped = false;
  const slots = () => [...pools.values()].flatMap((pool) => pool.slots);

  const settle = (slot: Slot, outcome: Outcome) => {
    clearTimeout(slot.timer);
    const { job } = slot;
    slot.job = undefined;
    if (slot.state !== 'dead') slot.state = 'returning';
    job?.resolve(outcome);
  };
  const drop = (slot: Slot, outcome: Outcome) => {
    if (slot.state === 'dead') return;
    const wasStarting = slot.state === 'starting';
    slot.state = 'dead';
    clearTimeout(slot.timer);
    slot.pool.slots = slot.pool.slots.filter((each) => each !== slot);
    slot.environment.kill();
    settle(slot, outcome);
    // An environment that could not even start takes the invocation with it that it was started for.
    if (wasStarting) slot.pool.queue.shift()?.resolve(outcome);
    dispatch(slot.pool);
  };
  const give = (slot: Slot, job: Job) => {
    const { spec } = slot.pool;
    slot.state = 'busy';
    slot.job = job;
    slot.usedAt = Date.now();
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => {
      const seconds = (spec.timeoutMs / 1000).toFixed(2);
      const message = `${new Date().toISOString()} ${job.id} Task timed out after ${seconds} seconds`;
      drop(slot, failed({ errorType: 'Sandbox.Timedout', errorMessage: message }));
    }, spec.timeoutMs);
    slot.environment.send({
      id: job.id,
      payload: job.payload,
      deadlineMs: Date.now() + spec.timeoutMs,
      functionArn: spec.arn,
      clockOffset: options.clockOffset(),
    });
  };
  const start = (pool: Pool) => {
    const session = `${pool.spec.name}.${randomUUID()}`;
    const slot: Slot = {
      session,
      pool,
      environment: { send: () => undefined, kill: () => undefined },
      state: 'starting',
      job: undefined,
      timer: undefined,
      usedAt: Date.now(),
    };
    slot.timer = setTimeout(() => {
      drop(slot, failed({ errorType: 'Sandbox.Timedout', errorMessage: 'The environment did not start in time' }));
    }, INIT_MS);
    pool.slots.push(slot);
    slot.environment = launch({
      spec: pool.spec,
      variables: options.variables(pool.spec, session),
      script: options.script,
      listener: listen(slot),
    });
  };
  const listen = (slot: Slot): Listener => ({
    ready: () => {
      if (slot.state === 'dead') return;
      clearTimeout(slot.timer);
      slot.state = 'idle';
      dispatch(slot.pool);
    },
    answered: (id, body) => {
      if (slot.job?.id !== id) return;
      const tooLarge = body.length > LARGEST_BYTES && Buffer.byteLength(body) > LARGEST_BYTES;
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_BYTES} bytes).`;
      settle(slot, tooLarge ? failed({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }) : { body });
    },
    failed: (id, failure) => {
      if (slot.job?.id === id) settle(slot, failed(failure));
    },
    initFailed: (failure) => {
      drop(slot, failed(failure));
    },
    exited: (how) => {
      const errorMessage = `RequestId: ${slot.job?.id ?? slot.session} Error: Runtime exited with error: ${how}`;
      drop(slot, failed({ errorType: 'Runtime.ExitError', errorMessage }));
    },
  });
  const dispatch = (pool: Pool) => {
    while (pool.queue.length > 0 && !stopped) {
      // The one that was used last is warm, and the others may idle until they end.
      const idle = pool.slots
        .filter((slot) => slot.state === 'idle')
        .reduce<Slot | undefined>((best, slot) => (best && best.usedAt >= slot.usedAt ? best : slot), undefined);
      if (!idle) break;
      give(idle, pool.queue.shift()!);
    }
    const coming = pool.slots.filter(({ state }) => state === 'starting' || state === 'returning').length;
    const missing = Math.min(pool.queue.length - coming, options.perFunction - pool.slots.length);
    for (let i = 0; i < missing && !stopped; i++) if (makeRoom(pool)) start(pool);
  };
  /** Whether one more may start: a function's first environment always may, or it would wait forever. */
  const makeRoom = (pool: Pool): boolean => {
    const all = slots();
    if (all.length < options.total) return true;
    const longestIdle = all
      .filter((slot) => slot.state === 'idle')
      .reduce<Slot | undefined>((best, slot) => (best && best.usedAt <= slot.usedAt ? best : slot), undefined);
    if (longestIdle) drop(longestIdle, GONE);
    return longestIdle !== undefined || pool.slots.length === 0;
  };
  const reaper = setInterval(() => {
    for (const pool of pools.values()) {
      const old = pool.slots.filter((slot) => slot.state === 'idle' && Date.now() - slot.usedAt > IDLE_MS);
      for (const slot of old.slice(old.length === pool.slots.length ? 1 : 0)) drop(slot, GONE);
    }
  }, IDLE_MS / 2);
  reaper.unref();
  return {
    add: (spec) => pools.set(spec.name, { spec, slots: [], queue: [] }),
    invoke: (name, payload) => {
      const pool = pools.get(name);
      if (!pool) throw new Error(`there is no function ${name}`);
      return new Promise((resolve) => {
        pool.queue.push({ id: randomUUID(), payload, resolve });
        dispatch(pool);
      });
    },
    kill: (session) => {
      const slot = slots().find((each) => each.session === session);
      const errorMessage = `RequestId: ${slot?.job?.id} Error: Runtime exited with error: signal: killed`;
      if (slot) drop(slot, failed({ errorType: 'Runtime.ExitError', errorMessage }));
    },
    busy: () =>
      [...pools.values()].flatMap(({ spec, slots: each, queue }) => {
        const jobs = queue.length + each.filter((slot) => slot.job).length;
        return jobs > 0 ? [`${jobs} invocations of ${spec.name}`] : [];
      }),
    environments: () => slots().map((slot) => ({ function: slot.pool.spec.name, state: slot.state })),
    stop: async () => {
      stopped = true;
      clearInterval(reaper);
      for (const slot of slots()) drop(slot, GONE);
      for (const pool of pools.values()) for (const job of pool.queue.splice(0)) job.resolve(GONE);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

const failed = (failure: Failure): Outcome => ({
  body: JSON.stringify(failure),
  error: { type: failure.errorType, message: failure.errorMessage },
});

const GONE = failed({ errorType: 'Runtime.ExitError', errorMessage: 'The environment was ended' });
