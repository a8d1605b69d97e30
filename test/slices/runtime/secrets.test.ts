/** Secrets of the one-machine cloud, whose calls are counted. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretsmanager } from '../../../bin/local/services/secretsmanager.ts';
import { testCloud } from '../../local/services/cloud.ts';

let lab: Awaited<ReturnType<typeof testCloud>>;
let calls = 0;
beforeAll(async () => {
  lab = await testCloud();
  lab.add((cloud) => {
    const service = secretsmanager(cloud);
    return { ...service, handle: (request) => ((calls += 1), service.handle(request)) };
  });
  const { ref } = await lab.make('AWS::SecretsManager::Secret', 'LinkKey', { SecretString: 'of the links' });
  Object.assign(process.env, {
    QUITTANCE_LINK_SECRET: ref,
    AWS_ENDPOINT_URL: lab.client.endpoint,
    AWS_REGION: lab.client.region,
    AWS_ACCESS_KEY_ID: 'tester',
    AWS_SECRET_ACCESS_KEY: 'local-secret',
  });
});
afterAll(() => lab.close());

test('who asks for a secret while others wait for it has their answer, and whoever asks later what is kept', async () => {
  const { secret } = await import('../../../shared/runtime/secrets.ts');
  const found = await Promise.all([secret('linkKey'), secret('linkKey'), secret('linkKey')]);
  expect([...found, await secret('linkKey')]).toEqual(Array(4).fill('of the links'));
  expect(calls).toBe(1);
});

test('an answer that did not come is asked for again', async () => {
  const { secret } = await import('../../../shared/runtime/secrets.ts');
  process.env['QUITTANCE_SEAL_SECRET'] = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:none';
  const before = calls;
  const asked = await Promise.allSettled([secret('sealKey'), secret('sealKey')]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(calls).toBe(before + 1);
  await expect(secret('sealKey')).rejects.toThrow();
  expect(calls).toBe(before + 2);
});
