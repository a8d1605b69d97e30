/** Reads what is open of claims, and joins what of a payment is for them to its commit. */
import type { Invoice } from '../invoices/invoice.ts';
import { without } from '../kernel/fields.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Beside, Joined } from '../payments/hearing.ts';
import type { Deps } from '../runtime/context.ts';
import { all, readAll } from '../runtime/table.ts';
import type { Claim } from './claim.ts';
import { shared, type Shared } from './sharing.ts';
import { inOrder } from './steps.ts';
import { chargedOf, claimById, openClaims, putClaim } from './store.ts';

/** Of invoices, in the order in which they are paid: a read for each, together, and a batch where anything was charged. */
export const openOn = async (tenant: string, invoices: readonly Pick<Invoice, 'id'>[]): Promise<Claim[]> => {
  const charged = await readAll(invoices.map(({ id }) => chargedOf(tenant, id)));
  return inOrder(await readAll(charged.flatMap((one) => one.claims).map((id) => claimById(tenant, id))));
};

/** Of a customer under all its names, also of invoices that are paid: a query and a batch for each name. */
export const openOf = async (tenant: string, names: readonly string[]): Promise<Claim[]> =>
  inOrder((await Promise.all(names.map((name) => all(openClaims(tenant, name))))).flat());

/** What an attempt was for, beside its invoices. */
export const paidBeside: Beside = async ({ claims = [] }, effect, deps) => {
  if (claims.length === 0) return { effect, acts: [], writes: [] };
  const found = await readAll(claims.map(({ claimId }) => claimById(deps.tenant, claimId)));
  const shares = claims.flatMap(({ claimId, amount }) => {
    const claim = found.find(({ id }) => id === claimId);
    return claim ? [{ claim, amount }] : [];
  });
  return joined(shared(effect, shares, deps.actor), deps);
};

/** An entry has an act of its own; whose key it is stands in that of the receipt. */
export const actFor = (entry: Entry, deps: Deps): Joined['acts'] => [
  {
    deps: without(deps, 'once', 'requestedBy'),
    act: { action: 'claims.settle', subject: entry.source, entry },
  },
];

const joined = ({ effect, claims, entry }: Shared, deps: Deps): Joined => ({
  effect,
  acts: entry ? actFor(entry, deps) : [],
  writes: claims.map((claim) => putClaim(deps.tenant, claim)),
});
