/** Files that are asked for, on a real table and bucket: by the night, by a person, by whoever has a link. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Export } from '../../../shared/exports/export.ts';
import type { ReportSchedule, ReportSchedules } from '../../../shared/exports/schedule.ts';
import { carriedKey, carriedOf } from '../../../shared/insights/carried.ts';
import { putInvoice } from '../../../shared/invoices/store.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { gatesOf } from '../../../shared/kernel/period.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { putPeriod } from '../../../shared/ledger/store.ts';
import { deps as depsOf, openBooks, tenantInput } from '../bank/books.ts';
import { anInvoice } from '../../support/drawn.ts';
import { invoice, paid } from '../insights/booked.ts';
import { unzipped } from './unzipped.ts';

let books: Awaited<ReturnType<typeof openBooks>>;
let exporting: typeof import('../../../shared/exports/actions.ts');
let table: typeof import('../../../shared/runtime/table.ts');
let store: typeof import('../../../shared/exports/store.ts');
let access: typeof import('../../../shared/access/actions.ts');
beforeAll(async () => {
  books = await openBooks();
  exporting = await import('../../../shared/exports/actions.ts');
  table = await import('../../../shared/runtime/table.ts');
  store = await import('../../../shared/exports/store.ts');
  access = await import('../../../shared/access/actions.ts');
});
afterAll(() => books.close());

const opened = async (tenant: string, now = '2026-01-01T09:00:00.000Z') => {
  await access.openTenant({ ...tenantInput, tenant }, depsOf({ tenant, now }));
  return (at: string, more: object = {}) => depsOf({ tenant, now: at, ...more });
};

/** As they are committed: in the book, and in the order of the commits. */
const put = async (tenant: string, entries: readonly Booked[]) => {
  for (const [n, { id: _, at, actor, ...entry }] of entries.entries()) {
    const id = idFrom('act', Date.parse(at), new Uint8Array(10).fill(n));
    const act = {
      pk: `${tenant}#BOOK#${entry.on.slice(0, 7)}`,
      sk: `${entry.on}#${id}`,
      g1p: `${tenant}#FACTS#${at.slice(0, 7)}`,
      g1s: id,
      kind: 'act',
      entry,
      id,
      at,
      actor,
    };
    await table.write({ put: act, clash: 'table.stale', about: id });
  }
};

test.each(['said', 'stored before each had its own time'])(
  'what was there keeps its month-end when another schedule is added in that night (%s)',
  async (form) => {
    const tenant = form === 'said' ? 'anew' : 'older';
    const on = await opened(tenant);
    const monthly: ReportSchedule = { name: 'monthly', kind: 'ageing', entity: 'main', every: 'month' };
    const added: ReportSchedule = { ...monthly, name: 'added', kind: 'unapplied' };
    const [first, edited] = ['2026-01-10T09:00:00.000Z', '2026-02-28T23:30:00.000Z'];
    await exporting.actions.setReportSchedules({ schedules: [monthly] } as never, on(first));
    if (form !== 'said') {
      const old = { version: 2, schedules: [monthly], at: first } satisfies ReportSchedules;
      await table.write(store.putReportSchedules(tenant, old));
    }
    // Half past midnight in Berlin; the night comes later.
    await exporting.actions.setReportSchedules({ schedules: [monthly, added] } as never, on(edited));
    for (const day of [1, 2, 3, 4]) await exporting.requestNightly(on(`2026-03-0${day}T02:00:00.000Z`));
    const made = (await table.all(store.exportsOf(tenant)))
      .filter((file): file is Export & { schedule: string } => file.schedule !== undefined)
      .map(({ schedule, from, to }) => [schedule, from, to]);
    expect(made).toEqual([['monthly', '2026-02-01', '2026-02-28']]);

    // Of another company, kind or rhythm it is another schedule, and begins anew.
    const other = { schedules: [{ ...monthly, every: 'week' }, added] };
    const said = await exporting.actions.setReportSchedules(other as never, on('2026-03-05T09:00:00.000Z'));
    expect(said).toMatchObject({ value: { since: { monthly: '2026-03-05T09:00:00.000Z', added: edited } } });
  },
);

const RECIPIENTS = [{ email: 'ines@firm.example', language: 'de' }];
const readyFor = async (on: Awaited<ReturnType<typeof opened>>, now: string) => {
  const { buildExport } = await import('../../../shared/exports/building.ts');
  const asked = { kind: 'open_items', recipients: RECIPIENTS };
  const file = await exporting.actions.createExport(asked as never, on(now));
  if (!file.ok) throw new Error(file.detail);
  await buildExport({ exportId: file.value.id }, on(now));
  return file.value.id;
};

test('who withdraws links is not handed the file, neither then nor when the answer is told again', async () => {
  const now = '2026-03-05T09:00:00.000Z';
  const on = await opened('withdrawing');
  const id = await readyFor(on, now);
  expect(await exporting.actions.getExport({ id } as never, on(now))).toHaveProperty('value.url');
  const once = { key: 'again', inputHash: 'h', status: 200 };
  const answer = await exporting.actions.withdrawLinks(
    { id, reason: 'too early' } as never,
    on(now, { once }),
  );
  expect(answer).toMatchObject({ value: { id, recipients: [{ withdrawn: { reason: 'too early' } }] } });
  expect(answer).not.toHaveProperty('value.url');
  const { keptOnce } = await import('../../../shared/runtime/once.ts');
  const again = JSON.parse((await table.read(keptOnce('withdrawing', once.key)))!.answer);
  expect([again.id, again.url]).toEqual([id, undefined]);
});

test('a link that is fetched again within a minute is no other act, and one that was fetched 200 times opens nothing', async () => {
  const { answerFile } = await import('../../../shared/exports/showing.ts');
  const { fileToken } = await import('../../../shared/exports/token.ts');
  const { secret } = await import('../../../shared/runtime/secrets.ts');
  const { instant } = await import('../../../shared/runtime/context.ts');
  const tenant = 'fetching';
  const id = await readyFor(await opened(tenant), instant());
  const token = fileToken(await secret('linkKey'), { tenant, exportId: id, recipient: 1 });
  const statusOf = async (method: 'GET' | 'POST') =>
    (await answerFile(token, { routeKey: `${method} /report/{token}`, headers: {} } as never)).statusCode;
  const used = async () => (await table.read(store.useOf(tenant, id, 1)))!;
  const before = async (minutes: number, fetched: number) => {
    const openedAt = new Date(Date.parse(instant()) - minutes * 60_000).toISOString();
    const use = await used();
    await table.write(store.putUse(tenant, { ...use, version: use.version + 1, opened: fetched, openedAt }));
  };
  expect([await statusOf('POST'), await statusOf('POST'), await statusOf('POST')]).toEqual([303, 303, 303]);
  expect((await used()).opened).toBe(1);
  await before(2, 199);
  expect([await statusOf('POST'), await statusOf('POST'), (await used()).opened]).toEqual([303, 303, 200]);
  await before(2, 200);
  expect([await statusOf('GET'), await statusOf('POST'), (await used()).opened]).toEqual([404, 404, 200]);
});

describe('a file of what is open', () => {
  const tenant = 'closing';
  const now = '2026-03-05T09:00:00.000Z';
  const seal = 'a'.repeat(64);
  const ours = ({ lines, ...entry }: Booked, serial: number): Booked => ({
    ...entry,
    lines: lines.map((line) => ({ ...line, ...(line.invoiceId && { invoiceId: anInvoice(serial, 1).id }) })),
  });
  const january = [
    ours(invoice(1, '2026-01-05', '2026-01-19', 10_000), 1),
    ours(invoice(2, '2026-01-06', '2026-02-20', 500), 2),
    ours(paid(2, '2026-01-20', '2026-02-20', 100), 2),
  ];
  const february = [
    ours(paid(2, '2026-02-20', '2026-02-20', 400), 2),
    ours(invoice(4, '2026-02-21', '2026-03-21', 900), 4),
  ];
  const unseen = ours(invoice(7, '2026-01-30', '2026-02-13', 77_700), 7);
  const bytesFor = async (kind: string) => {
    const { buildExport } = await import('../../../shared/exports/building.ts');
    const { bytesOf } = await import('../../../shared/runtime/blobs.ts');
    const own = depsOf({ tenant, now });
    const asked = { kind, from: '2026-02-01', to: '2026-02-28' };
    const file = await exporting.actions.createExport(asked as never, own);
    if (!file.ok) throw new Error(file.detail);
    await buildExport({ exportId: file.value.id }, own);
    const made = (await table.read(store.exportById(tenant, file.value.id)))!;
    return Buffer.from(await bytesOf(made.key!)).toString();
  };
  const gates = async (version: number, closed?: string) => {
    for (const write of gatesOf(tenant, 'main', { version, ...(closed && { closed }) }))
      await table.write(write);
  };
  beforeAll(async () => {
    const { keep } = await import('../../../shared/runtime/blobs.ts');
    await opened(tenant);
    await put(tenant, [...january, ...february]);
    for (const serial of [1, 2, 4]) {
      const head = anInvoice(serial, 1, { number: `INV-${serial}`, version: 1 });
      await table.write(putInvoice(tenant, head));
    }
    await keep(
      carriedKey(tenant, 'main', '2026-01', seal),
      carriedOf(january, '2026-01-31'),
      'application/gzip',
    );
    const snapshot = { entries: 3, kinds: {}, balances: [], openItems: [] };
    const sums = { entries: 3, digest: seal, snapshotDigest: seal, previous: seal, seal };
    const period = { entity: 'main', month: '2026-01', version: 1, state: 'CLOSED' as const, adjustments: 0 };
    const closed = { at: '2026-02-02T09:00:00.000Z', snapshot, seal: sums };
    await table.write(putPeriod(tenant, { ...period, closed, history: [] }));
  });

  test('goes on from what a closed month left, says the same, and reads none of its entries', async () => {
    const kinds = ['open_items', 'ageing', 'unapplied', 'statements'];
    const said = await Promise.all(kinds.map(bytesFor));
    expect(said[0]!.split('\n')[1]).toMatch(/^INV-1,cus_1,,2026-01-05,2026-01-19,40,100\.00,EUR/);
    await gates(1, '2026-01');
    expect(await Promise.all(kinds.map(bytesFor))).toEqual(said);
    // Nothing comes into a closed month: what is put there by force is not seen before it is open again.
    await put(tenant, [{ ...unseen, at: '2026-01-31T09:00:00.000Z' }]);
    expect(await Promise.all(kinds.slice(0, 2).map(bytesFor))).toEqual(said.slice(0, 2));
    await gates(2);
    expect(await bytesFor('open_items')).toContain('777.00');
  });

  test('is made of all entries where what was settled long ago moves again', async () => {
    const back = ours(paid(99, '2026-02-25', '2026-02-20', -300), 99);
    await put(tenant, [{ ...back, at: '2026-02-25T10:00:00.000Z' }]);
    const said = await bytesFor('open_items');
    await gates(3, '2026-01');
    expect(await bytesFor('open_items')).toBe(said);
  });
});

describe('batches of the journal', () => {
  /** Entries that were committed at these moments, each booked on its day. */
  const book = (tenant: string, all: readonly (readonly [at: string, on: string])[]) =>
    put(
      tenant,
      all.map(([at, on], n) => ({ ...invoice(n, on, '2026-12-01', 100 + n), at })),
    );
  const next = async (on: Awaited<ReturnType<typeof opened>>, now: string, format = 'jsonl') => {
    const asked = await exporting.actions.createExport({ kind: 'journal_batch', format } as never, on(now));
    if (!asked.ok) return asked.code;
    const { buildExport } = await import('../../../shared/exports/building.ts');
    const before = books.fault.calls;
    await buildExport({ exportId: asked.value.id }, on(now));
    const calls = books.fault.calls - before;
    const { id } = asked.value;
    return { calls, ...(await table.read(store.exportById(on(now).tenant, id)))! };
  };

  test('what came in a longer time is in two that follow each other, and years of nothing are in none', async () => {
    const on = await opened('late', '2024-01-01T09:00:00.000Z');
    const came = ['2026-02-03', '2026-02-20', '2026-03-05', '2026-03-07', '2026-04-01'];
    await book(
      'late',
      came.map((day) => [`${day}T01:00:00.000Z`, day]),
    );
    const now = '2026-04-02T09:00:00.000Z';
    const [one, two, none] = [await next(on, now), await next(on, now), await next(on, now)];
    expect([one, two, none]).toMatchObject([
      { batch: { number: 1, entries: 3 }, from: '2026-02-03', to: '2026-03-06' },
      { batch: { number: 2, entries: 2 }, from: '2026-03-07', to: '2026-04-02' },
      'exports.nothing_new',
    ]);
  });

  test('is not asked for in a format that does not take the accountant’s numbers', async () => {
    const on = await opened('unfit');
    const now = '2026-03-05T09:00:00.000Z';
    await book('unfit', [['2026-03-01T09:00:00.000Z', '2026-03-01']]);
    const accounts = [{ account: 'bank', number: 'K-16' }];
    await exporting.actions.setChart({ entity: 'main', accounts } as never, on(now));
    const refusal = {
      code: 'exports.format',
      errors: [{ pointer: '/format', detail: 'bank has K-16: must be 1 to 9 digits' }],
    };
    const asked = { kind: 'journal_batch', format: 'datev' };
    expect(await exporting.actions.createExport(asked as never, on(now))).toMatchObject(refusal);
    const schedules = [
      { name: 'stacks', kind: 'ledger_journal', format: 'datev', entity: 'main', every: 'month' },
    ];
    expect(await exporting.actions.setReportSchedules({ schedules } as never, on(now))).toMatchObject({
      ...refusal,
      errors: [{ ...refusal.errors[0], pointer: '/schedules/0/format' }],
    });
    expect(await next(on, now)).toMatchObject({ batch: { number: 1 } });
  });

  test('a stack for each of six months is made in the calls of one', async () => {
    const months = [1, 2, 3, 4, 5, 6];
    const calls = [];
    for (const span of [1, 6]) {
      const on = await opened(`span${span}`);
      const days = months.map((month) => `2026-0${Math.min(month, span)}-1${month}`);
      await book(
        `span${span}`,
        days.map((day) => ['2026-07-01T01:00:00.000Z', day]),
      );
      const made = await next(on, '2026-07-01T09:00:00.000Z', 'datev');
      if (typeof made === 'string') throw new Error(made);
      expect(made).toMatchObject({ state: 'READY', rows: 6, batch: { entries: 6 } });
      const { bytesOf } = await import('../../../shared/runtime/blobs.ts');
      const parts = unzipped(Buffer.from(await bytesOf(made.key!)), 'latin1');
      expect(Object.keys(parts)).toEqual(
        months.slice(0, span).map((month) => `EXTF_Buchungsstapel_2026-0${month}_1.csv`),
      );
      expect(Object.values(parts)[0]).toContain(';"Batch 1 01/2026";');
      expect(Object.values(parts).map((text) => text.match(/;"Buchung";/g)!.length)).toEqual(
        span === 1 ? [6] : months.map(() => 1),
      );
      calls.push(made.calls);
    }
    expect(calls[1]).toBe(calls[0]);
  });
});
