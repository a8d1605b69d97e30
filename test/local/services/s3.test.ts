import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { Parsed } from './cloud.ts';
import { START } from './cloud.ts';

import { set } from './buckets.ts';

test('an object comes back with its headers, metadata and checksum', async () => {
  const { Bucket, client, put, get, list } = await set();
  const Key = 'acme/ä b+c (1).pdf';
  await put(Key, 'hello', {
    ContentType: 'application/pdf',
    ContentDisposition: 'inline',
    Metadata: { invoice: 'inv_1' },
  });
  const object = await get(Key);
  expect(await object.Body!.transformToString()).toBe('hello');
  expect(object).toMatchObject({
    ContentType: 'application/pdf',
    ContentDisposition: 'inline',
    ContentLength: 5,
    Metadata: { invoice: 'inv_1' },
    ETag: '"5d41402abc4b2a76b9719d911017c592"',
    ChecksumCRC32: 'NhCmhg==',
    LastModified: new Date(START),
  });
  expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 5 });
  expect((await list()).Contents).toMatchObject([{ Key, Size: 5, LastModified: new Date(START) }]);
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await expect(client.send(new GetObjectCommand({ Bucket: 'other', Key }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
});

test('a streamed upload is stored without its frames', async () => {
  const { put, text, get } = await set();
  const body = 'line of a statement\n'.repeat(20_000);
  const stream = Readable.from(
    [body.slice(0, 100_000), body.slice(100_000)].map((part) => Buffer.from(part)),
  );
  await put('big.csv', stream, { ContentLength: body.length });
  expect(await text('big.csv')).toBe(body);
  expect((await get('big.csv')).ContentEncoding).toBeUndefined();
});

test('an upload whose sum is wrong is not stored', async () => {
  const { put, get } = await set();
  await expect(put('x', 'hello', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(get('x')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('conditions on writing and reading hold', async () => {
  const { put, get, text } = await set();
  const { ETag } = await put('x', 'one', { IfNoneMatch: '*' });
  await expect(put('x', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await put('x', 'two', { IfMatch: ETag });
  await expect(put('x', 'three', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(await text('x')).toBe('two');
  const { ETag: now } = await get('x');
  await expect(get('x', { IfNoneMatch: now })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  const race = await Promise.allSettled(
    ['a', 'b', 'c'].map((body) => put('race', body, { IfNoneMatch: '*' })),
  );
  expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('parts of an object are read by range', async () => {
  const { put, get, text } = await set();
  await put('x', '0123456789');
  expect(await text('x', { Range: 'bytes=2-4' })).toBe('234');
  expect(await text('x', { Range: 'bytes=7-' })).toBe('789');
  const tail = await get('x', { Range: 'bytes=-2' });
  expect(tail).toMatchObject({ ContentRange: 'bytes 8-9/10', ContentLength: 2 });
  await expect(get('x', { Range: 'bytes=20-' })).rejects.toMatchObject({ name: 'InvalidRange' });
});

test('a listing has pages, prefixes and folders', async () => {
  const { Bucket, client, put, list } = await set();
  for (const key of ['a/1', 'a/2', 'a/b/3', 'c', 'd/4']) await put(key, key);
  const folders = await list({ Delimiter: '/' });
  expect(folders.Contents!.map(({ Key }) => Key)).toEqual(['c']);
  expect(folders.CommonPrefixes).toEqual([{ Prefix: 'a/' }, { Prefix: 'd/' }]);
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await list({ MaxKeys: 2, ContinuationToken });
    keys.push(...page.Contents!.map(({ Key }) => Key!));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  expect(keys).toEqual(['a/1', 'a/2', 'a/b/3', 'c', 'd/4']);
  expect((await list({ Prefix: 'a/', StartAfter: 'a/1' })).KeyCount).toBe(2);
  await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a/1' }, { Key: 'c' }] } }),
  );
  expect((await list()).KeyCount).toBe(3);
});

test('a copy takes the object with its metadata, or gives it new ones', async () => {
  const { Bucket, client, put, get, text } = await set();
  await put('from ü', 'body', { ContentType: 'text/plain', Metadata: { a: '1' } });
  const CopySource = `${Bucket}/${encodeURIComponent('from ü')}`;
  await client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
  expect(await text('to')).toBe('body');
  expect(await get('to')).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
  await client.send(
    new CopyObjectCommand({
      Bucket,
      Key: 'to',
      CopySource,
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
    }),
  );
  expect((await get('to')).Metadata).toEqual({ b: '2' });
});

test('an upload in parts becomes one object, also after a kill, or is given up', async () => {
  const before = await set();
  const where = { Bucket: before.Bucket, Key: 'parts' };
  const { UploadId } = await before.client.send(
    new CreateMultipartUploadCommand({ ...where, ContentType: 'text/csv' }),
  );
  const first = Buffer.alloc(5_242_880, 'a');
  const part = (client: S3Client, PartNumber: number, Body: Parsed) =>
    client.send(new UploadPartCommand({ ...where, UploadId, PartNumber, Body }));
  const one = await part(before.client, 1, first);

  const { client, get, list } = await set({ dir: before.dir });
  const two = await part(client, 2, 'tail');
  const complete = (Parts: object[]) =>
    client.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts } }));
  await expect(complete([{ PartNumber: 1, ETag: '"wrong"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
  expect((await list()).KeyCount).toBe(0);
  const done = await complete([
    { PartNumber: 1, ETag: one.ETag },
    { PartNumber: 2, ETag: two.ETag },
  ]);
  expect(done.ETag).toMatch(/-2"$/);
  const object = await get('parts');
  expect(object.ContentType).toBe('text/csv');
  expect((await object.Body!.transformToString()).slice(-5)).toBe('atail');
  const other = await client.send(new CreateMultipartUploadCommand({ ...where, Key: 'gone' }));
  const aborted = { Bucket: where.Bucket, Key: 'gone', UploadId: other.UploadId };
  await client.send(new AbortMultipartUploadCommand(aborted));
  await expect(client.send(new AbortMultipartUploadCommand(aborted))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
});

test('objects survive a kill', async () => {
  const before = await set();
  await before.put('x', 'one', { Metadata: { n: '1' } });
  await before.put('x', 'two', { Metadata: { n: '2' } });
  const after = await set({ dir: before.dir });
  expect(await after.text('x')).toBe('two');
  expect((await after.get('x')).Metadata).toEqual({ n: '2' });
});
