/**
 * Takes the e-invoice out of a Factur-X or ZUGFeRD PDF (PDF 32000-1 §7.5, §7.11.4). Made for files of strangers: it looks for
 * objects instead of trusting their table, so that a damaged or updated file is read too, and unpacks no more than it must and
 * than `MAX_UNPACKED`.
 */
import { inflateSync } from 'node:zlib';

/** Why there is no e-invoice to be had in the file. */
export class NoHybrid extends Error {}

/** What the standards call the file: ZUGFeRD 2, Factur-X and XRechnung; the older name is ZUGFeRD 1, which is no EN 16931. */
const NAMES = ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml'];
const MAX_UNPACKED = 20_000_000;
const MAX_OBJECTS = 200_000;

export const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 1024)).toString('latin1').includes('%PDF-');

/** The XML as text; throws `NoHybrid`. */
export const embeddedInvoice = (bytes: Uint8Array): string => new Pdf(bytes).invoice();

interface Stream {
  readonly dictionary: string;
  readonly from: number;
}

class Pdf {
  private readonly bytes: Uint8Array;
  /** A character per byte, so that places in the text are places in the file. */
  private readonly text: string;
  private readonly objects = new Map<string, string>();
  private readonly streams = new Map<string, Stream>();
  private unpacked = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.text = Buffer.from(bytes).toString('latin1');
  }

  invoice(): string {
    if (/\/Encrypt\s/.test(this.text)) throw new NoHybrid('the PDF is encrypted');
    this.findObjects();
    for (const [name, reference] of this.files()) {
      if (!NAMES.includes(name.toLowerCase())) continue;
      const stream = this.streams.get(reference);
      if (!stream) throw new NoHybrid(`the PDF names ${name} and does not hold it`);
      return new TextDecoder('utf-8', { fatal: false }).decode(this.content(stream));
    }
    throw new NoHybrid(`the PDF has none of the files ${NAMES.join(', ')} in it`);
  }

  private findObjects(): void {
    const object = /\b(\d{1,10})\s+\d{1,5}\s+obj\b/g;
    const stream = /\bstream\r?\n/g;
    // From the end of one to the beginning of the next: what looks like an object inside of a stream is none, and no byte is read twice.
    for (let match = object.exec(this.text); match; match = object.exec(this.text)) {
      if (this.objects.size > MAX_OBJECTS)
        throw new NoHybrid('the PDF has more objects than an invoice could');
      const begin = object.lastIndex;
      const end = this.text.indexOf('endobj', begin);
      if (end < 0) break;
      const body = this.text.slice(begin, end);
      stream.lastIndex = 0;
      const found = stream.exec(body);
      this.objects.set(match[1]!, found ? body.slice(0, found.index) : body);
      if (found)
        this.streams.set(match[1]!, {
          dictionary: body.slice(0, found.index),
          from: begin + stream.lastIndex,
        });
      object.lastIndex = end;
    }
    for (const stream of this.streams.values())
      if (/\/Type\s*\/ObjStm\b/.test(stream.dictionary)) this.openObjects(stream);
  }

  /** Objects that are packed together: their numbers and places, then themselves. */
  private openObjects(stream: Stream): void {
    const text = this.content(stream).toString('latin1');
    const [count, first] = [this.number(stream.dictionary, 'N'), this.number(stream.dictionary, 'First')];
    if (count === undefined || first === undefined || count > MAX_OBJECTS) return;
    const places = text.slice(0, first).trim().split(/\s+/).map(Number);
    for (let at = 0; at < count; at += 1) {
      const [number, from, to] = [places[2 * at], places[2 * at + 1], places[2 * at + 3]];
      if (number === undefined || from === undefined) return;
      if (!this.objects.has(String(number)))
        this.objects.set(String(number), text.slice(first + from, to === undefined ? undefined : first + to));
    }
  }

  /** Names of attached files, with the number of the object that holds each. */
  private *files(): Generator<[name: string, reference: string]> {
    for (const object of this.objects.values()) {
      const files = /\/EF\s*(<<[^>]*>>|\d+\s+\d+\s+R)/.exec(object)?.[1];
      if (files === undefined) continue;
      const dictionary = files.startsWith('<<') ? files : (this.objects.get(files.split(/\s/)[0]!) ?? '');
      const reference = /\/U?F\s+(\d+)\s+\d+\s+R/.exec(dictionary)?.[1];
      const name = /\/U?F\s*(\((?:\\[^]|[^\\()])*\)|<[0-9A-Fa-f\s]*>)/.exec(object)?.[1];
      if (reference !== undefined && name !== undefined) yield [textOf(name), reference];
    }
  }

  private content({ dictionary, from }: Stream): Buffer {
    const length = this.number(dictionary, 'Length');
    const marked = this.text.indexOf('endstream', from);
    const to = length !== undefined && length >= 0 ? from + length : marked < 0 ? this.text.length : marked;
    const packed = this.bytes.subarray(from, to);
    const filter = /\/Filter\s*\[?\s*\/(\w+)/.exec(dictionary)?.[1];
    if (filter !== undefined && filter !== 'FlateDecode')
      throw new NoHybrid(`the PDF packs its file with ${filter}`);
    const content = filter === undefined ? Buffer.from(packed) : this.inflated(packed);
    this.unpacked += content.length;
    if (this.unpacked > MAX_UNPACKED)
      throw new NoHybrid('what the PDF holds is larger than an invoice could be');
    return content;
  }
  private inflated(packed: Uint8Array): Buffer {
    try {
      return inflateSync(packed, { maxOutputLength: MAX_UNPACKED });
    } catch {
      throw new NoHybrid('what the PDF holds cannot be unpacked');
    }
  }

  /** A number in a dictionary, or in the object that it refers to. */
  private number(dictionary: string, name: string): number | undefined {
    const [, digits, reference] =
      new RegExp(`/${name}\\s+(?:(\\d+)\\s+\\d+\\s+R|(\\d+))`).exec(dictionary) ?? [];
    if (reference !== undefined) return Number(reference);
    const object = digits === undefined ? undefined : this.objects.get(digits);
    const found = object === undefined ? undefined : /\d+/.exec(object)?.[0];
    return found === undefined ? undefined : Number(found);
  }
}

/** A string of PDF: literal or hexadecimal, in UTF-16 where it says so. */
const textOf = (string: string): string => {
  const raw = string.startsWith('<')
    ? Buffer.from(string.slice(1, -1).replaceAll(/\s/g, ''), 'hex').toString('latin1')
    : string
        .slice(1, -1)
        .replaceAll(/\\([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
        .replaceAll(/\\([^])/g, '$1');
  return raw.startsWith('\u00fe\u00ff')
    ? new TextDecoder('utf-16be').decode(Buffer.from(raw.slice(2), 'latin1'))
    : raw;
};
