/** What test clouds made on their way to customers and to finance, kept for the official rules and for strangers’ readers (`npm run conformance`). */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { usageDir } from '../../bin/iam.ts';
import { embeddedInvoice } from '../../shared/documents/facturx.ts';

/** Of this assembly only: what other code made is no matter of it. */
const place = (): string => join('dist/e-invoices', basename(usageDir()));

/** A line of the local cloud's journal of objects. */
interface Entry {
  readonly put?: { readonly key: string; readonly file: string };
  readonly gone?: { readonly key: string };
}

/** Of a cloud that has stopped: each UBL document, and the CII inside of each PDF that a UBL document stands beside. */
export const keepEInvoices = (dataDir: string): void => {
  const index = join(dataDir, 's3/index.jsonl');
  if (!existsSync(index)) return;
  const named = new Map<string, string>();
  for (const line of readFileSync(index, 'utf8').split('\n').filter(Boolean)) {
    const { put, gone } = JSON.parse(line) as Entry;
    if (put) named.set(put.key, join(dataDir, 's3/objects', put.file));
    if (gone) named.delete(gone.key);
  }
  const documents = [...named.keys()].filter((key) => /^[^/]+\/invoices\/.*\.xml$/.test(key));
  const hybrids = new Set(documents.map(stemOf));
  mkdirSync(place(), { recursive: true });
  for (const key of documents) keep(readFileSync(named.get(key)!, 'utf8'));
  for (const [key, path] of named)
    if (key.endsWith('.pdf') && hybrids.has(stemOf(key))) keep(embeddedInvoice(readFileSync(path)));
};
/** Which document of which invoice, whatever its kind and its bytes. */
const stemOf = (key: string): string => key.replace(/\/v\d+-[^/]+\//, '/').replace(/\.(xml|pdf)$/, '');
const keep = (xml: string): void => {
  writeFileSync(join(place(), `${createHash('sha256').update(xml).digest('hex').slice(0, 32)}.xml`), xml);
};

/** The lake of a company, as its folders lie in the bucket of a cloud that has stopped. */
export const keepLake = (dataDir: string, tenant: string): void => {
  for (const line of readFileSync(join(dataDir, 's3/index.jsonl'), 'utf8').split('\n').filter(Boolean)) {
    const { put } = JSON.parse(line) as Entry;
    if (!put?.key.startsWith(`${tenant}/lake/`)) continue;
    const path = join(reports(), put.key.slice(tenant.length + 1));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, readFileSync(join(dataDir, 's3/objects', put.file)));
  }
};

/** So many of them at most, drawn by their hashes. */
export const madeEInvoices = (most: number): string[] =>
  globSync(join(place(), '*.xml'))
    .toSorted()
    .slice(0, most)
    .map((path) => readFileSync(path, 'utf8'));

const reports = (): string => join('dist/reports', basename(usageDir()));
/** Files of one company's books by their names, with what its API said of the same day. */
export const keepReports = (files: Readonly<Record<string, Uint8Array>>, said: unknown): void => {
  mkdirSync(reports(), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(reports(), name), bytes);
  writeFileSync(join(reports(), 'said.json'), JSON.stringify(said));
};
/** Undefined where no story made any of what is built now. */
export const madeReports = (): { readonly dir: string; readonly said: unknown } | undefined => {
  const said = join(reports(), 'said.json');
  return existsSync(said)
    ? { dir: reports(), said: JSON.parse(readFileSync(said, 'utf8')) as unknown }
    : undefined;
};
