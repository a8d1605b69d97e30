import { tenants } from '../../shared/access/actions.ts';
import { checkChargebacks } from '../../shared/chargebacks/hearing.ts';
import { paidBeside } from '../../shared/claims/owing.ts';
import { checkAttempts } from '../../shared/payments/actions.ts';
import { pullEvents } from '../../shared/payments/pulling.ts';
import { checkRefunds } from '../../shared/refunds/sending.ts';
import { tick } from '../../shared/runtime/tick.ts';

/** One that fails does not keep the others from being looked at. */
export const handler = tick('check-attempts', tenants, async (deps) => {
  const jobs = [checkAttempts(paidBeside), checkRefunds, checkChargebacks, pullEvents];
  const done = await Promise.allSettled(jobs.map((job) => job(deps)));
  for (const one of done) if (one.status === 'rejected') throw one.reason;
});
