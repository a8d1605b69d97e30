import { tenants } from '../../shared/access/actions.ts';
import { judgePlans } from '../../shared/plans/judging.ts';
import { judgePromises } from '../../shared/promises/judging.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('judge-plans', tenants, async (deps) => {
  await judgePlans(deps);
  await judgePromises(deps);
});
