/** Functions, their rights, the stream, faults and time: once with processes and once with worker threads. */
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { DynamoDB } from '../../../bin/local/services/dynamodb.ts';
import type { Sqs } from '../../../bin/local/services/sqs.ts';
import { TableName, withCloud } from './support.ts';

describe.each(['child', 'worker'] as const)(
  'with %s environments',
  (host) => {
    const my = withCloud(host);
    const { api, item, putItem, act } = my;

    test('a request is stored, and its stream record reaches the other function', async () => {
      const init = { method: 'PUT', body: '{"a":1}', headers: { 'content-type': 'application/json' } };
      const response = await api('/things/one', init);
      expect([response.status, await response.json()]).toEqual([201, { id: 'one' }]);
      expect(await item('one')).toEqual({ pk: { S: 'one' }, body: { S: '{"a":1}' } });
      await my.cloud.settle();
      expect(await item('copy:one')).toMatchObject({ event: { S: 'INSERT' } });
    });

    test('a call without a grant is denied in the words of AWS, and reported', async () => {
      const { error } = await act('Reader', 'put', 'forbidden');
      expect(error?.type).toBe('AccessDeniedException');
      expect(error?.message).toBe(
        'User: arn:aws:sts::123456789012:assumed-role/App-ReaderRole/App-Reader is not authorized to perform: ' +
          'dynamodb:PutItem on resource: arn:aws:dynamodb:eu-central-1:123456789012:table/App-Things because no ' +
          'identity-based policy allows the dynamodb:PutItem action',
      );
      expect(await item('forbidden')).toBeUndefined();
      const reader = my.cloud.iam().find((role) => role.role === 'App-ReaderRole');
      expect(reader?.denied[0]).toContain('dynamodb:PutItem');
      expect(my.cloud.iam().find((role) => role.role === 'App-WriterRole')?.unused).toContain(
        'dynamodb:DeleteItem on arn:aws:dynamodb:eu-central-1:123456789012:table/App-Things',
      );
    });

    test('an unknown access key is refused', async () => {
      const stray = new DynamoDBClient({
        region: 'eu-central-1',
        endpoint: my.cloud.urls.aws,
        credentials: { accessKeyId: 'AKIAREALREALREALREAL', secretAccessKey: 'x' },
      });
      await expect(stray.send(new ScanCommand({ TableName }))).rejects.toThrow('security token');
    });

    test('a function that throws, hangs, spins or exits fails like on AWS, and the next call works', async () => {
      expect((await act('Reader', 'throw')).error).toEqual({ type: 'TypeError', message: 'on purpose' });
      for (const what of ['hang', 'spin']) {
        const { error } = await act('Reader', what);
        expect(error?.type).toBe('Sandbox.Timedout');
        expect(error?.message).toMatch(/Task timed out after 1\.00 seconds$/);
      }
      const { error } = await act('Reader', 'exit');
      expect(error?.type).toBe('Runtime.ExitError');
      expect(error?.message).toContain('exit status 3');
      expect((await act('Reader', 'now')).payload).toMatchObject({ isDate: true, zone: 0 });
    });

    test('the variables are those of Lambda and the template, and nothing of the machine', async () => {
      process.env['STRAY_SECRET'] = 'x';
      const { payload } = await act('Reader', 'environment');
      expect(payload).toMatchObject({
        TABLE: 'App-Things',
        TZ: ':UTC',
        AWS_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL: my.cloud.urls.aws,
        AWS_LAMBDA_FUNCTION_NAME: 'App-Reader',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      });
      expect(payload).not.toHaveProperty('STRAY_SECRET');
    });

    test('functions read the clock of the cloud', async () => {
      await my.cloud.clock.advance(my.cloud.clock.now() + 40 * 86_400_000);
      const before = my.cloud.clock.now();
      const { payload } = await act('Reader', 'now');
      expect((payload as { now: number }).now).toBeGreaterThanOrEqual(before);
      expect((payload as { now: number }).now).toBeLessThanOrEqual(my.cloud.clock.now());
    });

    test('a poisoned record is tried again, then parked, and does not stop those after it', async () => {
      for (const pk of ['before', 'poison', 'after']) await putItem(pk);
      await my.cloud.settle();
      expect(await item('copy:before')).toBeDefined();
      await my.cloud.clock.advance(my.cloud.clock.now() + 60_000);
      expect(await item('copy:after')).toBeDefined();
      expect(await item('copy:poison')).toBeUndefined();
      const parked = my.cloud
        .service<Sqs>('sqs')
        .peek('App-Parked')
        .map((message) => JSON.parse(message.body) as object);
      expect(parked).toMatchObject([
        {
          requestContext: { condition: 'RetryAttemptsExhausted' },
          DDBStreamBatchInfo: { batchSize: expect.any(Number) },
        },
      ]);
    });

    test('a fault before or after the effect', async () => {
      my.cloud.faults.add({ function: 'Writer', action: 'PutItem', when: 'before', kind: 'error' });
      expect((await act('Writer', 'put', 'f1')).error).toBeDefined();
      expect(await item('f1')).toBeUndefined();
      my.cloud.faults.add({ function: 'Writer', action: 'PutItem', when: 'after', kind: 'throttle', nth: 2 });
      expect((await act('Writer', 'put', 'f2')).error).toBeUndefined();
      expect((await act('Writer', 'put', 'f3')).error?.type).toBe('ProvisionedThroughputExceededException');
      expect(await item('f3')).toBeDefined();
      expect((await act('Writer', 'put', 'f4')).error).toBeUndefined();
      expect(my.cloud.faults.list().map((rule) => rule.struck)).toEqual([1, 1]);
    });

    test('a transaction meets another one', async () => {
      my.cloud.faults.add({ action: 'TransactWriteItems', when: 'before', kind: 'conflict' });
      const { error } = await act('Writer', 'transact', 't1');
      expect(error?.type).toBe('TransactionCanceledException');
      expect(error?.message).toContain('[TransactionConflict]');
      expect((await act('Writer', 'transact', 't1')).error).toBeUndefined();
    });

    test('a function dies after its write and before its answer', async () => {
      my.cloud.faults.add({ function: 'Writer', action: 'PutItem', when: 'after', kind: 'kill' });
      expect((await act('Writer', 'put', 'k1')).error?.type).toBe('Runtime.ExitError');
      expect(await item('k1')).toBeDefined();
      expect((await act('Writer', 'put', 'k2')).error).toBeUndefined();
    });

    test('an expired item goes on the clock, and its record says who removed it', async () => {
      const ttl = String(Math.floor(my.cloud.clock.now() / 1000) + 7200);
      await putItem('short', { ttl: { N: ttl } });
      await putItem('long');
      await my.cloud.clock.advance(my.cloud.clock.now() + 3_600_000);
      expect(await item('short')).toBeDefined();
      await my.cloud.clock.advance(my.cloud.clock.now() + 8 * 24 * 3_600_000);
      expect(await item('short')).toBeUndefined();
      expect(await item('long')).toBeDefined();
      expect(await item('copy:short')).toMatchObject({ event: { S: 'REMOVE' }, by: { S: 'Service' } });
    });

    test('the database is killed under load: it comes back, and nothing acknowledged is lost', async () => {
      const { engine } = my.cloud.service<DynamoDB>('dynamodb');
      const keys = Array.from({ length: 200 }, (_, i) => `load${i}`);
      const writes = keys.map(async (pk, i) => {
        await putItem(pk);
        if (i === 20) process.kill(engine.pid()!, 'SIGKILL');
      });
      const acknowledged = (await Promise.allSettled(writes)).flatMap(({ status }, i) =>
        status === 'fulfilled' ? [keys[i]!] : [],
      );
      expect(acknowledged.length).toBeGreaterThan(150);
      for (const key of acknowledged) expect(await item(key), key).toBeDefined();
      await my.cloud.settle();
      for (const key of acknowledged) expect(await item(`copy:${key}`), key).toBeDefined();
    });
  },
  60_000,
);
