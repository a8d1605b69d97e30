import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, test } from 'vitest';
import { events as eventsService } from '../../../bin/local/services/events.ts';
import { sqs as sqsService } from '../../../bin/local/services/sqs.ts';
import type { TestCloud, Parsed } from './cloud.ts';
import { START, testCloud } from './cloud.ts';

const open: TestCloud[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const FN = 'arn:aws:lambda:eu-central-1:000000000000:function:worker';
const PATTERN = { source: ['quittance'] };

const set = async (options: { dir?: string } = {}) => {
  const lab = await testCloud(options);
  open.push(lab);
  const sqs = lab.add(sqsService);
  const events = lab.add(eventsService);
  const bus = await lab.make('AWS::Events::EventBus', 'Bus');
  const client = new EventBridgeClient({ ...lab.client, maxAttempts: 1 });
  const queue = async (name: string, properties = {}, allowed = true) => {
    const { ref, attributes } = await lab.make('AWS::SQS::Queue', name, properties);
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: attributes['Arn'],
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-central-1:000000000000:rule/Bus/*' } },
      },
    ];
    if (allowed)
      await lab.make('AWS::SQS::QueuePolicy', `${name}Policy`, {
        Queues: [ref],
        PolicyDocument: { Statement },
      });
    return attributes['Arn']!;
  };
  const rule = (name: string, target: object, EventPattern: object = PATTERN) =>
    lab.make('AWS::Events::Rule', name, {
      EventBusName: 'Bus',
      EventPattern,
      Targets: [{ Id: 't', ...target }],
    });
  const put = (Detail: unknown, more: object = {}) =>
    client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: 'Bus',
            Source: 'quittance',
            DetailType: 'Paid',
            Detail: JSON.stringify(Detail),
            ...more,
          },
        ],
      }),
    );
  const bodies = (name: string) => sqs.peek(name).map(({ body }) => JSON.parse(body));
  return { ...lab, sqs, events, bus, client, queue, rule, put, bodies };
};

test('an event goes to the queues whose rule wants it, in the AWS envelope', async () => {
  const lab = await set();
  await lab.rule('All', { Arn: await lab.queue('All') });
  await lab.rule(
    'Big',
    { Arn: await lab.queue('Big') },
    { ...PATTERN, detail: { minor: [{ numeric: ['>', 100] }] } },
  );
  await lab.start();
  const { Entries } = await lab.put(
    { minor: 5 },
    { Resources: ['inv_1'], Time: new Date('2026-01-01T10:00:00Z') },
  );
  await lab.put({ minor: 500 });
  expect(lab.bodies('All')[0]).toEqual({
    version: '0',
    id: Entries![0]!.EventId,
    'detail-type': 'Paid',
    source: 'quittance',
    account: '000000000000',
    time: '2026-01-01T10:00:00Z',
    region: 'eu-central-1',
    resources: ['inv_1'],
    detail: { minor: 5 },
  });
  expect(lab.bodies('All')).toHaveLength(2);
  expect(lab.bodies('Big').map(({ detail, time }) => ({ detail, time }))).toEqual([
    { detail: { minor: 500 }, time: '2026-03-02T09:00:00Z' },
  ]);
});

test('entries that are wrong fail alone', async () => {
  const { client, put } = await set();
  const entry = { EventBusName: 'Bus', Source: 'quittance', DetailType: 'Paid', Detail: '{}' };
  const answer = await client.send(
    new PutEventsCommand({
      Entries: [
        entry,
        { ...entry, Detail: 'nope' },
        { ...entry, Source: 'aws.s3' },
        { ...entry, DetailType: undefined },
      ],
    }),
  );
  expect(answer.FailedEntryCount).toBe(3);
  expect(answer.Entries!.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)).toEqual([
    'string',
    'MalformedDetail',
    'NotAuthorizedForSourceException',
    'InvalidArgument',
  ]);
  await expect(put({}, { EventBusName: 'Other' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a target gets a part, a constant or a filled template', async () => {
  const lab = await set();
  await lab.rule('Part', { Arn: await lab.queue('Part'), InputPath: '$.detail.lines[1]' });
  await lab.rule('Fixed', { Arn: await lab.queue('Fixed'), Input: '{"a":1}' });
  await lab.rule('Filled', {
    Arn: await lab.queue('Filled.fifo', {
      FifoQueue: true,
      ContentBasedDeduplication: true,
      QueueName: 'Filled.fifo',
    }),
    SqsParameters: { MessageGroupId: 'g' },
    InputTransformer: {
      InputPathsMap: { id: '$.detail.id', lines: '$.detail.lines', none: '$.detail.none' },
      InputTemplate:
        '{"text":"Order <id> by <aws.events.rule-name>","lines":<lines>,' +
        '"id":<id>,"none":<none>,"lt":"1 < 2"}',
    },
  });
  await lab.start();
  await lab.put({ id: 'A "1"', lines: [1, { sku: 'x' }] });
  expect(lab.bodies('Part')).toEqual([{ sku: 'x' }]);
  expect(lab.bodies('Fixed')).toEqual([{ a: 1 }]);
  expect(lab.bodies('Filled.fifo')).toEqual([
    { text: 'Order A "1" by Filled', lines: [1, { sku: 'x' }], id: 'A "1"', none: null, lt: '1 < 2' },
  ]);
  expect(lab.sqs.peek('Filled.fifo')[0]!.group).toBe('g');
});

test('another bus and a function are targets too', async () => {
  const lab = await set();
  const got: Parsed[] = [];
  lab.functions.set(FN, (event) => void got.push(event));
  await lab.rule('Forward', { Arn: lab.events.defaultBusArn });
  await lab.make('AWS::Events::Rule', 'Default', { EventPattern: PATTERN, Targets: [{ Id: 'f', Arn: FN }] });
  await lab.start();
  await lab.put({ n: 1 });
  await lab.settle();
  expect(got).toMatchObject([{ source: 'quittance', detail: { n: 1 } }]);
});

test('a function that fails is tried after one and two minutes, then the event is buried', async () => {
  const lab = await set();
  const at: number[] = [];
  lab.functions.set(FN, () => {
    at.push(lab.clock.now() - START);
    throw new Error('down');
  });
  await lab.rule('Fn', { Arn: FN, DeadLetterConfig: { Arn: await lab.queue('Dead') } });
  await lab.start();
  await lab.put({ n: 1 });
  await lab.clock.advance(START + 3_600_000);
  expect(at).toEqual([0, 60_000, 180_000]);
  expect(lab.bodies('Dead')).toMatchObject([{ detail: { n: 1 } }]);
});

test('an event that a function has not taken yet is delivered after a kill', async () => {
  const before = await set();
  before.functions.set(FN, () => new Promise(() => {}));
  await before.rule('Fn', { Arn: FN });
  await before.start();
  await before.put({ n: 7 });

  const after = await set({ dir: before.dir });
  const got: Parsed[] = [];
  after.functions.set(FN, (event) => void got.push(event.detail));
  await after.start();
  await after.settle();
  expect(got).toEqual([{ n: 7 }]);
});

test('a queue that does not let the rule in, and a pattern that cannot be, refuse to boot', async () => {
  const lab = await set();
  await lab.rule('All', { Arn: await lab.queue('Closed', {}, false) });
  await expect(lab.start()).rejects.toThrow(/Closed does not let rule All/);
  await expect(lab.rule('Bad', { Arn: FN }, { source: [{ like: 'x' }] })).rejects.toThrow(/like/);
  await expect(lab.rule('Odd', { Arn: FN, KinesisParameters: {} })).rejects.toThrow(/KinesisParameters/);
});
