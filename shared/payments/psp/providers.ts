/** Which adapter speaks for which name. */
import type { ProviderName } from '../payment.ts';
import type { Credentials, Fetch, Provider } from './port.ts';
import { sandbox } from './sandbox.ts';
import { stripe } from './stripe.ts';

const ADAPTERS: Readonly<Record<ProviderName, (credentials: Credentials, fetch: Fetch) => Provider>> = {
  sandbox,
  stripe,
};

/** The vault's text: `{ "<tenant>": { "<provider>": { apiKey, webhookSecret, baseUrl? } } }`. */
export type Vault = Readonly<Record<string, Partial<Record<ProviderName, Credentials>>>>;

export const providerOf = (
  vault: Vault,
  tenant: string,
  name: ProviderName,
  fetch: Fetch,
): Provider | undefined => {
  const credentials = vault[tenant]?.[name];
  return credentials && ADAPTERS[name](credentials, fetch);
};
