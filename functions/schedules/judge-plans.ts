import { tenants } from '../../shared/access/actions.ts';
import { followCases } from '../../shared/agencies/following.ts';
import { judgeDisputes } from '../../shared/disputes/judging.ts';
import { judgePlans } from '../../shared/plans/judging.ts';
import { judgePromises } from '../../shared/promises/judging.ts';
import { tick } from '../../shared/runtime/tick.ts';

/** In this order: one that fails does not keep the others from being looked at. */
const jobs = [judgePlans, judgePromises, judgeDisputes, followCases];

export const handler = tick('judge-plans', tenants, async (deps) => {
  const failed: unknown[] = [];
  for (const job of jobs) await job(deps).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
});
