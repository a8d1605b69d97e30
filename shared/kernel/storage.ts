/** A store never talks: it describes reads (with their parser) and writes (with their condition). */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
/** `pk` begins with the tenant. `g1p`/`g1s` … `g3p`/`g3s` put an item into an index; without them it is not there. */
export type Item = Key & { readonly kind: string; readonly [attribute: string]: unknown };

export interface Read<T> {
  readonly key: Key;
  readonly parse: (item: Item) => T;
}

/** The indexes hold keys only; rows are read from the table, so a list shows what is true. */
export const INDEXES = ['g1', 'g2', 'g3'] as const;
export type Index = (typeof INDEXES)[number];
/** An index's name has three characters at least; its attributes are `g1p` and `g1s`. */
export const indexName = (index: Index): string => `by-${index}`;
/** Of the bucket: an object's key is `<tenant>/<folder>/…`, and a function is granted folders. */
export const FOLDERS = [
  'invoices',
  'statements',
  'exports',
  'imports',
  'seals',
  'inbound',
  'agencies',
  'evidence',
  'positions',
  'lake',
] as const;
export type Folder = (typeof FOLDERS)[number];
/** SES puts mails of all companies into one folder of none: no company's name begins so. */
export const INBOX = '_mail/inbound/';
/** Files of disputes lie so that rules of the bucket find them: what was uploaded and nobody took in, and what was. No company's name begins so. */
export const UPLOADS = '_new/evidence/';
export const EVIDENCE = '_kept/evidence/';
/** What Athena answered, for who asked; of no company. */
export const ANSWERS = '_athena/';
export interface Listing<T> {
  readonly index?: Index;
  readonly partition: string;
  readonly begins?: string;
  readonly from?: string;
  readonly to?: string;
  readonly order?: 'newest first';
  readonly parse: (item: Item) => T;
}

export interface Test {
  readonly is: '=' | '<' | '<=' | '>' | '>=';
  readonly value: string | number;
  readonly orAbsent?: boolean;
}
export type Condition = 'absent' | 'present' | 'absent-or-expired' | Readonly<Record<string, Test>>;

/** One of put, update or check. `clash` is the refusal when the condition fails; `about` names the thing to a person. */
export interface Write<C extends string = string> {
  readonly put?: Item;
  readonly update?: Key;
  readonly check?: Key;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  readonly if?: Condition;
  /** For `absent-or-expired`. */
  readonly now?: string;
  readonly clash: C;
  readonly about: string;
}

/** The write of a versioned document: absent for the first version, else only over the version that was read. */
export const version = (before: number | undefined): Condition =>
  before === undefined ? 'absent' : { v: { is: '=', value: before } };

/** A whole document under its key; `version` 1 is its first. The condition is the version that it replaces. */
export const saved = <T extends { readonly version: number }>(
  key: Key,
  kind: string,
  doc: T,
  about: string,
  index: Readonly<Record<string, string | undefined>> = {},
): Write<'table.stale'> => ({
  put: { ...key, kind, v: doc.version, doc, ...index },
  if: version(doc.version === 1 ? undefined : doc.version - 1),
  clash: 'table.stale',
  about,
});
/**
 * The same item, for DynamoDB's own clean-up to take away: no function of ours may delete. Its time has come at once, and it is gone
 * within two days, as AWS says; until then it can be read.
 */
export const expiring = <C extends string>(write: Write<C>, now: string): Write<C> => ({
  ...write,
  put: { ...write.put!, ttl: Math.floor(Date.parse(now) / 1000) },
});
/** The parser of a document that `saved` wrote. */
export const docOf =
  <T>(schema: { parse(value: unknown): T }) =>
  (item: Item): T =>
    schema.parse(item['doc']);
