/**
 * `npm run bench`: one run, one table, written to README.md beside this file. `--seconds 5` shortens each level, `--invoices 100`
 * the batch of invoices; `--flame` adds the flame graph of the runtime's own thread.
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FONTS } from '../support/fonts.ts';
import { bundle } from '../../bin/build.ts';
import { assemble } from '../../bin/fresh.ts';
import { snapshot } from '../slices/documents/snapshots.ts';
import { World } from '../support/world.ts';
import { billOf } from './bill.ts';
import { bundles, importMs } from './bundles.ts';
import { countRoad } from './counts.ts';
import type { documentParts } from './documents.ts';
import { flameOf, sharesOf } from './flame.ts';
import { basket } from './basket.ts';
import { basketCosts } from './orders.ts';
import { flows, type Flows } from './flow.ts';
import { send } from './http.ts';
import { measureInvoices } from './invoices.ts';
import { load, type Load } from './load.ts';
import { report, type Results } from './report.ts';
import { cpuByFunction, cpuOf, memoryOf, minus, shortName, startSystem, type System } from './system.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    invoices: { type: 'string', default: '1000' },
    flame: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(values.seconds);
const LEVELS = [1, 16, 64] as const;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Levels one after the other on one warm system; what is still queued is worked off in between and not counted. */
const measureFlows = async (system: System, booksOnly: boolean): Promise<Results['flows'][number]> => {
  for (const name of ['RenderDocument', 'SendMail'])
    await system.control('workers', 'POST', { function: name, on: !booksOnly });
  const driver = await flows(system);
  const levels: Load[] = [];
  const run = driver.run;
  await load(8, SECONDS, run);
  let cpu = cpuOf(system);
  let spent = { runtime: 0, functions: 0, database: 0 };
  let byFunction: Record<string, number> = {};
  let memoryMb = 0;
  for (const clients of LEVELS) {
    await system.control('settle', 'POST', {});
    cpu = cpuOf(system);
    const before = await cpuByFunction(system);
    const one = await load(clients, SECONDS, run);
    memoryMb = Math.max(memoryMb, memoryOf(system));
    if (clients === 16) {
      spent = minus(cpuOf(system), cpu);
      const after = await cpuByFunction(system);
      byFunction = Object.fromEntries(
        Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / one.flows]),
      );
      spent = {
        runtime: spent.runtime / one.flows,
        functions: spent.functions / one.flows,
        database: spent.database / one.flows,
      };
    }
    levels.push(one);
    say(`${booksOnly ? 'books' : 'everything'} at ${clients}: ${one.perSecond.toFixed(1)} flows/s`);
  }
  driver.close();
  return { name: booksOnly ? 'books' : 'everything', levels, cpu: spent, byFunction, memoryMb };
};

const measureBare = async (): Promise<Load[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bare-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const { port, secret } = JSON.parse(line) as { port: number; secret: string };
  let serial = 0;
  const call = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const { status, text } = await send(
      'POST',
      `http://127.0.0.1:${port}${path}`,
      headers,
      JSON.stringify(body),
    );
    if (status !== 200) throw new Error(text);
    return JSON.parse(text) as Record<string, string>;
  };
  const run = async (): Promise<number> => {
    const began = performance.now();
    const id = `b-${(serial += 1)}`;
    const order = await call('/orders', basket('c', id));
    const invoice = await call(`/orders/${order['id']}/fulfil`, {});
    const event = { id, invoice: invoice['invoice'], minor: Number(invoice['gross']) };
    const signature = createHmac('sha256', secret).update(JSON.stringify(event)).digest('hex');
    await call('/hook', event, { 'x-signature': signature });
    return performance.now() - began;
  };
  await load(8, 2, run);
  const levels: Load[] = [];
  for (const clients of LEVELS) levels.push(await load(clients, Math.min(SECONDS, 5), run));
  child.stdin.end();
  rmSync(dataDir, { recursive: true, force: true });
  return levels;
};

/** Node runs no JSX: the parts are bundled as the functions are. */
const measureDocuments = async (): Promise<Results['documents']> => {
  const dir = mkdtempSync(join(tmpdir(), 'documents-'));
  const outfile = join(dir, 'documents.mjs');
  await bundle({ entryPoints: { documents: join(import.meta.dirname, 'documents.ts') }, outdir: dir });
  const parts = (await import(pathToFileURL(outfile).href)) as { documentParts: typeof documentParts };
  const measured = await parts.documentParts(snapshot(), FONTS, 200);
  rmSync(dir, { recursive: true });
  return measured;
};

/** The runtime's own thread under load, then one handler alone. */
const flame = async (): Promise<Results['shares']> => {
  const dir = mkdtempSync(join(tmpdir(), 'profile-'));
  const system = await startSystem('worker', ['--cpu-prof', `--cpu-prof-dir=${dir}`]);
  for (const name of ['RenderDocument', 'SendMail'])
    await system.control('workers', 'POST', { function: name, on: false });
  const driver = await flows(system);
  await load(16, SECONDS, driver.run);
  driver.close();
  const handler = join(dir, 'handler.json');
  await handlerProfile(system, driver, { dir, file: handler });
  await system.stop();
  const runtime = join(
    dir,
    readdirSync(dir).find((file) => file.endsWith('.cpuprofile'))!,
  );
  const drawn = (file: string, name: string, title: string) => {
    const profile = JSON.parse(readFileSync(file, 'utf8')) as never;
    writeFileSync(join(import.meta.dirname, `flame-${name}.svg`), flameOf(profile, title));
    return sharesOf(profile, 12);
  };
  const shares = {
    handler: drawn(handler, 'handler', 'The orders function alone, warm: one order, two AWS calls'),
    runtime: drawn(
      runtime,
      'runtime',
      'The runtime’s own thread at 16 clients: gateway, wire, queues, streams',
    ),
  };
  rmSync(dir, { recursive: true });
  return shares;
};

const handlerProfile = async (
  { urls, credentials }: System,
  { customer, table }: Flows,
  { dir, file }: { dir: string; file: string },
): Promise<void> => {
  await bundle({
    entryPoints: { orders: 'functions/api/orders.ts' },
    outdir: dir,
    minify: false,
    sourcemap: true,
  });
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      join(import.meta.dirname, 'handler.ts'),
      join(dir, 'orders.mjs'),
      customer,
      file,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        AWS_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL: urls.aws,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        QUITTANCE_TABLE: table,
      },
    },
  );
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`the handler could not be profiled: ${String(code)}`);
};

await assemble(say);
say('bare server …');
const bare = await measureBare();
const system = await startSystem();
// Everything first: by then every function is as warm as it gets, and the books alone are not charged for that.
const everything = await measureFlows(system, false);
const measured = [await measureFlows(system, true), everything];
await system.control('settle', 'POST', {});
await system.stop();
say('invoices …');
const printing = await startSystem();
const invoiced = await measureInvoices(printing, Number(values.invoices), say);
await printing.stop();
say('counts …');
const world = await World.open();
const counted = await countRoad(world, 20);
const bill = billOf({
  ...counted,
  counts: counted.counts.map((count) => ({ ...count, function: shortName(count.function) })),
  cpuMs: everything.byFunction,
  memoryMb: (name) => (/RenderDocument/.test(name) ? 1769 : 512),
  attachmentKb: 40,
  logKb: 6,
});
say('baskets …');
const baskets = await basketCosts(world);
await world.close();
say('documents …');
const documents = await measureDocuments();
say('bundles …');
const sizes = bundles().map((bundle) => ({ ...bundle, importMs: importMs(bundle.name) }));
const shares = values.flame ? await flame() : undefined;
const text = report({
  bare,
  flows: measured,
  counted,
  bill,
  baskets,
  invoiced,
  documents,
  bundles: sizes,
  shares,
  cores: cpus().length,
});
writeFileSync(join(import.meta.dirname, 'README.md'), text);
process.stdout.write(text);
process.exit(0);
