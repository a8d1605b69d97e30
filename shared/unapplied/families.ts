/** What a parent has with us settles what is due of its children, where a company's rules say so. */
import type { Customer } from '../customers/customer.ts';
import { childrenOf, customerById } from '../customers/store.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import { ok, type Result } from '../kernel/result.ts';
import { isPending } from '../payments/attempts.ts';
import type { Deps } from '../runtime/context.ts';
import { list, read, untilFresh } from '../runtime/table.ts';
import { creditsOf, openOf, todayOf, useCredits, type How } from './applying.ts';
import type { UnappliedRules } from './policy.ts';
import { forChild, inOrder, isMoney, reasonForChild } from './rules.ts';

/** More children of one parent are not looked at. */
const MOST_CHILDREN = 100;

/** Of the customer as a parent, and of its parent: whoever's money or invoice has just moved. */
export const useForChildren = async (
  customerId: Customer['id'],
  rules: UnappliedRules,
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const parent = (await read(customerById(deps.tenant, customerId)))?.parent;
  for (const one of parent === undefined ? [customerId] : [customerId, parent]) {
    const done = await untilFresh(() => useOf(one, rules, deps));
    if (!done.ok) return done;
  }
  return ok(undefined);
};

/** The invoices of all children in one order: who is due first comes first, whosever it is. */
const useOf = async (parent: string, rules: UnappliedRules, deps: Deps) => {
  const credits = (await creditsOf(parent, deps)).filter(isMoney);
  const [first] = credits;
  if (!first) return ok(undefined);
  const { data: children } = await list(childrenOf(deps.tenant, parent), { limit: MOST_CHILDREN });
  const today = await todayOf(first.payment, deps);
  const open = await Promise.all(children.map(({ id }) => openOf(id, deps)));
  const due = open.flat().filter((invoice) => invoice.dueOn <= today && clarifiedMinor(invoice) === 0);
  if (due.length === 0) return ok(undefined);
  const how: How = {
    action: 'unapplied.apply_for_child',
    tier: 'policy',
    reason: reasonForChild(parent, rules),
    takes: forChild(new Set(children.map(({ id }) => id))),
    isPaying: (attempts, now) => attempts.some((one) => isPending(one, now)),
  };
  const done = await useCredits(credits, due.sort(inOrder('oldest_due')), how, deps);
  return done.ok ? ok(undefined) : done;
};
