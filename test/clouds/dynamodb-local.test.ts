/**
 * The table on AWS's own DynamoDB Local: the tests of the door to it, and the road with its streams; with CLOUDS=all those of what the bank
 * writes, too. They are the same files that `npm test` runs on the database that comes with the project.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { freePort } from './ports.ts';
import { dynamodbLocal, run, serving, testWith } from './tools.ts';

const check = testWith(await dynamodbLocal());

/** Tests that are known to fail there, and why; one that passes has to leave this list. */
const DIFFERENT: Readonly<Record<string, string>> = {};

interface Report {
  testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

for (const file of [
  'test/slices/runtime/table.test.ts',
  'test/stories/road.test.ts',
  ...(process.env['CLOUDS'] === 'all' ? ['test/slices/bank/actions.test.ts'] : []),
])
  check(`${file} holds on DynamoDB Local`, async (jars) => {
    const dir = mkdtempSync(join(tmpdir(), 'dynamodb-local-'));
    const port = await freePort();
    const database = await serving(
      'java',
      [
        `-Djava.library.path=${jars}`,
        '-cp',
        `${jars}/*`,
        'com.amazonaws.services.dynamodbv2.local.main.ServerRunner',
        '-inMemory',
        '-sharedDb',
        '-port',
        String(port),
      ],
      { cwd: dir, log: join(dir, 'log'), ready: () => listens(port) },
    );
    try {
      const report = join(dir, 'report.json');
      const { output } = await run(
        'npx',
        ['vitest', 'run', file, '--reporter=json', `--outputFile=${report}`],
        { env: { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` } },
      );
      const { testResults } = read(report, output);
      expect(await tables(port)).not.toEqual([]);
      const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
      const failed = tests.filter(({ status }) => status !== 'passed');
      expect(tests.length).toBeGreaterThan(0);
      expect(failed.filter(({ fullName }) => !(fullName in DIFFERENT))).toEqual([]);
      for (const { fullName } of tests.filter(({ status }) => status === 'passed'))
        expect(DIFFERENT).not.toHaveProperty([fullName]);
    } finally {
      await database.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  });

/** What is in it: that the tests were there at all. */
const tables = async (port: number): Promise<string[]> => {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  client.destroy();
  return TableNames;
};

const read = (report: string, output: string): Report => {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as Report;
  } catch {
    throw new Error(`vitest wrote no report:\n${output.slice(-4000)}`);
  }
};

const listens = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => done((socket.destroy(), true)));
    socket.once('error', () => done(false));
  });
