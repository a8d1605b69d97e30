/** What must outlive everything, and who may touch what. Part of template.test.ts, which loads the stacks. */
import { describe, expect, test } from 'vitest';
import { everything, many, of, stacks, target, wrong, type Resource, type Statement } from './stacks.ts';

export const guards = (): void => {
  describe('what must outlive everything', retention);
  describe('permissions', permissions);
};

const retention = (): void => {
  test('the Data stack is protected and holds nothing that may go', () => {
    expect(stacks.isProtected).toBe(true);
    const kept = Object.entries(stacks.data).filter(([, { Type }]) =>
      ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'].includes(Type),
    );
    expect(kept).toHaveLength(6);
    expect(
      kept
        .filter(([, { DeletionPolicy: a, UpdateReplacePolicy: b }]) => a !== 'Retain' || b !== 'Retain')
        .map(([id]) => id),
    ).toEqual([]);
    expect(
      Object.values(stacks.app).filter(({ Type }) =>
        /^AWS::(DynamoDB|S3::Bucket$|SecretsManager)/.test(Type),
      ),
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
  test('buckets are private, encrypted and reached by TLS only, and keep their versions', () => {
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
    expect(versioned).toHaveLength(of('AWS::S3::Bucket').length);
  });
};

const permissions = (): void => {
  /** Of functions and jobs; what the scanner of files may is in template.test.ts. */
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
    ]
      .filter(([id]) => !id.startsWith('MalwareScan'))
      .flatMap(([id, all]) => (all as Statement[]).map((one): [string, Statement] => [id, one]));
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
  test('nothing can be deleted but files of disputes, nor searched through or administered by a function', () => {
    const actions = new Set(statements().flatMap(([, { Action: action }]) => many(action)));
    expect(
      [...actions]
        .filter((action) => !/:(Get|BatchGet|Query|Put|Update|ConditionCheck)/.test(action))
        .toSorted(),
    ).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:ListStreams',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      's3:DeleteObject',
      'ses:SendRawEmail',
      'sqs:DeleteMessage',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
    expect([...actions].filter((action) => /Policy|Role|Acl|Attributes$/.test(action))).toEqual([
      'sqs:GetQueueAttributes',
    ]);
  });
  test('what is deleted are files of disputes', () => {
    const deletes = statements().filter(([, { Action: action }]) => many(action).includes('s3:DeleteObject'));
    expect(deletes.map(([id]) => id.replace(/WorkerRole.*/, ''))).toEqual(['EraseCustomers', 'ReadMail']);
    for (const [, { Resource: resource }] of deletes)
      expect(JSON.stringify(resource)).toContain('/*/evidence/*');
  });
  test('objects are named down to their folder, whichever tenant they are of', () => {
    const objects = statements().filter(([, { Action: action }]) => many(action)[0]!.startsWith('s3:'));
    expect(objects.length).toBeGreaterThan(5);
    for (const [id, { Resource: resource }] of objects)
      expect([id, JSON.stringify(resource)]).toEqual([
        id,
        expect.stringMatching(
          /"\/\*\/(invoices|statements|exports|imports|seals|inbound|agencies|evidence|positions)\/\*"/,
        ),
      ]);
  });
};
