import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, expect, test } from 'vitest';
import { secretsmanager as service } from '../../../bin/local/services/secretsmanager.ts';
import type { TestCloud } from './cloud.ts';
import { testCloud } from './cloud.ts';

const open: TestCloud[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const set = async (dir?: string) => {
  const lab = await testCloud(dir === undefined ? {} : { dir });
  open.push(lab);
  const secrets = lab.add(service);
  const client = new SecretsManagerClient({ ...lab.client, maxAttempts: 1 });
  const get = (SecretId: string, more: object = {}) =>
    client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const secret = (name: string, properties: object) =>
    lab.make('AWS::SecretsManager::Secret', name, { ...properties });
  return { ...lab, secrets, client, get, secret };
};
const GENERATED = {
  GenerateSecretString: {
    SecretStringTemplate: '{"user":"psp"}',
    GenerateStringKey: 'key',
    PasswordLength: 20,
    ExcludePunctuation: true,
  },
};

test('a generated secret keeps its value over restarts and changes with its template', async () => {
  const first = await set();
  const { ref } = await first.secret('Psp', GENERATED);
  expect(ref).toMatch(/^arn:aws:secretsmanager:eu-central-1:000000000000:secret:Psp-\w{6}$/);
  const { SecretString } = await first.get('Psp');
  expect(JSON.parse(SecretString!)).toEqual({ user: 'psp', key: expect.stringMatching(/^[a-zA-Z0-9]{20}$/) });

  const second = await set(first.dir);
  expect((await second.secret('Psp', GENERATED)).ref).toBe(ref);
  expect((await second.get(ref)).SecretString).toBe(SecretString);
  expect(second.secrets.read('Psp')).toBe(SecretString);
  await second.secret('Psp', { SecretString: 'fixed' });
  expect((await second.get(ref)).SecretString).toBe('fixed');
  expect((await second.get(ref, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe(SecretString);
});

test('a new value becomes the current one, the same request once', async () => {
  const { client, get, secret } = await set();
  await secret('Psp', { SecretString: 'one' });
  const put = (SecretString: string, ClientRequestToken: string) =>
    client.send(new PutSecretValueCommand({ SecretId: 'Psp', SecretString, ClientRequestToken }));
  const token = '0'.repeat(32);
  await put('two', token);
  await put('two', token);
  await expect(put('three', token)).rejects.toMatchObject({ name: 'ResourceExistsException' });
  expect((await get('Psp')).SecretString).toBe('two');
  expect((await get('Psp', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: 'Psp' }));
  expect(VersionIdsToStages![token]).toEqual(['AWSCURRENT']);
  await expect(get('Other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
