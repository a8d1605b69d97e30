/** A running test cloud for the tests of a file, and short hands for it. */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startCloud } from '../../../bin/local/runtime.ts';
import type { RunningCloud } from '../../../bin/local/runtime.ts';
import { assemble, scratch } from './template.ts';

export const TableName = 'App-Things';

/** Starts the cloud before the tests that follow and stops it after them. */
export const withCloud = (host: 'child' | 'worker') => {
  let cloud: RunningCloud;
  let client: DynamoDBClient;
  beforeAll(async () => {
    const directory = scratch();
    const assembly = await assemble(directory);
    cloud = await startCloud({ assembly, dataDir: `${directory}/data`, port: 0, host });
    client = new DynamoDBClient({
      region: 'eu-central-1',
      endpoint: cloud.urls.aws,
      credentials: cloud.credentials,
    });
  }, 60_000);
  afterAll(() => cloud.stop());
  afterEach(() => {
    cloud.faults.clear();
  });
  return {
    get cloud() {
      return cloud;
    },
    api: (path: string, init?: RequestInit) => fetch(cloud.urls.api + path, init),
    item: async (pk: string) =>
      (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item,
    putItem: (pk: string, more: object = {}) =>
      client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...more } })),
    act: (name: string, what: string, pk?: string) => cloud.invoke(name, { do: what, pk }),
  };
};
