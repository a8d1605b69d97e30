/** What of a company travels, and how it reads: an item of the table is one line of JSON, its document as the noun has it. */
import { createHash } from 'node:crypto';
import type { Item } from '../../shared/kernel/storage.ts';

const MADE_ANEW = {
  keys: 'API keys, and who an issuer’s people are: by the function OpenTenant',
  webhooks:
    'endpoints of webhooks, each with a new secret: by their partners; what was on its way to them is lost',
  sources: 'sources of messages, each with a new secret: by their partners',
  logins: 'sessions and codes of customers: they ask for a new one',
} as const;

/** The kind of the item that says which export of a company came, and whether all of it has. */
export const IMPORT = 'company-import';

/** Kinds of items that stay, and what has to be made anew for it. What has gone by its `ttl` stays, too. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  key: MADE_ANEW.keys,
  people: MADE_ANEW.keys,
  'webhook-endpoint': MADE_ANEW.webhooks,
  'webhook-line': MADE_ANEW.webhooks,
  'webhook-delivery': MADE_ANEW.webhooks,
  source: MADE_ANEW.sources,
  session: MADE_ANEW.logins,
  code: MADE_ANEW.logins,
  'code-asked': MADE_ANEW.logins,
  'code-note': MADE_ANEW.logins,
  once: 'answers under idempotency keys: a request that is repeated across the move is done anew',
  rate: 'counts of requests in a minute',
  'job-begun': 'when jobs of the night last began with it',
  [IMPORT]: 'how this company came here',
};
/** Of the bucket: what has to be told of the folders that stay. */
export const FOLDERS_LEFT_OUT: Readonly<Record<string, string>> = {
  drop: 'statements that were put in to be read: they are kept in `statements`',
  imports: 'files that others were imported from: they name people who may have been erased since',
  exports: 'files that finance had made: they name people who may have been erased since, and are made anew',
};
/** Of no item. */
export const SECRETS: readonly string[] = [
  'credentials of payment providers, printers and access points: into the secret Providers',
  'payment links that were mailed: they go on where the secret LinkKey is the same, else they are mailed anew',
];

/** `seconds`: now, as `ttl` has it. */
export const travels = (item: Item, seconds: number): boolean =>
  !(item.kind in LEFT_OUT) && !(typeof item['ttl'] === 'number' && item['ttl'] <= seconds);

/** What goes by itself travels, and is not counted: it may be gone at any moment, there as here. */
export const lasts = (item: Item): boolean => item['ttl'] === undefined;

/**
 * Where it stands first, then all else with its names in the order of the alphabet: one text for one item, however the table gives it.
 * `outbox` stays as it is: seals are of it. An export does not say where its file lies, because that stays (FOLDERS_LEFT_OUT).
 */
export const lineOf = ({ pk, sk, kind, ...rest }: Item): string =>
  JSON.stringify({ pk, sk, kind, ...(ordered(kind === 'export' ? unfiled(rest) : rest) as object) });
const unfiled = (rest: Record<string, unknown>) => ({
  ...rest,
  doc: { ...(rest['doc'] as object), key: undefined },
});
const ordered = (value: unknown): unknown => {
  if (value instanceof Uint8Array || value instanceof Set || typeof value === 'bigint')
    throw new Error('an attribute is no JSON');
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
};
export const itemIn = (line: string): Item => JSON.parse(line) as Item;

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
/** What a line is held against when it comes in: which line of a file was touched is said by it. */
export const markOf = (line: string): string => sha256(line).slice(0, 16);

/** Of many lines in whatever order: the sum of their hashes, and how many there are. */
export const counting = () => {
  let sum = 0n;
  let rows = 0;
  return {
    take: (line: string): void => {
      sum = (sum + BigInt(`0x${sha256(line)}`)) % 2n ** 256n;
      rows += 1;
    },
    told: (): string => `${rows} ${sum.toString(16).padStart(64, '0')}`,
  };
};

/** What a kind's file is called; kinds have names of letters, hyphens and underscores. */
export const fileOf = (kind: string): string => `items/${kind}.jsonl`;
export const marksOf = (kind: string): string => `marks/${kind}.txt`;
export const schemaOf = (kind: string): string => `schemas/${kind}.json`;
