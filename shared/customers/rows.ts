/** A file of customers as rows: CSV with a header line (RFC 4180), or a JSON object in each line. Read in pieces, row by row. */
import { CustomerProfile, ExternalId, type CustomerImport } from './customer.ts';

export interface Row {
  /** Of the file, from 1: where the row begins. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Why it could not be read at all. */
  readonly fault?: string;
}
export interface Good {
  readonly externalId: string;
  readonly profile: CustomerProfile;
}
export type Read = { readonly good: Good } | { readonly bad: readonly { field: string; reason: string }[] };

/** JSON begins with a brace; a header line does not. */
export const formatOf = (content: string): CustomerImport['format'] =>
  /^\uFEFF?\s*\{/.test(content) ? 'jsonl' : 'csv';

export const rowsOf = (
  pieces: AsyncIterable<string>,
  format: CustomerImport['format'],
): AsyncGenerator<Row> => (format === 'csv' ? csvRows(pieces) : jsonRows(pieces));

async function* jsonRows(pieces: AsyncIterable<string>): AsyncGenerator<Row> {
  let line = 0;
  for await (const text of linesOf(pieces)) {
    line += 1;
    if (text.trim() === '') continue;
    try {
      const value: unknown = JSON.parse(text);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      yield isObject
        ? { line, fields: value as Row['fields'] }
        : { line, fields: {}, fault: 'is not a JSON object' };
    } catch {
      yield { line, fields: {}, fault: 'is not JSON' };
    }
  }
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const one of lines) yield one.replace(/^\uFEFF/, '').replace(/\r$/, '');
  }
  if (rest !== '') yield rest;
}

async function* csvRows(pieces: AsyncIterable<string>): AsyncGenerator<Row> {
  let header: readonly string[] | undefined;
  for await (const { line, cells } of cellsOf(pieces)) {
    if (!header) {
      header = cells.map((name) => name.trim().replace(/^\uFEFF/, ''));
      continue;
    }
    if (cells.length === 1 && cells[0] === '') continue;
    if (cells.length !== header.length) {
      yield { line, fields: {}, fault: `has ${cells.length} fields, and the header has ${header.length}` };
      continue;
    }
    yield { line, fields: nested(Object.fromEntries(header.map((name, at) => [name, cells[at]!]))) };
  }
}

/** Comma or semicolon, as the header has more of; a quoted field may hold either, quotes (doubled) and line breaks. */
async function* cellsOf(pieces: AsyncIterable<string>): AsyncGenerator<{ line: number; cells: string[] }> {
  let separator: string | undefined;
  let [line, begun] = [1, 1];
  let cells: string[] = [];
  let cell = '';
  let state: 'plain' | 'quoted' | 'quote' = 'plain';
  let head = '';
  for await (const piece of pieces) {
    let text = piece;
    if (separator === undefined) {
      head += piece;
      if (!head.includes('\n')) continue;
      text = head;
      const first = head.slice(0, head.indexOf('\n'));
      separator = first.split(';').length > first.split(',').length ? ';' : ',';
    }
    for (const character of text) {
      if (state === 'quote') {
        state = character === '"' ? 'quoted' : 'plain';
        if (state === 'quoted') {
          cell += '"';
          continue;
        }
      }
      if (character === '\n') line += 1;
      if (state === 'quoted') {
        if (character === '"') state = 'quote';
        else cell += character;
      } else if (character === '"' && cell === '') state = 'quoted';
      else if (character === separator || character === '\n') {
        cells.push(character === '\n' ? cell.replace(/\r$/, '') : cell);
        cell = '';
        if (character !== '\n') continue;
        yield { line: begun, cells };
        [cells, begun] = [[], line];
      } else cell += character;
    }
  }
  if (cell !== '' || cells.length > 0) yield { line: begun, cells: [...cells, cell] };
}

/** Columns of lists hold their parts with `|` between; tax ids are written `DE:123`. */
const LISTS = new Set(['emails', 'ibans', 'tags']);
const ADDRESS = new Set(['line1', 'line2', 'postalCode', 'city', 'country']);
const partsOf = (text: string): string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const nested = (flat: Readonly<Record<string, string>>): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  const address: Record<string, string> = {};
  for (const [name, text] of Object.entries(flat)) {
    if (text.trim() === '') continue;
    if (ADDRESS.has(name)) address[name] = text;
    else if (LISTS.has(name)) fields[name] = partsOf(text);
    else if (name === 'paymentTermsDays') fields[name] = Number(text);
    else if (name === 'taxIds')
      fields[name] = partsOf(text).map((part) => {
        const [country, value] = part.includes(':') ? (part.split(':', 2) as [string, string]) : ['', part];
        return { ...(country !== '' && { country }), value };
      });
    else fields[name] = text.trim();
  }
  return { ...fields, address };
};

/** The row as a profile under its external id, or every field that is wrong with its reason. */
export const readRow = ({ fields, fault }: Row): Read => {
  if (fault !== undefined) return { bad: [{ field: '', reason: fault }] };
  const { externalId, ...rest } = fields;
  const name = ExternalId.safeParse(externalId);
  const profile = CustomerProfile.safeParse(rest);
  if (name.success && profile.success) return { good: { externalId: name.data, profile: profile.data } };
  return {
    bad: [
      ...(name.success
        ? []
        : [{ field: 'externalId', reason: 'must be 1 to 80 of letters, digits and . _ : / -' }]),
      ...(profile.success
        ? []
        : profile.error.issues.map((issue) => ({
            field: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'),
            reason: issue.code === 'unrecognized_keys' ? 'is not a field of a customer' : issue.message,
          }))),
    ],
  };
};
