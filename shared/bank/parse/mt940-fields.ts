/** Fields of SWIFT messages (`:61:…`), with or without the envelope around them. */
import { linesIn, withoutMarks } from './texts.ts';
import { Unreadable } from './unreadable.ts';

const MAX_FIELD_LINES = 200;
/** No line of SWIFT has more than 65 characters; banks that break none write a whole field into one. */
const MAX_CHARACTERS = 4_000;
/** Tags of statements; `:12:11` in a text that was wrapped is none. */
const TAG = /^:(20|21|25P?|28C?|60[FM]|61|62[FM]|64|65|86|13D?|34F|90[CD]|NS[A-Z0-9]?|NSF|942|940):(.*)$/;
const ENVELOPE = /^(\{\d:.*|-\}?.*|\d{3}|[A-Z]{6}[A-Z0-9]{2}[A-Z0-9]{0,4})$/;

export interface Field {
  readonly tag: string;
  readonly lines: string[];
  readonly at: number;
}

/** A field goes on until the next tag, the end of its message or the end of the file. */
export async function* fieldsOf(chunks: AsyncIterable<string>): AsyncGenerator<Field | 'end of message'> {
  let open: Field | undefined;
  for await (const { text, at } of linesIn(chunks)) {
    if (text.length > MAX_CHARACTERS)
      throw new Unreadable('bank.malformed', `A line has more than ${MAX_CHARACTERS} characters`, at);
    const line = framed(text);
    const found = TAG.exec(line.trimStart());
    const closes = /^-\}?\s*$/.test(line) || line.startsWith('-}');
    if (found || closes || line.startsWith('{')) {
      if (open) yield open;
      open = found ? { tag: found[1]!, lines: [found[2]!], at } : undefined;
      if (closes) yield 'end of message';
    } else if (open) {
      if (open.lines.push(line) > MAX_FIELD_LINES)
        throw new Unreadable(
          'bank.malformed',
          `The field :${open.tag}: goes on over ${MAX_FIELD_LINES} lines`,
          open.at,
        );
    } else if (line.trim() !== '' && !ENVELOPE.test(line.trim()))
      throw new Unreadable('bank.malformed', `“${line.trim().slice(0, 40)}” stands outside of a field`, at);
  }
  if (open) yield open;
}

/** A line without the marks of transmission, and without SWIFT's block 4 where a tag follows it at once. */
const framed = (text: string): string =>
  withoutMarks(text).replace(/^(\{\d:[^{}]*\}|\{\d:(?:\{[^{}]*\})+\})*\{4:(?=:)/, '');
