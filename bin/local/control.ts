/** What tests, stories and people at the keyboard may do with the cloud, as JSON over HTTP under /control. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LocalClock } from './clock.ts';
import type { ConsoleRoute } from './console.ts';
import type { FaultRule, Faults } from './faults.ts';
import type { Iam } from './iam.ts';
import type { Lambda } from './lambda.ts';
import type { Meter } from './meter.ts';
import type { Invocation, Measured } from './seam.ts';
import type { CloudWatch } from './services/cloudwatch.ts';

export interface ControlParts {
  clock: LocalClock;
  faults: Faults;
  meter: Meter;
  iam: Iam;
  lambda: Lambda;
  settle(): Promise<void>;
  busy(): string[];
  invoke(name: string, payload: unknown): Promise<Invocation>;
  /** Physical name of a function, by whatever name it is called. */
  functionName(name: string): string;
  queues(): unknown;
  /** Lets a function's queue feed it, or wait. */
  workers(name: string, on: boolean): void;
  cloudwatch: CloudWatch;
  stop(): Promise<void>;
}

type Action = (parts: ControlParts, request: Request, rest: string) => Promise<unknown>;

const ACTIONS: Record<string, Action> = {
  'GET clock': ({ clock }) => Promise.resolve(time(clock)),
  'POST clock': async ({ clock }, request) => {
    const { to, by } = (await request.json()) as { to?: string; by?: string | number };
    const target = to === undefined ? clock.now() + durationMs(by) : Date.parse(to);
    if (!Number.isFinite(target)) throw new Refused('to is an instant like 2026-12-01T09:00:00Z');
    if (target < clock.now()) throw new Refused('The clock does not go back');
    await clock.advance(target);
    return time(clock);
  },
  'POST settle': async ({ settle, clock }) => {
    await settle();
    return time(clock);
  },
  'GET busy': ({ busy }) => Promise.resolve({ busy: busy() }),
  'GET faults': ({ faults }) => Promise.resolve({ faults: faults.list() }),
  'POST faults': async ({ faults }, request) => {
    const rule = (await request.json()) as FaultRule;
    try {
      return { id: faults.add(rule) };
    } catch (error) {
      throw new Refused(String(error));
    }
  },
  'DELETE faults': ({ faults }) => {
    faults.clear();
    return Promise.resolve({ faults: [] });
  },
  'GET meter': ({ meter }) => Promise.resolve({ counts: meter.report() }),
  'POST meter': async ({ meter }, request) => {
    const { measure = false } = (await request.json()) as { measure?: boolean };
    meter.measure(measure);
    return { measure };
  },
  'DELETE meter': ({ meter }) => {
    meter.clear();
    return Promise.resolve({ counts: [] });
  },
  'GET alarms': ({ cloudwatch }, request) => {
    const state = new URL(request.url).searchParams.get('state');
    const alarms = cloudwatch.alarms().filter((alarm) => state === null || alarm.state === state);
    return Promise.resolve({ alarms });
  },
  // For what AWS measures and one machine has no cause for, such as the limits of an account.
  'POST metrics': async ({ cloudwatch }, request) => {
    const datum = (await request.json()) as Measured;
    if (
      typeof datum.namespace !== 'string' ||
      typeof datum.name !== 'string' ||
      !Number.isFinite(datum.value)
    )
      throw new Refused('A measurement has namespace, name, value, and perhaps dimensions');
    cloudwatch.measured(datum);
    return { measured: datum };
  },
  'GET iam': ({ iam }) => Promise.resolve({ roles: iam.report() }),
  'GET queues': ({ queues }) => Promise.resolve({ queues: queues() }),
  'GET functions': async ({ lambda }) => ({
    functions: [...lambda.functions.keys()],
    environments: await lambda.host.environments(),
  }),
  'POST workers': async ({ workers, functionName }, request) => {
    const { function: name = '', on = true } = (await request.json()) as { function?: string; on?: boolean };
    workers(functionName(name), on);
    return { function: functionName(name), on };
  },
  'POST invoke': async ({ invoke }, request, name) => {
    const text = await request.text();
    return invoke(name, text === '' ? {} : JSON.parse(text));
  },
  'GET logs': ({ lambda, functionName }, request) => {
    const query = new URL(request.url).searchParams;
    const file = lambda.logFile(functionName(query.get('function') ?? ''));
    return Promise.resolve({ log: tail(file, Number(query.get('bytes') ?? 65_536)) });
  },
  'POST stop': ({ stop }) => {
    // The answer leaves before the server does.
    setImmediate(() => void stop());
    return Promise.resolve({ stopping: true });
  },
};

/** Something is wrong with the request itself. */
class Refused extends Error {}

export const control =
  (parts: ControlParts): ConsoleRoute =>
  (request) => {
    const [, area, name = '', ...rest] = new URL(request.url).pathname.split('/');
    const action = ACTIONS[`${request.method} ${name}`];
    if (area !== 'control' || !action) return undefined;
    return answer(() => action(parts, request, decodeURIComponent(rest.join('/'))));
  };

const answer = async (work: () => Promise<unknown>): Promise<Response> => {
  try {
    return Response.json(await work());
  } catch (error) {
    const known = error instanceof Refused || error instanceof SyntaxError;
    return Response.json(
      { message: error instanceof Error ? error.message : String(error) },
      { status: known ? 400 : 500 },
    );
  }
};

const time = (clock: LocalClock) => ({
  now: new Date(clock.now()).toISOString(),
  offsetMs: clock.offset(),
  planned: clock
    .planned()
    .slice(0, 20)
    .map(({ at, what }) => ({ at: new Date(at).toISOString(), what })),
});

/** Seconds, or an ISO 8601 duration of weeks, days, hours, minutes and seconds. */
export const durationMs = (by: string | number | undefined): number => {
  if (typeof by === 'number') return by * 1000;
  const [all, weeks, days, hours, minutes, seconds] =
    /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(by ?? '') ?? [];
  if (all === undefined) throw new Refused('by is a number of seconds or a duration like P1D or PT1H30M');
  const part = (text: string | undefined) => Number(text ?? 0);
  const wholeDays = part(weeks) * 7 + part(days);
  return (((wholeDays * 24 + part(hours)) * 60 + part(minutes)) * 60 + part(seconds)) * 1000;
};

const tail = (file: string, bytes: number): string => {
  if (!existsSync(file)) return '';
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString();
  } finally {
    closeSync(handle);
  }
};
