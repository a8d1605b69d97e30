/** What people do with warnings; the night raises and clears them (`looking.ts`). */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import type { warningsApi } from './api.ts';
import { HOUSE_POLICY, PolicyAsked, type WarningPolicy, type WarningPolicySaid } from './policy.ts';
import { putWarning, putWarningPolicy, warningById, warningPolicy, warningsOf } from './store.ts';
import { isLive, type Warning } from './warning.ts';

export const actions: ActionsOf<typeof warningsApi, Deps> = {
  listWarnings: async ({ state, kind, ...page }, { tenant }) => {
    const found = await list(warningsOf(tenant, state), page);
    return listed({ ...found, data: found.data.filter((one) => kind === undefined || one.kind === kind) });
  },
  getWarning: async ({ id }, { tenant }) => {
    const one = await read(warningById(tenant, id));
    return one ? ok(one) : unknown(id);
  },
  acknowledgeWarning: ({ id, note }, deps) =>
    untilFresh(async () => {
      const one = await read(warningById(deps.tenant, id));
      if (!one) return unknown(id);
      if (!isLive(one)) return refuse('warnings.cleared', 'The warning does not hold any more.');
      const acknowledged = { by: deps.actor, at: deps.now, ...(note !== undefined && { note }) };
      const answer: Warning = { ...one, version: one.version + 1, state: 'ACKNOWLEDGED', acknowledged };
      const kept = await commit(deps, { action: 'warnings.acknowledge', subject: id, answer }, [
        putWarning(deps.tenant, answer),
      ]);
      return kept.ok ? ok(answer) : kept;
    }),
  getWarningPolicy: async (_, { tenant }) => ok((await read(warningPolicy(tenant))) ?? HOUSE_POLICY),
  setWarningPolicy: (said, deps) =>
    untilFresh(async () => {
      const before = (await read(warningPolicy(deps.tenant))) ?? HOUSE_POLICY;
      const known = new Set(before.recipients?.map(({ email }) => email.toLowerCase()));
      const gained = (said.recipients ?? []).filter(({ email }) => !known.has(email.toLowerCase()));
      return gained.length === 0
        ? say(said, before.version, deps)
        : ask(
            {
              operation: 'warnings.set_policy',
              subject: SUBJECT,
              scope: 'credit:write',
              summary: `Early warnings by mail to ${gained.map(({ email }) => email).join(', ')}.`,
              input: { ...said, over: before.version },
            },
            deps,
          );
    }),
};

/** Performs what two persons agreed on, where nobody said the policy anew meanwhile. */
export const performWarningPolicy = ({ input }: Approval, deps: Deps, ended: Ended) => {
  const { over, ...said } = PolicyAsked.parse(input);
  return untilFresh(async () => {
    const now = (await read(warningPolicy(deps.tenant)))?.version ?? 0;
    return now === over
      ? say(said, over, deps, ended)
      : refuse('warnings.moved', 'The policy was said anew since this was asked for.');
  });
};

/** There is one policy; it has no id. */
const SUBJECT = 'warning-policy';
const say = async (said: WarningPolicySaid, over: number, deps: Deps, ended?: Ended) => {
  const by = deps.requestedBy ?? deps.actor;
  const policy: WarningPolicy = { ...said, version: over + 1, at: deps.now, by };
  const act = { action: 'warnings.set_policy', subject: SUBJECT, answer: ended?.answer ?? policy };
  const kept = await commit(deps, act, [
    ...putWarningPolicy(deps.tenant, policy),
    ...(ended ? [ended.write] : []),
  ]);
  return kept.ok ? ok(policy) : kept;
};

const unknown = (id: string) => refuse('warnings.unknown', `There is no warning ${id}.`);
