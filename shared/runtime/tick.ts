/** Binds a schedule to an action that runs for every tenant; one tenant's failure does not keep the others waiting. */
import { frame } from './frame.ts';
import { about, log } from './log.ts';
import { instant, type Deps } from './context.ts';
import { newTrace } from './trace.ts';

/** `tenants` is given by the function file (access keeps the register); the input carries the scheduled time. */
export const tick = (
  job: string,
  tenants: () => Promise<readonly string[]>,
  run: (deps: Deps) => Promise<void>,
) =>
  frame<{ scheduledTime?: string }, void>(async () => {
    let failed = 0;
    for (const tenant of await tenants()) {
      const trace = newTrace();
      about({ job, tenant, trace });
      try {
        await run({ tenant, actor: job, trace, now: instant() });
        log.info('ran');
      } catch (error) {
        failed += 1;
        about({ trace });
        log.error('job.failed', error);
      }
    }
    if (failed > 0) throw new Error(`${job} failed for ${failed} tenants`);
  });
