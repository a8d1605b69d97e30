/** What a stop, a kill and a changed template leave behind. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCloud } from '../../../bin/local/runtime.ts';
import type { RunningCloud } from '../../../bin/local/runtime.ts';
import { assemble, fn, resources, scratch } from './template.ts';

const put = (url: string, id: string) =>
  fetch(`${url}/things/${id}`, {
    method: 'PUT',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
const has = async (cloud: RunningCloud, pk: string) =>
  (await cloud.invoke('Reader', { do: 'get', pk })).payload !== null;

test('data, clock and the place in the stream survive a stop, and a changed template keeps them', async () => {
  const directory = scratch();
  const options = {
    assembly: await assemble(directory),
    dataDir: `${directory}/data`,
    port: 0,
    host: 'worker',
  } as const;
  const first = await startCloud({ ...options, startAt: '2027-01-01T00:00:00Z' });
  expect(new Date(first.clock.now()).getUTCFullYear()).toBe(2027);
  await put(first.urls.api, 'kept');
  await first.settle();
  await first.clock.advance(Date.parse('2027-02-01T00:00:00Z'));
  const calls = existsSync(join(directory, 'data/logs/App-Copier.log'));
  expect(calls).toBe(true);
  await first.stop();
  await assemble(directory, { ...resources(), Another: fn('echo', 'ReaderRole') });
  const second = await startCloud(options);
  expect(second.clock.now()).toBeGreaterThanOrEqual(Date.parse('2027-02-01T00:00:00Z'));
  expect(second.functions['Another']).toBe('App-Another');
  expect(await has(second, 'kept')).toBe(true);
  await second.settle();
  await second.stop();
}, 60_000);

test('two runtimes do not share a directory', async () => {
  const directory = scratch();
  const options = {
    assembly: await assemble(directory),
    dataDir: `${directory}/data`,
    port: 0,
    host: 'worker',
  } as const;
  const cloud = await startCloud(options);
  await expect(startCloud(options)).rejects.toThrow('already runs as process');
  await cloud.stop();
  writeFileSync(join(directory, 'data/lock'), '999999999 1');
  await (await startCloud(options)).stop();
  expect(existsSync(join(directory, 'data/lock'))).toBe(false);
}, 60_000);

test('a template that is not understood does not boot, and leaves nothing running', async () => {
  const directory = scratch();
  const strange = {
    ...resources(),
    Odd: { Type: 'AWS::Neptune::DBCluster' },
    Even: fn('echo', 'ReaderRole', { Layers: [] }),
  };
  const options = { assembly: await assemble(directory, strange), dataDir: `${directory}/data`, port: 0 };
  await expect(startCloud(options)).rejects.toThrow(
    /App\/Odd: the type AWS::Neptune::DBCluster is not known\n.*App\/Even: AWS::Lambda::Function has no property Layers here/,
  );
  expect(existsSync(join(directory, 'data/lock'))).toBe(false);
  expect(existsSync(join(directory, 'data/dynamodb/dynoxide.pid'))).toBe(false);
}, 60_000);

test('a runtime that is killed with its writes under way loses nothing that it acknowledged', async () => {
  const directory = scratch();
  const assembly = await assemble(directory);
  const runtime = new URL('../../../bin/local/runtime.ts', import.meta.url).href;
  const script = `
    import { startCloud } from ${JSON.stringify(runtime)};
    const cloud = await startCloud({ assembly: ${JSON.stringify(assembly)}, dataDir: ${JSON.stringify(`${directory}/data`)}, port: 0 });
    process.stdout.write(cloud.urls.api + '\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().trim());
    }),
  );
  const acknowledged: string[] = [];
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let i = 0; i < 200; i++) {
      const answer = await put(url, `w${writer}-${i}`).catch(() => undefined);
      if (answer?.status !== 201) return;
      acknowledged.push(`w${writer}-${i}`);
      if (acknowledged.length === 60) child.kill('SIGKILL');
    }
  });
  await Promise.all(writers);
  await gone;
  expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  const orphan = Number(readFileSync(join(directory, 'data/dynamodb/dynoxide.pid'), 'utf8'));
  const cloud = await startCloud({ assembly, dataDir: `${directory}/data`, port: 0, host: 'worker' });
  const command = `/proc/${orphan}/cmdline`;
  expect(existsSync(command) ? readFileSync(command, 'utf8') : '').toBe('');
  await cloud.settle();
  for (const key of acknowledged) {
    expect(await has(cloud, key), key).toBe(true);
    expect(await has(cloud, `copy:${key}`), `copy of ${key}`).toBe(true);
  }
  await cloud.stop();
}, 60_000);
