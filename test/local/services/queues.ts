/** Queues with a client and a function, for the tests. */
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach } from 'vitest';
import type { Sqs } from '../../../bin/local/services/sqs.ts';
import { sqs as sqsService } from '../../../bin/local/services/sqs.ts';
import type { TestCloud } from './cloud.ts';
import { testCloud } from './cloud.ts';

const open: TestCloud[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

export const FN = 'arn:aws:lambda:eu-central-1:000000000000:function:worker';

export const set = async (options: { dir?: string; start?: number } = {}) => {
  const lab = await testCloud(options);
  open.push(lab);
  const sqs: Sqs = lab.add(sqsService);
  const client = new SQSClient({ ...lab.client, maxAttempts: 1 });
  const queue = async (name: string, properties: Record<string, unknown> = {}) => {
    const { ref, attributes } = await lab.make('AWS::SQS::Queue', name, properties);
    return { url: ref, arn: attributes['Arn']! };
  };
  const receive = async (QueueUrl: string, more: object = {}) =>
    (
      await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          ...more,
        }),
      )
    ).Messages ?? [];
  const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  return { ...lab, sqs, client, queue, receive, send };
};
