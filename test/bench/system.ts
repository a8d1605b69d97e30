/** Starts the system in a process of its own, and measures what it costs: CPU by part, memory, what it was asked. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Count } from '../../bin/local/meter.ts';

export interface System {
  readonly pid: number;
  readonly dataDir: string;
  readonly urls: { api: string; console: string; aws: string; dynamodb: string };
  readonly outputs: Readonly<Record<string, string>>;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  readonly keys: Readonly<Record<string, string>>;
  control<T>(path: string, method?: string, body?: unknown): Promise<T>;
  counts(): Promise<Count[]>;
  stop(): Promise<void>;
}

/** `nodeFlags` for a profile, e.g. `--cpu-prof`. */
export const startSystem = async (
  host: 'worker' | 'child' = 'worker',
  nodeFlags: readonly string[] = [],
): Promise<System> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'quittance-bench-'));
  const script = join(import.meta.dirname, 'serve.ts');
  const child = spawn(process.execPath, [...nodeFlags, script, dataDir, host], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await new Promise<string[]>((resolve, reject) => {
    createInterface(child.stdout).once('line', (first) => resolve([first]));
    child.once('exit', (code) => reject(new Error(`the system ended with ${code} before it served`)));
  });
  const said = JSON.parse(line!) as Pick<System, 'urls' | 'outputs' | 'credentials' | 'keys'>;
  const control = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
    const response = await fetch(`${said.urls.console}/control/${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`${path} → ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    ...said,
    pid: child.pid!,
    dataDir,
    control,
    counts: async () => (await control<{ counts: Count[] }>('meter')).counts,
    stop: () => ended(child, dataDir),
  };
};

const ended = async (child: ChildProcess, dataDir: string): Promise<void> => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin!.end();
  await gone;
  rmSync(dataDir, { recursive: true, force: true });
};

/** Milliseconds of CPU so far: the runtime's own thread, its other threads and child processes, the database. */
export interface Cpu {
  readonly runtime: number;
  readonly functions: number;
  readonly database: number;
}
const TICK_MS = 10;

export const cpuOf = ({ pid }: System): Cpu => {
  const own = cpuIn(`/proc/${pid}/task/${pid}/stat`);
  let functions = cpuIn(`/proc/${pid}/stat`) - own;
  let database = 0;
  for (const child of childrenOf(pid)) {
    const used = cpuIn(`/proc/${child}/stat`);
    if (readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('dynoxide')) database += used;
    else functions += used;
  }
  return { runtime: own, functions, database };
};
export const minus = (after: Cpu, before: Cpu): Cpu => ({
  runtime: after.runtime - before.runtime,
  functions: after.functions - before.functions,
  database: after.database - before.database,
});

/** Milliseconds of CPU so far of each function, all its environments together. */
export const cpuByFunction = async (system: System): Promise<Record<string, number>> => {
  const { environments } = await system.control<{ environments: { function: string; cpuMs: number }[] }>(
    'functions',
  );
  const sums: Record<string, number> = {};
  for (const { function: name, cpuMs } of environments)
    sums[shortName(name)] = (sums[shortName(name)] ?? 0) + cpuMs;
  return sums;
};
/** `Quittance-dev-Api-OrdersApiFunction28E5008F` → `OrdersApi`. */
export const shortName = (name: string): string =>
  name.replace(/^.*-(?:Api|Finance|Jobs|App)-/, '').replace(/(?:Worker|Job)?Function[0-9A-F]{8}$/, '');

/** utime and stime stand in the 14th and 15th field; the name before them may have blanks. */
const cpuIn = (file: string): number => {
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );

/** Resident megabytes of the runtime with its functions, and of the database. */
export const memoryOf = ({ pid }: System): number =>
  [pid, ...childrenOf(pid)].reduce((sum, each) => sum + residentMb(each), 0);

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
