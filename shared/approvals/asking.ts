/** What an operation with a risk does in place of itself: it asks, and answers 202 with what now waits. */
import type { Awaiting } from '../kernel/contract.ts';
import { canonical } from '../kernel/fields.ts';
import type { Refusal } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { commit, read } from '../runtime/table.ts';
import type { Approval } from './approval.ts';
import { asked, seen, type Asked } from './rules.ts';
import { approvalById, putApproval } from './store.ts';

/** The end of an approval, for the commit of what was approved: it is among its writes and is what its act keeps. */
export interface Ended {
  readonly write: Write<'table.stale'>;
  readonly answer: Approval;
}

/**
 * The same person who asks for the same again within an hour (a repeated PUT) meets what waits already. Under an
 * Idempotency-Key the 202 is what is told again.
 */
export const ask = async (
  what: Asked,
  deps: Deps,
): Promise<Awaiting<Approval> | Refusal<'once.taken' | 'table.stale'>> => {
  const hour = `${deps.now.slice(0, 13)}:00:00.000Z`;
  const cause = [deps.tenant, deps.actor, what.operation, what.subject, canonical(what.input)];
  const id = idOfCause('apr', hour, ...cause);
  const before = await read(approvalById(deps.tenant, id));
  if (before && seen(before, deps.now).state === 'PENDING') return { ok: true, awaiting: before };
  const awaiting = asked(before ? newId('apr') : id, what, deps);
  const kept = await commit(
    deps,
    { action: `${what.operation}.ask`, subject: what.subject, answer: awaiting, status: 202 },
    [putApproval(deps.tenant, awaiting)],
  );
  return kept.ok ? { ok: true, awaiting } : kept;
};
