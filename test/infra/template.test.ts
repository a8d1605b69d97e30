/** What the synthesised templates must say, whatever constructs made them. cdk-nag runs inside of the synth itself. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { assemble } from '../../bin/fresh.ts';
import { admin, apis, mailEvents, openRoutes, schedules, workers } from '../../lib/wiring.ts';
import { ENV } from '../../shared/runtime/env.ts';

interface Resource {
  readonly Type: string;
  // eslint-disable-next-line typescript/no-explicit-any -- CloudFormation's JSON: each test says what it expects of it.
  readonly Properties: Readonly<Record<string, any>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

let data: Record<string, Resource>;
let app: Record<string, Resource>;
let manifest: { artifacts: Record<string, { properties?: { terminationProtection?: boolean } }> };
const templateOf = (stack: string) =>
  (
    JSON.parse(readFileSync(`cdk.out/${stack}.template.json`, 'utf8')) as {
      Resources: Record<string, Resource>;
    }
  ).Resources;

beforeAll(async () => {
  await assemble();
  [data, app] = [templateOf('Quittance-dev-Data'), templateOf('Quittance-dev-App')];
  manifest = JSON.parse(readFileSync('cdk.out/manifest.json', 'utf8')) as typeof manifest;
}, 120_000);

const everything = (): [string, Resource][] => [...Object.entries(data), ...Object.entries(app)];
const of = (type: string): [string, Resource][] => {
  const found = everything().filter(([, { Type }]) => Type === type);
  expect(found, `no ${type} to look at`).not.toEqual([]);
  return found;
};
/** The names of those that do not fit: a failure says which. */
const wrong = (type: string, fits: (resource: Resource, id: string) => unknown): string[] =>
  of(type)
    .filter(([id, resource]) => !fits(resource, id))
    .map(([id]) => id);
/** The logical id that a Ref or an attribute points to. */
const target = (value: unknown): string | undefined => {
  const { Ref: ref, 'Fn::GetAtt': attribute } = (value ?? {}) as {
    Ref?: string;
    'Fn::GetAtt'?: readonly string[];
  };
  return ref ?? attribute?.[0];
};
const many = <T>(one: T | readonly T[]): readonly T[] =>
  Array.isArray(one) ? (one as readonly T[]) : [one as T];

describe('functions', () => {
  test('run on Node 24 for arm64, within a stated time', () => {
    expect(
      wrong(
        'AWS::Lambda::Function',
        ({ Properties: p }) =>
          p['Runtime'] === 'nodejs24.x' && p['Architectures'].join() === 'arm64' && p['Timeout'] > 0,
      ),
    ).toEqual([]);
  });
  test('each has a role and a log group of its own', () => {
    const functions = of('AWS::Lambda::Function').map(([, { Properties: p }]) => p);
    expect(new Set(functions.map((p) => target(p['Role']))).size).toBe(functions.length);
    expect(new Set(functions.map((p) => target(p['LoggingConfig']['LogGroup']))).size).toBe(functions.length);
    expect(functions.map((p) => target(p['Role'])).filter((role) => role === undefined)).toEqual([]);
  });
  test('logs end some day, also those of the gateway', () => {
    expect(wrong('AWS::Logs::LogGroup', ({ Properties: p }) => p['RetentionInDays'] >= 30)).toEqual([]);
  });
  test('a function knows exactly the names that code reads', () => {
    const known = new Set<string>([...Object.values(ENV), 'NODE_OPTIONS']);
    const unread = (p: Resource['Properties']) =>
      Object.keys(p['Environment']['Variables']).filter((name) => !known.has(name));
    expect(of('AWS::Lambda::Function').flatMap(([, { Properties: p }]) => unread(p))).toEqual([]);
  });
  test('there are as many as the wiring says', () => {
    const wired = [apis, openRoutes, admin, workers, schedules].reduce(
      (sum, table) => sum + Object.keys(table).length,
      0,
    );
    expect(of('AWS::Lambda::Function')).toHaveLength(wired + ['authorizer', 'outbox', 'mail events'].length);
  });
});

describe('queues', () => {
  const mappings = () => of('AWS::Lambda::EventSourceMapping').map(([, { Properties: p }]) => p);
  const fed = () =>
    mappings().flatMap((p) =>
      target(p['EventSourceArn'])
        ? [[app[target(p['EventSourceArn'])!]!, app[target(p['FunctionName'])!]!] as const]
        : [],
    );

  test('every queue that feeds a function has dead letters, and leaves the function time for six tries', () => {
    expect(fed()).toHaveLength(Object.keys(workers).length + 1);
    for (const [queue, worker] of fed()) {
      const { deadLetterTargetArn, maxReceiveCount } = queue.Properties['RedrivePolicy'] as {
        deadLetterTargetArn: unknown;
        maxReceiveCount: number;
      };
      expect(app[target(deadLetterTargetArn)!]?.Type).toBe('AWS::SQS::Queue');
      expect(maxReceiveCount).toBeGreaterThanOrEqual(3);
      expect(queue.Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * worker.Properties['Timeout']);
    }
  });
  test('dead letters wait for fourteen days, longer than the queue that they come from', () => {
    for (const [queue] of fed()) {
      const letters = app[target(queue.Properties['RedrivePolicy']['deadLetterTargetArn'])!]!;
      expect(letters.Properties['MessageRetentionPeriod']).toBe(14 * 86_400);
      expect(queue.Properties['MessageRetentionPeriod']).toBeLessThan(14 * 86_400);
    }
  });
  test('all are encrypted, and every mapping takes failures record by record', () => {
    expect(wrong('AWS::SQS::Queue', ({ Properties: p }) => p['SqsManagedSseEnabled'] === true)).toEqual([]);
    expect(
      mappings().filter(
        (p) => !(p['FunctionResponseTypes'] as string[] | undefined)?.includes('ReportBatchItemFailures'),
      ),
    ).toEqual([]);
  });
  test('a stream and a schedule have a place for what fails for good', () => {
    const streams = mappings().filter((p) => target(p['EventSourceArn']) === undefined);
    expect(
      streams.map((p) => app[target(p['DestinationConfig']['OnFailure']['Destination'])!]?.Type),
    ).toEqual(['AWS::SQS::Queue']);
    expect(
      wrong(
        'AWS::Scheduler::Schedule',
        ({ Properties: p }) => app[target(p['Target']['DeadLetterConfig']?.Arn)!]?.Type === 'AWS::SQS::Queue',
      ),
    ).toEqual([]);
  });
});

describe('alarms', () => {
  const told = () =>
    of('AWS::CloudWatch::Alarm').map(([, { Properties: p }]) => String(p['AlarmDescription'] ?? ''));
  test('every worker and job has one that says what is at stake', () => {
    const impacts = [...Object.values(workers), ...Object.values(schedules), mailEvents].map(
      ({ impact }) => impact,
    );
    expect(impacts.filter((impact) => !told().includes(impact) || impact.length < 20)).toEqual([]);
    expect(new Set(impacts).size).toBe(impacts.length);
  });
  test('every queue of dead letters rings one', () => {
    const letters = of('AWS::SQS::Queue').flatMap(
      ([, { Properties: p }]) => target(p['RedrivePolicy']?.deadLetterTargetArn) ?? [],
    );
    const watched = of('AWS::CloudWatch::Alarm').flatMap(([, { Properties: p }]) =>
      (p['Dimensions'] as { Value: unknown }[]).map(({ Value: value }) => target(value)),
    );
    expect(letters.filter((queue) => !watched.includes(queue))).toEqual([]);
  });
  test('every one has words, reaches the topic, and is silent while nothing happens', () => {
    expect(told().filter((words) => words === '')).toEqual([]);
    expect(
      wrong(
        'AWS::CloudWatch::Alarm',
        ({ Properties: p }) =>
          app[target(p['AlarmActions']?.[0])!]?.Type === 'AWS::SNS::Topic' &&
          p['TreatMissingData'] === 'notBreaching',
      ),
    ).toEqual([]);
  });
});

describe('what must outlive everything', () => {
  test('the Data stack is protected and holds nothing that may go', () => {
    expect(manifest.artifacts['Quittance-dev-Data']?.properties?.terminationProtection).toBe(true);
    const kept = Object.entries(data).filter(([, { Type }]) =>
      ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'].includes(Type),
    );
    expect(kept).toHaveLength(5);
    expect(
      kept
        .filter(([, { DeletionPolicy: a, UpdateReplacePolicy: b }]) => a !== 'Retain' || b !== 'Retain')
        .map(([id]) => id),
    ).toEqual([]);
    expect(
      Object.values(app).filter(({ Type }) => /^AWS::(DynamoDB|S3::Bucket$|SecretsManager)/.test(Type)),
    ).toEqual([]);
  });
  test('the table can be brought back to any second, cannot be deleted, streams and forgets', () => {
    const [[, { Properties: table }]] = of('AWS::DynamoDB::Table') as [[string, Resource]];
    expect(table).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });
  test('buckets are private, encrypted and reached by TLS only; documents keep their versions', () => {
    const closed = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    for (const [id, { Properties: p }] of of('AWS::S3::Bucket')) {
      expect([id, p['PublicAccessBlockConfiguration']]).toEqual([id, closed]);
      expect(p['BucketEncryption']['ServerSideEncryptionConfiguration']).toHaveLength(1);
      const policy = of('AWS::S3::BucketPolicy').find(
        ([, { Properties: one }]) => target(one['Bucket']) === id,
      )![1];
      expect(policy.Properties['PolicyDocument']['Statement']).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 's3:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
    const versioned = of('AWS::S3::Bucket').filter(
      ([, { Properties: p }]) => p['VersioningConfiguration']?.Status === 'Enabled',
    );
    expect(versioned.map(([id]) => id)).toEqual([expect.stringMatching(/^Documents/)]);
  });
});

describe('permissions', () => {
  const statements = (): [string, Statement][] =>
    [
      ...of('AWS::IAM::Policy').map(
        ([id, { Properties: p }]) => [id, p['PolicyDocument']['Statement']] as const,
      ),
      ...of('AWS::IAM::Role').flatMap(([id, { Properties: p }]) =>
        ((p['Policies'] ?? []) as Resource['Properties'][]).map(
          (policy) => [id, policy['PolicyDocument']['Statement']] as const,
        ),
      ),
    ].flatMap(([id, all]) => (all as Statement[]).map((one): [string, Statement] => [id, one]));
  /** Actions for which AWS knows no resource (Service Authorization Reference). */
  const WITHOUT_RESOURCE = ['dynamodb:ListStreams'];

  test('every action is named', () => {
    expect(statements().length).toBeGreaterThan(50);
    expect(
      statements().filter(([, { Action: action }]) => many(action).some((one) => one.includes('*'))),
    ).toEqual([]);
  });
  test('every resource is named where AWS knows one', () => {
    const open = statements().filter(
      ([, { Resource: resource, Effect: effect }]) => effect === 'Allow' && many(resource).includes('*'),
    );
    expect(
      open
        .flatMap(([, { Action: action }]) => many(action))
        .filter((action) => !WITHOUT_RESOURCE.includes(action)),
    ).toEqual([]);
  });
  test('no policy comes from elsewhere', () => {
    expect(wrong('AWS::IAM::Role', ({ Properties: p }) => p['ManagedPolicyArns'] === undefined)).toEqual([]);
    expect(
      everything().filter(([, { Type }]) =>
        ['AWS::IAM::User', 'AWS::IAM::AccessKey', 'AWS::Lambda::Url'].includes(Type),
      ),
    ).toEqual([]);
  });
  test('no resource is open to everybody', () => {
    const policies = everything().filter(
      ([, { Type, Properties: p }]) =>
        Type !== 'AWS::IAM::Policy' && Type.endsWith('Policy') && p['PolicyDocument'],
    );
    expect(policies.length).toBeGreaterThan(20);
    const open = policies.flatMap(([id, { Properties: p }]) =>
      (p['PolicyDocument']['Statement'] as Statement[])
        .filter(
          ({ Effect: effect, Condition: condition, Principal: who }) =>
            effect === 'Allow' && (condition === undefined || JSON.stringify(who).includes('"*"')),
        )
        .map(() => id),
    );
    expect(open).toEqual([]);
    expect(
      wrong(
        'AWS::Lambda::Permission',
        ({ Properties: p }) => p['SourceArn'] !== undefined && p['Principal'] !== '*',
      ),
    ).toEqual([]);
  });
});

describe('ways in and out', () => {
  test('every route under /v1 asks the authorizer, and only those that are named do not', () => {
    const routes = of('AWS::ApiGatewayV2::Route').map(([, { Properties: p }]) => ({
      key: String(p['RouteKey']),
      asks:
        p['AuthorizationType'] === 'CUSTOM' &&
        app[target(p['AuthorizerId'])!]?.Type === 'AWS::ApiGatewayV2::Authorizer',
    }));
    const wired = Object.values(apis).flatMap(({ api }) =>
      Object.values(api).map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    );
    expect(
      routes
        .filter(({ asks }) => asks)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(wired.toSorted());
    expect(
      routes
        .filter(({ asks }) => !asks)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(
      Object.values(openRoutes)
        .flatMap(({ routes: open }) => open)
        .toSorted(),
    );
  });
  test('the log of requests has the route and never the path: links are secrets', () => {
    const [[, { Properties: stage }]] = of('AWS::ApiGatewayV2::Stage') as [[string, Resource]];
    expect(stage['AccessLogSettings']['Format']).toContain('$context.routeKey');
    expect(stage['AccessLogSettings']['Format']).not.toMatch(
      /\$context\.(path|requestOverride|authorizer|identity)/,
    );
    expect(stage['DefaultRouteSettings']['ThrottlingRateLimit']).toBeGreaterThan(0);
  });
  test('SES tells what became of every mail', () => {
    const [[, { Properties: p }]] = of('AWS::SES::ConfigurationSetEventDestination') as [[string, Resource]];
    expect(of('AWS::SES::ConfigurationSet').map(([id]) => id)).toEqual([target(p['ConfigurationSetName'])]);
    expect(p['EventDestination']).toMatchObject({
      Enabled: true,
      MatchingEventTypes: expect.arrayContaining(['send', 'delivery', 'bounce', 'complaint']),
    });
  });
});
