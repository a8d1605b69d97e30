/** A bucket with a client, for the tests. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach } from 'vitest';
import { events as eventsService } from '../../../bin/local/services/events.ts';
import { guardduty } from '../../../bin/local/services/guardduty.ts';
import { s3 as s3Service } from '../../../bin/local/services/s3.ts';
import { sqs as sqsService } from '../../../bin/local/services/sqs.ts';
import type { TestCloud, Parsed } from './cloud.ts';
import { testCloud } from './cloud.ts';

const open: TestCloud[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

export const set = async (options: { dir?: string } = {}, properties: Record<string, unknown> = {}) => {
  const lab = await testCloud(options);
  open.push(lab);
  const sqs = lab.add(sqsService);
  const events = lab.add(eventsService);
  lab.add(guardduty);
  const service = lab.add(s3Service);
  const { ref: Bucket } = await lab.make('AWS::S3::Bucket', 'Data-Documents', properties);
  const client = new S3Client({ ...lab.client, maxAttempts: 1 });
  const put = (Key: string, Body: Parsed, more: object = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = (Key: string, more: object = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  const text = async (Key: string, more: object = {}) => (await get(Key, more)).Body!.transformToString();
  const list = (more: object = {}) => client.send(new ListObjectsV2Command({ Bucket, ...more }));
  return { ...lab, sqs, events, service, Bucket, client, put, get, text, list };
};
