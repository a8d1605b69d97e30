import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { TestCloud, Parsed } from './cloud.ts';
import { START } from './cloud.ts';

import { EICAR, LOCKED } from '../../support/files.ts';
import { set } from './buckets.ts';

test('a presigned link works until it expires and not when it was changed', async () => {
  const { Bucket, client, clock, put } = await set();
  await put('acme/invoice 1.pdf', 'pdf', { ContentType: 'application/pdf' });
  const sign = (command: Parsed, secret = client) =>
    getSignedUrl(secret, command, { expiresIn: 900, signingDate: new Date(START) });
  const link = await sign(
    new GetObjectCommand({
      Bucket,
      Key: 'acme/invoice 1.pdf',
      ResponseContentDisposition: 'attachment; filename="1.pdf"',
    }),
  );
  const answer = await fetch(link);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="1.pdf"');
  expect(await answer.text()).toBe('pdf');
  for (const changed of [
    link.replace('invoice', 'invoiced'),
    link.replace('attachment', 'inline'),
    link.replace('=900', '=9000'),
  ])
    expect(await (await fetch(changed)).text()).toMatch(/<Code>SignatureDoesNotMatch</);
  const forger = new S3Client({
    region: 'eu-central-1',
    endpoint: link.slice(0, link.indexOf('/', 8)),
    credentials: { accessKeyId: 'tester', secretAccessKey: 'guess' },
  });
  expect((await fetch(await sign(new GetObjectCommand({ Bucket, Key: 'x' }), forger))).status).toBe(403);
  await clock.advance(START + 901_000);
  const late = await fetch(link);
  expect(late.status).toBe(403);
  expect(await late.text()).toContain('<Message>Request has expired</Message>');
});

test('a presigned upload stores what is sent', async () => {
  const { Bucket, text, cloud } = await set();
  const client = new S3Client({ ...endpointOf(cloud), requestChecksumCalculation: 'WHEN_REQUIRED' });
  const command = new PutObjectCommand({ Bucket, Key: 'in/statement.xml', ContentType: 'text/xml' });
  const link = await getSignedUrl(client, command, { expiresIn: 60, signingDate: new Date(START) });
  expect(
    (await fetch(link, { method: 'PUT', body: '<x/>', headers: { 'content-type': 'text/xml' } })).status,
  ).toBe(200);
  expect(await text('in/statement.xml')).toBe('<x/>');
  expect((await fetch(link, { method: 'DELETE' })).status).toBe(403);
});

const endpointOf = (cloud: TestCloud['cloud']) => ({
  endpoint: cloud.endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'tester', secretAccessKey: 'local-secret' },
});

test('a bucket with EventBridge tells the default bus', async () => {
  const lab = await set(
    {},
    { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  );
  const seen: Parsed[] = [];
  const fn = 'arn:aws:lambda:eu-central-1:000000000000:function:seen';
  lab.functions.set(fn, (event) => void seen.push(event));
  await lab.make('AWS::Events::Rule', 'Seen', {
    EventPattern: { source: ['aws.s3'], detail: { object: { key: [{ prefix: 'in/' }] } } },
    Targets: [{ Id: 'f', Arn: fn }],
  });
  await lab.start();
  await lab.put('out/x', 'x');
  await lab.put('in/x', 'xyz');
  await lab.settle();
  expect(seen).toMatchObject([
    {
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'data-documents' }, object: { key: 'in/x', size: 3 }, reason: 'PutObject' },
    },
  ]);
});

test('each request needs the permission that AWS asks for', async () => {
  const { service } = await set();
  const needs = (method: string, path: string, query = '', headers: Record<string, string> = {}) =>
    service
      .access({
        method,
        path,
        query: new URLSearchParams(query),
        headers,
        body: Buffer.alloc(0),
        caller: 'x',
      })
      .map(({ action, resource }) => `${action} ${resource}`);
  expect(needs('GET', '/b/k%20k')).toEqual(['s3:GetObject arn:aws:s3:::b/k k']);
  expect(needs('GET', '/b', 'list-type=2')).toEqual(['s3:ListBucket arn:aws:s3:::b']);
  expect(needs('PUT', '/b/k', '', { 'x-amz-copy-source': 'a/s%20t' })).toEqual([
    's3:GetObject arn:aws:s3:::a/s t',
    's3:PutObject arn:aws:s3:::b/k',
  ]);
  expect(() => needs('GET', '/b', 'acl')).toThrow(/none of the calls/);
});

/** A form as somebody with the secret signs it, with a file of so many bytes in it. */
const formFor = (bucket: string, conditions: readonly unknown[], expiration = START + 60_000) => {
  const [day, date] = ['20260302', '20260302T090000Z'];
  const credential = `tester/${day}/eu-central-1/s3/aws4_request`;
  const text = JSON.stringify({
    expiration: new Date(expiration).toISOString(),
    conditions: [{ bucket }, { 'x-amz-credential': credential }, { 'x-amz-date': date }, ...conditions],
  });
  const policy = Buffer.from(text).toString('base64');
  const key = [day, 'eu-central-1', 's3', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    'AWS4local-secret',
  );
  const signature = createHmac('sha256', key).update(policy).digest('hex');
  return { policy, 'x-amz-credential': credential, 'x-amz-date': date, 'x-amz-signature': signature };
};
test('a form of a browser puts what was signed, and nothing else', async () => {
  const { Bucket, text, cloud, clock } = await set();
  const sends = async (fields: Record<string, string>, bytes = 'hello', name = 'a b.txt') => {
    const body = new FormData();
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    body.append('file', new Blob([bytes]), name);
    const answer = await fetch(`${cloud.endpoint}/${Bucket}/`, { method: 'POST', body, redirect: 'manual' });
    const [, code] = /<Code>(\w+)/.exec(await answer.text()) ?? [];
    return { status: answer.status, code, location: answer.headers.get('location') };
  };
  const back = 'https://shop.example/thanks';
  const conditions = [
    ['starts-with', '$key', 'in/'],
    ['content-length-range', 2, 8],
    { success_action_redirect: back },
  ];
  const signed = {
    ...formFor(Bucket, conditions),
    key: 'in/${filename}',
    success_action_redirect: back,
  };
  const done = await sends(signed);
  expect(done.status).toBe(303);
  expect(done.location).toMatch(/^https:\/\/shop\.example\/thanks\?bucket=.+&key=in%2Fa\+b\.txt&etag=/);
  expect(await text('in/a b.txt')).toBe('hello');
  expect((await sends(signed, 'hello', '../x/c.txt')).location).toContain('key=in%2Fc.txt');
  expect(await sends(signed, '123456789')).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  expect(await sends(signed, '1')).toMatchObject({ status: 400, code: 'EntityTooSmall' });
  const forged = { status: 403, code: 'AccessDenied' };
  expect(await sends({ ...signed, key: 'out/x' })).toMatchObject(forged);
  expect(await sends({ ...signed, success_action_redirect: 'https://evil.example' })).toMatchObject(forged);
  expect(await sends({ ...signed, 'Content-Type': 'text/html' })).toMatchObject(forged);
  const { policy } = formFor(Bucket, [['starts-with', '$key', '']]);
  expect(await sends({ ...signed, policy })).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  const sum = {
    key: 'in/sum',
    'x-amz-checksum-sha256': createHash('sha256').update('hello').digest('base64'),
  };
  const exact = {
    ...sum,
    ...formFor(Bucket, [{ key: sum.key }, { 'x-amz-checksum-sha256': sum['x-amz-checksum-sha256'] }]),
  };
  expect(await sends(exact, 'hallo')).toMatchObject({ status: 400, code: 'BadDigest' });
  expect(await sends(exact)).toMatchObject({ status: 204 });
  await clock.advance(START + 60_001);
  expect(await sends(signed)).toMatchObject(forged);
});

test('what lies under a protected prefix is scanned, and the default bus is told', async () => {
  const lab = await set(
    {},
    { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  );
  await lab.make('AWS::GuardDuty::MalwareProtectionPlan', 'Plan', {
    Role: 'arn:role',
    ProtectedResource: { S3Bucket: { BucketName: lab.Bucket, ObjectPrefixes: ['in/'] } },
  });
  const seen: Parsed[] = [];
  const fn = 'arn:aws:lambda:eu-central-1:000000000000:function:seen';
  lab.functions.set(fn, (event) => void seen.push(event));
  await lab.make('AWS::Events::Rule', 'Seen', {
    EventPattern: { source: ['aws.guardduty'], detail: { s3ObjectDetails: { bucketName: [lab.Bucket] } } },
    Targets: [{ Id: 'f', Arn: fn }],
  });
  await lab.start();
  const bodies = { 'in/clean': 'tea', 'in/bad': EICAR, 'in/locked': LOCKED, 'out/bad': EICAR };
  for (const [key, body] of Object.entries(bodies)) await lab.put(key, body);
  await lab.settle();
  const told = seen.map(({ detail: { s3ObjectDetails, scanResultDetails: found, scanStatus } }) => [
    s3ObjectDetails.objectKey,
    scanStatus,
    found.scanResultStatus,
    found.threats?.length ?? 0,
  ]);
  expect(told.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
    ['in/bad', 'COMPLETED', 'THREATS_FOUND', 1],
    ['in/clean', 'COMPLETED', 'NO_THREATS_FOUND', 0],
    ['in/locked', 'SKIPPED', 'UNSUPPORTED', 0],
  ]);
});
