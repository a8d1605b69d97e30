import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { START } from './cloud.ts';

import { set } from './queues.ts';

test('a message with attributes comes back as sent, and the client accepts its sums', async () => {
  const { client, queue, receive, send } = await set();
  const { url } = await queue('Jobs');
  const attributes = {
    tenant: { DataType: 'String', StringValue: 'acme' },
    count: { DataType: 'Number', StringValue: '3' },
    raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
  };
  await send(url, 'grüße', { MessageAttributes: attributes });
  const [message] = await receive(url, { MessageAttributeNames: ['All'] });
  expect(message).toMatchObject({ Body: 'grüße', MessageAttributes: attributes });
  expect(message!.Attributes).toMatchObject({ ApproximateReceiveCount: '1', SentTimestamp: String(START) });
  expect(await receive(url)).toEqual([]);
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message!.ReceiptHandle! }));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('a message is hidden while it is worked on and returns when the time is over', async () => {
  const { client, clock, queue, receive, send } = await set();
  const { url } = await queue('Jobs', { VisibilityTimeout: 60, DelaySeconds: 5 });
  await send(url, 'x');
  expect(await receive(url)).toEqual([]);
  await clock.advance(START + 5_000);
  const [first] = await receive(url);
  await clock.advance(START + 64_000);
  expect(await receive(url)).toEqual([]);
  await clock.advance(START + 65_000);
  const [second] = await receive(url);
  expect(second!.Attributes!.ApproximateReceiveCount).toBe('2');
  // The handle of the first receipt is spent.
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first!.ReceiptHandle! }));
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: second!.ReceiptHandle!,
      VisibilityTimeout: 0,
    }),
  );
  expect(await receive(url)).toHaveLength(1);
});

test('a long poll ends when a message arrives', async () => {
  const { queue, receive, send } = await set();
  const { url } = await queue('Jobs');
  const poll = receive(url, { WaitTimeSeconds: 20 });
  await send(url, 'late');
  expect((await poll)[0]!.Body).toBe('late');
});

test('batches succeed and fail entry by entry', async () => {
  const { client, queue, receive } = await set();
  const { url } = await queue('Jobs');
  const sent = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: 'a', MessageBody: '1' },
        { Id: 'b', MessageBody: '2', DelaySeconds: 5_000 },
        { Id: 'c', MessageBody: '3' },
      ],
    }),
  );
  expect(sent.Successful!.map(({ Id }) => Id)).toEqual(['a', 'c']);
  expect(sent.Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameterValue', SenderFault: true }]);
  const got = await receive(url);
  const deleted = await client.send(
    new DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: 'x', ReceiptHandle: got[0]!.ReceiptHandle! },
        { Id: 'y', ReceiptHandle: 'bogus' },
      ],
    }),
  );
  expect(deleted.Successful).toEqual([{ Id: 'x' }]);
  expect(deleted.Failed).toMatchObject([{ Id: 'y', Code: 'ReceiptHandleIsInvalid' }]);
  await expect(
    client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [] })),
  ).rejects.toMatchObject({
    name: 'EmptyBatchRequest',
  });
});

test('errors carry the names that clients look for', async () => {
  const { client, queue, send } = await set();
  const { url } = await queue('Jobs', { MaximumMessageSize: 1024 });
  const missing = client.send(new GetQueueUrlCommand({ QueueName: 'Nope' }));
  await expect(missing).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  });
  await expect(send(url, 'x'.repeat(1025))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'Jobs' }))).QueueUrl).toBe(url);
  expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toEqual([url]);
});

test('a FIFO queue keeps the order of a group, hides it while one is out, drops duplicates', async () => {
  const { client, clock, queue, receive, send } = await set();
  const { url } = await queue('Books', { FifoQueue: true, ContentBasedDeduplication: true });
  expect(url).toMatch(/\/000000000000\/Books\.fifo$/);
  const first = await send(url, 'a1', { MessageGroupId: 'a' });
  expect((await send(url, 'a1', { MessageGroupId: 'a' })).MessageId).toBe(first.MessageId);
  await send(url, 'a2', { MessageGroupId: 'a' });
  await send(url, 'b1', { MessageGroupId: 'b', MessageDeduplicationId: 'own' });
  const [a1] = await receive(url, { MaxNumberOfMessages: 1 });
  expect(a1!.Body).toBe('a1');
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(['b1']);
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: a1!.ReceiptHandle! }));
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(['a2']);
  await clock.advance(START + 300_000);
  expect((await send(url, 'a1', { MessageGroupId: 'a' })).MessageId).not.toBe(first.MessageId);
  await expect(send(url, 'x')).rejects.toMatchObject({ name: 'MissingParameter' });
});

test('messages die after their retention, and purging empties a queue', async () => {
  const { client, clock, queue, receive, send, sqs } = await set();
  const { url } = await queue('Jobs', { MessageRetentionPeriod: 60 });
  await send(url, 'old');
  await clock.advance(START + 61_000);
  expect(await receive(url)).toEqual([]);
  await send(url, 'new');
  await client.send(new PurgeQueueCommand({ QueueUrl: url }));
  expect(sqs.depths()).toMatchObject([{ name: 'Jobs', visible: 0, inFlight: 0, delayed: 0 }]);
});

test('everything is there after a kill: what was sent, hidden, deleted and deduplicated', async () => {
  const before = await set();
  const { url } = await before.queue('Jobs', { VisibilityTimeout: 60 });
  const books = await before.queue('Books', { FifoQueue: true, ContentBasedDeduplication: true });
  for (const body of ['deleted', 'hidden', 'left']) await before.send(url, body);
  const [deleted] = await before.receive(url, { MaxNumberOfMessages: 2 });
  await before.client.send(
    new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: deleted!.ReceiptHandle! }),
  );
  const { MessageId } = await before.send(books.url, 'once', { MessageGroupId: 'g' });

  // Nothing is closed: the second cloud reads what the first one had written at this moment.
  const after = await set({ dir: before.dir });
  const again = await after.queue('Jobs', { VisibilityTimeout: 60 });
  const booksAgain = await after.queue('Books', { FifoQueue: true, ContentBasedDeduplication: true });
  await after.start();
  expect((await after.receive(again.url)).map(({ Body }) => Body)).toEqual(['left']);
  expect((await after.send(booksAgain.url, 'once', { MessageGroupId: 'g' })).MessageId).toBe(MessageId);
  await after.clock.advance(START + 60_000);
  expect((await after.receive(again.url)).map(({ Body }) => Body)).toEqual(['hidden', 'left']);
});
