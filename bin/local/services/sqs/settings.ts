/** What a template says of a queue and of who may send to it. */
import type { Cloud } from '../../seam.ts';
import { asObject, asText, isTrue } from '../wire.ts';
import type { QueueSettings } from './message.ts';

/** Every property that is honoured or has no effect on one machine. */
export const PROPERTIES = [
  'QueueName',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DelaySeconds',
  'VisibilityTimeout',
  'RedrivePolicy',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  // Without effect on one machine: encryption, who may use it as a dead-letter queue, and the unit of
  // deduplication.
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
  'RedriveAllowPolicy',
  'Tags',
  'FifoThroughputLimit',
  'DeduplicationScope',
];

export const queueSettings = (
  cloud: Cloud,
  logicalId: string,
  properties: Record<string, unknown>,
): QueueSettings => {
  const fifo = isTrue(properties['FifoQueue']);
  const name = asText(properties['QueueName'] ?? `${logicalId}${fifo ? '.fifo' : ''}`, 'QueueName');
  if (fifo !== name.endsWith('.fifo'))
    throw new Error(`The name of a FIFO queue, and of no other, ends in .fifo: ${name}`);
  const number = (property: string, otherwise: number) => Number(properties[property] ?? otherwise);
  const given: unknown = properties['RedrivePolicy'];
  const redrive = asObject(typeof given === 'string' ? JSON.parse(given) : given);
  return {
    name,
    arn: `arn:${cloud.partition}:sqs:${cloud.region}:${cloud.accountId}:${name}`,
    fifo,
    contentDedupe: isTrue(properties['ContentBasedDeduplication']),
    delaySeconds: number('DelaySeconds', 0),
    visibilitySeconds: number('VisibilityTimeout', 30),
    retentionSeconds: number('MessageRetentionPeriod', 345_600),
    waitSeconds: number('ReceiveMessageWaitTimeSeconds', 0),
    maximumBytes: number('MaximumMessageSize', 1_048_576),
    ...(given !== undefined && {
      redrive: {
        arn: asText(redrive['deadLetterTargetArn'], `${name} deadLetterTargetArn`),
        maxReceiveCount: Number(redrive['maxReceiveCount']),
      },
    }),
  };
};

/** True when the statement of a queue policy lets that service send from that source. */
export const allows = (statement: Record<string, unknown>, principal: string, sourceArn: string): boolean => {
  const services = [asObject(statement['Principal'])['Service']].flat();
  const actions = [statement['Action']].flat();
  if (statement['Effect'] !== 'Allow' || !services.includes(principal)) return false;
  if (!actions.some((action) => ['sqs:SendMessage', 'sqs:*', 'sqs:Send*'].includes(String(action))))
    return false;
  const sources = Object.values(asObject(statement['Condition']))
    .map((condition) => asObject(condition)['aws:SourceArn'] ?? asObject(condition)['AWS:SourceArn'])
    .flat()
    .filter((source) => typeof source === 'string');
  return sources.length === 0 || sources.some((source) => like(source, sourceArn));
};

const like = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(
    value,
  );
