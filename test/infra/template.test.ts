/** What the synthesised templates must say, whatever made them. cdk-nag runs inside of the synth. */
import { App, Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../bin/local/apigateway/routes.ts';
import { Mail } from '../../lib/constructs/mail.ts';
import { pascal } from '../../lib/stacks.ts';
import { admin, apis, mailEvents, openRoutes, schedules, workers } from '../../lib/wiring.ts';
import { nameOf } from '../../shared/exports/columns.ts';
import { LEDGER_LINES } from '../../shared/exports/lake.ts';
import { ENV } from '../../shared/runtime/env.ts';
import { guards } from './guards.ts';
import { policies } from './policies.ts';
import { load, of, stacks, target, wrong, type Resource } from './stacks.ts';

beforeAll(load, 120_000);

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
    mappings().flatMap((p) => {
      const queue = stacks.app[target(p['EventSourceArn'])!];
      return queue ? [[queue, stacks.app[target(p['FunctionName'])!]!] as const] : [];
    });

  test('a queue that feeds a function has dead letters, and six times its limit', () => {
    expect(fed()).toHaveLength(Object.keys(workers).length + 1);
    for (const [queue, worker] of fed()) {
      const { deadLetterTargetArn, maxReceiveCount } = queue.Properties['RedrivePolicy'] as {
        deadLetterTargetArn: unknown;
        maxReceiveCount: number;
      };
      expect(stacks.app[target(deadLetterTargetArn)!]?.Type).toBe('AWS::SQS::Queue');
      expect(maxReceiveCount).toBeGreaterThanOrEqual(3);
      expect(queue.Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * worker.Properties['Timeout']);
    }
  });
  test('dead letters wait for fourteen days, longer than the queue that they come from', () => {
    for (const [queue] of fed()) {
      const letters = stacks.app[target(queue.Properties['RedrivePolicy']['deadLetterTargetArn'])!]!;
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
    const streams = mappings().filter(
      (p) => stacks.data[target(p['EventSourceArn'])!]?.Type === 'AWS::DynamoDB::Table',
    );
    expect(
      streams.map((p) => stacks.app[target(p['DestinationConfig']['OnFailure']['Destination'])!]?.Type),
    ).toEqual(['AWS::SQS::Queue']);
    expect(
      wrong(
        'AWS::Scheduler::Schedule',
        ({ Properties: p }) =>
          stacks.app[target(p['Target']['DeadLetterConfig']?.Arn)!]?.Type === 'AWS::SQS::Queue',
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
    expect(
      impacts.filter((impact) => impact.length < 20 || !told().some((words) => words.startsWith(impact))),
    ).toEqual([]);
    expect(new Set(impacts).size).toBe(impacts.length);
  });
  test('every queue of dead letters rings one', () => {
    const letters = of('AWS::SQS::Queue').flatMap(
      ([, { Properties: p }]) => target(p['RedrivePolicy']?.deadLetterTargetArn) ?? [],
    );
    const watched = of('AWS::CloudWatch::Alarm').flatMap(([, { Properties: p }]) =>
      ((p['Dimensions'] ?? []) as { Value: unknown }[]).map(({ Value: value }) => target(value)),
    );
    expect(letters.filter((queue) => !watched.includes(queue))).toEqual([]);
  });
  test('every one has words, reaches the topic, and is silent while nothing happens', () => {
    expect(of('AWS::SNS::Topic')).toHaveLength(1);
    expect(told().filter((words) => words === '')).toEqual([]);
    expect(
      wrong(
        'AWS::CloudWatch::Alarm',
        ({ Properties: p }) =>
          stacks.data[target(p['AlarmActions']?.[0])!]?.Type === 'AWS::SNS::Topic' &&
          p['TreatMissingData'] === 'notBreaching',
      ),
    ).toEqual([]);
  });
});

describe('ways in and out', () => {
  test('every route under /v1 asks the authorizer, and only those that are named do not', () => {
    const told = of('AWS::ApiGatewayV2::Route').map(([, { Properties: p }]) => ({
      key: String(p['RouteKey']),
      asks:
        p['AuthorizationType'] === 'CUSTOM' &&
        stacks.app[target(p['AuthorizerId'])!]?.Type === 'AWS::ApiGatewayV2::Authorizer',
    }));
    // What API Gateway takes unless somebody asked for more.
    expect(told.length).toBeLessThan(300);
    expect(told.filter(({ key, asks }) => asks !== key.includes(' /v1/'))).toEqual([]);
    expect(
      told
        .filter(({ asks }) => !asks)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(
      Object.values(openRoutes)
        .flatMap(({ routes: open }) => open)
        .toSorted(),
    );
  });
  test('every operation comes to the function that has it, whichever routes stand beside its own', () => {
    const table = routes<string>();
    for (const [, { Properties: p }] of of('AWS::ApiGatewayV2::Route')) {
      const integration = stacks.app[target(p['Target']['Fn::Join'][1][1])!];
      table.add(String(p['RouteKey']), target(integration?.Properties['IntegrationUri']) ?? '');
    }
    const reached = Object.entries(apis).flatMap(([name, { api }]) =>
      Object.values(api).map(({ method, path }) => ({
        operation: `${method} ${path}`,
        at: table
          .find(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'))
          ?.target.replace(/[0-9A-F]{8}$/, ''),
        of: `${pascal(name)}Api`,
      })),
    );
    expect(reached.filter(({ at, of: own }) => !at?.startsWith(own))).toEqual([]);
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

describe('answers to mails', () => {
  test('come in at one domain, scanned and by TLS alone, into the one folder of the bucket', () => {
    const [[, { Properties: p }]] = of('AWS::SES::ReceiptRule') as [[string, Resource]];
    expect(p['Rule']).toMatchObject({
      Enabled: true,
      Recipients: ['reply.quittance.example'],
      ScanEnabled: true,
      TlsPolicy: 'Require',
      Actions: [{ S3Action: { ObjectKeyPrefix: '_mail/inbound/' } }],
    });
    expect(of('AWS::SES::ReceiptRuleSet').map(([id]) => id)).toEqual([target(p['RuleSetName'])]);
  });
  test('do not where nobody said at which domain, and mails name none', () => {
    const stack = new Stack(new App(), 'Quiet');
    expect(new Mail(stack, 'Mail', 'quittance.example').resources.replyDomain).toBe('');
    expect(stack.node.findAll().filter(({ node }) => /Receipt|Replies/.test(node.id))).toEqual([]);
  });
});

describe('files of disputes', () => {
  test('are scanned where they lie for good, by a role that may look at nothing else, and its findings are heard', () => {
    const [[, { Properties: plan }]] = of('AWS::GuardDuty::MalwareProtectionPlan') as [[string, Resource]];
    expect(plan['ProtectedResource']).toMatchObject({ S3Bucket: { ObjectPrefixes: ['_kept/evidence/'] } });
    const role = target(plan['Role'])!;
    const [[, { Properties: p }]] = of('AWS::IAM::Policy').filter(
      ([
        ,
        {
          Properties: { Roles },
        },
      ]) => target((Roles as unknown[])[0]) === role,
    ) as [[string, Resource]];
    const objects = (p['PolicyDocument']['Statement'] as { Action: string[]; Resource: unknown }[]).filter(
      ({ Action }) => Action.includes('s3:GetObject'),
    );
    expect(objects.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringContaining('/_kept/evidence/*'),
    ]);
    const rule = of('AWS::Events::Rule').find(([id]) => id.startsWith('ReadMailScanned'))!;
    expect(rule[1].Properties['EventPattern']).toMatchObject({
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
    });
  });
  test('go by themselves where nobody took them in, and what is taken away is gone in a day', () => {
    const [, { Properties: p }] = of('AWS::S3::Bucket').find(([id]) => id.startsWith('Documents'))!;
    const lasts = { NoncurrentDays: 1 };
    expect(p['LifecycleConfiguration']['Rules']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          Prefix: '_new/evidence/',
          ExpirationInDays: 2,
          NoncurrentVersionExpiration: lasts,
        }),
        expect.objectContaining({ Prefix: '_kept/evidence/', NoncurrentVersionExpiration: lasts }),
      ]),
    );
  });
});

describe('the lake', () => {
  test('is a table over the files of one named company and entity at a time, with the columns that stand in them', () => {
    const [[, { Properties: p }]] = of('AWS::Glue::Table') as [[string, Resource]];
    const { Parameters: said, StorageDescriptor: stored, PartitionKeys: keys } = p['TableInput'];
    expect(keys.map(({ Name }: { Name: string }) => Name)).toEqual(['tenant', 'legal_entity', 'month']);
    expect([said['projection.tenant.type'], said['projection.legal_entity.type']]).toEqual([
      'injected',
      'injected',
    ]);
    expect(JSON.stringify(said['storage.location.template'])).toContain(
      '/${tenant}/lake/ledger_lines/legal_entity=${legal_entity}/month=${month}',
    );
    const columns = stored['Columns'] as { Name: string; Type: string }[];
    expect(columns).toEqual(
      expect.arrayContaining([
        { Name: 'entry', Type: 'string' },
        { Name: 'booked_on', Type: 'date' },
        { Name: 'debit_minor', Type: 'bigint' },
        { Name: 'line', Type: 'int' },
      ]),
    );
    expect(columns.map(({ Name }) => Name)).toEqual(LEDGER_LINES.map(nameOf));
  });
  test('is asked within limits, and answers go by themselves', () => {
    const [[, { Properties: group }]] = of('AWS::Athena::WorkGroup') as [[string, Resource]];
    expect(group['WorkGroupConfiguration']).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_000_000_000,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
    const [, { Properties: bucket }] = of('AWS::S3::Bucket').find(([id]) => id.startsWith('Documents'))!;
    expect(bucket['LifecycleConfiguration']['Rules']).toContainEqual(
      expect.objectContaining({ Prefix: '_athena/', ExpirationInDays: 7 }),
    );
  });
});

guards();
policies();
