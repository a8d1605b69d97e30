/**
 * Tags and texts of OFX as they come: SGML, where values have no end tag, and XML, where they have. No entity but the five and
 * numbers, no declaration, and limits on text: it is made for files of strangers.
 */
import { Unreadable } from './unreadable.ts';

export interface Tag {
  readonly name: string;
  readonly closes: boolean;
  /** What stands between it and the next tag. */
  readonly text: string;
  readonly at: number;
}

const MAX_TEXT = 10_000;
const NAME = /^[A-Za-z0-9._-]{1,64}$/;

export async function* tagsIn(chunks: AsyncIterable<string>): AsyncGenerator<Tag> {
  const scanner = new Scanner();
  for await (const chunk of chunks) yield* scanner.take(chunk);
  yield* scanner.end();
}

class Scanner {
  private rest = '';
  private line = 1;
  private open: Tag | undefined;

  *take(chunk: string): Generator<Tag> {
    this.rest += chunk;
    for (;;) {
      const begin = this.rest.indexOf('<');
      if (begin < 0) break;
      const end = this.endOf(begin);
      if (end < 0) break;
      const before = this.rest.slice(0, begin);
      const inside = this.rest.slice(begin + 1, end);
      this.rest = this.rest.slice(end + 1);
      this.said(before);
      if (inside.startsWith('![CDATA[')) this.said(inside.slice(8, -2), false);
      else if (!inside.startsWith('!--')) yield* this.tag(inside);
      this.count(inside);
    }
    if (this.rest.length > 2 * MAX_TEXT) this.fail(`more than ${MAX_TEXT} characters without a tag`);
  }

  *end(): Generator<Tag> {
    this.said(this.rest);
    if (this.rest.includes('<')) this.fail('the file ends inside of a tag');
    if (this.open) yield this.open;
  }

  /** Where the tag, comment or CDATA that begins there ends; -1 where it does not yet. */
  private endOf(begin: number): number {
    const { rest } = this;
    if (rest.startsWith('<!', begin) && rest.length < begin + 9) return -1;
    const closing = rest.startsWith('<![CDATA[', begin)
      ? ']]>'
      : rest.startsWith('<!--', begin)
        ? '-->'
        : '>';
    const at = rest.indexOf(closing, begin);
    return at < 0 ? -1 : at + closing.length - 1;
  }

  private *tag(inside: string): Generator<Tag> {
    if (inside.startsWith('?')) return;
    if (inside.startsWith('!')) this.fail('a declaration is not allowed');
    const closes = inside.startsWith('/');
    const empty = inside.endsWith('/');
    const name = inside.replace(/^\/|\/$/g, '').trim();
    if (!NAME.test(name)) this.fail(`“${inside.slice(0, 40)}” is no tag`);
    if (this.open) yield this.open;
    this.open = { name: name.toUpperCase(), closes, text: '', at: this.line };
    if (empty) {
      yield this.open;
      this.open = { ...this.open, closes: true };
    }
  }

  private said(text: string, encoded = true): void {
    this.count(text);
    if (!this.open || text === '') return;
    const whole = this.open.text + (encoded ? decoded(text) : text);
    if (whole.length > MAX_TEXT) this.fail(`${this.open.name} has more than ${MAX_TEXT} characters`);
    this.open = { ...this.open, text: whole };
  }
  private count(text: string): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.line += 1;
  }
  private fail(detail: string): never {
    throw new Unreadable('bank.malformed', `The file is not acceptable OFX: ${detail}`, this.line);
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
/** An entity that is not known stays as it stands: nothing is looked up. */
const decoded = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(/&(?:#(\d{1,6})|([a-z]{2,4}));/g, (as, number?: string, name?: string) =>
        number === undefined
          ? (NAMED[name!] ?? as)
          : String.fromCodePoint(Math.min(Number(number), 0x10_ff_ff)),
      )
    : text;
