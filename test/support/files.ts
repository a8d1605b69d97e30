/** Files as people show them, and as nobody should: the smallest of each kind. */
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** An archive without a byte of content: what counts are the names in its directory. `locked`: with a password. */
export const zip = (names: readonly string[], { locked = false } = {}): Buffer => {
  const flag = locked ? 1 : 0;
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const name of names) {
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    head.writeUInt16LE(flag, 6);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    local.push(head, bytes(name));
    central.push(entry, bytes(name));
    at += 30 + name.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
};
const TYPES = '[Content_Types].xml';
/** By their kind; the name is how somebody may call it. */
export const FILES = {
  pdf: bytes('%PDF-1.7\n1 0 obj\n'),
  png: bytes('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR'),
  jpeg: bytes('\xff\xd8\xff\xe0\x00\x10JFIF'),
  webp: bytes('RIFF\x24\x00\x00\x00WEBPVP8 '),
  heic: bytes('\x00\x00\x00\x18ftypheic\x00\x00'),
  txt: bytes('Two cups are broken.\r\n'),
  csv: bytes('sku;pieces\nA;3\n'),
  xml: bytes('<?xml version="1.0"?><note/>'),
  eml: bytes('From: a@example.com\r\n\r\n<html>Hello</html>'),
  xlsx: zip([TYPES, 'xl/workbook.xml']),
  docx: zip([TYPES, 'word/document.xml']),
} as const;

/** What every scanner takes for a virus, and is none. In two pieces, because this file is scanned, too. */
export const EICAR = bytes(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('-'),
);
export const LOCKED = zip([TYPES, 'word/document.xml'], { locked: true });

/** A form that somebody signed: where it is sent to, and its fields beside the file. */
export interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}
/** As a browser sends it; answers the status. */
export const sendForm = async ({ url, fields }: Form, data: Buffer, name: string): Promise<number> => {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  body.append('file', new Blob([new Uint8Array(data)]), name);
  return (await fetch(url, { method: 'POST', body, redirect: 'manual' })).status;
};
