/** Refunds by a provider: asked for after they are in the books, as often as it takes; the same id is refunded once. */
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { RefundNews } from '../payments/psp/port.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { providers } from '../payments/vault.ts';
import type { Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { all, commit, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { keep, receiptsOf, todayOf } from './giving-back.ts';
import { askedLater, heard } from './outcome.ts';
import type { Refund } from './refund.ts';
import { putRefund, refundById, refundsToCheck } from './store.ts';

type Lost = 'refunds.unknown' | 'once.taken' | 'table.stale';

/** Worker: asks the provider for a refund. A crash before, during or after the call is mended by asking again. */
export const sendRefund = async (
  { refundId }: { refundId: string },
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const refund = await read(refundById(deps.tenant, refundId));
  if (!refund) return refuse('refunds.unknown', `There is no refund ${refundId}.`);
  if (refund.state !== 'PENDING' && refund.state !== 'UNKNOWN') return ok(undefined);
  const { provider: name, capture } = refund.through!;
  const provider = await providerOf(await providers(), deps.tenant, name, fetchOut);
  if (!provider) throw new Error(`there are no credentials of ${name}`);
  return hearRefund(
    await provider.refund({ refundId, capture, amount: refund.amount, trace: refund.trace }),
    deps,
  );
};

/** Moves a refund by what its provider says, in an answer or a webhook. */
export const hearRefund = (news: RefundNews, deps: Deps): Promise<Result<void, Lost>> =>
  untilFresh(async () => {
    const refund = await read(refundById(deps.tenant, news.refundId));
    if (!refund) return refuse('refunds.unknown', `${news.refundId} is no refund of ours.`);
    const effect = heard(refund, news, await receiptsOf(refund, deps), await todayOf(refund.entity, deps));
    if (!effect) return ok(undefined);
    const { state } = effect.refund;
    const kept = await keep(`refunds.${state.toLowerCase()}`, effect, follow(deps, [refund]));
    return kept.ok ? ok(undefined) : kept;
  });

/** Job: refunds of which nothing was heard for an hour, or for a day, are asked for again: that tells what became of them. */
export const checkRefunds = async (deps: Deps): Promise<void> => {
  let failed = 0;
  for (const { id } of await all(refundsToCheck(deps.tenant, deps.now))) {
    try {
      await sendRefund({ refundId: id }, deps);
    } catch (error) {
      failed += 1;
      log.error('refund.not_asked', error, { refund: id });
    }
    await untilFresh(() => askLater(id, deps));
  }
  if (failed > 0) throw new Error(`${failed} refunds could not be asked about`);
};

const askLater = async (id: Refund['id'], deps: Deps) => {
  const refund = await read(refundById(deps.tenant, id));
  if (refund?.checkAt === undefined || refund.checkAt > deps.now) return ok(undefined);
  return commit(follow(deps, [refund]), { action: 'refunds.ask_later', subject: refund.paymentId }, [
    putRefund(deps.tenant, askedLater(refund, deps.now)),
  ]);
};
