import { SendMessageBatchCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { Parsed } from './cloud.ts';
import { START } from './cloud.ts';

import { set, FN } from './queues.ts';

test('what a function returns of a batch is tried again, then buried, then redriven', async () => {
  const lab = await set();
  const dead = await lab.queue('Dead');
  const { url, arn } = await lab.queue('Jobs', {
    VisibilityTimeout: 30,
    RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 },
  });
  const batches: Parsed[][] = [];
  let cured = false;
  lab.functions.set(FN, ({ Records }) => {
    batches.push(Records);
    const failed = Records.filter(({ body }: Parsed) => body === 'bad' && !cured);
    return { batchItemFailures: failed.map(({ messageId }: Parsed) => ({ itemIdentifier: messageId })) };
  });
  lab.sqs.attach(FN, {
    EventSourceArn: arn,
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  await lab.start();
  await lab.client.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: ['good', 'bad', 'fine'].map((MessageBody, i) => ({ Id: String(i), MessageBody })),
    }),
  );
  await lab.settle();
  expect(batches.map((batch) => batch.map(({ body }) => body))).toEqual([['good', 'bad', 'fine']]);
  expect(batches[0]![0]).toMatchObject({
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: 'eu-central-1',
  });
  await lab.clock.advance(START + 120_000);
  expect(batches).toHaveLength(2);
  expect(batches[1]![0].attributes.ApproximateReceiveCount).toBe('2');
  expect(lab.sqs.depths()).toMatchObject([
    { name: 'Dead', visible: 1, deadLetter: true },
    { name: 'Jobs', visible: 0, inFlight: 0, deadLetter: false },
  ]);
  expect(lab.sqs.peek('Dead')[0]).toMatchObject({ body: 'bad', from: arn });
  cured = true;
  await lab.client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
  await lab.settle();
  expect(batches[2]!.map(({ body }) => body)).toEqual(['bad']);
  expect(lab.sqs.depths().every(({ visible, inFlight }) => visible + inFlight === 0)).toBe(true);
});

test('a function that throws gets the whole batch again', async () => {
  const lab = await set();
  const { url, arn } = await lab.queue('Jobs', { VisibilityTimeout: 30 });
  const seen: string[][] = [];
  lab.functions.set(FN, ({ Records }) => {
    seen.push(Records.map(({ body }: Parsed) => body));
    if (seen.length === 1) throw new Error('down');
  });
  lab.sqs.attach(FN, { EventSourceArn: arn });
  await lab.send(url, 'x');
  await lab.start();
  await lab.clock.advance(START + 29_000);
  expect(seen).toEqual([['x']]);
  await lab.clock.advance(START + 30_000);
  expect(seen).toEqual([['x'], ['x']]);
});

test('no more batches run than allowed, and a FIFO group runs one at a time', async () => {
  const lab = await set();
  const { url, arn } = await lab.queue('Jobs');
  const books = await lab.queue('Books', { FifoQueue: true, ContentBasedDeduplication: true });
  const running = new Map<string, number>();
  let most = 0;
  const order: string[] = [];
  lab.functions.set(FN, async ({ Records }) => {
    const group = Records[0].attributes.MessageGroupId ?? 'standard';
    running.set(group, (running.get(group) ?? 0) + 1);
    most = Math.max(most, running.get('standard') ?? 0);
    expect(group === 'standard' || running.get(group) === 1).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    running.set(group, running.get(group)! - 1);
    if (group !== 'standard') order.push(...Records.map(({ body }: Parsed) => body));
  });
  lab.sqs.attach(FN, { EventSourceArn: arn, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 3 } });
  lab.sqs.attach(FN, { EventSourceArn: books.arn, BatchSize: 1 });
  for (let i = 0; i < 12; i += 1) lab.sqs.accept(arn, `m${i}`);
  for (let i = 0; i < 6; i += 1) lab.sqs.accept(books.arn, `${i % 2}-${i}`, { group: String(i % 2) });
  await lab.start();
  await lab.settle();
  expect(most).toBe(3);
  expect(order.filter((body) => body.startsWith('0'))).toEqual(['0-0', '0-2', '0-4']);
  expect(order.filter((body) => body.startsWith('1'))).toEqual(['1-1', '1-3', '1-5']);
  expect(await lab.receive(url)).toEqual([]);
});

test('a filter deletes what it does not want', async () => {
  const lab = await set();
  const { url, arn } = await lab.queue('Jobs');
  const seen: string[] = [];
  lab.functions.set(FN, ({ Records }) => void seen.push(...Records.map(({ body }: Parsed) => body)));
  lab.sqs.attach(FN, {
    EventSourceArn: arn,
    FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["a"]}}' }] },
  });
  await lab.start();
  for (const body of ['{"kind":"a"}', '{"kind":"b"}', 'no json']) await lab.send(url, body);
  await lab.settle();
  expect(seen).toEqual(['{"kind":"a"}']);
  expect(lab.sqs.depths()[0]).toMatchObject({ visible: 0, inFlight: 0 });
});

test('a batch that a killed process was working on is handed out again at once', async () => {
  const before = await set();
  const { arn } = await before.queue('Jobs', { VisibilityTimeout: 600 });
  const started = new Promise<void>((resolve) => {
    before.functions.set(FN, () => {
      resolve();
      return new Promise(() => {});
    });
  });
  before.sqs.attach(FN, { EventSourceArn: arn });
  await before.start();
  before.sqs.accept(arn, 'work');
  await started;

  const after = await set({ dir: before.dir });
  await after.queue('Jobs', { VisibilityTimeout: 600 });
  const counts: string[] = [];
  after.functions.set(FN, ({ Records }) => void counts.push(Records[0].attributes.ApproximateReceiveCount));
  after.sqs.attach(FN, { EventSourceArn: arn });
  await after.start();
  await after.settle();
  expect(counts).toEqual(['2']);
});
