/**
 * Runs functions: starts environments when they are needed, gives each one job at a time, ends them when they
 * idle.
 */
import { randomUUID } from 'node:crypto';
import { launchChild } from './child.ts';
import type { FunctionSpec, Host, HostOptions, LaunchOptions, Listener, Outcome } from './environment.ts';
import { failed, GONE } from './outcome.ts';
import { pick, settle, type Job, type Pool, type Slot } from './slot.ts';
import { launchWorker } from './worker.ts';

const IDLE_MS = 60_000;
const INIT_MS = 30_000;
/** Lambda's limit for a synchronous payload and its answer. */
const LARGEST_BYTES = 6 * 1024 * 1024;

export class LambdaHost implements Host {
  readonly #options: HostOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #reaper: NodeJS.Timeout;
  #stopped = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#reaper = setInterval(() => {
      this.#reap();
    }, IDLE_MS / 2);
    this.#reaper.unref();
  }

  add(spec: FunctionSpec): void {
    this.#pools.set(spec.name, { spec, slots: [], queue: [] });
  }

  invoke(name: string, payload: string): Promise<Outcome> {
    const pool = this.#pools.get(name);
    if (!pool) throw new Error(`there is no function ${name}`);
    return new Promise((resolve) => {
      const job: Job = {
        id: randomUUID(),
        payload,
        resolve: (outcome) => {
          const now = performance.now();
          this.#options.ended?.(name, outcome, now - (job.givenAt ?? now));
          resolve(outcome);
        },
      };
      pool.queue.push(job);
      this.#dispatch(pool);
    });
  }

  kill(session: string): void {
    const slot = this.#slots().find((each) => each.session === session);
    const errorMessage = `RequestId: ${slot?.job?.id} Error: Runtime exited with error: signal: killed`;
    if (slot) this.#drop(slot, failed({ errorType: 'Runtime.ExitError', errorMessage }));
  }

  busy(): string[] {
    return [...this.#pools.values()].flatMap(({ spec, slots, queue }) => {
      const jobs = queue.length + slots.filter((slot) => slot.job).length;
      return jobs > 0 ? [`${jobs} invocations of ${spec.name}`] : [];
    });
  }

  environments(): Promise<{ function: string; state: string; cpuMs: number }[]> {
    return Promise.all(
      this.#slots().map(async ({ pool, state, environment }) => ({
        function: pool.spec.name,
        state,
        cpuMs: await environment.cpuMs(),
      })),
    );
  }

  stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#reaper);
    for (const slot of this.#slots()) this.#leave(slot);
    for (const pool of this.#pools.values()) for (const job of pool.queue.splice(0)) job.resolve(GONE);
    return Promise.resolve();
  }

  #slots(): Slot[] {
    return [...this.#pools.values()].flatMap((pool) => pool.slots);
  }

  #dispatch(pool: Pool): void {
    if (this.#stopped) return;
    while (pool.queue.length > 0) {
      const idle = pick(pool.slots, (a, b) => a.usedAt > b.usedAt);
      if (!idle) break;
      this.#give(idle, pool.queue.shift()!);
    }
    const coming = pool.slots.filter(({ state }) => state === 'starting' || state === 'returning').length;
    const missing = Math.min(pool.queue.length - coming, this.#options.perFunction - pool.slots.length);
    for (let i = 0; i < missing; i++) if (this.#makeRoom(pool)) this.#start(pool);
  }

  #give(slot: Slot, job: Job): void {
    const { spec } = slot.pool;
    slot.state = 'busy';
    slot.job = job;
    slot.usedAt = Date.now();
    job.givenAt = performance.now();
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => {
      const seconds = (spec.timeoutMs / 1000).toFixed(2);
      const errorMessage = `${new Date().toISOString()} ${job.id} Task timed out after ${seconds} seconds`;
      this.#drop(slot, failed({ errorType: 'Sandbox.Timedout', errorMessage }));
    }, spec.timeoutMs);
    slot.environment.send({
      id: job.id,
      payload: job.payload,
      deadlineMs: Date.now() + spec.timeoutMs,
      functionArn: spec.arn,
      clockOffset: this.#options.clockOffset(),
    });
  }

  #start(pool: Pool): void {
    const { shelf, endpoint } = this.#options;
    const spare = shelf?.take(pool.spec, endpoint);
    const session = spare?.session ?? `${pool.spec.name}.${randomUUID()}`;
    const slot: Slot = {
      session,
      pool,
      environment: { send: () => undefined, kill: () => undefined, cpuMs: () => Promise.resolve(0) },
      state: 'starting',
      job: undefined,
      timer: undefined,
      usedAt: Date.now(),
    };
    slot.timer = setTimeout(() => {
      const errorMessage = 'The environment did not start in time';
      this.#drop(slot, failed({ errorType: 'Sandbox.Timedout', errorMessage }));
    }, INIT_MS);
    pool.slots.push(slot);
    const options: LaunchOptions = {
      spec: pool.spec,
      variables: this.#options.variables(pool.spec, session),
      script: this.#options.script,
      listener: this.#listen(slot),
    };
    if (spare) {
      slot.environment = spare.environment;
      spare.adopt(options);
    } else slot.environment = (this.#options.mode === 'child' ? launchChild : launchWorker)(options);
  }

  #listen(slot: Slot): Listener {
    return {
      ready: () => {
        if (slot.state === 'dead') return;
        clearTimeout(slot.timer);
        slot.state = 'idle';
        this.#dispatch(slot.pool);
      },
      answered: (id, body) => {
        if (slot.job?.id !== id) return;
        const tooLarge = body.length > LARGEST_BYTES || Buffer.byteLength(body) > LARGEST_BYTES;
        const errorMessage = `Response payload size exceeded the maximum (${LARGEST_BYTES} bytes).`;
        settle(
          slot,
          tooLarge ? failed({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }) : { body },
        );
      },
      failed: (id, failure) => {
        if (slot.job?.id === id) settle(slot, failed(failure));
      },
      initFailed: (failure) => {
        this.#drop(slot, failed(failure));
      },
      exited: (how) => {
        const id = slot.job?.id ?? slot.session;
        const errorMessage = `RequestId: ${id} Error: Runtime exited with error: ${how}`;
        this.#drop(slot, failed({ errorType: 'Runtime.ExitError', errorMessage }));
      },
    };
  }

  #drop(slot: Slot, outcome: Outcome): void {
    if (slot.state === 'dead') return;
    const wasStarting = slot.state === 'starting';
    slot.state = 'dead';
    slot.pool.slots = slot.pool.slots.filter((each) => each !== slot);
    slot.environment.kill();
    settle(slot, outcome);
    // An environment that could not even start takes the invocation with it that it was started for.
    if (wasStarting) slot.pool.queue.shift()?.resolve(outcome);
    this.#dispatch(slot.pool);
  }

  /** What waits for work may serve the next cloud; what works is ended. */
  #leave(slot: Slot): void {
    const { shelf, endpoint } = this.#options;
    if (!shelf || slot.state !== 'idle' || !slot.environment.rest) return this.#drop(slot, GONE);
    shelf.put(slot.pool.spec, endpoint, slot.environment.rest());
    slot.state = 'dead';
    slot.pool.slots = slot.pool.slots.filter((each) => each !== slot);
  }

  /** Whether one more may start: a function's first environment always may, or it would wait forever. */
  #makeRoom(pool: Pool): boolean {
    const all = this.#slots();
    if (all.length < this.#options.total) return true;
    const longestIdle = pick(all, (a, b) => a.usedAt < b.usedAt);
    if (longestIdle) this.#drop(longestIdle, GONE);
    return longestIdle !== undefined || pool.slots.length === 0;
  }

  /** Ends what idles, but the last environment of each function. */
  #reap(): void {
    for (const { slots } of this.#pools.values()) {
      const old = slots.filter((slot) => slot.state === 'idle' && Date.now() - slot.usedAt > IDLE_MS);
      for (const slot of old.slice(old.length === slots.length ? 1 : 0)) this.#drop(slot, GONE);
    }
  }
}
