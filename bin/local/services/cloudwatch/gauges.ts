/** Figures that are not events but states: they are what they are when somebody looks, for every period alike. */
import type { Cloud } from '../../seam.ts';
import type { DynamoDB } from '../dynamodb.ts';
import type { Ses } from '../ses.ts';
import type { Sqs } from '../sqs.ts';
import type { Metric } from './series.ts';

type Gauge = (cloud: Cloud, dimensions: Metric['dimensions']) => number | undefined;

/** SES does not say over how many mails it counts; here it is a week. */
const REPUTATION_MS = 7 * 86_400_000;

const queue =
  (read: (depth: ReturnType<Sqs['depths']>[number]) => number): Gauge =>
  (cloud, { QueueName }) => {
    const found = cloud
      .service<Sqs>('sqs')
      .depths()
      .find(({ name }) => name === QueueName);
    if (!found) throw new Error(`there is no queue ${QueueName}`);
    return read(found);
  };
const reputation =
  (state: 'bounced' | 'complained'): Gauge =>
  (cloud, dimensions) => {
    const mails = cloud
      .service<Ses>('ses')
      .mails()
      .filter(
        ({ sentAt, configurationSet }) =>
          sentAt > cloud.clock.now() - REPUTATION_MS &&
          configurationSet === dimensions['ses:configuration-set'],
      );
    return mails.length === 0
      ? undefined
      : mails.filter((mail) => mail.state === state).length / mails.length;
  };

export const GAUGES: Readonly<Record<string, Gauge>> = {
  'AWS/SQS ApproximateNumberOfMessagesVisible': queue(({ visible }) => visible),
  'AWS/SQS ApproximateAgeOfOldestMessage': queue(({ oldestSeconds }) => oldestSeconds),
  'AWS/Lambda IteratorAge': (cloud, { FunctionName }) =>
    cloud.service<DynamoDB>('dynamodb').iteratorAge(FunctionName ?? ''),
  'AWS/SES Reputation.BounceRate': reputation('bounced'),
  'AWS/SES Reputation.ComplaintRate': reputation('complained'),
};
