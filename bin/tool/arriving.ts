/**
 * Brings an exported company into a deployment in which it is not. Everything is held against its hashes before anything is written. Nothing
 * is announced: an item with facts is inserted without its mark for the outbox and gets it by a second write, and the table's stream
 * hands on insertions alone (lib/constructs/outbox.ts). The company is in the register last: until then no job and no key knows it.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EVIDENCE, type Item } from '../../shared/kernel/storage.ts';
import type { House } from './house.ts';
import { booksIn, Manifest } from './manifest.ts';
import { Problem } from './place.ts';
import {
  counting,
  fileOf,
  IMPORT,
  itemIn,
  lasts,
  LEFT_OUT,
  lineOf,
  markOf,
  marksOf,
  sha256,
  travels,
} from './traveller.ts';

/** Stays in the table: which export came, and whether all of it has. */
const markItem = (tenant: string, doc: { manifest: string; state: 'COMING' | 'HERE'; at: string }): Item => ({
  pk: `${tenant}#IMPORTED`,
  sk: 'COMPANY',
  kind: IMPORT,
  doc,
});

export interface Arriving {
  readonly dir: string;
  /** By the clock of the deployment, in milliseconds. */
  readonly now: number;
  /** What came of another export, and not to its end, is deleted first. */
  readonly again?: boolean;
}

/** Done again it goes on where it was cut off, and once all is here it changes nothing. */
export const arrive = async (
  house: House,
  { dir, now, again = false }: Arriving,
): Promise<Manifest & { already: boolean }> => {
  const manifest = await verified(dir);
  const { tenant } = manifest;
  const name = sha256(readFileSync(join(dir, 'manifest.json')));
  const coming = await house.item(markItem(tenant, { manifest: '', state: 'COMING', at: '' }));
  const known = coming?.['doc'] as { manifest: string; state: string } | undefined;
  const isOther = known !== undefined && known.manifest !== name;
  if (isOther && (known.state === 'HERE' || !again))
    throw new Problem(
      `Another export of ${tenant} came here before${known.state === 'HERE' ? '' : ', and not to its end: --again deletes what came of it'}.`,
    );
  if (known?.state === 'HERE') return { ...manifest, already: true };
  // The mark is the last of it that goes, by being written over: cut off, it is done again.
  if (known && again) await house.clear(tenant);
  if (!known) await isFree(house, tenant);
  const mark = { manifest: name, at: new Date(now).toISOString() };
  const over = known ? 'anything' : 'nothing';
  await house.commit([{ item: markItem(tenant, { ...mark, state: 'COMING' }), over }]);
  for await (const { key, sha256: file, type, bytes } of filesIn(dir))
    await house.keep(key, join(dir, 'files', file), type, bytes);
  for (const { kind } of manifest.kinds) await moveIn(house, dir, kind);
  const count = counting();
  const seconds = Math.floor(Date.parse(manifest.asOf) / 1000);
  for await (const item of house.items(tenant))
    if (travels(item, seconds) && lasts(item)) count.take(lineOf(item));
  if (count.told() !== manifest.digest)
    throw new Problem(
      `What is in the table now is not what was exported (${count.told()}): import it again.`,
    );
  await house.commit([
    { item: markItem(tenant, { ...mark, state: 'HERE' }), over: 'anything' },
    { item: { pk: '#TENANTS', sk: tenant, kind: 'tenant-name' }, over: 'nothing' },
  ]);
  return { ...manifest, already: false };
};

const isFree = async (house: House, tenant: string): Promise<void> => {
  const taken = (what: string) => new Problem(`There is a company ${tenant} here already: ${what}.`);
  if (await house.item({ pk: '#TENANTS', sk: tenant })) throw taken('it is in the register');
  for await (const { pk, sk } of house.items(tenant)) throw taken(`${pk} ${sk} is there`);
  for await (const { key } of house.objects(tenant)) throw taken(`the file ${key} is there`);
};

const AT_ONCE = 1_000;
const moveIn = async (house: House, dir: string, kind: string): Promise<void> => {
  let some: Item[] = [];
  const put = async (): Promise<void> => {
    await house.put(some.map(({ outbox: _, ...item }) => item as Item));
    await house.put(some.filter((item) => item['outbox'] !== undefined));
    some = [];
  };
  for await (const line of linesOf(join(dir, fileOf(kind)))) {
    some.push(itemIn(line));
    if (some.length >= AT_ONCE) await put();
  }
  await put();
};

/** Texts may have U+2028 and U+2029 in them, at which `node:readline` ends a line, too. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of createReadStream(file, 'utf8')) {
    const lines = `${rest}${piece as string}`.split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const FileRow = z.object({
  key: z.string().max(1024),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0),
  type: z.string().max(200),
});
async function* filesIn(dir: string) {
  for await (const line of linesOf(join(dir, 'files.jsonl'))) yield FileRow.parse(JSON.parse(line));
}

/** Throws a sentence that names the first file, and the first line of it, that is not what was exported. */
const verified = async (dir: string): Promise<Manifest> => {
  if (!existsSync(join(dir, 'manifest.json')))
    throw new Problem(`There is no manifest.json in ${dir}: it is no export, or one that was cut off.`);
  const read = Manifest.safeParse(json(readFileSync(join(dir, 'manifest.json'), 'utf8')));
  if (!read.success) throw new Problem(`manifest.json is not of a company: ${z.prettifyError(read.error)}`);
  const manifest = read.data;
  const [books, count] = [booksIn(), counting()];
  for (const { kind, rows } of manifest.kinds) await lines(dir, kind, rows, manifest, books, count);
  await filesAreWhole(dir, manifest);
  // By line first, by file then: what is beside the lines is read by people alone.
  for (const { path, sha256: said } of manifest.files)
    if (!existsSync(join(dir, path)) || (await hashOf(join(dir, path))) !== said)
      throw new Problem(`${path}: not what was exported.`);
  if (count.told() !== manifest.digest) throw new Problem('manifest.json: its digest is not of its items.');
  const { ledger, series, audit } = manifest;
  if (JSON.stringify(books.told()) !== JSON.stringify({ ledger, series, ...(audit && { audit }) }))
    throw new Problem('manifest.json: its ledger, series or seal are not of its items.');
  return manifest;
};
const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Each as it was marked, of this company, and of a kind that travels: nothing is written into another's books. */
const lines = async (
  dir: string,
  kind: string,
  rows: number,
  { tenant }: Manifest,
  books: ReturnType<typeof booksIn>,
  count: ReturnType<typeof counting>,
): Promise<void> => {
  const path = fileOf(kind);
  const wrong = (at: number, why: string) => new Problem(`${path}, line ${at}: ${why}.`);
  if (kind in LEFT_OUT) throw new Problem(`${path}: ${LEFT_OUT[kind]}. It does not travel.`);
  if (!existsSync(join(dir, path)) || !existsSync(join(dir, marksOf(kind))))
    throw new Problem(`${path}: it, or its marks, are not there.`);
  const marks = readFileSync(join(dir, marksOf(kind)), 'utf8')
    .split('\n')
    .filter(Boolean);
  let at = 0;
  for await (const line of linesOf(join(dir, path))) {
    at += 1;
    if (markOf(line) !== marks[at - 1]) throw wrong(at, 'not what was exported');
    const item = itemIn(line);
    const places = ['pk', 'g1p', 'g2p', 'g3p'].map((name) => item[name]);
    if (places.some((place) => place !== undefined && !String(place).startsWith(`${tenant}#`)))
      throw wrong(at, `it is not of ${tenant}`);
    if (item.kind !== kind) throw wrong(at, `it is of another kind, ${item.kind}`);
    books.take(item);
    if (lasts(item)) count.take(line);
  }
  if (at !== rows) throw wrong(at + 1, `there are ${at} of ${rows} lines`);
};

const filesAreWhole = async (dir: string, { tenant }: Manifest): Promise<void> => {
  let at = 0;
  for await (const line of linesOf(join(dir, 'files.jsonl'))) {
    at += 1;
    const row = FileRow.safeParse(json(line));
    const own = [`${tenant}/`, `${EVIDENCE}${tenant}/`];
    if (!row.success || !own.some((folder) => row.data.key.startsWith(folder)))
      throw new Problem(`files.jsonl, line ${at}: not what was exported.`);
    const file = join(dir, 'files', row.data.sha256);
    if (!existsSync(file) || (await hashOf(file)) !== row.data.sha256)
      throw new Problem(`files/${row.data.sha256} (${row.data.key}): not what was exported.`);
  }
};
const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
};
