/** Events of AWS as its own documentation and libraries write them, through the doors that take them in. */
import type { APIGatewayProxyEventV2, Context, DynamoDBRecord, SQSEvent } from 'aws-lambda';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { describe, expect, test, vi } from 'vitest';
import { DETAIL_TYPES, feedback, type Kind } from '../../bin/local/services/ses/feedback.ts';
import { SesEvent } from '../../shared/dispatch/mail.ts';
import { get } from '../../shared/kernel/contract.ts';
import { event } from '../../shared/kernel/events.ts';
import { ok } from '../../shared/kernel/result.ts';
import { drain, drainRaw, on } from '../../shared/runtime/drain.ts';
import { factsIn } from '../../shared/runtime/outbox.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { sampleJson } from '../support/samples.ts';

// The log is no part of what is judged here.
vi.spyOn(process.stdout, 'write').mockReturnValue(true);
const context = { awsRequestId: 'req-1', functionName: 'test' } as Context;
const aws = <T>(name: string): T => sampleJson<T>(`webhooks/aws-events/${name}.json`);
type Ses = Record<string, Record<string, unknown>> & { eventType: Kind };
const ses = (name: string): Ses => sampleJson<Ses>(`webhooks/ses-events/${name}.json`);
/** SES hands its events to EventBridge as the detail of one. */
const onBus = (detail: object, detailType: string) => ({
  ...aws<object>('powertools__eventbridge_base'),
  source: 'aws.ses',
  'detail-type': detailType,
  detail,
});
const EVENTS = ['event-send-1', 'event-delivery-1', 'event-bounce-1'];

describe('SES event publishing', () => {
  test.each(EVENTS)('%s is read', (name) => {
    const sent = ses(name);
    const { detail } = SesEvent.parse(onBus(sent, DETAIL_TYPES[sent.eventType]));
    expect(detail).toMatchObject({
      eventType: sent.eventType,
      mail: { timestamp: sent['mail']!['timestamp'], tags: { 'ses:configuration-set': ['ConfigSet'] } },
    });
    expect(detail.bounce).toEqual(
      sent.eventType === 'Bounce'
        ? { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'recipient@example.com' }] }
        : undefined,
    );
  });

  test('a notification of SNS feedback is another shape, and is not taken for an event', () => {
    expect(SesEvent.safeParse(onBus(ses('notification-bounce-1'), 'Email Bounced')).success).toBe(false);
  });

  /** What our stories hear from the local cloud must be what AWS writes, or they prove nothing. */
  test.each(EVENTS)('%s has the members that the local cloud’s events have', (name) => {
    const real = ses(name);
    const sentAt = Date.parse('2026-01-05T09:00:00Z');
    const mail = {
      id: 'm',
      seq: 1,
      sentAt,
      from: 'a@b.example',
      source: 'a@b.example',
      identity: 'b.example',
      recipients: ['c@d.example'],
      subject: 's',
      size: 1,
      headers: [{ name: 'To', value: 'c@d.example' }],
      configurationSet: 'Set',
      tags: {},
      caller: 'x',
      state: 'sent' as const,
    };
    const local = feedback(real.eventType, mail, mail.recipients, {
      accountId: '1',
      identityArn: 'arn',
      nowMs: sentAt,
    }) as Ses;
    expect(Object.keys(local).sort()).toEqual(Object.keys(real).sort());
    expect(Object.keys(local['mail']!).sort()).toEqual(Object.keys(real['mail']!).sort());
    const what = real.eventType.toLowerCase();
    // The guide's example of a delivery leaves out what only some receiving servers say.
    const optional = ['remoteMtaIp', 'remoteMtaIP'];
    expect(Object.keys(local[what]!).sort()).toEqual(
      Object.keys(real[what]!)
        .filter((member) => !optional.includes(member))
        .sort(),
    );
  });
});

describe('SQS records', () => {
  test('one that cannot be read goes back alone; the other is done', async () => {
    const seen: unknown[] = [];
    const handler = drainRaw(async (body) => void seen.push(body));
    expect(await handler(aws<SQSEvent>('powertools__sqs_base'), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: '059f36b4-87a3-44ab-83d2-661975830a7d' }],
    });
    expect(seen).toEqual([{ message: 'foo1' }]);
    expect(await handler(aws<SQSEvent>('lambda-go__sqs-event'), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'MessageID_1' }],
    });
  });

  test('a fact of ours inside an EventBridge event inside a record reaches its reaction with tenant, trace and data', async () => {
    const Happened = event('test.happened', 'Something.', z.object({ n: z.int() }));
    const fact = {
      specversion: '1.0',
      id: 'act_1.0',
      source: 'quittance',
      type: 'test.happened',
      subject: 's',
      time: '2026-01-05T09:00:00.000Z',
      tenant: 'acme',
      traceid: 'trc_1',
      data: { n: 7 },
    };
    const seen: unknown[] = [];
    const handler = drain('tester', [
      on(
        Happened,
        async ({ n }, { tenant, trace, actor }) => (seen.push({ n, tenant, trace, actor }), ok(undefined)),
      ),
    ]);
    const base = aws<SQSEvent>('lambda-go__sqs-event');
    const record = (detail: object, messageId: string) => ({
      ...base.Records[0]!,
      messageId,
      body: JSON.stringify(onBus(detail, 'test.happened')),
    });
    const answer = await handler(
      {
        Records: [
          record({ ...fact, data: { n: 'seven' } }, 'wrong'),
          record(fact, 'right'),
          record({ ...fact, type: 'test.other' }, 'strange'),
        ],
      },
      context,
    );
    expect(answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'wrong' }, { itemIdentifier: 'strange' }],
    });
    expect(seen).toEqual([{ n: 7, tenant: 'acme', trace: 'trc_1', actor: 'tester' }]);
  });
});

describe('records of a table’s stream', () => {
  const records = ['lambda-go__dynamodb-event', 'powertools__dynamodb_base'].flatMap(
    (name) => aws<{ Records: DynamoDBRecord[] }>(name).Records,
  );
  test.each(records.map((record) => [record.eventID!, record.eventName!, record] as const))(
    '%s (%s) carries no fact of ours',
    (_id, _name, record) => expect(factsIn(record)).toEqual([]),
  );
  test('with an act of ours as its image it gives the act’s facts in order', () => {
    const [first] = records;
    const act = {
      pk: 'acme#ACTS#2026-01',
      sk: 's',
      id: 'act_1',
      at: '2026-01-05T09:00:00.000Z',
      trace: 'trc_1',
    };
    const events = [
      { type: 'a', subject: 'x', data: { n: 1 } },
      { type: 'b', subject: 'y', data: {} },
    ];
    const moment = {
      specversion: '1.0',
      source: 'quittance',
      time: act.at,
      tenant: 'acme',
      traceid: 'trc_1',
    };
    expect(
      factsIn({
        ...first!,
        dynamodb: { ...first!.dynamodb!, NewImage: marshall({ ...act, events }) as never },
      }),
    ).toEqual(events.map((fact, index) => ({ ...moment, id: `act_1.${index}`, ...fact })));
    const { NewImage: _, ...removed } = first!.dynamodb!;
    expect(factsIn({ ...first!, eventName: 'REMOVE', dynamodb: removed })).toEqual([]);
  });
});

describe('requests of the HTTP API, payload 2.0', () => {
  const api = {
    echo: get('/lambda', {
      scope: 'orders:read',
      summary: 'Echo',
      query: z.strictObject({ n: z.coerce.number().optional() }),
      output: z.object({ tenant: z.string(), n: z.number() }),
    }),
  };
  const handler = serve(api, { echo: async ({ n }, { tenant }) => ok({ tenant, n: n ?? 0 }) });
  const request = (name: string, more: { scopes?: string; query?: Record<string, string> } = {}) => {
    const base = aws<APIGatewayProxyEventV2>(name);
    const lambda = { tenant: 'acme', actor: 'key_1', scopes: more.scopes ?? 'orders:read' };
    return {
      ...base,
      routeKey: 'GET /lambda',
      pathParameters: {},
      ...(more.query && { queryStringParameters: more.query }),
      requestContext: { ...base.requestContext, authorizer: { lambda } },
    };
  };
  const called = async (...args: Parameters<typeof request>) => {
    const { statusCode, headers, body } = await handler(request(...args), context);
    return { statusCode, type: headers?.['content-type'], body: JSON.parse(body!) as unknown };
  };
  test.each([
    'powertools__apigw-http_no-auth',
    'lambda-go__apigw-v2-request-no-authorizer',
    'lambda-go__apigw-v2-request-jwt-authorizer',
  ])('%s is served for the tenant that the authorizer found', async (name) => {
    const { requestId } = aws<APIGatewayProxyEventV2>(name).requestContext;
    expect(await called(name, { query: { n: '7' } })).toMatchObject({
      statusCode: 200,
      type: 'application/json',
      body: { tenant: 'acme', n: 7 },
    });
    expect(await called(name, { query: { n: '7', more: 'x' } })).toMatchObject({
      statusCode: 422,
      type: 'application/problem+json',
      body: { code: 'request.invalid', requestId, errors: [{ pointer: '/query/more' }] },
    });
    expect(await called(name, { scopes: 'orders:write', query: {} })).toMatchObject({
      statusCode: 403,
      body: { code: 'access.scope', requestId },
    });
  });
  test('without an authorizer’s word nothing is served', async () => {
    const bare = {
      ...aws<APIGatewayProxyEventV2>('powertools__apigw-http_no-auth'),
      routeKey: 'GET /lambda',
    };
    const { statusCode, body } = await handler(bare as never, context);
    expect([statusCode, JSON.parse(body!)]).toMatchObject([500, { code: 'server.fault' }]);
  });
});
