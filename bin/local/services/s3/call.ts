/** A request to S3, and the pieces that its operations share. */
import type { WireRequest, WireResponse } from '../../seam.ts';
import { AwsError } from '../wire.ts';
import type { Store, Stored } from './store.ts';

export interface Call extends WireRequest {
  bucket: string;
  key: string;
}
export interface Around {
  store: Store;
  now: () => number;
  /** Tells EventBridge, where the bucket wants it. */
  announce: (what: 'Object Created' | 'Object Deleted', object: Stored, reason: string) => void;
}
export interface Operation {
  /** The permissions that it takes: `s3:` actions on the object, on the bucket or on the source of a copy. */
  needs: { action: string; on: 'object' | 'bucket' | 'source' }[];
  run(call: Call, around: Around): WireResponse | Promise<WireResponse>;
}

const KEPT = [
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-language',
  'cache-control',
  'expires',
];

export const kept = ({ headers }: Pick<Call, 'headers'>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => KEPT.includes(name) || name.startsWith('x-amz-meta-'))
      .map(([name, value]) => [
        name,
        name === 'content-encoding' ? value.replace(/\baws-chunked\b,?/, '') : value,
      ])
      .filter(([, value]) => value !== ''),
  );

export const sums = (object: Stored): Record<string, string> =>
  Object.fromEntries(Object.entries(object.headers).filter(([name]) => name.startsWith('x-amz-checksum-')));

/** If-None-Match: * writes only what is not there; If-Match only over that very object. */
export const condition =
  ({ headers }: Call) =>
  (present: Stored | undefined): void => {
    const only = headers['if-match'];
    if (headers['if-none-match'] === '*' && present) throw failedPrecondition();
    if (only !== undefined && !present) throw noSuchKey();
    if (only !== undefined && present && !sameTag(only, present.etag)) throw failedPrecondition();
  };

export const sameTag = (given: string, etag: string): boolean =>
  given === '*' ||
  given.split(',').some((each) => each.trim().replaceAll('"', '') === etag.replaceAll('"', ''));

export const span = (header: string | undefined, size: number): { from: number; to: number } | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from > to) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { from, to };
};

export const source = ({ headers }: Pick<Call, 'headers'>): { bucket: string; key: string; path: string } => {
  const path = decodeURIComponent(headers['x-amz-copy-source'] ?? '')
    .replace(/^\//, '')
    .replace(/\?versionId=.*$/, '');
  const slash = path.indexOf('/');
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1), path };
};

export const noSuchKey = () => new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
export const failedPrecondition = () =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
export const iso = ({ modified }: Stored): string => new Date(modified).toISOString();
export const xml = (body: string): WireResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
export const unescapeXml = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal));
    },
  );
