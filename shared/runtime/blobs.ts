/** Documents, kept statements and exports in the bucket, each under its tenant. Written once, never changed. */
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { env } from './env.ts';
import { patience } from './patience.ts';

const client = /* @__PURE__ */ new S3Client({
  maxAttempts: 5,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  requestHandler: /* @__PURE__ */ patience(5),
});

/** Keeps the first bytes under a key: a second writer with the same key finds its work done. */
export const keep = async (key: string, bytes: Uint8Array | string, contentType: string): Promise<void> => {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: env('bucket'),
        Key: key,
        Body: bytes,
        ContentType: contentType,
        IfNoneMatch: '*',
      }),
    );
  } catch (error) {
    if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)) throw error;
  }
};

/** Puts bytes under a key, over what was there: for what is made from the same again, and after a restore from other. */
export const rewrite = async (key: string, bytes: Uint8Array, contentType: string): Promise<void> => {
  await client.send(
    new PutObjectCommand({ Bucket: env('bucket'), Key: key, Body: bytes, ContentType: contentType }),
  );
};

/** S3 takes parts of five megabytes and more, ten thousand of them. */
const PART = 8_388_608;
/**
 * Keeps what nobody holds as a whole. It is there when it is complete, else not at all: parts without an end are S3's to clear away. What fits
 * into one part is kept under its fingerprint, so the same bytes are kept once; what does not has its name before its end, and each try its own.
 */
export const keepAsItComes = async (
  pieces: AsyncIterable<Uint8Array>,
  keyOf: (mark: string) => string,
  contentType: string,
): Promise<{ readonly key: string; readonly sha256: string }> => {
  const hash = createHash('sha256');
  let open: { readonly Key: string; readonly Bucket: string; readonly UploadId: string } | undefined;
  const parts: { PartNumber: number; ETag: string | undefined }[] = [];
  const send = async (Body: Uint8Array): Promise<void> => {
    open ??= await begin(keyOf(randomBytes(6).toString('hex')), contentType);
    const PartNumber = parts.length + 1;
    const { ETag } = await client.send(new UploadPartCommand({ ...open, PartNumber, Body }));
    parts.push({ PartNumber, ETag });
  };
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    gathered.push(piece);
    size += piece.length;
    if (size < PART) continue;
    await send(Buffer.concat(gathered));
    [gathered, size] = [[], 0];
  }
  const last = Buffer.concat(gathered);
  const sha256 = hash.digest('hex');
  if (!open) {
    const key = keyOf(sha256.slice(0, 12));
    await keep(key, last, contentType);
    return { key, sha256 };
  }
  if (last.length > 0) await send(last);
  await client.send(new CompleteMultipartUploadCommand({ ...open, MultipartUpload: { Parts: parts } }));
  return { key: open.Key, sha256 };
};
const begin = async (Key: string, ContentType: string) => {
  const where = { Bucket: env('bucket'), Key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...where, ContentType }));
  return { ...where, UploadId: UploadId! };
};

/** What is not there is gone already. */
export const removed = async (key: string): Promise<void> => {
  await client.send(new DeleteObjectCommand({ Bucket: env('bucket'), Key: key }));
};

export const bytesOf = async (key: string): Promise<Uint8Array> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: env('bucket'), Key: key }));
  return Body!.transformToByteArray();
};

/** Undefined where there is nothing: S3 answers 403 for that to whoever may not list. */
export const bytesIf = async (key: string): Promise<Uint8Array | undefined> => {
  try {
    return await bytesOf(key);
  } catch (error) {
    if (error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0))
      return undefined;
    throw error;
  }
};

/** Text in pieces as they come, for readers that never hold a whole file. */
export const textOf = async (key: string): Promise<AsyncIterable<string>> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: env('bucket'), Key: key }));
  return (Body as Readable).setEncoding('utf8');
};

/** All of one version of an object; undefined where it was taken away, or another took its place. */
export const versionOf = async ({
  key,
  etag,
}: Pick<Stored, 'key' | 'etag'>): Promise<Uint8Array | undefined> => {
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: env('bucket'), Key: key, IfMatch: etag }),
    );
    return await Body!.transformToByteArray();
  } catch (error) {
    if (error instanceof S3ServiceException && [403, 404, 412].includes(error.$metadata.httpStatusCode ?? 0))
      return undefined;
    throw error;
  }
};

/** Whether there is something under a key. S3 answers 403 for what is not there to whoever may not list. */
export const isKept = async (key: string): Promise<boolean> => {
  try {
    await client.send(new GetObjectCommand({ Bucket: env('bucket'), Key: key, Range: 'bytes=0-0' }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0))
      return false;
    throw error;
  }
};

/** An object that came from outside, in the version that was announced. */
export interface Stored {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}
/** So much is asked for at once, and handed on in pieces of this size. */
const AT_ONCE = 4_194_304;
const PIECE = 65_536;
/**
 * Bytes of one version of an object, piece by piece; with a tag only of that version, else it fails. Each request is read at once: a
 * stream whose reader writes to the table meanwhile is silent for as long, and is cut for that (`patience.ts`).
 */
export async function* streamOf(key: string, etag?: string): AsyncGenerator<Uint8Array> {
  for (let [from, size, tag] = [0, 1, etag]; from < size;) {
    const Range = `bytes=${from}-${from + AT_ONCE - 1}`;
    const { Body, ContentRange, ETag } = await client.send(
      new GetObjectCommand({ Bucket: env('bucket'), Key: key, IfMatch: tag, Range }),
    );
    const bytes = await Body!.transformToByteArray();
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    [from, size, tag] = [from + bytes.length, Number(ContentRange!.split('/')[1]), ETag];
  }
}
/** The same version under a key of ours, where whoever put it cannot change it any more. */
export const copied = async ({ key, etag }: Stored, to: string, contentType: string): Promise<void> => {
  await client.send(
    new CopyObjectCommand({
      Bucket: env('bucket'),
      Key: to,
      CopySource: `${env('bucket')}/${key.split('/').map(encodeURIComponent).join('/')}`,
      CopySourceIfMatch: etag,
      ContentType: contentType,
      MetadataDirective: 'REPLACE',
    }),
  );
};
