/** Feeds a queue to a function: batches, partial failures, filters and the limit of parallel invocations. */
import type { Cloud } from '../../seam.ts';
import { compile } from '../patterns.ts';
import { asList, asObject, asText, message as text } from '../wire.ts';
import { forLambda, md5 } from './attributes.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/** A batch must fit a function's 6 MB payload with its attributes and JSON escapes. */
const BATCH_BYTES = 4_000_000;

export type Mapping = ReturnType<typeof openMapping>;

/**
 * MaximumBatchingWindowInSeconds counts as 0: a batch is what is there when a slot is free, so nothing waits
 * for a clock that may stand still.
 */
export const openMapping = (
  cloud: Cloud,
  queue: Queue,
  functionArn: string,
  properties: Record<string, unknown>,
) => {
  const batchSize = Number(properties['BatchSize'] ?? 10);
  const partial = asList(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures');
  const most = Number(asObject(properties['ScalingConfig'])['MaximumConcurrency'] ?? 2);
  const wanted = filters(properties);
  let active = 0;
  let running = false;
  let scheduled = false;
  let paused = false;

  const run = async (batch: Message[]) => {
    active += 1;
    try {
      const records = batch.map((message) => ({ message, record: asRecord(cloud, queue, message) }));
      const passed = records.filter(({ record }) => wanted(record));
      queue.drop(records.filter((each) => !passed.includes(each)).map(({ message }) => message.id));
      if (passed.length === 0) return;
      const { payload, error } = await cloud.invoke(
        functionArn,
        { Records: passed.map(({ record }) => record) },
        queue.settings.arn,
      );
      if (!running) return;
      const ids = passed.map(({ message }) => message.id);
      const failed = error ? ids : partial ? failures(payload, ids) : [];
      queue.drop(ids.filter((id) => !failed.includes(id)));
    } catch (error) {
      cloud.log(`sqs ${queue.settings.name}: ${text(error)}; the batch returns after its visibility timeout`);
    } finally {
      active -= 1;
      pull();
    }
  };
  const pull = () => {
    if (scheduled || !running || paused) return;
    scheduled = true;
    // After the current turn, so that messages that are sent together travel together.
    setImmediate(() => {
      scheduled = false;
      for (let free = running ? most - active : 0; free > 0; free -= 1) {
        const batch = queue.take({
          max: batchSize,
          mapped: true,
          oneGroup: queue.settings.fifo,
          maxBytes: BATCH_BYTES,
        });
        if (batch.length === 0) return;
        void run(batch);
      }
    });
  };
  return {
    pull,
    active: () => active,
    start: () => {
      running = properties['Enabled'] !== false && properties['Enabled'] !== 'false';
      pull();
    },
    enabled: () => running && !paused,
    functionName: functionArn.split(':').at(-1),
    pause: (on: boolean) => {
      paused = on;
      pull();
    },
    stop: () => {
      running = false;
    },
  };
};

/** The ids to try again. An answer that AWS cannot read counts as a failure of the whole batch. */
const failures = (payload: unknown, ids: string[]): string[] => {
  const list = asObject(payload)['batchItemFailures'];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return ids;
  const failed = list.map((item) => asObject(item)['itemIdentifier']);
  return failed.every((id) => typeof id === 'string' && ids.includes(id)) ? (failed as string[]) : ids;
};

const asRecord = (cloud: Cloud, queue: Queue, message: Message) => ({
  messageId: message.id,
  receiptHandle: queue.handle(message),
  body: message.body,
  attributes: systemAttributes(message),
  messageAttributes: forLambda(message.attributes ?? {}),
  md5OfBody: md5(message.body),
  eventSource: 'aws:sqs',
  eventSourceARN: queue.settings.arn,
  awsRegion: cloud.region,
});

/** The attributes that SQS itself gives a message. */
export const systemAttributes = (message: Message): Record<string, string> => ({
  ApproximateReceiveCount: String(message.received),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  SentTimestamp: String(message.sentAt),
  SenderId: message.sender,
  ...(message.trace !== undefined && { AWSTraceHeader: message.trace }),
  ...(message.group !== undefined && { MessageGroupId: message.group }),
  ...(message.dedupe !== undefined && {
    MessageDeduplicationId: message.dedupe,
    SequenceNumber: String(message.seq).padStart(20, '0'),
  }),
  ...(message.from !== undefined && { DeadLetterQueueSourceArn: message.from }),
});

/** What no filter wants is deleted. A body is compared as JSON where the filter looks into it. */
const filters = (properties: Record<string, unknown>): ((record: { body: string }) => boolean) => {
  const patterns = asList(asObject(properties['FilterCriteria'])['Filters']).map((filter) => {
    const pattern: unknown = JSON.parse(asText(asObject(filter)['Pattern'], 'FilterCriteria pattern'));
    return { test: compile(pattern), parsed: !Array.isArray(asObject(pattern)['body']) };
  });
  if (patterns.length === 0) return () => true;
  return (record) =>
    patterns.some(({ test, parsed }) => test(parsed ? { ...record, body: tryJson(record.body) } : record));
};

const tryJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
