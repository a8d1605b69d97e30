/** The database, the cloud and the whole process are killed in the middle of traffic: what was acknowledged is there again. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DeleteItemCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { DynamoDB } from '../../bin/local/services/dynamodb.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { World } from '../support/world.ts';
import { openWorld, Traveller } from './road.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const quiet = () => world.passes(45 * 60_000);
const findings = async () => examine(await running(world.cloud.urls, 0));

/** Orders that come in at once, with something happening between; then one statement pays them all. */
const traffic = async (
  name: string,
  count: number,
  meanwhile: () => Promise<unknown>,
): Promise<Traveller> => {
  const buyer = new Traveller(world, name);
  await buyer.isIntroduced();
  const buys = async (_: unknown, index: number) => {
    await buyer.orders(`O${index}`, ['10.00']);
    await buyer.isDelivered(`O${index}`, 'all');
  };
  await Promise.all([...Array.from({ length: count }, buys), meanwhile()]);
  await quiet();
  const owed = await buyer.owes();
  expect(owed).toHaveLength(count);
  await buyer.statement(owed.map(({ open, number }) => ({ minor: open.minor, text: number })));
  return buyer;
};
const isPaid = async (buyer: Traveller): Promise<void> => {
  await quiet();
  expect(await buyer.owes()).toEqual([]);
  expect(await findings()).toEqual([]);
};

/** A call that was under way when the database died is told so; one that comes after finds the next database. */
const backAgain = async (engine: DynamoDB['engine']): Promise<void> => {
  for (let tries = 1; ; tries++) {
    const answered = await engine.call('ListTables', {}).then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (tries === 10) throw new Error('the database is not back');
  }
};

test('the database is killed again and again in the middle of traffic: nothing is lost, nothing is done twice', async () => {
  const { engine } = world.cloud.service<DynamoDB>('dynamodb');
  const victims = new Set<number>();
  const buyer = await traffic('Database', 8, async () => {
    for (let round = 0; round < 3; round++) {
      const pid = engine.pid()!;
      victims.add(pid);
      process.kill(pid, 'SIGKILL');
      await backAgain(engine);
    }
  });
  process.kill(engine.pid()!, 'SIGKILL');
  await isPaid(buyer);
  expect(victims.size).toBe(3);
});

test('the whole cloud is stopped with its queues full and started again: it goes on where it was', async () => {
  const buyer = await traffic('Restart', 6, async () => undefined);
  await world.restart();
  await isPaid(buyer);
});

interface Endpoints {
  readonly api: string;
  readonly console: string;
  readonly dynamodb: string;
  readonly keys: Record<string, string>;
}
/** `npm start` as a process of its own, that can be killed. */
const started = async (data: string): Promise<{ child: ChildProcess; urls: Endpoints; ms: number }> => {
  const file = join(data, 'endpoints.json');
  rmSync(file, { force: true });
  const began = performance.now();
  const args = ['bin/local.ts', '--no-demo', '--data', data, '--port', '0', '--idle', 'AskAttempts'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the cloud ended with ${child.exitCode}`);
    if (existsSync(file)) {
      const urls = read(file);
      const up =
        urls &&
        (await fetch(`${urls.api}/openapi.json`).then(
          (answer) => answer.ok,
          () => false,
        ));
      if (urls && up) return { child, urls, ms: performance.now() - began };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const read = (file: string): Endpoints | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
  } catch {
    // Half written.
    return undefined;
  }
};
const dead = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
const doctor = (data: string): Promise<{ code: number; stdout: string }> =>
  promisify(execFile)(process.execPath, ['bin/doctor.ts', '--data', data]).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: unknown) => error as { code: number; stdout: string },
  );

/** The part of World that a Traveller uses, on a cloud in another process. */
const desk = ({ api, console, keys }: Endpoints) => ({
  ask: async <T>(
    method: string,
    path: string,
    key: string,
    idem?: string,
    body?: unknown,
  ): Promise<T | undefined> => {
    const headers = {
      authorization: `Bearer ${keys[key]}`,
      ...(idem !== undefined && { 'idempotency-key': idem }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(api + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as T) : undefined;
  },
  passes: async (by: string): Promise<void> => {
    await fetch(`${console}/control/clock`, { method: 'POST', body: JSON.stringify({ by }) });
  },
});

test('kill -9 of the runtime, then of runtime and database, under load: every acknowledged write is there, and work goes on', async () => {
  const data = mkdtempSync(join(tmpdir(), 'quittance-kill-'));
  let { child, urls } = await started(data);
  const customer = await desk(urls).ask<{ id: string }>('PUT', '/v1/customers/crm/K', 'partner', undefined, {
    name: 'K',
    address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: ['k@customer.example'],
    language: 'en',
    currency: 'EUR',
    ibans: [],
  });
  await desk(urls).ask('PUT', `/v1/customers/${customer!.id}/credit`, 'partner', undefined, {
    limit: { minor: 100_000_000, currency: 'EUR' },
  });
  const acknowledged = new Map<number, string>();
  const delivered = new Set<number>();
  let serial = 0;
  /** Four clients that order and deliver until the cloud is gone. */
  const load = async (until: number): Promise<void> => {
    const { ask } = desk(urls);
    const client = async () => {
      for (let failed = false; !failed;) {
        const n = ++serial;
        const order = await ask<{ id: string }>(
          'POST',
          '/v1/orders',
          'partner',
          `o-${n}`,
          orderOf(n, customer!.id),
        );
        if (order) acknowledged.set(n, order.id);
        const done =
          order && (await ask('POST', `/v1/orders/${order.id}/fulfilments`, 'partner', `f-${n}`, {}));
        if (done) delivered.add(n);
        failed = !done;
      }
    };
    const clients = Array.from({ length: 4 }, client);
    while (delivered.size < until) await new Promise((resolve) => setTimeout(resolve, 5));
    const database = Number(readFileSync(join(data, 'dynamodb', 'dynoxide.pid'), 'utf8'));
    await dead(child);
    if (until > 8) process.kill(database, 'SIGKILL');
    await Promise.all(clients);
  };
  const restarts: number[] = [];
  for (const until of [8, 16]) {
    await load(until);
    const again = await started(data);
    ({ child, urls } = again);
    restarts.push(Math.round(again.ms));
  }
  console.log(
    `acknowledged ${acknowledged.size} orders, ${delivered.size} deliveries; restarts took ${restarts.join(' and ')} ms`,
  );
  const { ask, passes } = desk(urls);
  // Nothing that was acknowledged is lost, and whoever got no answer asks again under the same key.
  for (let n = 1; n <= serial; n++) {
    const known = acknowledged.get(n);
    const order = await ask<{ id: string }>(
      'POST',
      '/v1/orders',
      'partner',
      `o-${n}`,
      orderOf(n, customer!.id),
    );
    expect([n, order?.id]).toEqual([n, known ?? order?.id]);
    expect(order?.id).toBeDefined();
    await ask('POST', `/v1/orders/${order!.id}/fulfilments`, 'partner', `f-${n}`, {});
  }
  // Due on the day itself: the daily job finds them, so schedules go on as well as queues.
  await passes('P5D');
  const { data: invoices } = (await ask<{ data: InvoiceView[] }>(
    'GET',
    '/v1/invoices?limit=100',
    'finance',
  ))!;
  expect(invoices).toHaveLength(serial);
  expect(invoices.filter(({ delivery }) => delivery?.state !== 'DELIVERED')).toEqual([]);
  expect(invoices.filter(({ reminded }) => reminded !== 1)).toEqual([]);
  expect(restarts.every((ms) => ms < 60_000)).toBe(true);
  expect(await doctor(data)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('queues and mails): 0 findings'),
  });

  // On what the dead leave behind the doctor looks as well, and finds what is not right in it.
  const client = new DynamoDBClient({
    endpoint: urls.dynamodb,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  const lost = { pk: { S: `demo#INV#${invoices[0]!.id}` }, sk: { S: 'SNAP' } };
  await client.send(new DeleteItemCommand({ TableName: TableNames![0]!, Key: lost }));
  await dead(child);
  const broken = await doctor(data);
  expect(broken.code).toBe(1);
  expect(broken.stdout).toContain(`demo ${invoices[0]!.number}`);
  expect(broken.stdout).toContain('invoice.snapshot: 1');
  rmSync(data, { recursive: true, force: true });
}, 300_000);

const orderOf = (n: number, id: string) => ({
  source: 'shop',
  sourceOrderId: `K-${n}`,
  customer: { id },
  currency: 'EUR',
  paymentTermsDays: 0,
  lines: [{ sku: 'T', description: 'Tea', quantity: '1', unitPrice: '10.00', taxClass: 'standard' }],
});
