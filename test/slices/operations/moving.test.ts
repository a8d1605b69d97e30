/** A company leaves one table and comes into another, whatever its texts have in them and however often it is cut off. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { arrive } from '../../../bin/tool/arriving.ts';
import type { House } from '../../../bin/tool/house.ts';
import { leave } from '../../../bin/tool/leaving.ts';
import { IMPORT } from '../../../bin/tool/traveller.ts';
import type { Item, Key } from '../../../shared/kernel/storage.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quittance-moving-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;
/** A table without files; `writes`: after so many of them it is killed. */
const houseOf = (
  items: readonly Item[],
  writes = Infinity,
): House & { readonly table: Map<string, Item> } => {
  const table = new Map(items.map((item) => [nameOf(item), item]));
  let done = 0;
  const put = async (some: readonly Item[]): Promise<void> => {
    for (const item of some) {
      if ((done += 1) > writes) throw new Error('killed');
      table.set(nameOf(item), item);
    }
  };
  return {
    table,
    items: async function* (tenant) {
      for (const item of table.values()) if (item.pk.startsWith(`${tenant}#`)) yield item;
    },
    item: async (key) => table.get(nameOf(key)),
    put,
    commit: (some) => put(some.map(({ item }) => item)),
    objects: async function* () {},
    open: () => Promise.reject(new Error('no files')),
    keep: () => Promise.reject(new Error('no files')),
    clear: async (tenant) => {
      for (const [name, { pk, kind }] of table)
        if (pk.startsWith(`${tenant}#`) && kind !== IMPORT) table.delete(name);
    },
    close: () => {},
  };
};
const customer = (id: number, name: string): Item => ({
  pk: `acme#CUSTOMER#${id}`,
  sk: 'CUSTOMER',
  kind: 'customer',
  v: 1,
  doc: { name },
});
const now = Date.parse('2026-02-03T03:00:00Z');
const leaves = async (name: string, items: readonly Item[]) => {
  const to = join(dir, name);
  return { dir: to, manifest: await leave(houseOf(items), { tenant: 'acme', dir: to, now }) };
};

test('with every kind of line break in its texts', async () => {
  const breaks = [0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029].map((code) => String.fromCodePoint(code));
  const items = breaks.map((one, at) => customer(at, `Cups${one}and more`));
  const left = await leaves('first', items);
  const there = houseOf([]);
  expect(await arrive(there, { dir: left.dir, now })).toMatchObject({
    already: false,
    digest: left.manifest.digest,
  });
  for (const item of items) expect(there.table.get(nameOf(item))).toEqual(item);
});

test('cut off, and then of another export: what came is deleted where that is said, and never what is there whole', async () => {
  const first = await leaves('first', [customer(1, 'One'), customer(2, 'Gone since')]);
  const second = await leaves('second', [customer(1, 'One'), customer(3, 'Three')]);
  const cut = houseOf([], 2);
  await expect(arrive(cut, { dir: first.dir, now })).rejects.toThrow('killed');
  const there = houseOf([...cut.table.values()]);
  await expect(arrive(there, { dir: second.dir, now })).rejects.toThrow('--again deletes what came of it');
  expect(await arrive(there, { dir: second.dir, now, again: true })).toMatchObject({ already: false });
  const names = [...there.table.values()].flatMap(
    ({ doc }) => (doc as { name?: string } | undefined)?.name ?? [],
  );
  expect(names.toSorted()).toEqual(['One', 'Three']);
  await expect(arrive(there, { dir: first.dir, now, again: true })).rejects.toThrow('came here before.');
});
