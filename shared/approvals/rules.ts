/** Who may decide, and when it is too late. */
import type { Scope } from '../kernel/contract.ts';
import { addDays, type Instant } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Approval } from './approval.ts';

/** A request that nobody looked at for a week is asked again, on what is true then. */
export const DAYS = 7;

export interface Asked {
  readonly operation: string;
  readonly subject: string;
  readonly scope: Scope;
  readonly summary: string;
  readonly input: Approval['input'];
  readonly before?: Approval['before'];
}
export interface Person {
  readonly actor: string;
  readonly now: Instant;
  readonly trace: string;
  readonly may?: { readonly scopes: readonly string[]; readonly maker?: string | undefined };
}

export const asked = (id: Approval['id'], what: Asked, { actor, now, trace, may }: Person): Approval => ({
  ...what,
  id,
  version: 1,
  state: 'PENDING',
  requestedBy: actor,
  ...(may?.maker !== undefined && { maker: may.maker }),
  requestedAt: now,
  expiresAt: addDays(now.slice(0, 10), DAYS) + now.slice(10),
  trace,
});

/** As it is at this moment: one that nobody decided in time is none that waits, though nothing was written since. */
export const seen = (approval: Approval, now: Instant): Approval =>
  approval.state === 'PENDING' && approval.expiresAt <= now ? { ...approval, state: 'EXPIRED' } : approval;

type Objection = 'approvals.not_pending' | 'approvals.scope' | 'approvals.same_person';

/**
 * Approved or rejected by a second person who could have asked for it. Who asked may take it back and not agree to it. Two
 * keys of which one was made with the other, or which were first in one hand, are one person with two keys.
 */
export const decided = (
  approval: Approval,
  state: 'APPROVED' | 'REJECTED',
  by: Person,
  reason?: string,
): Result<Approval, Objection> => {
  const now = seen(approval, by.now);
  if (now.state !== 'PENDING')
    return refuse(
      'approvals.not_pending',
      `The request is ${now.state}; nothing waits for a decision any more.`,
    );
  if (!by.may?.scopes.includes(approval.scope))
    return refuse('approvals.scope', `Whoever decides on this needs the scope ${approval.scope}, too.`);
  if (state === 'APPROVED' && isSame(approval, by))
    return refuse(
      'approvals.same_person',
      'A second person has to agree: you asked for it, or made the key that did.',
    );
  return ok({
    ...approval,
    version: approval.version + 1,
    state,
    decidedBy: by.actor,
    decidedAt: by.now,
    ...(reason !== undefined && { reason }),
  });
};

const isSame = ({ requestedBy, maker }: Approval, { actor, may }: Person): boolean =>
  actor === requestedBy ||
  actor === maker ||
  may?.maker === requestedBy ||
  (maker !== undefined && maker === may?.maker);
