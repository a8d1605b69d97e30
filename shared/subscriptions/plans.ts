/** Plans as they are kept: a head, and versions that never change. */
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { stepsFit } from '../pricing/models.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, recall, untilFresh } from '../runtime/table.ts';
import type { Plans } from './difference.ts';
import type { Plan, PlanHead, PlanProfile } from './plan.ts';
import { planHead, planVersion, putPlan } from './store.ts';

export const savePlan = async (
  { plan: code, validFrom, ...said }: PlanProfile & Pick<Plan, 'plan'>,
  deps: Deps,
) => {
  const rules = [said.price, ...said.usage.map(({ price }) => price)];
  const wrong = rules.findIndex((rule) => !stepsFit(rule));
  if (wrong >= 0)
    return refuse('subscriptions.plan_prices', 'Some quantity would have no price, or two.', [
      {
        pointer: wrong === 0 ? '/price/steps' : `/usage/${wrong - 1}/price/steps`,
        detail: 'must rise, and the first begin at 0',
      },
    ]);
  return untilFresh(async () => {
    const before = await read(planHead(deps.tenant, code));
    if (before && before.currency !== said.currency)
      return refuse('subscriptions.plan_currency', `The plan ${code} is in ${before.currency}.`);
    const version = (before?.version ?? 0) + 1;
    const plan: Plan = {
      plan: code,
      version,
      savedAt: deps.now,
      validFrom: validFrom ?? atOnce(deps),
      ...said,
    };
    const { name, currency, interval, billing, savedAt } = plan;
    const versions = [...(before?.versions ?? []), { version, validFrom: plan.validFrom }];
    const head: PlanHead = { plan: code, version, name, currency, interval, billing, versions, savedAt };
    const act = { action: 'subscriptions.put_plan', subject: code };
    const kept = await commit(deps, act, putPlan(deps.tenant, head, plan));
    return kept.ok ? ok(plan) : kept;
  });
};
/** The day that it is in the last zone to reach it: a plan that is there now is there for whom it is still yesterday. */
const atOnce = ({ now }: Deps): LocalDate => localDate(now, 'Pacific/Pago_Pago');

/** The version of a plan that is in force on a day, or the one that is named. */
export const planOn = async (
  code: string,
  on: LocalDate,
  { tenant }: Deps,
  version?: number,
): Promise<Result<Plan, 'subscriptions.plan_unknown'>> => {
  const head = version === undefined ? await read(planHead(tenant, code)) : undefined;
  const wanted = version ?? head?.versions.findLast(({ validFrom }) => validFrom <= on)?.version;
  const found = wanted === undefined ? undefined : await read(planVersion(tenant, code, wanted));
  return found
    ? ok(found)
    : refuse('subscriptions.plan_unknown', `There is no plan ${code} on ${on}.`, [
        {
          pointer: version === undefined ? '/plan' : '/planVersion',
          detail: 'is not known, or not in force yet',
        },
      ]);
};

/** Versions never change, so they are remembered. */
export const plansOf = async (
  terms: readonly { readonly plan: string; readonly planVersion: number }[],
  tenant: string,
): Promise<Plans> => {
  const known = new Map<string, Plan>();
  for (const { plan, planVersion: version } of terms) {
    const name = `${plan}#${version}`;
    if (!known.has(name)) known.set(name, (await recall(planVersion(tenant, plan, version)))!);
  }
  return ({ plan, planVersion: version }) => known.get(`${plan}#${version}`)!;
};
