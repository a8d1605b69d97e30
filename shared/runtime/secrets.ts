/** Secrets are read once per warm function and every five minutes, so that a rotation reaches everyone. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { env } from './env.ts';
import { memory } from './memory.ts';
import { patience } from './patience.ts';

const client = /* @__PURE__ */ new SecretsManagerClient({
  maxAttempts: 5,
  requestHandler: /* @__PURE__ */ patience(3),
});
const kept = /* @__PURE__ */ memory<{ text: string; until: number }>();

export const secret = async (name: 'providers' | 'linkKey' | 'sealKey'): Promise<string> => {
  const known = kept.get(name);
  if (known && known.until > Date.now()) return known.text;
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: env(name) }));
  if (SecretString === undefined) throw new Error(`the secret ${name} has no text`);
  kept.set(name, { text: SecretString, until: Date.now() + 300_000 });
  return SecretString;
};
