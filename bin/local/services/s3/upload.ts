/** The bytes of an upload: SDK clients frame them as aws-chunked with a checksum at the end. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { WireRequest } from '../../seam.ts';
import { AwsError } from '../wire.ts';

export interface Upload {
  data: Buffer;
  /** `x-amz-checksum-…` headers as given, to be returned with the object. */
  checksums: Record<string, string>;
}

const SUMS: Record<string, (data: Buffer) => Buffer> = {
  crc32: (data) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(data));
    return sum;
  },
  sha1: (data) => createHash('sha1').update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};

/** Takes the frames away and checks every sum that it can compute; throws BadDigest. */
export const uploaded = ({ body, headers, query }: WireRequest): Upload => {
  const framed = (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const { data, trailers } = framed ? unframe(body) : { data: body, trailers: {} };
  const checksums: Record<string, string> = {};
  // A presigned URL carries in its query what the signer put into headers.
  for (const [name, value] of [...Object.entries(headers), ...query, ...Object.entries(trailers)]) {
    const [, kind = ''] = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/i.exec(name) ?? [];
    if (kind === '') continue;
    checksums[`x-amz-checksum-${kind}`] = value;
    const sum = SUMS[kind];
    if (sum && sum(data).toString('base64') !== value)
      throw new AwsError(
        'BadDigest',
        `The ${kind.toUpperCase()} you specified did not match the calculated checksum.`,
      );
  }
  const md5 = headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(data).digest('base64') !== md5)
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  const length = headers['x-amz-decoded-content-length'];
  if (length !== undefined && Number(length) !== data.length)
    throw new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the header.');
  return { data, checksums };
};

const unframe = (body: Buffer): { data: Buffer; trailers: Record<string, string> } => {
  const chunks: Buffer[] = [];
  const line = (from: number): [string, number] => {
    const end = body.indexOf('\r\n', from);
    if (end < 0) throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
    return [body.toString('latin1', from, end), end + 2];
  };
  let at = 0;
  for (;;) {
    const [head, start] = line(at);
    const size = Number.parseInt(head, 16);
    if (Number.isNaN(size) || start + size > body.length)
      throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
    at = start + size;
    if (size === 0) break;
    chunks.push(body.subarray(start, at));
    at += 2;
  }
  const trailers: Record<string, string> = {};
  while (at < body.length) {
    const [text, next] = line(at);
    at = next;
    const colon = text.indexOf(':');
    if (colon > 0) trailers[text.slice(0, colon).toLowerCase()] = text.slice(colon + 1).trim();
  }
  return { data: Buffer.concat(chunks), trailers };
};
