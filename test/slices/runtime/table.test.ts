/**
 * The door to the table on a real one: what a commit, a condition, a page and a key twice mean. `check:clouds` runs the same on
 * AWS's own DynamoDB Local, so nothing here may be a habit of the database that we happen to run.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Item, Listing, Read, Write } from '../../../shared/kernel/storage.ts';
import { factsOf } from '../../../shared/runtime/outbox.ts';
import { deps as depsOf, openBooks, TENANT } from '../bank/books.ts';

type Table = typeof import('../../../shared/runtime/table.ts');
let books: Awaited<ReturnType<typeof openBooks>>;
let table: Table;
beforeAll(async () => {
  books = await openBooks();
  table = await import('../../../shared/runtime/table.ts');
});
afterAll(() => books.close());

let serial = 0;
let place: string;
beforeEach(() => {
  place = `${TENANT}#T${++serial}`;
});
const item = (sk: string, more: Record<string, unknown> = {}): Item => ({
  pk: place,
  sk,
  kind: 'thing',
  ...more,
});
const put = (sk: string, more: Record<string, unknown> = {}, when?: Write['if']): Write<'clash'> => ({
  put: item(sk, more),
  ...(when && { if: when }),
  clash: 'clash',
  about: sk,
});
const at = (sk: string): Read<Item> => ({ key: { pk: place, sk }, parse: (found) => found });
const deps = () => depsOf({ trace: `trc_${serial}` });
const act = { action: 'test.act' };

describe('a commit', () => {
  test('writes all or nothing, and names the write that stood against it', async () => {
    expect(await table.commit(deps(), act, [put('a', { n: 1 }), put('b', {}, 'absent')])).toEqual({
      ok: true,
      value: undefined,
    });
    const second = await table.commit(deps(), act, [put('a', { n: 2 }), put('b', {}, 'absent'), put('c')]);
    expect(second).toMatchObject({ ok: false, code: 'clash', detail: expect.stringContaining('b') });
    expect(await table.readAll(['a', 'b', 'c'].map(at))).toMatchObject([{ sk: 'a', n: 1 }, { sk: 'b' }]);
  });

  test('keeps the act with its events beside the writes, once', async () => {
    const month = { pk: `${TENANT}#ACTS#2026-03`, sk: '' };
    const all = () =>
      table
        .all<Item>({ partition: month.pk, parse: (found) => found })
        .then((acts) => acts.filter(({ trace }) => trace === `trc_${serial}`));
    const events = [{ type: 'thing.done', subject: 'x', data: { n: 1 } }];
    await table.commit(deps(), { ...act, events }, [put('a', {}, 'absent')]);
    await table.commit(deps(), { ...act, events }, [put('a', {}, 'absent')]);
    const [one, ...more] = await all();
    expect(more).toEqual([]);
    expect(one).toMatchObject({ action: 'test.act', outbox: 'yes', events });
    // The rest of the envelope is the act's own moment.
    expect(factsOf(one!)).toMatchObject([
      { id: `${String(one!['id'])}.0`, type: 'thing.done', tenant: TENANT, time: one!['at'], data: { n: 1 } },
    ]);
  });

  test('conditions: absent, present, a version, less than, or never set', async () => {
    const tried = async (...writes: Write<'clash'>[]) => (await table.commit(deps(), act, writes)).ok;
    expect(await tried(put('v', { v: 1 }, 'present'))).toBe(false);
    expect(await tried(put('v', { v: 1 }, 'absent'))).toBe(true);
    expect(await tried(put('v', { v: 2 }, { v: { is: '=', value: 2 } }))).toBe(false);
    expect(await tried(put('v', { v: 2 }, { v: { is: '=', value: 1 } }))).toBe(true);
    expect(await tried(put('v', { v: 3, used: 5 }, { used: { is: '<=', value: 5, orAbsent: true } }))).toBe(
      true,
    );
    expect(await tried(put('v', { v: 4, used: 6 }, { used: { is: '<', value: 5, orAbsent: true } }))).toBe(
      false,
    );
    expect(await table.read(at('v'))).toMatchObject({ v: 3, used: 5 });
    const check: Write<'clash'> = {
      check: { pk: place, sk: 'v' },
      if: 'present',
      clash: 'clash',
      about: 'v',
    };
    expect(await tried(check, put('w'))).toBe(true);
    expect(await tried({ ...check, check: { pk: place, sk: 'none' } }, put('x'))).toBe(false);
    expect(await table.read(at('x'))).toBeUndefined();
  });

  test('sums and fields inside an item move without reading it', async () => {
    await table.commit(deps(), act, [put('sum', { total: 1, place: { state: 'OPEN', name: '' } })]);
    const move: Write<'clash'> = {
      update: { pk: place, sk: 'sum' },
      set: { 'place.state': 'DONE', size: 'large' },
      add: { total: 41, fresh: 2 },
      clash: 'clash',
      about: 'sum',
    };
    expect((await table.commit(deps(), act, [move])).ok).toBe(true);
    expect(await table.read(at('sum'))).toMatchObject({
      total: 42,
      fresh: 2,
      size: 'large',
      place: { state: 'DONE', name: '' },
    });
  });

  test('an idempotency key is taken once, and free again when it is over', async () => {
    const once = { key: `k${serial}`, inputHash: 'h', status: 201 };
    const with_ = (now: string) => ({ ...deps(), now, once });
    const answer = { id: 'x' };
    expect((await table.commit(with_('2026-03-10T09:00:00Z'), { ...act, answer }, [put('a')])).ok).toBe(true);
    expect(await table.commit(with_('2026-04-01T09:00:00Z'), act, [put('b')])).toMatchObject({
      ok: false,
      code: 'once.taken',
    });
    expect((await table.commit(with_('2026-04-10T09:00:00Z'), act, [put('c')])).ok).toBe(true);
    expect(await table.readAll(['a', 'b', 'c'].map(at))).toMatchObject([{ sk: 'a' }, { sk: 'c' }]);
  });

  test('a hundred items are one transaction, of which one record is the act', async () => {
    const many = Array.from({ length: 99 }, (_, n) => put(`n${String(n).padStart(2, '0')}`, {}, 'absent'));
    expect((await table.commit(deps(), act, many)).ok).toBe(true);
    expect(await table.all({ partition: place, parse: ({ sk }) => sk })).toHaveLength(99);
  });

  test('of two that want the same version one wins, whatever comes in between', async () => {
    await table.commit(deps(), act, [put('race', { v: 1 }, 'absent')]);
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        table.commit(deps(), act, [put('race', { v: 2 }, { v: { is: '=', value: 1 } })]),
      ),
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    expect(tries.filter((tried) => !tried.ok && tried.code === 'clash')).toHaveLength(11);
  });
});

describe('one write on its own', () => {
  test('holds its condition and leaves no act', async () => {
    expect(await table.write(put('a', {}, 'absent'))).toEqual({ ok: true, value: undefined });
    expect(await table.write(put('a', {}, 'absent'))).toMatchObject({ ok: false, code: 'clash' });
  });
  test('that the table has no room for, however often it was asked, is tried again', async () => {
    const { client } = await import('../../../shared/runtime/dynamo.ts');
    const send = vi.spyOn(client, 'send');
    const refused = (name: string) => Object.assign(new Error('slow down'), { name });
    for (const name of [
      'ThrottlingException',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
    ])
      send.mockRejectedValueOnce(refused(name));
    expect(await table.write(put('a', {}, 'absent'))).toEqual({ ok: true, value: undefined });
    expect(send).toHaveBeenCalledTimes(4);
    send.mockRejectedValueOnce(refused('ValidationException'));
    await expect(table.write(put('b'))).rejects.toThrow('slow down');
    send.mockRestore();
  });
});

describe('reading', () => {
  test('many keys in the order asked, one twice, missing ones left out, more than one batch', async () => {
    for (const from of [0, 60])
      await table.commit(
        deps(),
        act,
        Array.from({ length: 60 }, (_, n) => put(`r${from + n}`)),
      );
    const wanted = [...Array.from({ length: 120 }, (_, n) => `r${119 - n}`), 'none', 'r7', 'r7'];
    expect((await table.readAll(wanted.map(at))).map(({ sk }) => sk)).toEqual(
      wanted.filter((sk) => sk !== 'none'),
    );
  });

  const listing = (more: Partial<Listing<string>> = {}): Listing<string> => ({
    partition: place,
    parse: ({ sk }) => sk,
    ...more,
  });
  const named = (n: number) => `2026-03-${String(n).padStart(2, '0')}`;
  const fill = (index = false) =>
    table.commit(
      deps(),
      act,
      Array.from({ length: 25 }, (_, n) =>
        put(named(n + 1), index ? { g1p: `${place}#LIST`, g1s: `${named(n + 1)}#same` } : {}),
      ),
    );

  test('a partition page by page, both ways, and between two keys', async () => {
    await fill();
    const first = await table.list(listing({ order: 'newest first' }), { limit: 10 });
    expect(first.data).toEqual(Array.from({ length: 10 }, (_, n) => named(25 - n)));
    const second = await table.list(listing({ order: 'newest first' }), {
      limit: 10,
      cursor: first.nextCursor,
    });
    expect(second.data).toEqual(Array.from({ length: 10 }, (_, n) => named(15 - n)));
    const last = await table.list(listing({ order: 'newest first' }), {
      limit: 10,
      cursor: second.nextCursor,
    });
    expect([last.data.length, last.nextCursor]).toEqual([5, undefined]);
    expect(await table.all(listing({ from: named(3), to: named(5) }))).toEqual([
      named(3),
      named(4),
      named(5),
    ]);
    expect(await table.all(listing({ from: named(24) }))).toEqual([named(24), named(25)]);
    expect(await table.all(listing({ to: named(2) }))).toEqual([named(1), named(2)]);
    expect(await table.all(listing({ begins: '2026-03-1' }))).toHaveLength(10);
  });

  test('an index page by page: rows come from the table', async () => {
    await fill(true);
    const wanted = listing({ index: 'g1', partition: `${place}#LIST` });
    const pages: string[][] = [];
    for (let cursor: string | undefined; ;) {
      const page = await table.list(wanted, { limit: 9, cursor });
      pages.push(page.data);
      if ((cursor = page.nextCursor) === undefined) break;
    }
    expect(pages.map(({ length }) => length)).toEqual([9, 9, 7]);
    expect(new Set(pages.flat()).size).toBe(25);
  });

  test('more than the megabyte of one answer', async () => {
    const text = 'x'.repeat(300_000);
    for (let n = 0; n < 5; n++) await table.commit(deps(), act, [put(`big${n}`, { text })]);
    expect(await table.all(listing())).toHaveLength(5);
  });

  test('a cursor that is not one of ours is refused, one of another tenant stays with us', async () => {
    await fill();
    await expect(table.list(listing(), { limit: 5, cursor: 'bm8' })).rejects.toThrow();
    const foreign = Buffer.from(JSON.stringify(['#X', named(20)])).toString('base64url');
    expect((await table.list(listing(), { limit: 50, cursor: foreign })).data[0]).toBe(named(21));
  });
});

describe('what is kept comes back', () => {
  test('amounts, empty texts, nothing, and what other alphabets write', async () => {
    const doc = {
      minor: 9_999_999_999_999,
      negative: -1,
      rate: 0.1,
      empty: '',
      none: null,
      list: [1, 'two', { three: 3 }],
      text: 'Ärger – 株式会社 🧾',
    };
    await table.commit(deps(), act, [put('doc', { doc })]);
    expect((await table.read(at('doc')))!['doc']).toEqual(doc);
  });
});
