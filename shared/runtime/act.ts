/** The record of what an action did: who, what, when, its ledger entry, its events, and the key that it is done once under. */
import type { Fact } from '../kernel/events.ts';
import { timeOf } from '../kernel/ids.ts';
import { mustAsk, notShut, type Dated } from '../kernel/period.ts';
import type { Item, Key, Write } from '../kernel/storage.ts';
import { newId, type Deps } from './context.ts';
import { onceItem } from './once.ts';

/** One per commit. With an entry it stands in the ledger's book of that month, else in the book of acts. */
export interface Act {
  readonly action: string;
  /** The id of what it was done to, where no event says it: found in the audit by it. */
  readonly subject?: string;
  readonly events?: readonly Fact[];
  /** A balanced ledger entry, see ledger/rules.ts; `on` is its booking date. */
  readonly entry?: Dated | undefined;
  /** The entry belongs to the close: it is booked in a month that is shut to all others, and not closed yet. */
  readonly adjusts?: true;
  /** What the caller is told, kept under the idempotency key to be told again. */
  readonly answer?: unknown;
  /** The HTTP status of the answer, where it is not the one that the route has for what it does. */
  readonly status?: number;
}

/**
 * Where what was announced or booked is found by when it was: index g1, by the id, which is made as the commit begins. The book is by its
 * booking days, and an act's `at` is when its request came, which may be minutes before.
 */
const found = (tenant: string, id: string) => ({
  g1p: `${tenant}#FACTS#${new Date(timeOf(id)).toISOString().slice(0, 7)}`,
  g1s: id,
});

/** What an item says of its moment, and the facts that the table's stream announces from it (outbox.ts). */
const carried = (deps: Deps, id: string, facts: readonly Fact[]) => ({
  id,
  at: deps.now,
  trace: deps.trace,
  ...(deps.traces && { traces: deps.traces }),
  ...(facts.length > 0 && { outbox: 'yes', events: facts }),
  ...(deps.restored && { restored: true }),
});

/**
 * For a fact that is one item, kept once and never changed: the item itself announces it, without an act beside it.
 */
export const announcing = <C extends string>(one: Write<C>, deps: Deps, facts: readonly Fact[]): Write<C> => {
  const id = newId('act');
  return { ...one, put: { ...one.put!, ...carried(deps, id, facts), ...found(deps.tenant, id) } };
};

/** An act whose facts name a customer stands in that customer's timeline: index g2, `<tenant>#OF#<customer>`/moment. */
const ofCustomer = ({ tenant, now }: Deps, id: string, facts: readonly Fact[]) => {
  const customer = facts
    .map(({ data }) => (data as { customerId?: string } | undefined)?.customerId)
    .find((one) => one !== undefined);
  return customer === undefined ? {} : { g2p: `${tenant}#OF#${customer}`, g2s: `${now}#${id}` };
};

/** The writes of the record; the act itself is the last. */
export const recordOf = (deps: Deps, act: Act): Write<'once.taken'>[] => {
  const { once } = deps;
  const id = newId('act');
  const key: Key = act.entry
    ? { pk: `${deps.tenant}#BOOK#${act.entry.on.slice(0, 7)}`, sk: `${act.entry.on}#${id}` }
    : { pk: `${deps.tenant}#ACTS#${deps.now.slice(0, 7)}`, sk: `${deps.now}#${id}` };
  const record: Item = {
    ...key,
    kind: 'act',
    action: act.action,
    actor: deps.actor,
    ...(deps.requestedBy !== undefined && { requestedBy: deps.requestedBy }),
    ...(act.subject !== undefined && { subject: act.subject }),
    ...(act.entry && { entry: act.entry }),
    ...carried(deps, id, act.events ?? []),
    ...((act.events?.length || act.entry) && found(deps.tenant, id)),
    ...ofCustomer(deps, id, act.events ?? []),
  };
  const writes: Write<'once.taken'>[] = [
    { put: record, if: 'absent', clash: 'once.taken', about: 'this act' },
  ];
  if (once)
    writes.unshift({
      put: onceItem(deps, { ...once, status: act.status ?? once.status }, act.answer),
      if: 'absent-or-expired',
      now: deps.now,
      clash: 'once.taken',
      about: 'the idempotency key',
    });
  return writes;
};

/**
 * What entries of an earlier month ask of the books: that it is open to them (kernel/period.ts). Nothing for those of today, which are
 * nearly all.
 */
export const openMonths = (
  acts: readonly { readonly deps: Deps; readonly act: Act }[],
): Write<'table.stale'>[] => {
  const late = acts.flatMap(({ deps, act: { entry, adjusts = false } }) =>
    entry && mustAsk(entry.on, deps.now) ? [{ ...entry, adjusts }] : [],
  );
  return late.length === 0 ? [] : notShut(acts[0]!.deps.tenant, late, timeOf(newId('act')));
};
