/**
 * A ZIP archive as it comes (APPNOTE 6.3.10): no part is there as a whole, so its sums follow it in a data descriptor. Every piece is deflated by
 * itself and ends on a byte, which makes one stream of all of them; dates are 1980-01-01, so the same parts are the same bytes.
 */
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { bytes } from './format.ts';

export interface Part {
  readonly name: string;
  readonly pieces: AsyncIterable<string> | Iterable<string>;
  /** How its text becomes bytes; UTF-8 where absent. */
  readonly encode?: (text: string) => Uint8Array;
}
interface Entry {
  readonly name: Uint8Array;
  readonly at: number;
  crc: number;
  packed: number;
  size: number;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Sums follow the part (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
const FIRST_OF_1980 = 0x0021;
/** So much text is deflated at once: a piece knows nothing of those before it. */
const PIECE = 262_144;

export async function* zip(parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let at = 0;
  const out = <T extends Uint8Array>(piece: T): T => {
    at += piece.length;
    return piece;
  };
  for await (const { name, pieces, encode = bytes } of parts) {
    const entry: Entry = { name: bytes(name), at, crc: 0, packed: 0, size: 0 };
    entries.push(entry);
    yield out(record(LOCAL, [VERSION, 2], ...COMMON, [0, 4], [0, 4], [0, 4], [entry.name.length, 2], [0, 2]));
    yield out(entry.name);
    for await (const piece of gathered(pieces)) {
      const raw = encode(piece);
      const packed = deflateRawSync(raw, { finishFlush: constants.Z_SYNC_FLUSH });
      entry.crc = crc32(raw, entry.crc);
      entry.size += raw.length;
      entry.packed += packed.length;
      yield out(packed);
    }
    const last = deflateRawSync('');
    entry.packed += last.length;
    yield out(last);
    yield out(record(DESCRIPTOR, ...sumsOf(entry)));
  }
  const start = at;
  for (const entry of entries) {
    const { name } = entry;
    const [made, needed] = [
      [VERSION, 2],
      [VERSION, 2],
    ] as const;
    const rest = [
      [name.length, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [entry.at, 4],
    ] as const;
    yield out(record(CENTRAL, made, needed, ...COMMON, ...sumsOf(entry), ...rest));
    yield out(name);
  }
  const count = [entries.length, 2] as const;
  yield record(END, [0, 2], [0, 2], count, count, [at - start, 4], [start, 4], [0, 2]);
}

const COMMON = [
  [FLAGS, 2],
  [DEFLATED, 2],
  [0, 2],
  [FIRST_OF_1980, 2],
] as const;
const sumsOf = ({ crc, packed, size }: Entry) =>
  [
    [crc, 4],
    [packed, 4],
    [size, 4],
  ] as const;

/** Little endian; a figure that does not fit throws: four gigabytes are more than any sheet has. */
const record = (signature: number, ...fields: readonly (readonly [number, 2 | 4])[]): Uint8Array => {
  const buffer = Buffer.alloc(4 + fields.reduce((total, [, size]) => total + size, 0));
  let at = buffer.writeUInt32LE(signature);
  for (const [value, size] of fields) at = buffer.writeUIntLE(value, at, size);
  return buffer;
};

async function* gathered(pieces: Part['pieces']): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
