/** Events of providers, kept once: each item announces itself to the worker, whether a webhook brought it or it was fetched. */
import { announce } from '../kernel/events.ts';
import { withoutSecrets } from '../invoices/link.ts';
import { announcing } from '../runtime/act.ts';
import type { Deps } from '../runtime/context.ts';
import { about } from '../runtime/log.ts';
import { write } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { ProviderEventKept, type ProviderName } from './payment.ts';
import { traceNoted, type KeptEvent } from './psp/port.ts';
import { keepEvent } from './store.ts';

/** False where it was kept before. */
export const keepOnce = async (
  provider: ProviderName,
  { id, raw }: KeptEvent,
  { tenant, actor, now }: Pick<Deps, 'tenant' | 'actor' | 'now'>,
): Promise<boolean> => {
  const trace = traceNoted(raw) ?? newTrace();
  about({ tenant, trace });
  const deps: Deps = { tenant, actor, trace, now };
  const facts = [announce(ProviderEventKept, id, { provider, eventId: id })];
  const kept = await write(
    announcing(keepEvent(tenant, provider, id, withoutSecrets(raw), now), deps, facts),
  );
  if (!kept.ok && kept.code !== 'payments.event_known') throw new Error(kept.detail);
  return kept.ok;
};
