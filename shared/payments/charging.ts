/** Charges a method on file: the attempt stands in the books before its provider hears of it, and what that answers is news like any other. */
import type { Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { hear, type EventRefusal } from './hearing.ts';
import type { Attempt } from './payment.ts';
import { referenceOf } from './psp/port.ts';
import { providerOf } from './psp/providers.ts';
import { providers } from './vault.ts';

/** `again`: it may have been sent before, by somebody who did not live to hear the answer. */
export const sendCharge = async (
  attempt: Attempt,
  deps: Deps,
  again = false,
): Promise<Result<void, EventRefusal>> => {
  const provider = await providerOf(await providers(), deps.tenant, attempt.provider, fetchOut);
  if (!provider?.keeping) throw new Error(`${attempt.provider} cannot be asked to charge ${attempt.id} now`);
  const { token, payer, description } = attempt.charge!;
  const news = await provider.keeping.charge({
    reference: referenceOf(attempt.id, attempt.invoiceId),
    trace: attempt.trace,
    idempotencyKey: attempt.id,
    amount: attempt.amount,
    description,
    token,
    payer,
    begunAt: attempt.createdAt,
    again,
  });
  return hear(news, deps);
};
