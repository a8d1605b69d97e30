/** Takes a mail apart, within limits: what is needed to know who wrote what, and nothing of how it looks. */
import { createHash } from 'node:crypto';
import PostalMime, { addressParser, type Attachment, type Header } from 'postal-mime';
import { linesOfXml } from './remitted.ts';

/** SES takes 40 MB; a mail of a customer with its papers is far smaller. */
export const MOST_BYTES = 15_728_640;
const MOST_HEADERS = 131_072;
const MOST_DEPTH = 12;
const MOST_PARTS = 200;
const MOST_TEXT = 50_000;
const MOST_ADDRESSES = 50;

export interface File {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Of plain text and CSV as it is, of XML by lines; undefined where it is something else, or cannot be read. */
  readonly text?: string | undefined;
}
export interface Letter {
  /** In the order in which they stand: who was last on the way stands first. */
  readonly headers: readonly Header[];
  /** The same mail, however often and by whatever way it is delivered. */
  readonly sameAs: string;
  readonly messageId: string;
  /** The one address that it says it is from, in small letters; undefined where it names none or several. */
  readonly from: string | undefined;
  /** Addresses and message ids that may name what it answers. */
  readonly leads: readonly string[];
  readonly subject: string;
  /** Undefined where its words are no plain text: HTML alone is read by a person, who sees what is quoted. */
  readonly text: string | undefined;
  readonly sentAt: string | undefined;
  readonly files: readonly File[];
}

/** Undefined where it is larger, deeper or more than what is taken apart. */
export const letterIn = async (raw: Uint8Array): Promise<Letter | undefined> => {
  if (raw.length > MOST_BYTES || partsOf(raw) > MOST_PARTS) return undefined;
  try {
    const mail = await PostalMime.parse(raw, {
      maxNestingDepth: MOST_DEPTH,
      maxHeadersSize: MOST_HEADERS,
      rfc822Attachments: true,
    });
    const { headers, attachments, html, text, subject, date } = mail;
    const messageId = oneLine(mail.messageId ?? '', 200);
    const plain = html === undefined || hasPlain(raw) ? text : undefined;
    const body = createHash('sha256')
      .update(raw.subarray(headEnd(raw)))
      .digest('hex');
    const said = Date.parse(date ?? '');
    return {
      headers,
      sameAs: `${messageId}\n${body}`,
      messageId: messageId === '' ? `<${body.slice(0, 32)}@unknown>` : messageId,
      from: only(all(headers, 'from')),
      leads: [
        ...all(headers, 'received').slice(0, 1).flatMap(envelope),
        ...['to', 'cc', 'delivered-to'].flatMap((name) => all(headers, name).flatMap(addressesIn)),
        ...['references', 'in-reply-to'].flatMap((name) => all(headers, name).flatMap(idsIn)),
      ].slice(0, MOST_ADDRESSES),
      subject: oneLine(subject ?? '', 500),
      text: plain?.slice(0, MOST_TEXT),
      sentAt: Number.isFinite(said) && said > 0 ? new Date(said).toISOString() : undefined,
      files: attachments.map(fileOf),
    };
  } catch {
    // A limit, or text that is no mail: whatever the library says of it may quote it.
    return undefined;
  }
};

/** What stands above the words: enough to say whose a mail is that is not taken apart. */
export const headOf = (raw: Uint8Array): Uint8Array => raw.subarray(0, headEnd(raw) || MOST_HEADERS);

const all = (headers: readonly Header[], name: string): string[] =>
  headers.filter(({ key }) => key === name).map(({ value }) => value.slice(0, 20_000));
const addressesIn = (value: string): string[] =>
  addressParser(value, { flatten: true }).flatMap(({ address }) =>
    address ? [address.toLowerCase().slice(0, 320)] : [],
  );
const only = (values: readonly string[]): string | undefined => {
  const [first, ...more] = values.flatMap(addressesIn);
  return more.length === 0 ? first : undefined;
};
const idsIn = (value: string): string[] => value.match(/<[^<>\s]{1,300}>/g) ?? [];
/** For whom the last server took it. */
const envelope = (value: string): string[] => /\sfor\s<?([^\s<>;]{3,320})>?\s*;/.exec(value)?.slice(1) ?? [];

/** One part more than boundaries; counted on the bytes, before anything is taken apart. */
const partsOf = (raw: Uint8Array): number => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  let parts = 1;
  for (let at = bytes.indexOf('\n--'); at >= 0 && parts <= MOST_PARTS; at = bytes.indexOf('\n--', at + 3)) {
    // A line of dashes is none, and neither is the sign before a signature.
    const next = bytes[at + 3];
    if (next !== undefined && next > 0x20 && next !== 0x2d) parts += 1;
  }
  return parts;
};
const hasPlain = (raw: Uint8Array): boolean =>
  /content-type:\s{0,10}text\/plain/i.test(
    Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1'),
  );
const headEnd = (raw: Uint8Array): number => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = ['\r\n\r\n', '\n\n'].map((end) => bytes.indexOf(end)).filter((at) => at >= 0);
  return ends.length === 0 ? 0 : Math.min(...ends);
};

const READABLE = ['text/plain', 'text/csv', 'application/csv', 'text/comma-separated-values'];
const XML = ['application/xml', 'text/xml'];
const fileOf = ({ filename, mimeType, content }: Attachment): File => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  const text = READABLE.includes(mimeType)
    ? new TextDecoder().decode(bytes.subarray(0, MOST_TEXT))
    : XML.includes(mimeType)
      ? linesOfXml(bytes)?.slice(0, MOST_TEXT)
      : undefined;
  return {
    name: oneLine(filename ?? '', 200) || 'attachment',
    mediaType: oneLine(mimeType, 100),
    bytes: bytes.length,
    ...(text !== undefined && { text }),
  };
};

/** Without what has no place in a line: control characters, and those that turn the direction of writing. */
const oneLine = (text: string, most: number): string =>
  text
    .slice(0, 4 * most)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
    .trim();
