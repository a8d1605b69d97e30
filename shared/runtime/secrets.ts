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

const asked = /* @__PURE__ */ memory<Promise<string>>();

type Name = 'providers' | 'linkKey' | 'sealKey';
export const secret = async (name: Name): Promise<string> => {
  const known = kept.get(name);
  if (known && known.until > Date.now()) return known.text;
  // Who asks while others are waiting for it has their answer.
  const under = asked.get(name) ?? ask(name).finally(() => asked.delete(name));
  asked.set(name, under);
  return under;
};

const ask = async (name: Name): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: env(name) }));
  if (SecretString === undefined) throw new Error(`the secret ${name} has no text`);
  kept.set(name, { text: SecretString, until: Date.now() + 300_000 });
  return SecretString;
};
