/** A file as rows: CSV with a header line (RFC 4180), or a JSON object in each line. Read in pieces, row by row. */
export type RowFormat = 'csv' | 'jsonl';

export interface Row {
  /** Of the file, from 1: where the row begins. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Why it could not be read at all. */
  readonly fault?: string;
}
/** JSON begins with a brace; a header line does not. */
export const formatOf = (content: string): RowFormat => (/^\uFEFF?\s*\{/.test(content) ? 'jsonl' : 'csv');

/** `nested`: what the columns of a CSV make together; a line of JSON says it by itself. */
export const rowsOf = (
  pieces: AsyncIterable<string>,
  format: RowFormat,
  nested: (flat: Readonly<Record<string, string>>) => Row['fields'],
): AsyncGenerator<Row> => (format === 'csv' ? csvRows(pieces, nested) : jsonRows(pieces));

export interface Numbered extends Row {
  /** Line of an earlier row with the same key. */
  readonly again?: number;
}

/** At most so many rows after those that are done, and whether more follow. Of what came before only the keys are kept. */
export const partOf = async (
  rows: AsyncIterable<Row>,
  { done, most, keyOf }: { done: number; most: number; keyOf: (fields: Row['fields']) => string | undefined },
): Promise<{ rows: Numbered[]; more: boolean }> => {
  const part: Numbered[] = [];
  const seen = new Map<string, number>();
  let at = 0;
  for await (const row of rows) {
    if (part.length === most) return { rows: part, more: true };
    const key = keyOf(row.fields);
    const again = key === undefined ? undefined : seen.get(key);
    if (at >= done) part.push(again === undefined ? row : { ...row, again });
    if (key !== undefined && again === undefined) seen.set(key, row.line);
    at += 1;
  }
  return { rows: part, more: false };
};

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

async function* csvRows(
  pieces: AsyncIterable<string>,
  nested: (flat: Readonly<Record<string, string>>) => Row['fields'],
): AsyncGenerator<Row> {
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
