/** Attempts of which nothing was heard: given up where no provider answered, else asked about again later. */
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { Attempt } from './payment.ts';
import { attemptById, putAttempt } from './store.ts';

type Kept = Result<void, 'once.taken' | 'table.stale'>;

/** The provider never answered the start: nobody was sent to a page, so nothing can come of it. */
export const giveUp = async (before: Attempt, deps: Deps): Promise<Kept> => {
  const attempt = await read(attemptById(deps.tenant, before.invoiceId, before.id));
  if (!attempt || attempt.state !== 'INITIATED' || attempt.providerRef !== undefined) return ok(undefined);
  const { checkAt: _, ...rest } = attempt;
  return commit(follow(deps, [attempt]), { action: 'payments.canceled' }, [
    putAttempt(deps.tenant, { ...rest, version: attempt.version + 1, state: 'CANCELED' }),
  ]);
};

/** After five minutes in an hour, then daily: an attempt that is still under way. */
export const askLater = async (before: Attempt, deps: Deps): Promise<Kept> => {
  const attempt = await read(attemptById(deps.tenant, before.invoiceId, before.id));
  if (attempt?.checkAt === undefined || attempt.checkAt > deps.now) return ok(undefined);
  const age = Date.parse(deps.now) - Date.parse(attempt.createdAt);
  const checkAt = new Date(Date.parse(deps.now) + (age < 3_600_000 ? 3_600_000 : 86_400_000)).toISOString();
  return commit(follow(deps, [attempt]), { action: 'payments.ask_later' }, [
    putAttempt(deps.tenant, { ...attempt, version: attempt.version + 1, checkAt }),
  ]);
};
