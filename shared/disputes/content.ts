/** What a file is, by its bytes alone. Nothing is opened or unpacked here: of an archive only the names of its parts are read. */
import type { FileKind } from './file.ts';

/** Undefined for what is not taken: programs, pages, macros, archives, and what is several things at once. */
export const kindOf = (bytes: Uint8Array, name: string): FileKind | undefined => {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = data.toString('latin1', 0, 16);
  const isMail = /\.eml$/i.test(name) && /^[\w-]+:\s/.test(head);
  // A page or a script behind the head of a picture is for a reader that guesses. A mail may well have one in it.
  if (!isMail && PAGE.test(data.toString('latin1', 0, 1024))) return undefined;
  const picture = PICTURES.find(([, is]) => is(head))?.[0];
  if (picture) return hasArchive(data) ? undefined : picture;
  if (head.startsWith('%PDF-')) return hasArchive(data) ? undefined : 'pdf';
  if (head.startsWith('PK\x03\x04')) return officeIn(data);
  return isText(data) ? textOf(data.toString('utf8', 0, 4096), name) : undefined;
};

const PAGE = /<(?:!doctype html|html|head|script|svg|body|iframe|object|embed)[\s>/]/i;
const PICTURES: readonly (readonly [FileKind, (head: string) => boolean])[] = [
  ['png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['webp', (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8)],
  [
    'heic',
    (head) => head.startsWith('ftyp', 4) && /^(?:hei[cxms]|hev[cx]|mif1|msf1)$/.test(head.slice(8, 12)),
  ],
];

/** The end of a zip: whoever opens the same bytes as an archive finds one. It stands within the last 64 kB. */
const hasArchive = (data: Buffer): boolean => data.subarray(-65_557).includes('PK\x05\x06');

const CENTRAL = Buffer.from('PK\x01\x02', 'latin1');
/** A document has far fewer parts. */
const MOST_PARTS = 5_000;
/** The names in the directory of a zip say what it is; one with programs in it is not taken, nor one that ends elsewhere than it says. */
const officeIn = (data: Buffer): FileKind | undefined => {
  const end = data.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  // Behind the end of a document there is nothing, not even a comment.
  if (end < 0 || end + 22 !== data.length) return undefined;
  const names: string[] = [];
  let at = data.readUInt32LE(end + 16);
  if (at + data.readUInt32LE(end + 12) !== end) return undefined;
  while (at < end) {
    if (names.length === MOST_PARTS || at + 46 > end || !data.subarray(at, at + 4).equals(CENTRAL))
      return undefined;
    const [name, extra, comment] = [28, 30, 32].map((place) => data.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    names.push(data.toString('latin1', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  if (at !== end || names.length !== data.readUInt16LE(end + 10)) return undefined;
  if (!names.includes('[Content_Types].xml')) return undefined;
  if (names.some((one) => /vbaProject\.bin$|\.(?:exe|dll|js|vbs|bat|cmd|ps1|html?|svg)$/i.test(one)))
    return undefined;
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  return names.includes('word/document.xml') ? 'docx' : undefined;
};

/** UTF-8, or what old programs write for western Europe; no control characters but those of text. */
const isText = (data: Buffer): boolean => {
  for (const byte of data) if ((byte < 0x20 && !SPACES.has(byte)) || byte === 0x7f) return false;
  return data.length > 0;
};
const SPACES = new Set([9, 10, 12, 13]);

/** Texts look alike: the end of the name says which it shall be, and the beginning has to fit. */
const textOf = (head: string, name: string): FileKind => {
  const end = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  if (/^\ufeff?\s*<\?xml\s/.test(head)) return 'xml';
  if (end === 'eml' && /^[\w-]+:\s/.test(head)) return 'eml';
  return end === 'csv' ? 'csv' : 'txt';
};

const ENDS: Readonly<Record<FileKind, readonly string[]>> = {
  pdf: ['pdf'],
  png: ['png'],
  jpeg: ['jpg', 'jpeg'],
  webp: ['webp'],
  heic: ['heic', 'heif'],
  txt: ['txt', 'log', 'md'],
  csv: ['csv'],
  xlsx: ['xlsx'],
  docx: ['docx'],
  eml: ['eml'],
  xml: ['xml'],
};
const LONGEST = 100;

/** The last part of a path, of letters, digits and a few signs, with the ending of what it is. */
export const safeName = (name: string, kind: FileKind | undefined): string => {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1)!;
  const clean = last
    .replaceAll(/[^\p{L}\p{N} ._()-]/gu, '_')
    .replaceAll(/\.{2,}|^[. ]+|[. ]+$/g, '_')
    .trim();
  const [, stem = clean, end = ''] = /^(.+)\.(\w{1,5})$/.exec(clean) ?? [];
  const ends = kind ? ENDS[kind] : [end];
  const kept = ends.includes(end.toLowerCase());
  // An ending that it does not have stays readable in its name, and opens nothing.
  const body = [...(kept || end === '' ? stem : `${stem}_${end}`)].slice(0, LONGEST).join('');
  const ending = kept ? end : (ends[0] ?? '');
  return `${body === '' ? 'file' : body}${ending === '' ? '' : `.${ending}`}`;
};
