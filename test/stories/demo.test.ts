/** What `npm start` shows: weeks of the demo company by the public API alone. Its e-invoices go before the official rules with the others. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client, type Client } from '../../bin/demo/client.ts';
import { KEYS, TENANT } from '../../bin/demo/company.ts';
import { daysOf } from '../../bin/demo/habits.ts';
import { fillDemoVault, openCompany, startDemo } from '../../bin/demo/open.ts';
import { play } from '../../bin/demo/play.ts';
import { summary, timeline } from '../../bin/demo/print.ts';
import { COMPANY } from '../../bin/demo/scenes.ts';
import { whatIf } from '../../bin/demo/what-if.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { RunningCloud } from '../../bin/local/options.ts';
import type { Export } from '../../shared/exports/export.ts';
import { keepEInvoices, keepLake, keepReports } from '../support/made.ts';
import { keepUsage } from '../support/usage.ts';

type File = Omit<Export, 'key'> & { url?: string };

const PLAN = { months: 1, customers: 8, seed: 5, until: '2026-07-06' };
const dir = mkdtempSync(join(tmpdir(), 'quittance-demo-'));
let cloud: RunningCloud;
let desk: Client;

beforeAll(async () => {
  cloud = await startDemo({
    dataDir: dir,
    port: 0,
    startAt: `${daysOf(PLAN)[0]}T06:00:00Z`,
    idle: ['AskAttempts'],
  });
  await fillDemoVault(cloud, TENANT);
  const keys = await openCompany(cloud, { tenant: TENANT, entities: [COMPANY], keys: KEYS });
  desk = client({ api: cloud.urls.api, console: cloud.urls.console, keys });
  await play(PLAN, desk, { progress: () => {}, saved: () => {} });
}, 600_000);

afterAll(async () => {
  await cloud.stop();
  keepEInvoices(dir);
  keepLake(dir, TENANT);
  rmSync(dir, { recursive: true, force: true });
  keepUsage(cloud);
});

describe('a month of the demo company', () => {
  test('leaves nothing that the doctor finds', async () => {
    expect(examine(await running(cloud.urls))).toEqual([]);
  });

  test('is told as it went: orders, invoices and payments, and what is open is what the ledger says', async () => {
    const [, ...counts] = /2026-06 +(\d+) +(\d+) +(\d+)/.exec(await timeline(desk))!.map(Number);
    expect(Math.min(...counts)).toBeGreaterThan(1);
    const books = [...(await summary(desk)).matchAll(/open (\S+) +control account (\S+)/g)];
    expect(books.length).toBeGreaterThan(1);
    for (const [, open, control] of books) expect(open).toBe(control);
  });

  test('is lived again under milder reminders, and comes to what it was under its own', async () => {
    const { told, page } = await whatIf(desk);
    expect(told).toMatch(/messages +0 +[1-9]/);
    expect(told).toContain('counts as many reminders as went out for 14 of 14 invoices');
    expect(page).toContain('Reminders under two policies');
  });

  test('is taken away in every format, each with what it comes to, and kept for strangers’ readers', async () => {
    const wanted = [
      ...(['csv', 'xlsx', 'jsonl', 'parquet'] as const).map((format) => ({ kind: 'ledger_journal', format })),
      { kind: 'open_items', format: 'xlsx' },
    ];
    const asked = await Promise.all(
      wanted.map((body) =>
        desk.post<File>('/v1/exports', `${body.kind} ${body.format}`, { ...body, from: '2026-01-01' }),
      ),
    );
    await desk.control('/control/settle', {});
    const made = await Promise.all(asked.map(({ id }) => desk.get<File>(`/v1/exports/${id}`)));
    const files = await Promise.all(
      made.map(async ({ url }) => Buffer.from(await (await fetch(url!)).arrayBuffer())),
    );
    for (const [at, { state, format, sha256, rows }] of made.entries()) {
      const hash = createHash('sha256').update(files[at]!).digest('hex');
      expect([state, format, sha256]).toEqual(['READY', wanted[at]!.format, hash]);
      expect(rows).toBeGreaterThan(0);
    }
    const named = wanted.map(({ kind, format }, at) => [`${kind}.${format}`, files[at]!] as const);
    const [ageing, balance] = await Promise.all([desk.get('/v1/ageing'), desk.get('/v1/trial-balance')]);
    keepReports(Object.fromEntries(named), { made, ageing, balance });
  });
});
