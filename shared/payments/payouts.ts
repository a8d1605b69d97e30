/** A payout that a provider announced is noted as expected at the bank, once. */
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { commit, read } from '../runtime/table.ts';
import { PayoutExpected, type Payout } from './payment.ts';
import { payoutByReference, putPayout } from './store.ts';

export const expectPayout = async (
  payout: Omit<Payout, 'version' | 'state' | 'bankLineId'>,
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const { provider, reference } = payout;
  if (await read(payoutByReference(deps.tenant, reference))) return ok(undefined);
  log.info('payout.expected', { reference });
  const events = [announce(PayoutExpected, reference, { provider, reference })];
  const kept = await commit(deps, { action: 'payments.expect_payout', events }, [
    putPayout(deps.tenant, { ...payout, version: 1, state: 'EXPECTED' }),
  ]);
  return kept.ok || kept.code === 'table.stale' ? ok(undefined) : kept;
};
