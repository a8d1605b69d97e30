/** Looks whether a customer is supplied: as a notice says so, as its invoices move, and every morning. Looked at twice it stands as it did. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { nobody } from '../credit/rules.ts';
import { putStanding, standingOf } from '../credit/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, recall, recallAll, untilFresh } from '../runtime/table.ts';
import { served as judged } from './served.ts';
import { escalatedIn, putEscalated } from './store.ts';

/** Worker: a notice went out that says so, or a promise was made or broken. */
export const regardService = (
  { customerId }: { readonly customerId: string },
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> =>
  untilFresh(async () => {
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
    if (!customer || customer.erased) return ok(undefined);
    const tenant = (await recall(tenantById(deps.tenant)))!;
    const open = await Promise.all(idsOf(customer).map((id) => all(openInvoices(deps.tenant, id))));
    const standing = (await read(standingOf(deps.tenant, customer.id))) ?? nobody(customer.id);
    const after = judged(standing, open.flat(), {
      today: ({ entity }) => localDate(deps.now, entityOf(tenant, entity)!.zone),
      at: deps.now,
    });
    if (!after) return ok(undefined);
    // Money that went back makes a cause of an invoice that nobody looked at any more.
    const marks = (after.standing.service?.invoices ?? []).map((id) => putEscalated(deps.tenant, id));
    return commit(deps, { action: 'dunning.serve', subject: customer.id, events: after.facts }, [
      putStanding(deps.tenant, after.standing),
      ...marks,
    ]);
  });

type Regard = (heads: readonly Invoice[], deps: Deps) => Promise<Result<void, 'once.taken' | 'table.stale'>>;

/** Worker: these moved, and `first` has looked at them; only those that a notice stopped supply for cost a read. */
export const served =
  (first: Regard): Regard =>
  async (heads, deps) => {
    const done = await first(heads, deps);
    return done.ok ? regardServed(heads, deps) : done;
  };

const regardServed: Regard = async (heads, deps) => {
  const owners = new Set(heads.flatMap(({ dunning, customerId }) => (dunning?.service ? [customerId] : [])));
  for (const customerId of owners) {
    const done = await regardService({ customerId }, deps);
    if (!done.ok) return done;
  }
  return ok(undefined);
};

/** Worker: money came; which invoices were handed on is remembered for half a minute. */
export const regardServedPaid = async (
  { allocations }: { readonly allocations: readonly { readonly invoiceId: Invoice['id'] }[] },
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const handedOn = new Set(await recallAll(escalatedIn(deps.tenant), true));
  const ids = allocations.flatMap(({ invoiceId }) => (handedOn.has(invoiceId) ? [invoiceId] : []));
  return regardServed(await readAll(ids.map((id) => invoiceById(deps.tenant, id))), deps);
};

/** Schedule: every customer of whom an invoice was handed on. Promises and cases that ended in the night are seen here. */
export const regardAllServed = async (ids: readonly Invoice['id'][], deps: Deps): Promise<void> => {
  const done = await regardServed(await readAll(ids.map((id) => invoiceById(deps.tenant, id))), deps);
  if (!done.ok) throw new Error(done.detail);
};
