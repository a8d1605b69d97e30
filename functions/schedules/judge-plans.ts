import { tenants } from '../../shared/access/actions.ts';
import { judgeDisputes } from '../../shared/disputes/judging.ts';
import { judgePlans } from '../../shared/plans/judging.ts';
import { tick } from '../../shared/runtime/tick.ts';

/** One that fails does not keep the other from being looked at. */
export const handler = tick('judge-plans', tenants, async (deps) => {
  const done = await Promise.allSettled([judgePlans, judgeDisputes].map((job) => job(deps)));
  for (const one of done) if (one.status === 'rejected') throw one.reason;
});
