/** What others were asked to stop goes on once nothing is owed any more: told as the money comes, and in the morning where nobody heard of it. */
import { InvoiceId } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import { expiring } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, read, recallAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { DunningRestored } from './policy.ts';
import { restored } from './rules.ts';
import { regardAllServed } from './serving.ts';
import { escalatedIn, putEscalated } from './store.ts';

/** Schedule: every invoice that was handed on. */
export const restoreAll = async (deps: Deps): Promise<void> => {
  const ids = await all(escalatedIn(deps.tenant));
  await regardAllServed(
    ids.map((id) => InvoiceId.parse(id)),
    deps,
  );
  for (const id of ids) await restore(id, deps);
};

/** Worker: which are handed on is remembered for half a minute, so that a payment costs no read of it. */
export const restorePaid = async (
  { allocations }: { readonly allocations: readonly { readonly invoiceId: string }[] },
  deps: Deps,
): Promise<Result<void>> => {
  const handedOn = new Set(await recallAll(escalatedIn(deps.tenant), true));
  for (const { invoiceId } of allocations) if (handedOn.has(invoiceId)) await restore(invoiceId, deps);
  return ok(undefined);
};

/** Once: the head says it until then. */
const restore = async (id: string, deps: Deps): Promise<void> => {
  const done = await untilFresh(async () => {
    const invoice = await read(invoiceById(deps.tenant, InvoiceId.parse(id)));
    const after = invoice && restored(invoice);
    if (!after) return ok(undefined);
    const { customerId, dunning, open } = invoice;
    const { policy, escalated: escalate } = dunning!;
    const fact = { customerId, invoiceId: invoice.id, policy, escalate: escalate!, currency: open.currency };
    return commit(
      follow(deps, [invoice]),
      { action: 'dunning.restore', events: [announce(DunningRestored, invoice.id, fact)] },
      [putInvoice(deps.tenant, after), expiring(putEscalated(deps.tenant, invoice.id), deps.now)],
    );
  });
  if (!done.ok) throw new Error(done.detail);
};
