/** Binds a schedule to an action that runs for every tenant; one tenant's failure does not keep the others waiting. */
import type { Read } from '../kernel/storage.ts';
import { frame } from './frame.ts';
import { about, log } from './log.ts';
import { instant, type Deps } from './context.ts';
import { readAll, write } from './table.ts';
import { newTrace } from './trace.ts';

/** `tenants` is given by the function file (access keeps the register); the input carries the scheduled time. */
export const tick = (
  job: string,
  tenants: () => AsyncIterable<string> | Promise<readonly string[]>,
  run: (deps: Deps) => Promise<void>,
) =>
  frame<{ scheduledTime?: string }, void>(async () => {
    let failed = 0;
    for await (const tenant of await tenants()) {
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

/**
 * The tenants that a job has begun with longest ago come first. Where one takes all of the function's time or memory, nothing is heard of it
 * afterwards; so it is noted before it begins, and Lambda's next try goes on with those behind it. For jobs that months wait for.
 */
export const inTurn = (job: string, tenants: () => Promise<readonly string[]>) =>
  async function* (): AsyncGenerator<string> {
    const known = await tenants();
    const begun = await readAll(known.map((tenant) => begunOf(tenant, job)));
    for (const tenant of longestAgo(known, new Map(begun.map((one) => [one.tenant, one.at])))) {
      const item = { ...begunOf(tenant, job).key, kind: 'job-begun', at: instant() };
      await write({ put: item, clash: 'table.stale', about: `the beginning of ${job}` });
      yield tenant;
    }
  };
const begunOf = (tenant: string, job: string): Read<{ tenant: string; at: string }> => ({
  key: { pk: `${tenant}#JOBS`, sk: job },
  parse: ({ at }) => ({ tenant, at: String(at) }),
});

/** Those that were never begun with first; of the same moment as they came. */
const longestAgo = (tenants: readonly string[], begun: ReadonlyMap<string, string>): string[] => {
  const since = (tenant: string): number => Date.parse(begun.get(tenant) ?? '') || 0;
  return tenants.toSorted((a, b) => since(a) - since(b));
};
