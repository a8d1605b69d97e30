/** Files on a real table and bucket: killed at every call, built again, and too long for one part of an upload. */
import { createHash } from 'node:crypto';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Export, ExportFormat } from '../../../shared/exports/export.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { deps as depsOf, openBooks, TENANT, tenantInput } from '../bank/books.ts';
import { invoice, paid } from '../insights/booked.ts';
import { unzipped } from './unzipped.ts';

let books: Awaited<ReturnType<typeof openBooks>>;
let exporting: typeof import('../../../shared/exports/actions.ts');
let building: typeof import('../../../shared/exports/building.ts');
let table: typeof import('../../../shared/runtime/table.ts');
let blobs: typeof import('../../../shared/runtime/blobs.ts');
let store: typeof import('../../../shared/exports/store.ts');
const deps = depsOf();

/** Two months of invoices, each with a payment. */
const ENTRIES: Booked[] = Array.from({ length: 120 }, (_, at) => {
  const on = `2026-0${1 + Math.floor(at / 60)}-1${at % 9}`;
  return at % 2 === 0 ? invoice(at, on, '2026-02-20', 100 + at) : paid(at - 1, on, '2026-02-20', 50 + at);
});
const book = async (entries: readonly Booked[]) => {
  for (const { id, at, actor, ...entry } of entries) {
    const put = {
      pk: `${TENANT}#BOOK#${entry.on.slice(0, 7)}`,
      sk: `${entry.on}#${id}`,
      kind: 'act',
      entry,
      id,
      at,
      actor,
    };
    await table.write({ put, clash: 'table.stale', about: id });
  }
};
beforeAll(async () => {
  books = await openBooks();
  exporting = await import('../../../shared/exports/actions.ts');
  building = await import('../../../shared/exports/building.ts');
  table = await import('../../../shared/runtime/table.ts');
  blobs = await import('../../../shared/runtime/blobs.ts');
  store = await import('../../../shared/exports/store.ts');
  await book(ENTRIES);
});
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0, when: 'before', killed: false }));
afterAll(() => books.close());

const RECIPIENTS = [
  { email: 'ines@firm.example', language: 'de' },
  { email: 'kai@firm.example', language: 'en' },
];
/** As `GET /v1/exports/{id}` says it. */
const toldOf = async (id: string) => {
  const found = await exporting.actions.getExport({ id } as never, deps);
  return found.ok ? (found.value.recipients ?? []) : [];
};

const asked = async (format: ExportFormat, kind: 'ledger_journal' | 'open_items' = 'ledger_journal') => {
  const file = await exporting.actions.createExport(
    { kind, format, from: '2026-01-01', to: '2026-03-01', recipients: RECIPIENTS } as never,
    deps,
  );
  if (!file.ok) throw new Error(file.detail);
  return file.value.id;
};
const kept = async (id: string): Promise<Export> => (await table.read(store.exportById(TENANT, id)))!;
const build = (id: string) => building.buildExport({ exportId: id }, deps);
const bytesOf = async (id: string): Promise<Buffer> =>
  Buffer.from(await blobs.bytesOf((await kept(id)).key!));

test.each(['csv', 'xlsx', 'jsonl', 'parquet'] as const)(
  '%s: rows, totals and fingerprint are of the bytes that are kept, and another build of the same books has the same',
  async (format) => {
    const ids = [await asked(format), await asked(format)];
    for (const id of ids) expect(await build(id)).toEqual({ ok: true, value: undefined });
    const [first, second] = await Promise.all(ids.map(kept));
    expect(first).toMatchObject({
      state: 'READY',
      rows: 240,
      controlTotals: [{ currency: 'EUR', minor: 0 }],
      sha256: createHash('sha256')
        .update(await bytesOf(ids[0]!))
        .digest('hex'),
    });
    expect([second!.sha256, second!.rows]).toEqual([first!.sha256, first!.rows]);
    expect(first).not.toHaveProperty('progress');
  },
);

test('for accountants: stacks by month and an audit file have every entry, and another build of the same is the same', async () => {
  for (const format of ['datev', 'saft'] as const) {
    const id = await asked(format);
    expect(await build(id)).toEqual({ ok: true, value: undefined });
    const { rows, controlTotals, key, requestedAt } = await kept(id);
    expect([rows, key!.endsWith('.zip')]).toEqual([120, true]);
    const debits = ENTRIES.flatMap(({ lines }) => lines).reduce(
      (sum, { minor }) => sum + Math.max(0, minor),
      0,
    );
    expect(controlTotals).toEqual([{ currency: 'EUR', minor: debits }]);
    const parts = unzipped(await bytesOf(id), 'latin1');
    expect(Object.keys(parts)).toEqual(
      format === 'saft'
        ? ['saft-EUR.xml']
        : ['EXTF_Buchungsstapel_2026-01_1.csv', 'EXTF_Buchungsstapel_2026-02_1.csv'],
    );
    const text = Object.values(parts).join('');
    expect(text.match(format === 'saft' ? /<Transaction>/g : /;"Buchung";/g)).toHaveLength(120);
    if (format === 'saft') expect(text).toContain('<NumberOfEntries>120</NumberOfEntries>');
    const again = await asked(format);
    const file = await kept(again);
    await table.write(store.putExport(TENANT, { ...file, version: 2, requestedAt }));
    await build(again);
    expect((await kept(again)).sha256).toBe((await kept(id)).sha256);
  }
});

describe('the lake', () => {
  const [OPENED, DAYS] = ['2026-02-03', 4];
  const actOn = (day: number, at: number) =>
    idFrom('act', Date.parse(OPENED) + day * 86_400_000 + at * 60_000, new Uint8Array(10).fill(at));
  /** Of each day some entries, one of which is booked in the month before; one is on the last millisecond of its day. */
  const lakeEntries = Array.from({ length: DAYS * 5 }, (_, at): Booked => {
    const day = Math.floor(at / 5);
    const on = at % 5 === 4 ? '2026-01-31' : addDays(OPENED, day);
    const id =
      at % 5 === 3
        ? idFrom('act', Date.parse(addDays(OPENED, day + 1)) - 1, new Uint8Array(10))
        : actOn(day, at);
    return { ...invoice(at, on, '2026-03-01', 100 + at), id };
  });
  const tenant = 'lakes';
  const own = (more: object = {}) => ({ ...deps, tenant, ...more });
  let lake: typeof import('../../../shared/exports/filling.ts');
  beforeAll(async () => {
    lake = await import('../../../shared/exports/filling.ts');
    const access = await import('../../../shared/access/actions.ts');
    await access.openTenant({ ...tenantInput, tenant }, own({ now: `${OPENED}T00:00:00.000Z` }));
    for (const { id, at, actor, ...entry } of lakeEntries)
      await table.write({
        put: {
          pk: `${tenant}#BOOK#${entry.on.slice(0, 7)}`,
          sk: `${entry.on}#${id}`,
          g1p: `${tenant}#FACTS#2026-02`,
          g1s: id,
          kind: 'act',
          entry,
          id,
          at,
          actor,
        },
        clash: 'table.stale',
        about: id,
      });
  });

  /** Every file there with its bytes; each is written under its key alone. */
  const filesOf = async () => {
    const files = new Map<string, Buffer>();
    for (const month of ['2026-01', '2026-02'])
      for (let day = 0; day < DAYS; day += 1) {
        const key = `${tenant}/lake/ledger_lines/legal_entity=main/month=${month}/${addDays(OPENED, day)}-1.parquet`;
        const bytes = await blobs.bytesIf(key);
        if (bytes) files.set(key, Buffer.from(bytes));
      }
    return files;
  };
  const entriesIn = async (files: ReadonlyMap<string, Buffer>) => {
    const found: string[] = [];
    for (const [key, bytes] of files) {
      const rows = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
      expect(
        rows.every((row) => key.includes(`month=${(row['booked_on'] as Date).toISOString().slice(0, 7)}/`)),
      ).toBe(true);
      for (const row of rows) expect(key).toContain(`/${String(row['committed_at']).slice(0, 10)}-`);
      found.push(...rows.map((row) => `${row['entry']} ${row['line']}`));
    }
    return found;
  };
  const through = addDays(OPENED, DAYS - 1);
  const begins = async () => {
    const { version = 0 } = (await table.read(store.lakeMark(tenant))) ?? {};
    await table.write(store.putLakeMark(tenant, { version: version + 1, through: addDays(OPENED, -1) }));
  };

  test('has each entry once, by the day of its commit and in the month that it is booked in, killed at any call and filled twice', async () => {
    for (const when of ['before', 'after'] as const)
      for (let at = 1; ; at += 1) {
        await begins();
        Object.assign(books.fault, { at, when, calls: 0, killed: true });
        await lake.fillLake({ through }, own()).catch(() => undefined);
        const struck = books.fault.calls >= at;
        Object.assign(books.fault, { at: 0, killed: false });
        if (!struck) break;
      }
    await lake.fillLake({ through }, own());
    const files = await filesOf();
    expect([...files.keys()].map((key) => key.slice(-28)).toSorted()).toEqual(
      ['2026-01', '2026-02'].flatMap((month) =>
        Array.from({ length: DAYS }, (_, day) => `${month}/${addDays(OPENED, day)}-1.parquet`),
      ),
    );
    expect((await entriesIn(files)).toSorted()).toEqual(
      lakeEntries.flatMap(({ id, lines }) => lines.map((_, n) => `${id} ${n + 1}`)).toSorted(),
    );
    expect(await table.read(store.lakeMark(tenant))).toMatchObject({ through });

    // Once more from the beginning, by two at once: the same bytes under the same names.
    await begins();
    await Promise.all([lake.fillLake({ through }, own()), lake.fillLake({ through }, own())]);
    expect(await filesOf()).toEqual(files);
  });
});

test('an entity that is quiet beside a busy one comes to its batch by asking again, and each entry is in one', async () => {
  const tenant = 'quiet';
  const { batchFor } = await import('../../../shared/exports/batching.ts');
  const access = await import('../../../shared/access/actions.ts');
  const own = { ...deps, tenant };
  const two = [...tenantInput.entities, { ...tenantInput.entities[0]!, id: 'still', series: 'ST' }];
  await access.openTenant(
    { ...tenantInput, tenant, entities: two },
    { ...own, now: '2026-02-03T00:00:00.000Z' },
  );
  for (let at = 0; at < 250; at += 1) {
    const id = idFrom('act', Date.parse('2026-02-03T01:00:00Z') + at * 1_000, new Uint8Array(10));
    const { id: _, at: instant, actor, ...entry } = invoice(at, '2026-02-03', '2026-03-01', 100 + at);
    const entity = at === 240 ? 'still' : 'main';
    const key = {
      pk: `${tenant}#BOOK#2026-02`,
      sk: `2026-02-03#${id}`,
      g1p: `${tenant}#FACTS#2026-02`,
      g1s: id,
    };
    const put = { ...key, kind: 'act', entry: { ...entry, entity }, id, at: instant, actor };
    await table.write({ put, clash: 'table.stale', about: id });
  }
  const asks: boolean[] = [];
  for (;;) {
    const { batch, last, hasMore } = await batchFor('still', own, 1);
    asks.push(hasMore);
    await table.write(store.putLastBatch(tenant, 'still', last));
    if (!batch) continue;
    expect([batch.number, last]).toMatchObject([1, { number: 1, end: batch.end }]);
    const { entriesIn } = await import('../../../shared/exports/batching.ts');
    const found = [];
    for await (const one of entriesIn(batch, 'still', own)) found.push(one.source);
    expect(found).toEqual(['INV-240']);
    break;
  }
  expect(asks).toEqual([true, true, false]);
  expect(await batchFor('still', own, 1)).toMatchObject({
    batch: undefined,
    hasMore: false,
    last: { number: 1 },
  });
});

test('killed at any call it leaves no half file and no word of one, and the next build is whole', async () => {
  const whole = await asked('csv');
  await build(whole);
  const { sha256 } = await kept(whole);
  books.fault.calls = 0;
  await build(await asked('csv'));
  const calls = books.fault.calls;
  expect(calls).toBeGreaterThan(6);
  for (const when of ['before', 'after'] as const)
    for (let at = 1; ; at += 1) {
      const id = await asked('csv');
      Object.assign(books.fault, { at, when, calls: 0, killed: true });
      const ended = await build(id).then(
        ({ ok }) => ok,
        () => false,
      );
      const struck = books.fault.calls >= at;
      Object.assign(books.fault, { at: 0, killed: false });
      const left = await kept(id);
      expect([ended && left.state !== 'READY', left.key !== undefined]).toEqual([
        false,
        left.state === 'READY',
      ]);
      // Nobody is told of a file that is not there, and everybody of one that is.
      const told = left.state === 'READY' ? 'QUEUED' : undefined;
      expect((await toldOf(id)).map(({ delivery }) => delivery)).toEqual([told, told]);
      await build(id);
      expect(await kept(id)).toMatchObject({ state: 'READY', sha256, linksUntil: '2026-03-17' });
      expect(await toldOf(id)).toEqual(RECIPIENTS.map((one) => ({ ...one, delivery: 'QUEUED', opened: 0 })));
      if (!struck) break;
    }
});

test('says at each month how far it came, and who meets another building it leaves it to that', async () => {
  const id = await asked('jsonl', 'open_items');
  Object.assign(books.fault, { calls: 0 });
  const seen: (Export | undefined)[] = [];
  // Of a killed build the progress stands until the next is done.
  for (let at = 1; at < 12; at += 1) {
    Object.assign(books.fault, { at, when: 'before', calls: 0, killed: true });
    await build(id).catch(() => undefined);
    Object.assign(books.fault, { at: 0, killed: false });
    seen.push(await kept(id));
  }
  const told = seen.flatMap((file) => file?.progress ?? []);
  expect(told[0]).toEqual({ lines: 122, through: '2026-02-10' });
  await build(id);
  expect(await kept(id)).toMatchObject({ state: 'READY', rows: 60 });
  expect(await kept(id)).not.toHaveProperty('progress');

  const both = await asked('csv');
  const ends = await Promise.allSettled([build(both), build(both)]);
  expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
  expect((await kept(both)).state).toBe('READY');
});

test('what is longer than a part goes up in parts, each try under a key of its own, and is one object', async () => {
  const part = Buffer.alloc(5_000_000, 'a line of a journal\n');
  async function* pieces() {
    for (let n = 0; n < 5; n += 1) yield part;
  }
  const whole = Buffer.concat(Array.from({ length: 5 }, () => part));
  const keyOf = (mark: string) => `${TENANT}/exports/long-${mark}.csv`;
  const [one, two] = [
    await blobs.keepAsItComes(pieces(), keyOf, 'text/csv'),
    await blobs.keepAsItComes(pieces(), keyOf, 'text/csv'),
  ];
  expect(one.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  expect([two.sha256, two.key === one.key]).toEqual([one.sha256, false]);
  expect(whole.equals(await blobs.bytesOf(one.key))).toBe(true);

  async function* breaking() {
    yield part;
    yield part;
    yield part;
    throw new Error('the books went away');
  }
  let key = '';
  await expect(blobs.keepAsItComes(breaking(), (mark) => (key = keyOf(mark)), 'text/csv')).rejects.toThrow(
    'the books went away',
  );
  expect([key === '', await blobs.isKept(key)]).toEqual([false, false]);
});
