/** Opens a company on a running cloud, as an operator does it on AWS: credentials into the vault, then the tenant. */
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { CloudOptions, RunningCloud } from '../local/options.ts';
import { startCloud } from '../local/runtime.ts';

export interface Opening {
  readonly tenant: string;
  /** Absent where the tenant keeps its own. */
  readonly entities?: readonly unknown[];
  readonly keys: readonly {
    readonly name: string;
    readonly scopes?: readonly string[];
    readonly roles?: readonly string[];
    readonly limits?: unknown;
    readonly perMinute?: number;
    readonly expiresAt?: string;
  }[];
  readonly issuers?: readonly unknown[];
}

/** Name → key text. Opening again replaces the entities and makes new keys. */
export const openCompany = async (cloud: RunningCloud, opening: Opening): Promise<Record<string, string>> => {
  const { payload, error } = await cloud.invoke('OpenTenant', opening);
  const answer = payload as { ok?: boolean; value?: { keys: Record<string, string> } };
  if (error || !answer.ok)
    throw new Error(`the tenant was not opened: ${error?.message ?? JSON.stringify(payload)}`);
  return answer.value!.keys;
};

/** Gives the system the sandbox provider's credentials, for every tenant named. */
export const fillVault = async (
  cloud: RunningCloud,
  tenants: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const vault = new SecretsManagerClient({
    endpoint: cloud.urls.aws,
    region: 'eu-central-1',
    credentials: cloud.credentials,
  });
  const sandbox = {
    apiKey: `sk_${randomBytes(18).toString('base64url')}`,
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    baseUrl: cloud.urls.console,
  };
  const text = Object.fromEntries(tenants.map((tenant) => [tenant, { sandbox, ...more }]));
  await vault.send(
    new PutSecretValueCommand({ SecretId: secretOf(cloud.outputs), SecretString: JSON.stringify(text) }),
  );
  vault.destroy();
};

const secretOf = (outputs: Readonly<Record<string, string>>): string => {
  const found = Object.entries(outputs).find(([name]) => name.endsWith('ProvidersSecret'));
  if (!found) throw new Error('no stack says where the providers’ credentials are kept');
  return found[1];
};

/** The cloud with the sandbox provider beside it, as `npm start`, the demo and the stories all run it. */
export const startQuittance = ({
  sandboxes = [],
  ...options
}: Omit<CloudOptions, 'psp' | 'assembly' | 'parameters'> & {
  assembly?: string;
  /** Origins of providers on this machine, beside the sandbox provider. */
  sandboxes?: readonly string[];
}): Promise<RunningCloud> =>
  startCloud({
    assembly: resolve('cdk.out'),
    // All functions as threads that stay warm: two environments of each at most keep memory low.
    host: 'worker',
    concurrency: { perFunction: 2, total: 100 },
    ...options,
    parameters: ({ console }) => ({ SandboxOrigins: [console, ...sandboxes].join(' ') }),
    psp: {
      webhookPath: '/hooks/psp/sandbox',
      secret: (read, outputs) => {
        const vault = JSON.parse(read(secretOf(outputs))) as Record<string, { sandbox?: Credentials }>;
        const [first] = Object.values(vault);
        if (!first?.sandbox) throw new Error('the vault holds no credentials of the sandbox provider');
        return first.sandbox;
      },
    },
  });

interface Credentials {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

/** The key of the sandbox's printer of letters. */
const LETTERS_KEY = 'printer-of-the-sandbox';
/** The demo's cloud has a printer of letters beside the provider, and its company an account there. */
export const startDemo = (options: Parameters<typeof startQuittance>[0]): Promise<RunningCloud> =>
  startQuittance({ ...options, letters: { apiKey: LETTERS_KEY } });
export const fillDemoVault = (cloud: RunningCloud, tenant: string): Promise<void> =>
  fillVault(cloud, [tenant], {
    letter: { baseUrl: `${cloud.urls.console}/letters/v1`, apiKey: LETTERS_KEY },
  });
