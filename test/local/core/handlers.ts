/** Functions of the test cloud, bundled once: each export is a handler of its own. */
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, Context, DynamoDBStreamEvent } from 'aws-lambda';

const client = new DynamoDBClient({ maxAttempts: Number(process.env['ATTEMPTS'] ?? 3) });
const TableName = process.env['TABLE'] ?? '';
const write = (pk: string, more: Record<string, { S: string }> = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...more } }));

/** PUT /things/{id}: stores the body. */
export const put = async (event: APIGatewayProxyEventV2) => {
  const id = event.pathParameters?.['id'] ?? '';
  await write(id, { body: { S: event.body ?? '' } });
  return { statusCode: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id }) };
};

/** Any route: what the gateway handed over. */
export const echo = (event: unknown, context: Context) =>
  Promise.resolve({
    statusCode: 200,
    cookies: ['a=1; Path=/'],
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      event,
      now: new Date().toISOString(),
      remaining: context.getRemainingTimeInMillis(),
    }),
  });

/** Does what the payload says. */
export const act = async (event: { do: string; pk?: string }) => {
  switch (event.do) {
    case 'now':
      return { now: Date.now(), isDate: new Date() instanceof Date, zone: new Date(0).getHours() };
    case 'environment':
      return { ...process.env };
    case 'throw':
      throw new TypeError('on purpose');
    case 'hang':
      return new Promise(() => undefined);
    case 'spin':
      for (;;);
    case 'exit':
      return process.exit(3);
    case 'get':
      return (
        (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: event.pk ?? '' } } }))).Item ??
        null
      );
    case 'put':
      await write(event.pk ?? '');
      return 'written';
    case 'transact':
      await client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: { pk: { S: event.pk ?? '' } } } }],
        }),
      );
      return 'written';
    default:
      throw new Error(`cannot ${event.do}`);
  }
};

/** Stream: copies each key into the log table; a key that contains `poison` fails. */
export const copy = async (event: DynamoDBStreamEvent) => {
  for (const record of event.Records) {
    const key = record.dynamodb?.Keys?.['pk']?.S ?? '';
    if (key.includes('poison'))
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber }] };
    await write(`copy:${key}`, {
      event: { S: record.eventName ?? '' },
      by: { S: (record as { userIdentity?: { type: string } }).userIdentity?.type ?? '' },
    });
  }
  return { batchItemFailures: [] };
};

/** Authorizer: `good` passes, `bad` is denied, `boom` fails. */
export const authorize = (event: { identitySource: string[] }) => {
  const [token] = event.identitySource;
  if (token === 'boom') throw new Error('the authorizer broke');
  return Promise.resolve({ isAuthorized: token === 'good', context: { token, at: String(Date.now()) } });
};
