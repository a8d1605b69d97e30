/**
 * Strangers' tools, fetched once into .venv and .clouds by the machine's own package managers. What cannot be had is
 * said, and the tests that need it are skipped with that reason: nobody needs Python or Java to work on Quittance.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'vitest';

const HERE = import.meta.dirname;
const PLACE = resolve('.clouds');

/** Where a tool is, or why it is not there. */
export type Had = { readonly at: string } | { readonly why: string };

/** `test` for what needs a tool: skipped with its reason where that cannot be had. */
export const testWith = (had: Had) => (name: string, body: (at: string) => Promise<void> | void) =>
  test(name, async ({ skip }) => {
    if ('why' in had) skip(had.why);
    else await body(had.at);
  });

export interface Ran {
  readonly code: number;
  readonly output: string;
}
interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly seconds?: number;
}

/** Runs a command to its end; both of its outputs are one text. */
export const run = (command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      timeout: (options.seconds ?? 300) * 1000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => done({ code: 127, output: String(error) }));
    child.once('close', (code, signal) =>
      done({ code: code ?? 1, output: signal ? `${output}\n${signal}` : output }),
    );
  });

export interface Service {
  readonly log: string;
  stop(): Promise<void>;
}

/** Starts a server that goes on; its output is in `log`. Resolves when `ready` says so, and fails when it ends before. */
export const serving = async (
  command: string,
  args: readonly string[],
  { log, ready, ...options }: RunOptions & { log: string; ready: () => Promise<boolean> | boolean },
): Promise<Service> => {
  const out = openSync(log, 'w');
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', out, out],
    // A group of its own: npm and Python start others, and all of them end together.
    detached: true,
  });
  let gone: string | undefined;
  const ended = new Promise<void>((done) => {
    child.once('error', (error) => {
      gone = String(error);
      done();
    });
    child.once('exit', (code, signal) => {
      gone ??= `it ended with ${code ?? signal}`;
      done();
    });
  });
  const stop = async (): Promise<void> => {
    if (gone === undefined && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  const until = Date.now() + (options.seconds ?? 120) * 1000;
  while (!(await ready())) {
    if (gone !== undefined || Date.now() > until) {
      await stop();
      throw new Error(`${command} did not start (${gone}):\n${readFileSync(log, 'utf8').slice(-4000)}`);
    }
    await new Promise((wait) => setTimeout(wait, 200));
  }
  return { log, stop };
};

/** Once per version of its description: what was made before is taken as it is. */
const once = async (
  name: string,
  description: string,
  make: (place: string) => Promise<Ran>,
): Promise<Had> => {
  const place = join(PLACE, name);
  const stamp = join(place, '.made');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === description) return { at: place };
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const { code, output } = await make(place);
  if (code !== 0) return { why: `${name} could not be installed: ${lastLine(output)}` };
  writeFileSync(stamp, description);
  return { at: place };
};
const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? 'no output';
const has = async (command: string, flag = '--version'): Promise<boolean> =>
  (await run(command, [flag])).code === 0;

/** The directory of the Python tools: cfn-lint, schemathesis, ministack. */
export const python = async (): Promise<Had> => {
  if (!(await has('python3'))) return { why: 'there is no python3' };
  const wanted = join(HERE, 'requirements.txt');
  const had = await once('python', readFileSync(wanted, 'utf8'), async () => {
    if (!existsSync('.venv/bin/pip')) {
      const made = await run('python3', ['-m', 'venv', '.venv']);
      if (made.code !== 0) return made;
    }
    return run('.venv/bin/pip', ['install', '--quiet', '--disable-pip-version-check', '-r', wanted]);
  });
  return 'why' in had ? had : { at: resolve('.venv/bin') };
};

/** A Java tool and what it needs, by Maven from the pom of its name. */
const jars = async (name: string): Promise<Had> => {
  for (const command of ['java', 'mvn']) if (!(await has(command))) return { why: `there is no ${command}` };
  const pom = join(HERE, `${name}.pom.xml`);
  return once(name, readFileSync(pom, 'utf8'), (place) =>
    run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${place}`]),
  );
};
export const dynamodbLocal = (): Promise<Had> => jars('dynamodb-local');
export const verapdf = (): Promise<Had> => jars('verapdf');
export const einvoice = (): Promise<Had> => jars('einvoice');

/** AWS's own runtime client for Node: its installation compiles it. */
export const runtimeClient = async (): Promise<Had> => {
  for (const command of ['autoconf', 'automake', 'libtoolize', 'cmake', 'g++', 'make'])
    if (!(await has(command))) return { why: `aws-lambda-ric is compiled, and there is no ${command}` };
  const wanted = 'aws-lambda-ric@4.0.2';
  const had = await once('ric', wanted, (place) =>
    run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefix', place, wanted], {
      seconds: 900,
    }),
  );
  return 'why' in had ? had : { at: join(had.at, 'node_modules/aws-lambda-ric/index.mjs') };
};
