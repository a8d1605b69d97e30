/** A CRM or ERP keeps up: what changed since, told once at least and never passed over, and a table of how things stand there. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Change, Link } from '../../shared/sync/link.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-30T09:00:00Z', {}, {}, { jobs: ['SealActs'] });
});
afterAll(() => world.close());

interface Page {
  data: Change[];
  hasMore: boolean;
  nextCursor: string;
}
const page = (since?: string, limit = 100) =>
  world.get<Page>(
    `/v1/changes?limit=${limit}${since === undefined ? '' : `&since=${encodeURIComponent(since)}`}`,
    'partner',
  );
const follow = async (since: string | undefined, limit?: number) => {
  const changes: Change[] = [];
  for (let at = since; ;) {
    const { data, hasMore, nextCursor } = await page(at, limit);
    // The nightly seal comes in between; seals.test.ts tells of it.
    changes.push(...data.filter(({ type }) => type !== 'audit.day_sealed'));
    if (!hasMore) return { changes, cursor: nextCursor };
    at = nextCursor;
  }
};
const put = (path: string, body: unknown) =>
  world.call<Link>('PUT', `/v1/links/${path}`, body, { key: 'partner' });

test('everything that happens is told in its order, over the turn of a month, in pages of any size', async () => {
  const acme = await world.customer('Told');
  await acme.isInvoiced('10.00');
  // What is younger than half a minute is not told yet: a commit under way may still come before it.
  const early = await page();
  await world.passes(31_000);
  const { changes, cursor } = await follow(undefined);
  expect(changes.length).toBeGreaterThan(early.data.length);
  const types = changes.map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining(['customer.saved', 'order.confirmed', 'order.fulfilled', 'invoice.issued']),
  );
  expect(changes.map(({ id }) => id)).toEqual(changes.map(({ id }) => id).toSorted());
  expect(changes.find(({ type }) => type === 'customer.saved')).toMatchObject({
    kind: 'customer',
    subject: acme.id,
    version: 1,
  });
  expect(
    (await follow(early.nextCursor)).changes
      .concat(early.data)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(changes.map(({ id }) => id));
  for (const limit of [1, 2, 7]) expect((await follow(undefined, limit)).changes).toEqual(changes);
  // What our own workers tell each other is nobody's business.
  expect(
    types.filter(
      (type) => /^(webhook|provider)\./.test(type) || type === 'mail.queued' || type === 'intake.kept',
    ),
  ).toEqual([]);

  expect(await page(cursor)).toMatchObject({ data: [], hasMore: false });
  await world.day(3);
  const second = await world.customer('February');
  // Booked on days of its own: it is told when it happened.
  await acme.transfers('3.00', 'no idea');
  await world.passes(31_000);
  const later = await follow(cursor);
  expect(later.changes[0]).toMatchObject({ type: 'customer.saved', subject: second.id });
  expect(later.changes.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['statement.received', 'bank.line_received']),
  );
  expect(later.changes.filter(({ id }) => changes.some((one) => one.id === id))).toEqual([]);
  expect((await follow('2026-02-01T00:00:00Z')).changes).toEqual(later.changes);
  expect((await follow(undefined)).changes).toHaveLength(changes.length + later.changes.length);
});

test('a moment of before the company was opened is its beginning: empty months are not walked', async () => {
  const name = Object.entries(world.cloud.functions).find(([id]) => id.startsWith('Sync'))![1];
  world.cloud.meter.clear();
  const long = await page('1970-01-01T00:00:00Z');
  const queries = world.cloud.meter
    .report()
    .find(({ function: caller, action }) => caller === name && action === 'Query');
  // The story is of January and February.
  expect(queries?.calls).toBeLessThanOrEqual(2);
  expect(long.data).toEqual((await page()).data);
  // A place of ours that is as old, too.
  const place = Buffer.from(`act_${'0'.repeat(26)}`).toString('base64url');
  world.cloud.meter.clear();
  expect((await page(place)).data).toEqual(long.data);
  expect(world.cloud.meter.report().find(({ action }) => action === 'Query')?.calls).toBeLessThanOrEqual(2);
});

test('a place that is not ours is refused', async () => {
  for (const since of [
    'x',
    'YWN0X3g',
    '2026-13-01T00:00:00Z',
    Buffer.from('act_zzzzzzzzzzzzzzzzzzzzzzzzzz').toString('base64url'),
  ])
    expectProblem(
      await world.call('GET', `/v1/changes?since=${encodeURIComponent(since)}`, undefined, {
        key: 'partner',
      }),
      {
        status: 422,
        code: 'sync.since_invalid',
        at: ['/query/since'],
      },
    );
});

test('the mapping table: by our id, by theirs, by what failed', async () => {
  const acme = await world.customer('Linked');
  const path = `erp/customer/${acme.id}`;
  expectProblem(await world.call('GET', `/v1/links/${path}`, undefined, { key: 'partner' }), {
    status: 404,
    code: 'sync.unknown',
  });
  expect((await put(path, { status: 'PENDING' })).body).toMatchObject({
    status: 'PENDING',
    revision: 1,
    failures: 0,
  });
  await put(path, { status: 'FAILED', detail: 'The ERP is closed' });
  expect((await put(path, { status: 'FAILED', detail: 'Still closed' })).body).toMatchObject({
    failures: 2,
    revision: 3,
  });
  const list = (query: string) => world.get<{ data: Link[] }>(`/v1/links/erp?${query}`, 'partner');
  expect((await list('status=FAILED')).data.map(({ id }) => id)).toEqual([acme.id]);
  await put(path, { status: 'SYNCED', externalId: 'K-1001', version: 1 });
  expect((await put(path, { status: 'SYNCED', version: 2 })).body).toMatchObject({
    externalId: 'K-1001',
    failures: 0,
    version: 2,
  });
  expect((await list('status=FAILED')).data).toEqual([]);
  expect((await list('externalId=K-1001')).data).toMatchObject([{ id: acme.id }]);
  expect((await list('externalId=K-100')).data).toEqual([]);
  expect((await world.get<{ data: Link[] }>('/v1/links/crm', 'partner')).data).toEqual([]);
  await changesNothing(world, async () => {
    expectProblem(await put(`erp/order/${acme.id}`, { status: 'SYNCED' }), {
      status: 422,
      code: 'sync.kind_mismatch',
      at: ['/path/id'],
    });
    expectProblem(await put(path, { status: 'DONE' }), {
      status: 422,
      code: 'request.invalid',
      at: ['/status'],
    });
  });
});

test('the example of a nightly sync: all customers and invoices arrive, what fails is tried again the next night', async () => {
  const acme = await world.customer('Nightly');
  await acme.isInvoiced('10.00');
  await world.passes(31_000);
  const erp = new Map<string, unknown>();
  let closed = '';
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const thing = JSON.parse(Buffer.concat(parts).toString()) as { id: string };
      if (thing.id === closed) return response.writeHead(503).end();
      erp.set(thing.id, thing);
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id: `ERP-${thing.id.slice(-6)}` }));
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const night = () =>
    promisify(execFile)(process.execPath, ['bin/nightly-sync.ts'], {
      env: {
        ...process.env,
        QUITTANCE_API: world.cloud.urls.api,
        QUITTANCE_KEY: world.keys['partner'],
        ERP_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        SYNC_STATE: `${world.dir}/cursor.txt`,
      },
    });
  const customers = await world.all<{ id: string }>('/v1/customers');
  const invoices = await world.all<{ id: string }>('/v1/invoices');
  closed = acme.id;
  expect((await night()).stdout).toMatch(/1 failed/);
  expect([...erp.keys()].toSorted()).toEqual(
    [...customers, ...invoices]
      .map(({ id }) => id)
      .filter((id) => id !== closed)
      .toSorted(),
  );
  expect(await world.get(`/v1/links/erp/customer/${acme.id}`, 'partner')).toMatchObject({
    status: 'FAILED',
    failures: 1,
    detail: expect.stringContaining('503'),
  });
  closed = '';
  erp.clear();
  expect((await night()).stdout).toMatch(/1 synced, 0 failed/);
  expect([...erp.keys()]).toEqual([acme.id]);
  expect(await world.get(`/v1/links/erp/customer/${acme.id}`, 'partner')).toMatchObject({
    status: 'SYNCED',
    externalId: `ERP-${acme.id.slice(-6)}`,
    version: 1,
  });
  expect((await night()).stdout).toMatch(/0 synced, 0 failed/);
  server.close();
});
