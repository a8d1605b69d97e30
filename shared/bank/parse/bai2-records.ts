/** Physical lines of BAI2 as records: a continuation (88) belongs to the record before it. */
import { linesIn } from './texts.ts';
import { Unreadable } from './unreadable.ts';

const MAX_CONTINUATIONS = 5_000;

/** One record with its continuations; `rows` are physical lines, which the trailers count. */
export interface Logical {
  readonly code: string;
  readonly parts: string[];
  readonly at: number;
}

export async function* recordsOf(chunks: AsyncIterable<string>): AsyncGenerator<Logical> {
  let open: Logical | undefined;
  for await (const { text, at } of linesIn(chunks)) {
    const line = text.trimEnd();
    if (line === '') continue;
    const found = /^(\d\d),(.*)$/.exec(line);
    if (!found) throw new Unreadable('bank.malformed', `“${line.slice(0, 40)}” is no record of BAI2`, at);
    if (found[1] !== '88') {
      if (open) yield open;
      open = { code: found[1]!, parts: [found[2]!], at };
    } else if (!open) throw new Unreadable('bank.malformed', 'A continuation (88) continues nothing', at);
    else if (open.parts.push(found[2]!) > MAX_CONTINUATIONS)
      throw new Unreadable(
        'bank.malformed',
        `A record has more than ${MAX_CONTINUATIONS} continuations`,
        open.at,
      );
  }
  if (open) yield open;
}

/** Fields of a record without text; a slash ends each of its lines. */
export const fieldsOf = ({ parts }: Logical): string[] =>
  parts
    .map((part) => part.split('/', 1)[0]!)
    .join(',')
    .split(',')
    .map((field) => field.trim());

/** A line of text without the slash that ends it. */
export const unended = (part: string): string => {
  const text = part.trimEnd();
  return text.endsWith('/') ? text.slice(0, -1).trimEnd() : text;
};
