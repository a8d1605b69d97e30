import { expect, test } from 'vitest';
import { unusedIn } from '../../../bin/iam.ts';
import { iam } from '../../../bin/local/iam.ts';
import { evaluate, readPolicy } from '../../../bin/local/policy.ts';

type Context = Record<string, string | string[]>;
const ask = (statements: object[], action: string, resource: string, context?: Context) =>
  evaluate(readPolicy({ Version: '2012-10-17', Statement: statements }), {
    action,
    resource,
    ...(context && { context }),
  });
const allow = (more: object) => ({
  Effect: 'Allow',
  Action: 's3:Get*',
  Resource: 'arn:aws:s3:::b/*',
  ...more,
});
const when = (Condition: object) => [allow({ Condition })];

test.each([
  ['s3:GetObject', 'arn:aws:s3:::b/a/b.pdf', 'allowed'],
  ['S3:getobject', 'arn:aws:s3:::b/x', 'allowed'],
  ['s3:PutObject', 'arn:aws:s3:::b/x', 'not allowed'],
  ['s3:GetObject', 'arn:aws:s3:::other/x', 'not allowed'],
])('%s on %s is %s', (action, resource, verdict) => {
  expect(ask([allow({})], action, resource)).toBe(verdict);
});

test('a Deny wins over any Allow, and NotAction and NotResource turn around', () => {
  const deny = { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::b/public/*' };
  expect(ask([allow({}), deny], 's3:GetObject', 'arn:aws:s3:::b/secret')).toBe('denied');
  expect(ask([allow({}), deny], 's3:GetObject', 'arn:aws:s3:::b/public/x')).toBe('allowed');
  const not = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
  expect(ask([not], 's3:GetObject', 'x')).toBe('allowed');
  expect(ask([not], 'iam:PassRole', 'x')).toBe('not allowed');
});

test.each([
  [{ StringEquals: { 'ses:FromAddress': 'v' } }, { 'ses:FromAddress': 'v' }, true],
  [{ StringEquals: { 'ses:FromAddress': ['u', 'v'] } }, { 'ses:FromAddress': 'v' }, true],
  [{ StringEquals: { 'ses:FromAddress': 'v' } }, {}, false],
  [{ StringEqualsIfExists: { 'ses:FromAddress': 'v' } }, {}, true],
  [{ StringNotEquals: { 'ses:FromAddress': 'v' } }, { 'ses:FromAddress': 'v' }, false],
  [{ StringNotEquals: { 'ses:FromAddress': 'v' } }, {}, true],
  [{ StringLike: { 'ses:FromAddress': 'TENANT#a*' } }, { 'ses:FromAddress': 'TENANT#abc' }, true],
  [{ 'ForAllValues:StringLike': { 'ses:FromAddress': 'a*' } }, { 'ses:FromAddress': ['a1', 'a2'] }, true],
  [{ 'ForAllValues:StringLike': { 'ses:FromAddress': 'a*' } }, { 'ses:FromAddress': ['a1', 'b2'] }, false],
  [{ 'ForAllValues:StringEquals': { 'ses:FromAddress': 'a' } }, {}, true],
  [{ 'ForAnyValue:StringEquals': { 'ses:FromAddress': 'a' } }, { 'ses:FromAddress': ['a', 'b'] }, true],
  [{ 'ForAnyValue:StringEquals': { 'ses:FromAddress': 'a' } }, {}, false],
  [{ Null: { 'ses:FromAddress': 'true' } }, {}, true],
  [{ Bool: { 'ses:FromAddress': 'false' } }, { 'ses:FromAddress': 'true' }, false],
])('%j with %j holds: %s', (condition, context, holds) => {
  const verdict = ask(when(condition), 's3:GetObject', 'arn:aws:s3:::b/x', context);
  expect(verdict).toBe(holds ? 'allowed' : 'not allowed');
});

test('an unknown operator or element refuses to be read', () => {
  expect(() => ask(when({ IpAddress: { 'ses:FromAddress': '10.0.0.0/8' } }), 'x', 'x')).toThrow('IpAddress');
  expect(() => ask(when({ StringLike: { 'dynamodb:LeadingKeys': 'a' } }), 'x', 'x')).toThrow(
    'dynamodb:LeadingKeys',
  );
  expect(() => ask([allow({ Principal: '*' })], 'x', 'x')).toThrow('Principal');
});

test('a role reports what it used, what it was denied and what it never needed', async () => {
  const roles = iam({ partition: 'aws', accountId: '1' });
  const PolicyDocument = { Statement: [allow({ Action: ['s3:GetObject', 's3:PutObject'] })] };
  const make = roles.provides['AWS::IAM::Role']!.make;
  const role = await make('R', { Policies: [{ PolicyName: 'p', PolicyDocument }] });
  const arn = role.attributes['Arn']!;
  expect(roles.allowed(arn, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/x' })).toBe(true);
  expect(roles.allowed(arn, { action: 's3:DeleteObject', resource: 'arn:aws:s3:::b/x' })).toBe(false);
  expect(roles.allowed('arn:of:nobody', { action: 's3:GetObject', resource: 'arn:aws:s3:::b/x' })).toBe(
    false,
  );
  expect(roles.report()).toEqual([
    {
      role: 'R',
      used: ['s3:GetObject arn:aws:s3:::b/x'],
      denied: ['s3:DeleteObject arn:aws:s3:::b/x'],
      granted: ['s3:GetObject on arn:aws:s3:::b/*', 's3:PutObject on arn:aws:s3:::b/*'],
      unused: ['s3:PutObject on arn:aws:s3:::b/*'],
    },
  ]);
  expect(() => make('Q', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })).toThrow(
    'AdministratorAccess is not known',
  );
});

test('what no cloud used is unused, also where each cloud draws the name anew', () => {
  const secret = (end: string) =>
    `secretsmanager:GetSecretValue on arn:aws:secretsmanager:x:1:secret:Key-${end}`;
  const cloud = (end: string, ...unused: string[]) => [
    { role: 'R', granted: [secret(end), 'sqs:SendMessage on q', 's3:GetObject on b'], unused },
  ];
  const all = [
    cloud('abcdef', secret('abcdef'), 'sqs:SendMessage on q'),
    cloud('ghijkl', secret('ghijkl'), 's3:GetObject on b'),
  ];
  expect(unusedIn(all)).toEqual({
    granted: 3,
    unused: ['R: secretsmanager:GetSecretValue on arn:aws:secretsmanager:x:1:secret:Key-??????'],
  });
  expect(unusedIn([...all, cloud('mnopqr', 's3:GetObject on b')]).unused).toEqual([]);
});
