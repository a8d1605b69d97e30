/** Writes a company into a directory of open files: sorted, hashed, and of one moment. Holds a part of one kind in memory at a time. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { House } from './house.ts';
import { booksIn, FORMAT, type Manifest } from './manifest.ts';
import { schemas } from './nouns.ts';
import { Problem } from './place.ts';
import { README } from './told.ts';
import {
  counting,
  fileOf,
  FOLDERS_LEFT_OUT,
  lasts,
  LEFT_OUT,
  lineOf,
  markOf,
  marksOf,
  schemaOf,
  SECRETS,
  sha256,
  travels,
} from './traveller.ts';

export interface Leaving {
  readonly tenant: string;
  /** Is made; nothing may be in it. */
  readonly dir: string;
  /** By the clock of the deployment, in milliseconds: what has gone by its `ttl` does not travel. */
  readonly now: number;
}

/** The manifest is written last: a directory without one is no export. */
export const leave = async (house: House, { tenant, dir, now }: Leaving): Promise<Manifest> => {
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new Problem(`There is something in ${dir} already.`);
  for (const folder of ['items', 'marks', 'schemas', 'files', 'parts'])
    mkdirSync(join(dir, folder), { recursive: true });
  const seconds = Math.floor(now / 1000);
  const first = await spooled(house, tenant, dir, seconds);
  if (first.kinds.size === 0) {
    rmSync(dir, { recursive: true });
    throw new Problem(`There is no company ${tenant}.`);
  }
  const again = counting();
  for await (const item of house.items(tenant))
    if (travels(item, seconds) && lasts(item)) again.take(lineOf(item));
  // Nothing goes back to what it was: what is the same both times stood so between them.
  if (again.told() !== first.digest) {
    rmSync(dir, { recursive: true });
    throw new Problem(
      `${tenant} worked while it was read. Take it off the register and let its queues run empty, or read a table that was restored to a moment (lib/README.md, "Moving a company").`,
    );
  }
  const kinds = [...first.kinds].toSorted();
  const items = kinds.map((kind) => sorted(dir, kind));
  rmSync(join(dir, 'parts'), { recursive: true });
  const objects = await filed(house, tenant, dir);
  const described = schemas().map(([kind, schema]) =>
    said(dir, schemaOf(kind), `${JSON.stringify(schema, null, 2)}\n`),
  );
  const manifest: Manifest = {
    format: FORMAT,
    tenant,
    asOf: new Date(now).toISOString(),
    digest: first.digest,
    files: [said(dir, 'README.md', README), ...items.flat(), objects.file, ...described],
    kinds: kinds.map((kind, at) => ({ kind, rows: items[at]![0].rows! })),
    objects: { rows: objects.file.rows!, bytes: objects.bytes },
    ...first.books,
    leftOut: first.leftOut,
    makeAnew: [...new Set(Object.values(LEFT_OUT)), ...Object.values(FOLDERS_LEFT_OUT), ...SECRETS],
  };
  writeFileSync(join(dir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
};

/** A kind is cut into so many parts by the hash of their places, so that each can be put in order in memory. */
const PARTS = 64;
const MOST_WAITING = 16 * 1024 * 1024;
const partOf = (dir: string, kind: string, part: number): string => join(dir, 'parts', `${kind}.${part}`);

const spooled = async (house: House, tenant: string, dir: string, seconds: number) => {
  const [kinds, books, count] = [new Set<string>(), booksIn(), counting()];
  const stays = new Map<string, number>();
  const waiting = new Map<string, string[]>();
  let size = 0;
  const flush = (): void => {
    for (const [file, lines] of waiting) appendFileSync(file, `${lines.join('\n')}\n`);
    waiting.clear();
    size = 0;
  };
  for await (const item of house.items(tenant)) {
    if (!travels(item, seconds)) {
      const what = item.kind in LEFT_OUT ? item.kind : 'gone by its time';
      stays.set(what, (stays.get(what) ?? 0) + 1);
      continue;
    }
    const line = lineOf(item);
    kinds.add(item.kind);
    if (lasts(item)) count.take(line);
    books.take(item);
    const part = createHash('sha256').update(`${item.pk}\n${item.sk}`).digest()[0]! % PARTS;
    const file = partOf(dir, item.kind, part);
    const own = waiting.get(file) ?? [];
    own.push(line);
    waiting.set(file, own);
    size += line.length;
    if (size > MOST_WAITING) flush();
  }
  flush();
  return {
    kinds,
    digest: count.told(),
    books: books.told(),
    leftOut: [...stays]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, count]) => ({ what, why: LEFT_OUT[what] ?? 'it goes by itself', count })),
  };
};

type Written = Manifest['files'][number];
/** The lines of a kind, and beside them the mark of each. */
const sorted = (dir: string, kind: string): [Written, Written] => {
  const [lines, marks] = [writing(dir, fileOf(kind)), writing(dir, marksOf(kind))];
  for (let part = 0; part < PARTS; part += 1) {
    const file = partOf(dir, kind, part);
    if (!existsSync(file)) continue;
    const own = readFileSync(file, 'utf8').split('\n').filter(Boolean).toSorted();
    lines.add(own);
    marks.add(own.map(markOf));
  }
  return [lines.done(), marks.done()];
};

const writing = (dir: string, path: string) => {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  writeFileSync(join(dir, path), '');
  return {
    add: (lines: readonly string[]): void => {
      if (lines.length === 0) return;
      const text = Buffer.from(`${lines.join('\n')}\n`);
      hash.update(text);
      rows += lines.length;
      bytes += text.length;
      appendFileSync(join(dir, path), text);
    },
    done: (): Written => ({ path, rows, bytes, sha256: hash.digest('hex') }),
  };
};
const said = (dir: string, path: string, text: string): Written => {
  writeFileSync(join(dir, path), text);
  return { path, bytes: Buffer.byteLength(text), sha256: sha256(text) };
};

/** Each file under its hash, and what it was called. */
const filed = async (
  house: House,
  tenant: string,
  dir: string,
): Promise<{ file: Written; bytes: number }> => {
  const list = writing(dir, 'files.jsonl');
  let total = 0;
  for await (const { key } of house.objects(tenant)) {
    const { type, bytes } = await house.open(key);
    const hash = createHash('sha256');
    const hashing = new Transform({
      transform: (piece: Buffer, _, next) => {
        hash.update(piece);
        next(null, piece);
      },
    });
    const coming = join(dir, 'files', 'coming');
    await pipeline(bytes, hashing, createWriteStream(coming));
    const name = hash.digest('hex');
    const { size } = statSync(coming);
    renameSync(coming, join(dir, 'files', name));
    list.add([JSON.stringify({ key, sha256: name, bytes: size, type })]);
    total += size;
  }
  return { file: list.done(), bytes: total };
};
