import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import type { TestCloud, Parsed } from './cloud.ts';
import { START } from './cloud.ts';

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
