/** A customer, or a person of the house, says no: to the charge of one invoice, or to all. */
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, readEach, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { CollectionStopped, type Collection } from './collection.ts';
import type { Autopay } from './method.ts';
import { marked, stopped } from './rules.ts';
import { autopayOf, collectionOf, putAutopay, putCollection } from './store.ts';

type SkipRefusal = 'methods.invoice_unknown' | 'methods.nothing_planned' | 'once.taken' | 'table.stale';

/** What is with the provider already cannot be called back. Saying it twice is saying it once. */
export const skip = (invoiceId: string, deps: Deps): Promise<Result<Collection, SkipRefusal>> =>
  untilFresh(async () => {
    const [invoice, before] = await readEach(
      invoiceById(deps.tenant, invoiceId),
      collectionOf(deps.tenant, invoiceId),
    );
    if (!invoice) return refuse('methods.invoice_unknown', `There is no invoice ${invoiceId}.`);
    if (before?.stop === 'skipped') return ok(before);
    if (before?.state !== 'PLANNED')
      return refuse('methods.nothing_planned', 'No charge is planned that could be skipped.');
    const after = { ...stopped(before, 'skipped', deps.actor), version: before.version + 1 };
    const { customerId, number } = after;
    const events = [
      announce(CollectionStopped, invoiceId, { invoiceId: invoice.id, customerId, number, stop: 'skipped' }),
    ];
    const kept = await commit(
      follow(deps, [invoice]),
      { action: 'methods.skip', subject: invoiceId, events, answer: after },
      [putCollection(deps.tenant, after), putInvoice(deps.tenant, marked(invoice, after))],
    );
    return kept.ok ? ok(after) : kept;
  });

/** As it is said to be from now on; who said what before stays. */
export const switchAutopay = (
  customerId: Autopay['customerId'],
  change: (before: Autopay) => Autopay,
  deps: Deps,
): Promise<Result<Autopay, 'once.taken' | 'table.stale'>> =>
  untilFresh(async () => {
    const before = (await read(autopayOf(deps.tenant, customerId))) ?? never(customerId);
    const after = switched(before, change(before), deps);
    if (!after) return ok(before);
    const kept = await commit(deps, { action: 'methods.autopay', subject: customerId, answer: after }, [
      putAutopay(deps.tenant, after),
    ]);
    return kept.ok ? ok(after) : kept;
  });

export const never = (customerId: Autopay['customerId']): Autopay => ({
  customerId,
  version: 0,
  on: false,
  history: [],
});

/** Undefined where nothing changes. */
export const switched = (
  before: Autopay,
  wanted: Autopay,
  { now, actor }: Pick<Deps, 'now' | 'actor'>,
): Autopay | undefined => {
  if (before.version > 0 && canonical(before) === canonical(wanted)) return undefined;
  const step = { at: now, by: actor, on: wanted.on };
  return {
    ...wanted,
    version: before.version + 1,
    history: before.on === wanted.on && before.version > 0 ? before.history : [...before.history, step],
  };
};
