/** A case follows the books: worked as the money is told, and looked at again every morning. What is new to the agency is told to it once. */
import { claimById } from '../claims/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { isWithAgency } from '../invoices/handed.ts';
import { invoiceById } from '../invoices/store.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, read, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { isFollowed, type AgencyCase } from './case.ts';
import { noting } from './noting.ts';
import { followed } from './rules.ts';
import { caseById, liveCases, putCase } from './store.ts';

type Kept = Result<void, 'once.taken' | 'table.stale'>;

/** Worker: these moved. What is with no agency costs its read. */
export const followInvoices = async (
  { invoices }: { readonly invoices: readonly Invoice['id'][] },
  deps: Deps,
): Promise<Kept> => {
  const heads = await readAll([...new Set(invoices)].map((id) => invoiceById(deps.tenant, id)));
  for (const id of new Set(heads.filter(isWithAgency).map(({ agency }) => agency!.id))) {
    const done = await followCase(id, deps);
    if (!done.ok) return done;
  }
  return ok(undefined);
};
/** Worker: what moved of one may be no money: what is in clarification of it, or a claim beside it. */
export const followInvoice = (
  { invoiceId }: { readonly invoiceId: Invoice['id'] },
  deps: Deps,
): Promise<Kept> => followInvoices({ invoices: [invoiceId] }, deps);
/** Worker: money came for them, or went back. */
export const followPaid = (
  { allocations }: { readonly allocations: readonly { readonly invoiceId: Invoice['id'] }[] },
  deps: Deps,
): Promise<Kept> => followInvoices({ invoices: allocations.map(({ invoiceId }) => invoiceId) }, deps);

/** Every morning, before reminders are looked for: what nobody told of is seen here. */
export const followCases = async (deps: Deps): Promise<void> => {
  for (const { id, state } of await all(liveCases(deps.tenant))) {
    const done = state === 'PREPARED' ? ok(undefined) : await followCase(id, deps);
    if (!done.ok) throw new Error(done.detail);
  }
};

export const followCase = (id: string, deps: Deps): Promise<Kept> =>
  untilFresh(async () => {
    const before = await read(caseById(deps.tenant, id));
    if (!before || !isFollowed(before)) return ok(undefined);
    const effect = followed(before, ...(await standOf(before, deps)));
    if (!effect) return ok(undefined);
    const under = follow(deps, [before]);
    const after = { ...effect.agencyCase, turns: before.turns + 1 };
    const told = noting(after, { what: 'moved', changes: [...effect.changes] }, under);
    return commit(
      under,
      { action: 'agencies.follow', subject: id, events: [...effect.facts, ...told.facts] },
      [putCase(deps.tenant, after), ...told.writes],
    );
  });

/** Its invoices and claims as they are. */
export const standOf = async ({ items }: AgencyCase, { tenant }: Deps) =>
  [
    await readAll(items.map(({ invoiceId }) => invoiceById(tenant, invoiceId))),
    await readAll(items.flatMap(({ claims }) => claims).map(({ claimId }) => claimById(tenant, claimId))),
  ] as const;
