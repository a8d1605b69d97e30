/** Money that customers have with us: the rules for it, what they do when something moves and every day, and what people say instead. */
import { ask } from '../approvals/asking.ts';
import type { Customer } from '../customers/customer.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays } from '../kernel/dates.ts';
import { within } from '../kernel/limits.ts';
import { toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { isPending } from '../payments/attempts.ts';
import type { Payment } from '../payments/payment.ts';
import { receivedBetween } from '../payments/store.ts';
import { asked, giveBackOnce, planOf } from '../refunds/giving-back.ts';
import { refundById } from '../refunds/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { commit, each, read, readEach, recallOr, untilFresh, write } from '../runtime/table.ts';
import type { unappliedApi } from './api.ts';
import { creditsOf, openOf, todayOf, useCredits, type How } from './applying.ts';
import { useForChildren } from './families.ts';
import { NO_RULES, type RefundingOfCredit, type UnappliedRules } from './policy.ts';
import { reassignLine, reassignPayment } from './reassigning.ts';
import { inOrder, isAlone, isFree, reasonOf, toGiveBack } from './rules.ts';
import { askedFor, noteAsked, putUnappliedRules, unappliedRules } from './store.ts';

export const actions: ActionsOf<typeof unappliedApi, Deps> = {
  getUnappliedRules: async (_, { tenant }) => ok((await read(unappliedRules(tenant))) ?? NO_RULES),
  setUnappliedRules: (said, deps) =>
    untilFresh(async () => {
      const above = said.refund?.upTo.find((most) => !within(deps.may?.limits, 'refund', most));
      if (above)
        return refuse(
          'unapplied.above_limit',
          `A refund of ${toText(above)} ${above.currency} is more than you may give back alone.`,
        );
      const before = await read(unappliedRules(deps.tenant));
      const rules: UnappliedRules = {
        ...said,
        version: (before?.version ?? 0) + 1,
        at: deps.now,
        by: deps.actor,
      };
      const kept = await commit(
        deps,
        { action: 'unapplied.set_rules', answer: rules },
        putUnappliedRules(deps.tenant, rules),
      );
      return kept.ok ? ok(rules) : kept;
    }),
  reassignPayment,
  reassignLine,
};

/** Worker: money came in or something new is owed. What the customer has with us settles what the rules say, as far as it goes. */
export const applyUnapplied = async (
  { customerId }: { customerId?: string | undefined },
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const rules = await recallOr(unappliedRules(deps.tenant), NO_RULES);
  const { apply } = rules;
  if (customerId === undefined || apply === 'hold') return ok(undefined);
  const own: Result<void, 'once.taken' | 'table.stale'> = await untilFresh(async () => {
    const credits = (await creditsOf(customerId, deps)).filter(isFree);
    if (credits.length === 0) return ok(undefined);
    // What is in clarification is paid only where somebody names it (rules §3.5).
    const open = (await openOf(customerId, deps))
      .filter((invoice) => clarifiedMinor(invoice) === 0)
      .sort(inOrder(apply));
    const how: How = {
      action: 'unapplied.apply',
      tier: 'policy',
      reason: reasonOf(rules),
      isPaying: (attempts, now) => attempts.some((one) => isPending(one, now)),
    };
    const done = await useCredits(credits, open, how, deps);
    return done.ok ? ok(undefined) : done;
  });
  return own.ok && rules.forChildren ? useForChildren(customerId as Customer['id'], rules, deps) : own;
};

/** Receipts of so many days are looked at again, and those that have been old enough for a refund for no longer than that. */
const LOOK_BACK_DAYS = 31;
/** Of a parent's money for longer: invoices of its children are used for it once they are due. */
const LOOK_BACK_FOR_CHILDREN = 124;

/** Every day: what was missed is applied; what is old enough, and of customers who owe nothing, is given back. */
export const useUnapplied = async (deps: Deps): Promise<void> => {
  const rules = (await read(unappliedRules(deps.tenant))) ?? NO_RULES;
  const until = deps.now.slice(0, 10);
  if (rules.apply !== 'hold') {
    const customers = new Set<string>();
    const days = rules.forChildren ? LOOK_BACK_FOR_CHILDREN : LOOK_BACK_DAYS;
    for await (const one of each(receivedBetween(deps.tenant, addDays(until, -days), until)))
      if (one.unapplied.minor > 0 && one.customerId !== undefined) customers.add(one.customerId);
    for (const customerId of customers) await applyUnapplied({ customerId }, deps);
  }
  const { refund } = rules;
  if (!refund) return;
  // Days are the entity's own: a day more on either side, and each receipt is asked.
  const last = addDays(until, 1 - refund.afterDays);
  for await (const one of each(receivedBetween(deps.tenant, addDays(last, -LOOK_BACK_DAYS), last)))
    if (toGiveBack(one, refund, await todayOf(one, deps))) await giveBackOld(one, refund, deps);
};

/** One per receipt for good: a refund that failed, or that nobody agreed to, is a person's. */
const giveBackOld = ({ id, customerId }: Payment, rule: RefundingOfCredit, deps: Deps) =>
  untilFresh(async () => {
    const refundId = idOfCause('ref', '2026-01-01T00:00:00Z', deps.tenant, id, 'unapplied');
    const [before, seen] = await readEach(refundById(deps.tenant, refundId), askedFor(deps.tenant, id));
    if (before || seen || customerId === undefined) return ok(undefined);
    const credit = (await creditsOf(customerId, deps)).find(({ payment }) => payment.id === id);
    if (!credit || !isFree(credit)) return ok(undefined);
    const { payment } = credit;
    const owed = (await openOf(customerId, deps)).some(
      ({ entity, open }) => entity === payment.entity && open.currency === payment.unapplied.currency,
    );
    if (owed || !toGiveBack(payment, rule, await todayOf(payment, deps))) return ok(undefined);
    const wanted = { reason: 'overpayment' as const, note: 'By the rules for unapplied money.' };
    const plan = await planOf(id, wanted, deps);
    if (!plan.ok) {
      log.info('unapplied.not_given_back', { payment: id, code: plan.code });
      return ok(undefined);
    }
    const { amount, strange } = plan.value;
    if (!strange && isAlone(amount, rule)) {
      const done = await giveBackOnce(plan.value, wanted, refundId, deps);
      return done.ok ? ok(undefined) : done;
    }
    const waits = await ask(asked(plan.value, wanted), deps);
    if (!waits.ok) return waits;
    return write(noteAsked(deps.tenant, id));
  });
