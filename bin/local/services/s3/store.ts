/**
 * Objects on disk: the bytes in a file of their own that is complete before the index names it, the index as
 * a journal. A file that the index does not name is the rest of an upload that was killed, and goes at the
 * next start.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { appendFile, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../journal.ts';
import type { Upload } from './upload.ts';

export interface Stored {
  bucket: string;
  key: string;
  file: string;
  etag: string;
  size: number;
  modified: number;
  /** Response headers: content-type, content-disposition, x-amz-meta-… and the checksums. */
  headers: Record<string, string>;
}
export interface Multipart {
  id: string;
  bucket: string;
  key: string;
  headers: Record<string, string>;
  parts: Record<number, { file: string; etag: string; size: number }>;
}
type Entry =
  | { put: Stored }
  | { gone: { bucket: string; key: string } }
  | { upload: Multipart }
  | { closed: string };

export type Store = ReturnType<typeof openStore>;

export const openStore = (dir: string, now: () => number) => {
  const buckets = new Map<string, Map<string, Stored>>();
  const uploads = new Map<string, Multipart>();
  const bucket = (name: string): Map<string, Stored> => {
    const known = buckets.get(name) ?? new Map<string, Stored>();
    buckets.set(name, known);
    return known;
  };
  mkdirSync(join(dir, 'objects'), { recursive: true });
  const index = openJournal<Entry>(join(dir, 'index.jsonl'), {
    replay: (entry) => {
      if ('put' in entry) bucket(entry.put.bucket).set(entry.put.key, entry.put);
      else if ('gone' in entry) bucket(entry.gone.bucket).delete(entry.gone.key);
      else if ('upload' in entry) uploads.set(entry.upload.id, entry.upload);
      else uploads.delete(entry.closed);
    },
    snapshot: () => [
      ...[...buckets.values()].flatMap((objects) => [...objects.values()].map((put) => ({ put }))),
      ...[...uploads.values()].map((upload) => ({ upload })),
    ],
  });
  const path = (file: string) => join(dir, 'objects', file);
  const named = new Set([
    ...[...buckets.values()].flatMap((objects) => [...objects.values()].map(({ file }) => file)),
    ...[...uploads.values()].flatMap(({ parts }) => Object.values(parts).map(({ file }) => file)),
  ]);
  for (const file of readdirSync(join(dir, 'objects'))) if (!named.has(file)) rmSync(path(file));

  const discard = (file: string) => rm(path(file), { force: true });
  /**
   * Names the file in the index; `allowed` sees the object that is there at this very moment and may throw.
   */
  const commit = async (object: Stored, allowed: (present: Stored | undefined) => void) => {
    const objects = bucket(object.bucket);
    const old = objects.get(object.key);
    try {
      allowed(old);
    } catch (error) {
      await discard(object.file);
      throw error;
    }
    objects.set(object.key, object);
    index.write({ put: object });
    if (old) await discard(old.file);
    return object;
  };
  const close = async (upload: Multipart) => {
    uploads.delete(upload.id);
    index.write({ closed: upload.id });
    for (const { file } of Object.values(upload.parts)) await discard(file);
  };
  const write = async (data: Buffer) => {
    const file = randomUUID();
    await writeFile(path(file), data);
    return file;
  };

  return {
    get: (name: string, key: string): Stored | undefined => bucket(name).get(key),
    /** In the order of S3: by the bytes of the key. */
    list: (name: string, prefix: string): Stored[] =>
      [...bucket(name).values()]
        .filter(({ key }) => key.startsWith(prefix))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
    /** Undefined when the object was replaced or deleted meanwhile. */
    read: async ({ file, size }: Stored, from = 0, to = size - 1): Promise<Buffer | undefined> => {
      const handle = await open(path(file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (!handle) return undefined;
      try {
        if (from === 0 && to === size - 1) return await handle.readFile();
        const { buffer } = await handle.read(Buffer.alloc(to - from + 1), 0, to - from + 1, from);
        return buffer;
      } finally {
        await handle.close();
      }
    },
    put: async (
      where: { bucket: string; key: string },
      { data, checksums }: Upload,
      headers: Record<string, string>,
      allowed: (present: Stored | undefined) => void,
    ): Promise<Stored> => {
      const file = await write(data);
      const facts = { file, etag: `"${md5(data)}"`, size: data.length, modified: now() };
      return commit({ ...where, ...facts, headers: { ...headers, ...checksums } }, allowed);
    },
    remove: async (name: string, key: string): Promise<boolean> => {
      const object = bucket(name).get(key);
      if (!object) return false;
      bucket(name).delete(key);
      index.write({ gone: { bucket: name, key } });
      await discard(object.file);
      return true;
    },
    upload: (id: string | null): Multipart | undefined => uploads.get(id ?? ''),
    begin: (where: { bucket: string; key: string }, headers: Record<string, string>): Multipart => {
      const upload: Multipart = { id: randomUUID().replaceAll('-', ''), ...where, headers, parts: {} };
      uploads.set(upload.id, upload);
      index.write({ upload });
      return upload;
    },
    part: async (upload: Multipart, number: number, data: Buffer): Promise<string> => {
      const old = upload.parts[number];
      const part = { file: await write(data), etag: `"${md5(data)}"`, size: data.length };
      upload.parts[number] = part;
      index.write({ upload });
      if (old) await discard(old.file);
      return part.etag;
    },
    complete: async (
      upload: Multipart,
      numbers: number[],
      allowed: (present: Stored | undefined) => void,
    ) => {
      const file = randomUUID();
      const sums: Buffer[] = [];
      let size = 0;
      for (const number of numbers) {
        const part = upload.parts[number]!;
        await appendFile(path(file), await readFile(path(part.file)));
        sums.push(Buffer.from(part.etag.replaceAll('"', ''), 'hex'));
        size += part.size;
      }
      const etag = `"${md5(Buffer.concat(sums))}-${numbers.length}"`;
      const { bucket: name, key, headers } = upload;
      const object = await commit({ bucket: name, key, file, etag, size, modified: now(), headers }, allowed);
      await close(upload);
      return object;
    },
    abort: close,
    close: () => index.close(),
  };
};

const md5 = (data: Buffer): string => createHash('md5').update(data).digest('hex');
