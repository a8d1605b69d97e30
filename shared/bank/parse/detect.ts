/** Which format a file is, by its first bytes and never by its name; and its pieces, by the reader of that format. */
import { KNOWN_LAYOUTS, type CsvLayout, type Encoding } from '../layout.ts';
import { readBai2 } from './bai2.ts';
import { readCamt } from './camt.ts';
import { Columns, readCsv } from './csv.ts';
import { cellsIn } from './csv-rows.ts';
import { suggestionFor } from './csv-suggestion.ts';
import { declaredIn, HEAD, textIn } from './decode.ts';
import { readMt940 } from './mt940.ts';
import { readOfx } from './ofx.ts';
import type { Pieces } from './pieces.ts';
import { withoutMarks } from './texts.ts';
import { Unreadable } from './unreadable.ts';

/** How a tenant says that the bank of an account writes CSV. */
export interface OwnLayout {
  readonly account: string;
  /** Of the account, where neither the file nor the layout says one. */
  readonly currency: string;
  readonly layout: CsvLayout;
}
/** What the file may not say itself. */
export interface Hints {
  readonly account?: string | undefined;
  readonly currency?: string | undefined;
  /** Asked for CSV only. */
  readonly layouts?: () => Promise<readonly OwnLayout[]>;
}

/** Reads a statement of any format, once and as it comes; memory is bounded by one record, whatever the size of the file. */
export async function* readStatementFile(bytes: AsyncIterable<Uint8Array>, hints: Hints = {}): Pieces {
  const { head, all } = await beginningOf(bytes);
  const declared = declaredIn(head);
  const start = startOf(head, declared);
  if (isOfx(start)) yield* readOfx(textIn(all, declared));
  else if (/^\s*</.test(start)) yield* readCamt(textIn(all, declared));
  else if (start.startsWith('01,')) yield* readBai2(textIn(all, declared));
  else if (isSwift(start)) yield* readMt940(textIn(all, declared));
  else {
    const { layout, ...own } = await layoutOf(start, hints);
    const of = hints.account === undefined ? own : hints;
    yield* readCsv(textIn(all, layout.encoding ?? declared), layout, of);
  }
}

/** A statement's first fields among the first lines, or the envelope of a message. */
const isSwift = (start: string): boolean =>
  start.startsWith('{1:') || start.split(/\r\n|\r|\n/, 8).some((line) => /^:(20|25|940|942):/.test(line));
const isOfx = (start: string): boolean =>
  /^\s*(OFXHEADER:|<OFX>|<\?xml[^>]*\?>\s*<\?OFX\b|<\?OFX\b)/i.test(start);

const beginningOf = async (
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> => {
  const source = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD) {
    const { value, done } = await source.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  const begun = Buffer.concat(first);
  const all = (async function* () {
    yield begun as Uint8Array;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  })();
  return { head: begun.subarray(0, HEAD), all };
};

/** The beginning as text, for looking at: a character that the end cuts is left out. */
const startOf = (head: Uint8Array, declared: Encoding | undefined): string =>
  withoutMarks(new TextDecoder(declared ?? 'utf-8').decode(head, { stream: true })).trimStart();

/** The account's own layout, else one of the tenant's whose columns are all there, else a known one. */
const layoutOf = async (
  start: string,
  { account, layouts }: Hints,
): Promise<Partial<OwnLayout> & Pick<OwnLayout, 'layout'>> => {
  const own = (await layouts?.()) ?? [];
  const its = own.find((one) => one.account === account);
  if (its) return its;
  for (const one of own) if (await hasColumns(start, one.layout)) return one;
  for (const layout of KNOWN_LAYOUTS) if (await hasColumns(start, layout)) return { layout };
  const line = start.split(/\r\n|\r|\n/, 1)[0]!;
  if (!/[,;|\t]/.test(line))
    throw new Unreadable(
      'bank.format_unknown',
      'The file is none that we read: camt.052/053/054, MT940, MT942, BAI2, OFX or CSV',
      1,
    );
  throw new Unreadable('bank.layout_unknown', suggestionFor(line), 1);
};

const hasColumns = async (start: string, layout: CsvLayout): Promise<boolean> => {
  if (!layout.header) return false;
  const lines = start.split('\n').slice(layout.skipRows, layout.skipRows + 1);
  try {
    for await (const { cells, at } of cellsIn(given(`${lines.join('')}\n`), layout.delimiter))
      return Boolean(new Columns(layout, cells, at));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return false;
};
async function* given(text: string): AsyncGenerator<string> {
  yield text;
}
