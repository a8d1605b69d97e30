/**
 * Amazon SQS: standard and FIFO queues on the JSON protocol, dead letters, and the mappings that feed
 * functions.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Cloud, EventSource, Made, Provider, Service } from '../seam.ts';
import type { Journal } from './journal.ts';
import { openJournal } from './journal.ts';
import type { Mapping } from './sqs/mapping.ts';
import { openMapping } from './sqs/mapping.ts';
import type { Desk } from './sqs/operations.ts';
import { noQueue, operations } from './sqs/operations.ts';
import type { Dedupe, Entry, Kept, Message } from './sqs/message.ts';
import { longPolls } from './sqs/polls.ts';
import type { Queue } from './sqs/queue.ts';
import { openQueue } from './sqs/queue.ts';
import { allows, PROPERTIES, queueSettings } from './sqs/settings.ts';
import { answer, asList, asObject, AwsError, json, target } from './wire.ts';

export interface QueueDepth {
  name: string;
  arn: string;
  visible: number;
  inFlight: number;
  delayed: number;
  /** Age of the oldest message that is not deleted yet, on the cloud's clock. */
  oldestSeconds: number;
  /** The queue gets the dead letters of another one. */
  deadLetter: boolean;
}
export interface Accepting {
  group?: string | undefined;
  dedupe?: string | undefined;
  attributes?: Record<string, string>;
}
export interface Sqs extends Service, EventSource {
  /**
   * Puts a message into a queue for another service; it is durable when this returns. Throws for an unknown
   * ARN.
   */
  accept(queueArn: string, body: string, how?: Accepting): string;
  /** True when the queue's policy lets the service send from that source, as AWS demands of rules. */
  permits(queueArn: string, principal: string, sourceArn: string): boolean;
  depths(): QueueDepth[];
  peek(name: string): Message[];
  /** Lets the queues of this function feed it, or wait, as an event source mapping that is disabled. */
  enable(functionName: string, on: boolean): void;
  /** Moves dead letters back to the queues that they came from; answers how many. */
  redrive(name: string): number;
}

export const sqs = (cloud: Cloud): Sqs => {
  const kept = new Map<string, Kept>();
  const queues = new Map<string, Queue>();
  const mappings = new Map<Queue, Mapping[]>();
  const polls = longPolls();
  const policies = new Map<string, unknown[]>();
  let sequence = 0;
  let log: Journal<Entry> | undefined;

  const keep = (name: string): Kept => {
    const known = kept.get(name) ?? {
      messages: new Map<string, Message>(),
      dedupe: new Map<string, Dedupe>(),
    };
    kept.set(name, known);
    return known;
  };
  const replay = (entry: Entry) => {
    const { messages, dedupe } = keep(entry.q);
    if ('put' in entry) {
      messages.set(entry.put.id, entry.put);
      sequence = Math.max(sequence, entry.put.seq);
    } else if ('gone' in entry) for (const id of entry.gone) messages.delete(id);
    else if ('dedupe' in entry) dedupe.set(entry.key, entry.dedupe);
    else {
      const { id, visibleAt, received, first, mapped } = entry;
      Object.assign(messages.get(id) ?? {}, { visibleAt, received, firstReceivedAt: first, mapped });
    }
  };
  const snapshot = (): Entry[] =>
    [...kept].flatMap(([q, { messages, dedupe }]) => [
      ...[...messages.values()].map((put) => ({ q, put })),
      ...[...dedupe].map(([key, seen]) => ({ q, key, dedupe: seen })),
    ]);
  const write = (...entries: Entry[]) => log?.write(...entries);

  const find = (by: (queue: Queue) => boolean): Queue => {
    for (const queue of queues.values()) if (by(queue)) return queue;
    throw noQueue();
  };
  const byArn = (arn: unknown) => find((queue) => queue.settings.arn === arn);
  const byName = (name: unknown) => queues.get(String(name)) ?? find(() => false);
  const url = (queue: Queue) => `${cloud.endpoint}/${cloud.accountId}/${queue.settings.name}`;

  /** `to` absent: each message goes back to the queue that gave it up. */
  const redrive = (from: Queue, to?: Queue): number => {
    const moved = from.messages().filter((message) => message.visibleAt <= cloud.clock.now());
    for (const message of moved) {
      const home = to ?? byArn(message.from);
      // A new message that was never received; not sent anew, or deduplication could swallow it.
      const fresh = {
        id: randomUUID(),
        seq: (sequence += 1),
        sentAt: cloud.clock.now(),
        received: 0,
        from: undefined,
      };
      home.adopt({ ...message, ...fresh, firstReceivedAt: undefined });
      from.drop([message.id]);
    }
    return moved.length;
  };
  const ready = (queue: Queue) => {
    for (const mapping of mappings.get(queue) ?? []) mapping.pull();
    polls.wake(queue);
  };
  const desk: Desk = {
    byUrl: (given) => byName(String(given).split('/').at(-1)),
    byName,
    byArn,
    url,
    all: () => [...queues.values()],
    wait: polls.wait,
    redrive,
  };

  const make = (logicalId: string, properties: Record<string, unknown>): Made => {
    log ??= openJournal(join(cloud.stateDir('sqs'), 'messages.jsonl'), { replay, snapshot });
    const settings = queueSettings(cloud, logicalId, properties);
    queues.get(settings.name)?.close();
    const queue: Queue = openQueue(settings, {
      clock: cloud.clock,
      kept: keep(settings.name),
      write,
      ready: () => ready(queue),
      nextSequence: () => (sequence += 1),
      bury: (message) => {
        const dead = byArn(settings.redrive?.arn);
        dead.adopt({
          ...message,
          received: 0,
          visibleAt: cloud.clock.now(),
          from: settings.arn,
          mapped: false,
        });
        queue.drop([message.id]);
        cloud.log(`sqs ${settings.name}: message ${message.id} went to ${dead.settings.name}`);
      },
    });
    queues.set(settings.name, queue);
    const { arn: Arn, name: QueueName } = settings;
    return { ref: url(queue), attributes: { Arn, QueueName, QueueUrl: url(queue) } };
  };
  const policy: Provider = {
    properties: ['PolicyDocument', 'Queues'],
    make: (logicalId, properties) => {
      for (const name of asList(properties['Queues'])) {
        const { arn } = desk.byUrl(name).settings;
        const statements = asList(asObject(properties['PolicyDocument'])['Statement']);
        policies.set(arn, [...(policies.get(arn) ?? []), ...statements]);
      }
      return { ref: logicalId, attributes: { Id: logicalId } };
    },
  };
  const allMappings = () => [...mappings.values()].flat();

  return {
    name: 'sqs',
    provides: { 'AWS::SQS::Queue': { properties: PROPERTIES, make }, 'AWS::SQS::QueuePolicy': policy },
    access: (request) => {
      const operation = target(request);
      if (!operations[operation])
        throw new AwsError('UnknownOperationException', `Unknown operation ${operation}`);
      const input = json(request);
      const arn = (name: unknown) =>
        `arn:${cloud.partition}:sqs:${cloud.region}:${cloud.accountId}:${String(name)}`;
      if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: arn('*') }];
      const resource =
        (input['SourceArn'] as string | undefined) ??
        arn(input['QueueName'] ?? String(input['QueueUrl']).split('/').at(-1));
      return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource }];
    },
    handle: (request) =>
      answer('1.0', () => {
        const operation = operations[target(request)];
        if (!operation)
          throw new AwsError('UnknownOperationException', `Unknown operation ${target(request)}`);
        return operation(json(request), desk, request.caller);
      }),
    attach: (functionArn, properties) => {
      const queue = byArn(properties['EventSourceArn']);
      mappings.set(queue, [
        ...(mappings.get(queue) ?? []),
        openMapping(cloud, queue, functionArn, properties),
      ]);
    },
    accept: (queueArn, body, { group, dedupe, attributes = {} } = {}) => {
      const own = Object.entries(attributes).map(([name, StringValue]) => [
        name,
        { DataType: 'String', StringValue },
      ]);
      const queue = byArn(queueArn);
      return queue.send({ body, group, dedupe, attributes: Object.fromEntries(own) as Message['attributes'] })
        .id;
    },
    permits: (queueArn, principal, sourceArn) =>
      (policies.get(queueArn) ?? []).some((each) => allows(asObject(each), principal, sourceArn)),
    depths: () => {
      const dead = new Set([...queues.values()].map((queue) => queue.settings.redrive?.arn));
      return [...queues.values()].map((queue) => {
        const { name, arn } = queue.settings;
        return { name, arn, ...queue.depths(), deadLetter: dead.has(arn) };
      });
    },
    peek: (name) => byName(name).messages(),
    redrive: (name) => redrive(byName(name)),
    enable: (name, on) => {
      for (const mapping of allMappings()) if (mapping.functionName === name) mapping.pause(!on);
    },
    busy: () =>
      [...mappings].flatMap(([queue, list]) => {
        const active = list.reduce((sum, mapping) => sum + mapping.active(), 0);
        if (active > 0) return [`sqs ${queue.settings.name}: ${active} batches in flight`];
        const open = list.some((mapping) => mapping.enabled()) && queue.hasReady();
        return open ? [`sqs ${queue.settings.name}: messages to deliver`] : [];
      }),
    start: async () => {
      for (const queue of queues.values()) queue.resume();
      for (const mapping of allMappings()) mapping.start();
    },
    stop: async () => {
      for (const mapping of allMappings()) mapping.stop();
      for (const queue of queues.values()) queue.close();
      polls.end();
      log?.close();
    },
  };
};
