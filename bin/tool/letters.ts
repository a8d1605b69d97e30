/** The queues of a deployment where work ends that failed for good, and what lies in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Place } from './place.ts';

export interface Letters {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly count: number;
  /** Whether SQS can move its messages back: it is the dead-letter queue of another one. */
  readonly movable: boolean;
}

export const lettersOf = async (sqs: SQSClient, { deployment }: Place): Promise<Letters[]> => {
  const urls: string[] = [];
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const page = await sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: `${deployment}-`, MaxResults: 1000, NextToken: token }),
    );
    urls.push(...(page.QueueUrls ?? []));
    token = page.NextToken;
  }
  const queues = await Promise.all(
    urls.map(async (url) => {
      const { Attributes: its = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
      );
      return { url, its };
    }),
  );
  const targets = new Set(
    queues.flatMap(({ its }) =>
      its['RedrivePolicy'] === undefined
        ? []
        : (JSON.parse(its['RedrivePolicy']) as { deadLetterTargetArn: string }).deadLetterTargetArn,
    ),
  );
  return queues
    .filter(({ its }) => its['RedrivePolicy'] === undefined)
    .map(({ url, its }) => ({
      name: nameOf(url),
      url,
      arn: its['QueueArn']!,
      count: Number(its['ApproximateNumberOfMessages']),
      movable: targets.has(its['QueueArn']!),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** `IssueInvoiceDeadLetters`, without the stack before it and the hash and chance behind it. */
const nameOf = (url: string): string =>
  (url.split('/').at(-1) ?? '').replace(/^.*-(App|Jobs)-/, '').replace(/[0-9A-F]{8}(-\w+)?$/, '');

export interface Letter {
  readonly id: string;
  readonly sentAt: string;
  /** What it is about, as far as it can be read: type, subject, tenant and trace of the fact. */
  readonly about: string;
}

/** The first message, without taking it away from anybody. */
export const firstOf = async (sqs: SQSClient, { url }: Letters): Promise<Letter | undefined> => {
  const { Messages: [first] = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 1,
      VisibilityTimeout: 0,
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  if (!first) return undefined;
  const sent = Number(first.Attributes?.['SentTimestamp']);
  return { id: first.MessageId!, sentAt: new Date(sent).toISOString(), about: aboutOf(first.Body ?? '') };
};

/** Ids and types only: an operator's screen is no place for what customers are called. */
const aboutOf = (body: string): string => {
  try {
    const { detail = {} } = JSON.parse(body) as { detail?: Record<string, unknown> };
    const words = ['type', 'subject', 'tenant', 'traceid'].map((field) => detail[field]);
    const found = words.filter((word) => typeof word === 'string' && /^[\w.#-]{1,80}$/.test(word));
    return found.length > 0 ? found.join(' ') : 'no fact of ours';
  } catch {
    return 'no JSON';
  }
};

/** What a record last died of: from the logs where they are here, else the query that finds it. */
export const reasonOf = (id: string, { logs }: Place): string => {
  if (logs === undefined) return `CloudWatch Logs Insights: filter record = "${id}" and level = "ERROR"`;
  const lines = readdirSync(logs)
    .flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n'))
    .filter((line) => line.includes(`"record":"${id}"`) && line.includes('"level":"ERROR"'))
    .map((line) => JSON.parse(line) as { fault: string; detail?: string; service?: string; stack?: string });
  const last = lines.at(-1);
  if (!last) return 'no line of the log names it';
  const where = last.stack?.split('\n').find((frame) => /shared|functions/.test(frame)) ?? '';
  return [last.fault, last.detail, last.service && `(${last.service})`, where].filter(Boolean).join(' ');
};
