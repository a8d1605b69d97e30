/** Which adapter speaks for which name. */
import type { ProviderName } from '../payment.ts';
import type { Credentials, Fetch, Provider } from './port.ts';
import { sandbox } from './sandbox.ts';

type Adapter = (credentials: Credentials, fetch: Fetch) => Provider;
/** Stripe's SDK takes as long to load as all the rest of a function: it is loaded where somebody has an account there. */
const ADAPTERS: Readonly<Record<ProviderName, () => Promise<Adapter>>> = {
  sandbox: () => Promise.resolve(sandbox),
  hosted: async () => (await import('./hosted.ts')).hosted,
  gocardless: async () => (await import('./gocardless.ts')).gocardless,
  stripe: async () => (await import('./stripe.ts')).stripe,
};

/** The vault's text: `{ "<tenant>": { "<provider>": { apiKey, webhookSecret, baseUrl? } } }`. */
export type Vault = Readonly<Record<string, Partial<Record<ProviderName, Credentials>>>>;

export const providerOf = async (
  vault: Vault,
  tenant: string,
  name: ProviderName,
  fetch: Fetch,
): Promise<Provider | undefined> => {
  const credentials = vault[tenant]?.[name];
  return credentials && (await ADAPTERS[name]())(credentials, fetch);
};
