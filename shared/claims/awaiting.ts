/** A reference rate that nobody has said yet: interest waits for it, and a task says so until it is there. */
import type { Customer } from '../customers/customer.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, readAll, untilFresh } from '../runtime/table.ts';
import { opening, type Opening } from '../tasks/opening.ts';
import { done } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskDone } from '../tasks/task.ts';
import type { LateChargeRules } from './late-charge.ts';
import { knownRates, nameOf, type Missing } from './missing.ts';

const KIND = 'missing_rate' as const;
const idOf = (one: Missing, tenant: string) =>
  idOfCause('tsk', `${one.from}T00:00:00.000Z`, KIND, tenant, nameOf(one));

/** For the commit that would have charged more: `customerId` is the first whose interest waits. */
export const askForRates = async (
  missing: readonly Missing[],
  customerId: Customer['id'],
  deps: Deps,
): Promise<Opening> => {
  const all = await Promise.all(
    missing.map((one) => {
      const why = `Interest waits: the rate ${one.reference} of the half-year from ${one.from} is missing. Say it by references of PUT /v1/late-charges.`;
      const wanted = { id: idOf(one, deps.tenant), kind: KIND, customerId, about: nameOf(one), why };
      return opening(wanted, deps);
    }),
  );
  return { writes: all.flatMap(({ writes }) => writes), facts: all.flatMap(({ facts }) => facts) };
};

/** Tasks that ask for what is there are done. */
export const ratesSaid = async (
  rules: Pick<LateChargeRules, 'references'>,
  { tenant, actor, now }: Deps,
): Promise<{ writes: Write<'table.stale'>[]; facts: Fact[] }> => {
  const tasks = await readAll(knownRates(rules).map((one) => taskById(tenant, idOf(one, tenant))));
  const ended = tasks.flatMap((task) => {
    const after = done(task, actor, now);
    return after.ok ? [after.value] : [];
  });
  return {
    writes: ended.map((task) => putTask(tenant, task)),
    facts: ended.map(({ id, kind, customerId }) =>
      announce(TaskDone, id, { taskId: id, kind, customerId, undelivered: [] }),
    ),
  };
};

/** Job: a rate may have come with a new version of ours. A company without rules pays nothing. */
export const lookForRates = async (rules: LateChargeRules, deps: Deps): Promise<void> => {
  if (rules.version === 0) return;
  const kept = await untilFresh(async (): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
    const { writes, facts } = await ratesSaid(rules, deps);
    return writes.length === 0
      ? ok(undefined)
      : commit(deps, { action: 'claims.rates_there', events: facts }, writes);
  });
  if (!kept.ok) throw new Error(kept.detail);
};
