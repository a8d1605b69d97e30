/** The record of what an action did: who, what, when, its ledger entry, its events, and the key that it is done once under. */
import type { Fact } from '../kernel/events.ts';
import type { Item, Key, Write } from '../kernel/storage.ts';
import { newId, type Deps } from './context.ts';
import { onceItem } from './once.ts';

/** One per commit. With an entry it stands in the ledger's book of that month, else in the book of acts. */
export interface Act {
  readonly action: string;
  readonly events?: readonly Fact[];
  /** A balanced ledger entry, see ledger/rules.ts; `on` is its booking date. */
  readonly entry?: { readonly on: string } | undefined;
  /** What the caller is told, kept under the idempotency key to be told again. */
  readonly answer?: unknown;
}

/** The writes of the record; the act itself is the last. */
export const recordOf = (deps: Deps, act: Act): Write<'once.taken'>[] => {
  const id = newId('act');
  const events = (act.events ?? []).map((fact, index) => ({
    specversion: '1.0',
    id: `${id}.${index}`,
    source: 'quittance',
    time: deps.now,
    tenant: deps.tenant,
    traceid: deps.trace,
    ...fact,
  }));
  const { once } = deps;
  const key: Key = act.entry
    ? { pk: `${deps.tenant}#BOOK#${act.entry.on.slice(0, 7)}`, sk: `${act.entry.on}#${id}` }
    : { pk: `${deps.tenant}#ACTS#${deps.now.slice(0, 7)}`, sk: `${deps.now}#${id}` };
  const record: Item = {
    ...key,
    kind: 'act',
    id,
    action: act.action,
    actor: deps.actor,
    at: deps.now,
    trace: deps.trace,
    ...(act.entry && { entry: act.entry }),
    ...(events.length > 0 && { events, outbox: 'yes' }),
  };
  const writes: Write<'once.taken'>[] = [
    { put: record, if: 'absent', clash: 'once.taken', about: 'this act' },
  ];
  if (once)
    writes.unshift({
      put: onceItem(deps, once, act.answer),
      if: 'absent-or-expired',
      now: deps.now,
      clash: 'once.taken',
      about: 'the idempotency key',
    });
  return writes;
};
