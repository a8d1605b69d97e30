/** The operations of the SQS JSON protocol. */
import { randomUUID } from 'node:crypto';
import type { Json } from '../wire.ts';
import { asList, asObject, AwsError, scalar } from '../wire.ts';
import type { MessageAttributes } from './attributes.ts';
import { attributesMd5, chosen, md5 } from './attributes.ts';
import { systemAttributes } from './mapping.ts';
import type { Message, Sending } from './message.ts';
import type { Queue } from './queue.ts';

const QUERY = 'AWS.SimpleQueueService';

export interface Desk {
  /** Throws QueueDoesNotExist. */
  byUrl(url: unknown): Queue;
  byName(name: unknown): Queue;
  byArn(arn: unknown): Queue;
  url(queue: Queue): string;
  all(): Queue[];
  /** Resolves when something was put into the queue, or after that many real seconds. */
  wait(queue: Queue, seconds: number): Promise<void>;
  redrive(from: Queue, to: Queue | undefined, max: number | undefined): number;
}

type Operation = (input: Json, desk: Desk, caller: string) => unknown;

export const operations: Record<string, Operation> = {
  SendMessage: (input, desk, caller) => send(desk.byUrl(input['QueueUrl']), input, caller),
  SendMessageBatch: (input, desk, caller) => {
    const queue = desk.byUrl(input['QueueUrl']);
    const entries = batch(input);
    const bytes = entries.reduce((sum, entry) => sum + size(entry), 0);
    if (bytes > queue.settings.maximumBytes)
      throw refuse(
        'BatchRequestTooLong',
        'The length of all the messages put together is more than the limit.',
      );
    return each(entries, (entry) => send(queue, entry, caller));
  },
  ReceiveMessage: async (input, desk) => {
    const queue = desk.byUrl(input['QueueUrl']);
    const max = whole(input['MaxNumberOfMessages'] ?? 1, 'MaxNumberOfMessages', 1, 10);
    const visibility = input['VisibilityTimeout'];
    const visibilitySeconds =
      visibility === undefined ? undefined : whole(visibility, 'VisibilityTimeout', 0, 43_200);
    const wait = whole(input['WaitTimeSeconds'] ?? queue.settings.waitSeconds, 'WaitTimeSeconds', 0, 20);
    let taken = queue.take({ max, visibilitySeconds });
    if (taken.length === 0 && wait > 0) {
      await desk.wait(queue, wait);
      taken = queue.take({ max, visibilitySeconds });
    }
    return taken.length === 0 ? {} : { Messages: taken.map((message) => received(queue, message, input)) };
  },
  DeleteMessage: (input, desk) => desk.byUrl(input['QueueUrl']).remove(String(input['ReceiptHandle'])),
  DeleteMessageBatch: (input, desk) => {
    const queue = desk.byUrl(input['QueueUrl']);
    return each(batch(input), (entry) => queue.remove(String(entry['ReceiptHandle'])));
  },
  ChangeMessageVisibility: (input, desk) => show(desk.byUrl(input['QueueUrl']), input),
  ChangeMessageVisibilityBatch: (input, desk) => {
    const queue = desk.byUrl(input['QueueUrl']);
    return each(batch(input), (entry) => show(queue, entry));
  },
  GetQueueUrl: (input, desk) => ({ QueueUrl: desk.url(desk.byName(input['QueueName'])) }),
  ListQueues: (input, desk) => ({
    QueueUrls: desk
      .all()
      .filter((queue) => queue.settings.name.startsWith(scalar(input['QueueNamePrefix']) ?? ''))
      .map((queue) => desk.url(queue)),
  }),
  GetQueueAttributes: (input, desk) => {
    const names = asList(input['AttributeNames']);
    const all = attributes(desk.byUrl(input['QueueUrl']));
    return {
      Attributes: Object.fromEntries(
        Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name)),
      ),
    };
  },
  PurgeQueue: (input, desk) => desk.byUrl(input['QueueUrl']).purge(),
  StartMessageMoveTask: (input, desk) => {
    const to = input['DestinationArn'];
    desk.redrive(desk.byArn(input['SourceArn']), to === undefined ? undefined : desk.byArn(to), undefined);
    return { TaskHandle: Buffer.from(randomUUID()).toString('base64') };
  },
};

const send = (queue: Queue, input: Json, caller: string) => {
  const { settings } = queue;
  const body = input['MessageBody'];
  if (typeof body !== 'string' || body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (size(input) > settings.maximumBytes)
    throw new AwsError(
      'InvalidParameterValue',
      'One or more parameters are invalid. ' +
        `Reason: Message must be shorter than ${settings.maximumBytes} bytes.`,
    );
  const delay = input['DelaySeconds'];
  if (delay !== undefined && settings.fifo)
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${scalar(delay)} for parameter DelaySeconds is invalid. ` +
        'Reason: The request include parameter that is not valid for this queue type.',
    );
  const attributes = asObject(input['MessageAttributes']) as unknown as MessageAttributes;
  const trace = asObject(asObject(input['MessageSystemAttributes'])['AWSTraceHeader'])['StringValue'];
  const sending: Sending = {
    body,
    attributes,
    trace: trace as string | undefined,
    sender: caller,
    delaySeconds: delay === undefined ? undefined : whole(delay, 'DelaySeconds', 0, 900),
    group: input['MessageGroupId'] as string | undefined,
    dedupe: input['MessageDeduplicationId'] as string | undefined,
  };
  const { id, seq } = queue.send(sending);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(body),
    MD5OfMessageAttributes: attributesMd5(attributes),
    MD5OfMessageSystemAttributes:
      trace === undefined
        ? undefined
        : attributesMd5(asObject(input['MessageSystemAttributes']) as unknown as MessageAttributes),
    SequenceNumber: settings.fifo ? String(seq).padStart(20, '0') : undefined,
  };
};

const received = (queue: Queue, message: Message, input: Json) => {
  const system = [...asList(input['AttributeNames']), ...asList(input['MessageSystemAttributeNames'])];
  const own = chosen(message.attributes ?? {}, asList(input['MessageAttributeNames']) as string[]);
  const given = Object.entries(systemAttributes(message)).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: queue.handle(message),
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(given.length > 0 && { Attributes: Object.fromEntries(given) }),
    ...(Object.keys(own).length > 0 && {
      MessageAttributes: own,
      MD5OfMessageAttributes: attributesMd5(own),
    }),
  };
};

const show = (queue: Queue, input: Json) =>
  queue.changeVisibility(
    String(input['ReceiptHandle']),
    whole(input['VisibilityTimeout'], 'VisibilityTimeout', 0, 43_200),
  );

const attributes = (queue: Queue): Record<string, string> => {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.depths();
  return {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(settings.visibilitySeconds),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    MaximumMessageSize: String(settings.maximumBytes),
    DelaySeconds: String(settings.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.waitSeconds),
    ...(settings.fifo && { FifoQueue: 'true', ContentBasedDeduplication: String(settings.contentDedupe) }),
    ...(settings.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: settings.redrive.arn,
        maxReceiveCount: settings.redrive.maxReceiveCount,
      }),
    }),
  };
};

const batch = (input: Json): Json[] => {
  const entries = asList(input['Entries']).map(asObject);
  if (entries.length === 0)
    throw refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw refuse('TooManyEntriesInBatchRequest', `Maximum number of entries per request are 10.`);
  if (new Set(entries.map((entry) => entry['Id'])).size < entries.length)
    throw refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  return entries;
};

/** Each entry of a batch succeeds or fails on its own. */
const each = (entries: Json[], run: (entry: Json) => Json | void) => {
  const Successful: Json[] = [];
  const Failed: Json[] = [];
  for (const entry of entries) {
    const Id = entry['Id'];
    try {
      Successful.push({ Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, Code: error.queryCode, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
};

const size = (entry: Json): number => {
  const own = Object.entries(asObject(entry['MessageAttributes']) as unknown as MessageAttributes);
  return own.reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      sum + name.length + DataType.length + Buffer.byteLength(StringValue) + (BinaryValue.length * 3) / 4,
    Buffer.byteLength(scalar(entry['MessageBody']) ?? ''),
  );
};

const whole = (value: unknown, name: string, least: number, most: number): number => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${scalar(value)} for parameter ${name} is invalid. ` +
      `Reason: Must be between ${least} and ${most}, if provided.`,
  );
};

const refuse = (code: string, text: string): AwsError =>
  new AwsError(`com.amazonaws.sqs#${code}`, text, 400, `${QUERY}.${code}`);

export const noQueue = (): AwsError =>
  new AwsError(
    'com.amazonaws.sqs#QueueDoesNotExist',
    'The specified queue does not exist.',
    400,
    `${QUERY}.NonExistentQueue`,
  );
