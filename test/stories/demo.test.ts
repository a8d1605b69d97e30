/** What `npm start` shows: weeks of the demo company by the public API alone. Its e-invoices go before the official rules with the others. */
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
import { keepEInvoices } from '../support/made.ts';
import { keepUsage } from '../support/usage.ts';

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
});
