/** Carries an erasure out, part by part: each part is one commit of the progress, which announces the next. */
import { versionOf } from '../customers/saving.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById, putCustomer, putVersion } from '../customers/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { postpone } from '../runtime/queue.ts';
import { commit, read } from '../runtime/table.ts';
import { CustomerErased, ErasureGoesOn, ErasureStopped, type Erasure, type Open } from './erasure.ts';
import { openOf } from './open.ts';
import { added, nextOf } from './rules.ts';
import { erasureById, putErasure } from './store.ts';
import type { Part } from './parts.ts';
import { TAKE_OUT } from './taking-out.ts';

type Worked = Promise<Result<void, 'once.taken' | 'table.stale'>>;

/** Worker. A part that comes twice, or late, finds the erasure further on and does nothing. */
export const goOn = async (
  { erasureId, version }: { erasureId: Erasure['id']; version: number },
  deps: Deps,
): Worked => {
  const erasure = await read(erasureById(deps.tenant, erasureId));
  if (!erasure || erasure.version !== version || !['REQUESTED', 'RUNNING'].includes(erasure.state))
    return ok(undefined);
  const waitMs = Date.parse(erasure.startsAt) - Date.parse(deps.now);
  if (waitMs > 0) {
    await postpone(deps, announce(ErasureGoesOn, erasureId, { erasureId, version }), waitMs / 1000);
    return ok(undefined);
  }
  const { step, at } = erasure.next;
  if (step === 'look') return look(erasure, deps);
  return further(erasure, await TAKE_OUT[step](erasure.customers[at]!, erasure, deps), deps);
};

/** A last time, now that nothing new can begin: what slipped in while it was asked for stops it. */
const look = async (erasure: Erasure, deps: Deps): Worked => {
  const customer = (await read(customerById(deps.tenant, erasure.customerId)))!;
  const open = await openOf(customer, deps);
  return open.length > 0 ? stop(erasure, customer, open, deps) : further(erasure, {}, deps);
};

const further = (before: Erasure, part: Part, deps: Deps): Worked => {
  const next = nextOf(before, part.cursor);
  const { id: erasureId, customerId } = before;
  const version = before.version + 1;
  const erasure: Erasure = {
    ...before,
    version,
    state: next ? 'RUNNING' : 'DONE',
    next: next ?? before.next,
    counts: added(before.counts, part.counts ?? {}),
    kept: [...(part.kept ?? before.kept)],
    ...(!next && { doneAt: deps.now }),
  };
  const fact = next
    ? announce(ErasureGoesOn, erasureId, { erasureId, version })
    : announce(CustomerErased, customerId, { customerId, erasureId });
  return move(erasure, fact, part.writes ?? [], deps);
};

/** The record is open for business again, as it was. */
const stop = (
  erasure: Erasure,
  { erased: _, ...customer }: Customer,
  open: readonly Open[],
  deps: Deps,
): Worked => {
  const { id: erasureId, customerId } = erasure;
  const before: Customer = { ...customer, erased: _ };
  const after: Customer = { ...customer, version: customer.version + 1, updatedAt: deps.now };
  const codes = [...new Set(open.map(({ code }) => code))];
  return move(
    { ...erasure, version: erasure.version + 1, state: 'STOPPED', open: [...open], doneAt: deps.now },
    announce(ErasureStopped, customerId, { customerId, erasureId, open: codes }),
    [
      ...putCustomer(deps.tenant, after, before),
      putVersion(deps.tenant, customerId, versionOf(before, after, deps)),
    ],
    deps,
  );
};

const move = async (
  erasure: Erasure,
  fact: ReturnType<typeof announce>,
  writes: readonly Write<'table.stale'>[],
  deps: Deps,
): Worked => {
  const act = {
    action: `privacy.${erasure.state === 'RUNNING' ? 'erase_part' : 'end_erasure'}`,
    events: [fact],
  };
  const kept = await commit(deps, act, [putErasure(deps.tenant, erasure), ...writes]);
  // Somebody else did the same part at the same moment, or touched the record: the message comes again and finds what is true.
  if (!kept.ok && kept.code === 'table.stale') throw new Error(kept.detail);
  return kept;
};
