/** What runs and senders read of policies: little, and remembered. */
import { mailingFrom } from '../dispatch/waiting.ts';
import { mailingOf } from '../dispatch/store.ts';
import { MONDAY_TO_FRIDAY, type Workdays } from '../kernel/offsets.ts';
import type { Deps } from '../runtime/context.ts';
import { recall, recallAll } from '../runtime/table.ts';
import type { DunningPolicy } from './policy.ts';
import { policyVersion } from './store.ts';

type Named = Pick<DunningPolicy, 'policy' | 'version'>;
export const named = ({ policy, version }: Named): string => `${policy} ${version}`;

/** Each version that is named, by its name. A version never changes. */
export const versionsOf = async (
  all: readonly Named[],
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<ReadonlyMap<string, DunningPolicy>> => {
  const distinct = [...new Map(all.map((one) => [named(one), one])).values()];
  const kept = await Promise.all(distinct.map((one) => recall(policyVersion(tenant, one))));
  return new Map(kept.map((one) => [named(one!), one!]));
};

/** On which days people work, as the company's rules for mails have it. */
export const weekOf = async ({ tenant }: Pick<Deps, 'tenant'>): Promise<Workdays> =>
  mailingFrom(await recallAll(mailingOf(tenant), true)).rules.hours ?? MONDAY_TO_FRIDAY;
