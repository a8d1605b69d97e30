/**
 * Bytes become text. A byte order mark or a declaration says how; where nothing says it, the first character beyond ASCII decides
 * between UTF-8 and Windows-1252. What does not fit is refused with its place: a name that is read wrongly pays wrongly.
 */
import { ENCODINGS, type Encoding } from '../layout.ts';
import { isMark } from './texts.ts';
import { Unreadable } from './unreadable.ts';

/** Bytes of the beginning in which a file says what it is. */
export const HEAD = 4_096;

/** What a mark or the file's own declaration says; undefined where it says nothing. */
export const declaredIn = (head: Uint8Array): Encoding | undefined => {
  if (begins(head, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (begins(head, [0xff, 0xfe])) return 'utf-16le';
  if (begins(head, [0xfe, 0xff])) return 'utf-16be';
  if (begins(head, [0x3c, 0x00])) return 'utf-16le';
  if (begins(head, [0x00, 0x3c])) return 'utf-16be';
  const text = Buffer.from(head).toString('latin1');
  const xml = /^\s*<\?xml[^>]*?encoding=["']([A-Za-z0-9._-]+)["']/.exec(text)?.[1];
  if (xml !== undefined) return /^(us-)?ascii$/i.test(xml) ? undefined : known(xml);
  // XML that says nothing is UTF-8; OFX of the first kind also begins with an angle where its header is lost.
  if (/^\s*<(?!OFX>)/i.test(text)) return 'utf-8';
  if (!/^\s*OFXHEADER:/.test(text)) return undefined;
  const charset = /\bCHARSET:\s*([\w-]+)/.exec(text)?.[1] ?? '';
  const encoding = /\bENCODING:\s*([\w-]+)/.exec(text)?.[1] ?? '';
  if (/^utf-?8$/i.test(encoding) || /^utf-?8$/i.test(charset)) return 'utf-8';
  return charset === '1252' || charset === '' || charset === 'NONE' ? undefined : known(charset);
};
const begins = (head: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, at) => head[at] === byte);

const ALIASES: Readonly<Record<string, Encoding>> = {
  latin1: 'iso-8859-1',
  'utf-16': 'utf-16le',
  utf8: 'utf-8',
  cp1252: 'windows-1252',
};
const known = (name: string): Encoding => {
  const plain = name.toLowerCase().replace('_', '-');
  const found =
    ENCODINGS.find((one) => one === plain) ??
    ALIASES[plain] ??
    (/^8859-(1|2|15)$/.test(plain) ? (`iso-${plain}` as Encoding) : undefined);
  if (!found) throw new Unreadable('bank.encoding', `We do not read files in ${name.slice(0, 40)}`, 1);
  return found;
};

export async function* textIn(bytes: AsyncIterable<Uint8Array>, encoding?: Encoding): AsyncGenerator<string> {
  const decoder = new Decoder(encoding);
  for await (const chunk of bytes) yield decoder.take(chunk);
  yield decoder.end();
}

/** Control characters but ends of lines, and what stands for no character. */
const STRANGE = /[^\P{Cc}\t\n\v\f\r\u0085]|\ufffd/gu;
const DOS_END = '\u001a';

const NONE = new Uint8Array(0);
class Decoder {
  private decoder: InstanceType<typeof TextDecoder> | undefined;
  private encoding: Encoding | undefined;
  /** Bytes of a character that is cut by the end of a piece, while the encoding is open. */
  private cut: Uint8Array = NONE;
  private line = 1;
  constructor(encoding: Encoding | undefined) {
    if (encoding) this.use(encoding);
  }

  take(chunk: Uint8Array): string {
    if (this.decoder) return this.checked(this.decode(chunk, true));
    const bytes = this.cut.length > 0 ? Buffer.concat([this.cut, chunk]) : chunk;
    const at = bytes.findIndex((byte) => byte > 0x7f);
    if (at < 0) {
      this.cut = NONE;
      return this.checked(Buffer.from(bytes).toString('latin1'));
    }
    const rest = bytes.subarray(at);
    if (rest.length < 4 && widthOf(rest[0]!) > rest.length) {
      this.cut = Uint8Array.from(rest);
      return this.checked(Buffer.from(bytes.subarray(0, at)).toString('latin1'));
    }
    this.decide(rest);
    return this.checked(this.decode(bytes, true));
  }
  end(): string {
    if (!this.decoder && this.cut.length === 0) return '';
    if (!this.decoder) this.decide(this.cut);
    return this.checked(this.decode(this.cut, false));
  }

  private decide(rest: Uint8Array): void {
    const width = widthOf(rest[0]!);
    const isUtf8 =
      width > 0 && rest.length >= width && rest.subarray(1, width).every((byte) => (byte & 0xc0) === 0x80);
    this.cut = NONE;
    this.use(isUtf8 ? 'utf-8' : 'windows-1252');
  }
  private use(encoding: Encoding): void {
    this.encoding = encoding;
    this.decoder = new TextDecoder(encoding);
  }
  private decode(bytes: Uint8Array, stream: boolean): string {
    return this.decoder!.decode(bytes, { stream });
  }

  /**
   * U+FFFD is what no character could be made of, here or before it came. Control characters beyond line ends and the marks of
   * transmission are none of a statement either: where they stand, the encoding is another. The end mark of DOS is dropped.
   */
  private checked(text: string): string {
    for (const { 0: found, index } of text.matchAll(STRANGE)) {
      if (isMark(found) || found === DOS_END) continue;
      const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      const detail =
        code === 'FFFD'
          ? `What stands here is no text in ${this.encoding ?? 'UTF-8'}; if it is one at home, send the bytes as application/octet-stream`
          : `The character U+${code} is in no statement: the encoding is another, or the file is damaged`;
      throw new Unreadable('bank.encoding', detail, this.line + newlines(text.slice(0, index)));
    }
    this.line += newlines(text);
    return text.replaceAll(DOS_END, '');
  }
}
/** Bytes of the UTF-8 character that begins so; 0 where none does. */
const widthOf = (first: number): number =>
  first >= 0xc2 && first <= 0xdf
    ? 2
    : first >= 0xe0 && first <= 0xef
      ? 3
      : first >= 0xf0 && first <= 0xf4
        ? 4
        : 0;
const newlines = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
};
