/** What is said in a case, who of us sees to it, and that its customer takes it back. */
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { read, untilFresh } from '../runtime/table.ts';
import type { Dispute } from './dispute.ts';
import { actingOn, keep } from './keeping.ts';
import { found, rulesOf } from './opening.ts';
import { withdrawn } from './outcome.ts';
import { isSpokenOf, isUndecided, said, taken, whyOver } from './rules.ts';
import { disputeById } from './store.ts';
import type { SayInDispute } from './wanted.ts';

export type NotSaid = 'disputes.unknown' | 'disputes.over' | 'disputes.full' | 'once.taken' | 'table.stale';

export const unknown = (id: string) => refuse('disputes.unknown', `There is no dispute ${id}.`);

export const say = (id: Dispute['id'], wanted: SayInDispute, deps: Deps): Promise<Result<Dispute, NotSaid>> =>
  untilFresh(async () => {
    const before = await read(disputeById(deps.tenant, id));
    if (!before) return unknown(id);
    const over = whyOver(before, isSpokenOf);
    if (over) return over;
    const { by } = await actingOn(before, deps);
    const effect = said(before, wanted, by, await rulesOf(deps));
    const kept = await keep({ action: 'disputes.say', ...effect, of: [] }, deps);
    return kept.ok ? ok(effect.dispute) : kept;
  });

export const take = (
  id: Dispute['id'],
  owner: string | undefined,
  deps: Deps,
): Promise<Result<Dispute, NotSaid>> =>
  untilFresh(async () => {
    const before = await read(disputeById(deps.tenant, id));
    if (!before) return unknown(id);
    const over = whyOver(before, isUndecided);
    if (over) return over;
    const { by } = await actingOn(before, deps);
    const effect = taken(before, owner ?? deps.actor, by);
    const kept = await keep({ action: 'disputes.take', ...effect, of: [] }, deps);
    return kept.ok ? ok(effect.dispute) : kept;
  });

/** By the customer at its page: what was disputed is asked for again. */
export const withdraw = (id: Dispute['id'], deps: Deps): Promise<Result<Dispute, NotSaid>> =>
  untilFresh(async () => {
    const both = await found(id, deps);
    if (!both) return unknown(id);
    const { before, head } = both;
    const over = whyOver(before, isUndecided);
    if (over) return over;
    const { by } = await actingOn(head, deps);
    const effect = withdrawn(before, head, undefined, by);
    const kept = await keep({ action: 'disputes.withdraw', ...effect, of: [head] }, deps);
    return kept.ok ? ok(effect.dispute) : kept;
  });
