/** Who may reach a resource from its own side: queues, buckets, the topic, functions, roles. Part of template.test.ts. */
import { describe, expect, test } from 'vitest';
import { everything, of, stacks, target, wrong, type Resource } from './stacks.ts';

export const policies = (): void => {
  describe('policies of resources', resources);
  describe('who takes on a role', roles);
};

interface Line {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Principal: { readonly Service?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const lines = ({ Properties: p }: Resource): Line[] => p['PolicyDocument']['Statement'] as Line[];
const allows = (resource: Resource): Line[] => lines(resource).filter(({ Effect }) => Effect === 'Allow');
/** The policy that names the resource under `key`. */
const policyOf = (type: string, key: string, id: string): Resource => {
  const found = of(type).filter(([, { Properties: p }]) =>
    ([p[key]].flat() as unknown[]).some((one) => target(one) === id),
  );
  expect([id, found.length]).toEqual([id, 1]);
  return found[0]![1];
};
const refusesPlainText = (resource: Resource): boolean =>
  lines(resource).some(
    ({ Effect, Condition: condition }) =>
      Effect === 'Deny' && condition?.['Bool']?.['aws:SecureTransport'] === 'false',
  );

const resources = (): void => {
  test('there is a policy on every queue, bucket and topic, and each refuses what comes without TLS', () => {
    for (const [type, policy, key] of [
      ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
      ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket'],
      ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
    ] as const)
      expect(wrong(type, (_, id) => refusesPlainText(policyOf(policy, key, id)))).toEqual([]);
  });
  test('a queue and its dead letters take messages of their own rules only, and what is lost of nobody', () => {
    const rules = Map.groupBy(
      of('AWS::Events::Rule').flatMap(([id, { Properties: p }]) => {
        const targets = p['Targets'] as { Arn: unknown; DeadLetterConfig?: { Arn: unknown } }[];
        expect(targets).toHaveLength(1);
        const { Arn: queue, DeadLetterConfig: dead } = targets[0]!;
        return [
          [target(queue)!, id],
          [target(dead?.Arn)!, id],
        ] as const;
      }),
      ([queue]) => queue,
    );
    // Facts of ours, and of S3: files that are put into the bucket. No other queue hears of two sources.
    expect([...rules].filter(([, fed]) => fed.length > 1).map(([queue]) => queue)).toEqual([
      expect.stringMatching(/^ReadStatementQueue/),
      expect.stringMatching(/^ReadStatementDeadLetters/),
      expect.stringMatching(/^ReadMailQueue/),
      expect.stringMatching(/^ReadMailDeadLetters/),
    ]);
    for (const [id] of of('AWS::SQS::Queue')) {
      expect([id, allows(policyOf('AWS::SQS::QueuePolicy', 'Queues', id))]).toEqual([
        id,
        (rules.get(id) ?? []).map(([, rule]) => ({
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: { 'Fn::GetAtt': [id, 'Arn'] },
          Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } },
        })),
      ]);
    }
  });
  test('documents take mails from SES of this account into its one folder, are open to nobody else from outside, and their log to S3 for this one bucket', () => {
    const [documents, log] = ['Documents', 'AccessLogs'].map((name) =>
      of('AWS::S3::Bucket').find(([id]) => id.startsWith(name)),
    ) as [[string, Resource], [string, Resource]];
    const [mails, ...others] = allows(policyOf('AWS::S3::BucketPolicy', 'Bucket', documents[0]));
    expect(others).toEqual([]);
    expect(mails).toMatchObject({
      Action: 's3:PutObject',
      Principal: { Service: 'ses.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [documents[0], 'Arn'] }, '/_mail/inbound/*']] },
    });
    expect(allows(policyOf('AWS::S3::BucketPolicy', 'Bucket', log[0]))).toEqual([
      expect.objectContaining({
        Action: 's3:PutObject',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': [documents[0], 'Arn'] } },
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        },
      }),
    ]);
  });
  test('alarms of this account may publish to the topic, and nobody else', () => {
    const [[, topic]] = of('AWS::SNS::TopicPolicy') as [[string, Resource]];
    expect(allows(topic)).toEqual([
      expect.objectContaining({
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });
  test('secrets, the table, the bus and logs have no policy that lets another account in', () => {
    expect(
      everything()
        .filter(([, { Type }]) => /ResourcePolicy|EventBusPolicy|LayerVersionPermission/.test(Type))
        .map(([id]) => id),
    ).toEqual([]);
    expect(wrong('AWS::DynamoDB::Table', ({ Properties: p }) => p['ResourcePolicy'] === undefined)).toEqual(
      [],
    );
  });
  test('a function is called from outside by the one gateway only, for its routes or as the authorizer', () => {
    const routes = of('AWS::ApiGatewayV2::Route').map(([, { Properties: p }]) => {
      const [, integration] = p['Target']['Fn::Join'][1] as [string, unknown];
      const { Properties: to } = stacks.app[target(integration)!]!;
      return `${target(to['IntegrationUri'])} /*/*/*`;
    });
    const [[authorizer, { Properties: asks }]] = of('AWS::ApiGatewayV2::Authorizer') as [[string, Resource]];
    const keeper = of('AWS::Lambda::Function').find(([id]) => JSON.stringify(asks).includes(`"${id}"`))![0];
    const [api] = of('AWS::ApiGatewayV2::Api')[0]!;
    const allowed = of('AWS::Lambda::Permission').map(([id, { Properties: p }]) => {
      const [action, principal] = [p['Action'], p['Principal']];
      expect([id, action, principal]).toEqual([id, 'lambda:InvokeFunction', 'apigateway.amazonaws.com']);
      const parts = (p['SourceArn']['Fn::Join'][1] as unknown[]).map((part) => target(part) ?? part);
      const [at, ...rest] = parts.slice(parts.indexOf('AWS::AccountId') + 2);
      expect([id, at]).toEqual([id, api]);
      return `${target(p['FunctionName'])} ${rest.join('')}`;
    });
    expect(new Set(allowed)).toEqual(new Set([...routes, `${keeper} /authorizers/${authorizer}`]));
  });
};

const SCANNER = 'malware-protection-plan.guardduty.amazonaws.com';
const roles = (): void => {
  const trusts = () =>
    of('AWS::IAM::Role').map(([id, { Properties: p }]) => {
      const all = p['AssumeRolePolicyDocument']['Statement'] as Line[];
      expect([id, all.length]).toEqual([id, 1]);
      return [id, all[0]!] as const;
    });
  test('each is taken on by one service: Lambda, Scheduler for this account, or the scanner of files', () => {
    for (const [id, { Action, Effect, Principal, Condition: condition }] of trusts()) {
      expect([id, Action, Effect]).toEqual([id, 'sts:AssumeRole', 'Allow']);
      if (Principal.Service === 'lambda.amazonaws.com') continue;
      if (Principal.Service === SCANNER) continue;
      expect([id, Principal]).toEqual([id, { Service: 'scheduler.amazonaws.com' }]);
      expect(condition?.['StringEquals']).toMatchObject({
        'aws:SourceAccount': { Ref: 'AWS::AccountId' },
        'aws:SourceArn': expect.objectContaining({}) as unknown,
      });
    }
  });
  test('each belongs to one function, one to all schedules, and one to the scanner', () => {
    const owners = [
      ...of('AWS::Lambda::Function').map(([, { Properties: p }]) => target(p['Role'])),
      ...of('AWS::Scheduler::Schedule').map(([, { Properties: p }]) => target(p['Target']['RoleArn'])),
    ];
    const functions = of('AWS::Lambda::Function').length;
    expect(new Set(owners.slice(0, functions)).size).toBe(functions);
    expect(new Set(owners.slice(functions)).size).toBe(1);
    const [scanner, ...more] = trusts().filter(([, { Principal }]) => Principal.Service === SCANNER);
    expect(more).toEqual([]);
    expect(new Set([...owners, scanner![0]])).toEqual(new Set(trusts().map(([id]) => id)));
  });
};
