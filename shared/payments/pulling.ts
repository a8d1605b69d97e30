/** Job: fetches what providers have told in the last days and keeps what did not arrive, the way that a webhook is kept. */
import type { Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { read, readAll, write } from '../runtime/table.ts';
import { keepOnce } from './keeping.ts';
import { ProviderName, type Pull } from './payment.ts';
import type { KeptEvent, Provider } from './psp/port.ts';
import { providerOf } from './psp/providers.ts';
import { advanced, passOf } from './pull.ts';
import { keptEventId, pullOf, putPull } from './store.ts';
import { providers } from './vault.ts';

/** Of a hundred events each, in one run; the next run goes on where this one ended. */
const MOST_PAGES = 40;

/** A provider that does not answer keeps no other waiting: it is said at the end. */
export const pullEvents = async (deps: Deps): Promise<void> => {
  const vault = await providers();
  const failed: string[] = [];
  for (const name of ProviderName.options) {
    try {
      const provider = await providerOf(vault, deps.tenant, name, fetchOut);
      if (provider?.events) await pull(provider.events, name, deps);
    } catch (error) {
      failed.push(name);
      log.error('pull.failed', error, { provider: name });
    }
  }
  if (failed.length > 0) throw new Error(`events of ${failed.join(', ')} could not be fetched`);
};

const pull = async (
  events: NonNullable<Provider['events']>,
  name: ProviderName,
  deps: Deps,
): Promise<void> => {
  let pass = passOf(await read(pullOf(deps.tenant, name)), deps.now);
  for (let pages = 0; pass && pages < MOST_PAGES; pages++) {
    const page = await events(pass.since, pass.cursor);
    const missing = await keepMissing(page.events, name, deps);
    if (missing > 0) log.info('pull.missing', { provider: name, events: missing });
    const after: Pull = advanced(pass, page.next, deps.now);
    // Another run may do the same pages at the same moment: what it keeps is kept once, and it goes on alone.
    if (!(await write(putPull(deps.tenant, name, after))).ok) return;
    pass = after.cursor === undefined ? undefined : { ...after, version: after.version + 1 };
  }
};

const keepMissing = async (found: readonly KeptEvent[], name: ProviderName, deps: Deps): Promise<number> => {
  const known = new Set(await readAll(found.map(({ id }) => keptEventId(deps.tenant, name, id))));
  let missing = 0;
  for (const event of found) if (!known.has(event.id) && (await keepOnce(name, event, deps))) missing += 1;
  return missing;
};
