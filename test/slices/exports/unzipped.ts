/** What is in an archive. */
import { inflateRawSync } from 'node:zlib';
import { expect } from 'vitest';

/** The parts of an archive, by its table of contents, each checked against its length. */
export const unzipped = (archive: Buffer, encoding: 'utf8' | 'latin1' = 'utf8'): Record<string, string> => {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const parts: Record<string, string> = {};
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, size] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const [nameLength, local] = [archive.readUInt16LE(at + 28), archive.readUInt32LE(at + 42)];
    const start = local + 30 + nameLength;
    const data = inflateRawSync(archive.subarray(start, start + packed));
    expect(data).toHaveLength(size);
    parts[archive.toString('utf8', at + 46, at + 46 + nameLength)] = data.toString(encoding);
    at += 46 + nameLength;
  }
  return parts;
};
