/** What people do with deductions: look at the largest and oldest first, decide in one call, open one by hand, and say by which rules they open. */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { countedDays } from '../kernel/counted.ts';
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { within } from '../kernel/limits.ts';
import { toText } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import { paymentById } from '../payments/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { all, commit, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { deductionsApi } from './api.ts';
import { causesOf, rankedOf } from './counting.ts';
import { decideOnce, draftOf } from './deciding.ts';
import { DecideDeduction, type Deduction } from './deduction.ts';
import { keep } from './keeping.ts';
import { evidenceOf, todayOf } from './opening.ts';
import { NO_RULES, type DeductionRules } from './policy.ts';
import { caseOf, opened } from './rules.ts';
import { mayBeShort } from './short.ts';
import {
  deductionById,
  deductionRules,
  deductions,
  deductionsOf,
  pendingDeductions,
  putDeductionRules,
} from './store.ts';

export const actions: ActionsOf<typeof deductionsApi, Deps> = {
  listDeductions: async ({ state, customerId, reason, limit }, deps) => {
    const { tenant } = deps;
    const whose = customerId === undefined ? undefined : await read(customerById(tenant, customerId));
    const found =
      customerId !== undefined
        ? (await Promise.all((whose ? idsOf(whose) : []).map((id) => all(deductionsOf(tenant, id))))).flat()
        : await all(state === 'PENDING' ? pendingDeductions(tenant) : deductions(tenant));
    const fitting = found.filter(
      (one) => one.state === state && (reason === undefined || one.reason === reason),
    );
    const data = await Promise.all(fitting.map((one) => aged(one, deps)));
    return ok({ data: rankedOf(data).slice(0, limit), found: fitting.length });
  },
  getDeduction: async ({ id }, deps) => {
    const found = await read(deductionById(deps.tenant, id));
    if (!found) return unknown(id);
    const { paymentId, invoiceId } = found;
    const head = (await read(invoiceById(deps.tenant, invoiceId)))!;
    const payment = paymentId === undefined ? undefined : await read(paymentById(deps.tenant, paymentId));
    const { line, claim } = payment
      ? await evidenceOf(payment, head, deps)
      : { line: undefined, claim: undefined };
    const settlement = head.settlements.find((one) => one.paymentId === paymentId);
    return ok({
      ...(await aged(found, deps)),
      ...(settlement && { settlement }),
      ...(line && { line }),
      ...(claim && { claim }),
    });
  },
  openDeduction: ({ id, amount: wanted, reason, note }, deps) => {
    const deductionId = newId('ded');
    return untilFresh(async () => {
      const head = await read(invoiceById(deps.tenant, id));
      if (!head || head.deposit) return refuse('invoices.unknown', `There is no invoice ${id}.`);
      const { number, open } = head;
      if (open.minor === 0) return refuse('deductions.nothing_open', `Nothing is open of invoice ${number}.`);
      if (!mayBeShort({ ...head, instalments: undefined }))
        return refuse(
          'deductions.not_possible',
          `Invoice ${number} has a case already, is disputed, is in a payment plan, or its provider has not decided on a chargeback.`,
        );
      if (wanted && (wanted.currency !== open.currency || wanted.minor > open.minor))
        return refuse('deductions.amount', 'No more can be kept back than is open.', [
          { pointer: '/amount', detail: `${toText(open)} ${open.currency} is open` },
        ]);
      const on = await todayOf(head, deps);
      const short = { amount: wanted ?? open, reason, said: 'person' as const };
      const { trace } = follow(deps, [head]);
      const made = { id: deductionId, by: deps.actor, at: deps.now, trace, on, note };
      const effect = opened(head, caseOf(head, short, made));
      const { deduction } = effect;
      const kept = await keep({ action: 'deductions.open', ...effect, answer: deduction, of: [head] }, deps);
      return kept.ok ? ok(deduction) : kept;
    });
  },
  decideDeduction: async ({ id, ...wanted }, deps) => {
    const drafted = await draftOf(id, wanted, deps);
    if (!drafted.ok) return drafted;
    const { worth, amount, before } = drafted.value;
    if (!worth || within(deps.may?.limits, worth.what, worth.amount)) {
      const ids = { note: newId('crn'), writeOff: newId('wro') };
      return untilFresh(() => decideOnce(id, wanted, ids, deps));
    }
    const done = wanted.decision === 'credit' ? 'credited' : 'written off';
    const summary = `${toText(amount)} ${amount.currency} of invoice ${before.invoiceNumber}, kept back (${before.reason}), ${done}.`;
    // What is agreed to is the amount of now, and no more.
    const input = { wanted, minor: amount.minor };
    return ask(
      { operation: 'deductions.decide', subject: id, scope: 'deductions:write', summary, input },
      deps,
    );
  },
  countDeductions: async (asked, { tenant, now }) => {
    const days = countedDays(asked, now, 'deductions.range');
    if (!days.ok) return days;
    const { from, to } = days.value;
    return ok({ from, to, causes: causesOf(await all(deductions(tenant)), from, to) });
  },
  getDeductionRules: async (_, { tenant }) => ok((await read(deductionRules(tenant))) ?? NO_RULES),
  setDeductionRules: (said, deps) =>
    untilFresh(async () => {
      const above = said.writeOff?.limits
        .flatMap(({ upTo }) => upTo)
        .find((most) => !within(deps.may?.limits, 'writeOff', most));
      if (above)
        return refuse(
          'deductions.above_limit',
          `${toText(above)} ${above.currency} are more than you may write off alone.`,
        );
      const before = await read(deductionRules(deps.tenant));
      const version = (before?.version ?? 0) + 1;
      const rules: DeductionRules = { ...said, version, at: deps.now, by: deps.actor };
      const kept = await commit(
        deps,
        { action: 'deductions.set_rules' },
        putDeductionRules(deps.tenant, rules),
      );
      return kept.ok ? ok(rules) : kept;
    }),
};

const unknown = (id: string) => refuse('deductions.unknown', `There is no deduction ${id}.`);

const aged = async (deduction: Deduction, deps: Deps): Promise<Deduction & { ageDays: number }> => {
  const today: LocalDate = await todayOf(deduction, deps);
  return { ...deduction, ageDays: Math.max(0, daysBetween(deduction.openedOn, today)) };
};

/** Performs what two persons agreed on: the decision and the approval's end are one commit, which who approves repeats. */
export const performDecision = ({ subject, input }: Approval, deps: Deps, ended: Ended) => {
  const { wanted, minor } = input as { wanted: unknown; minor: number };
  const ids = { note: newId('crn'), writeOff: newId('wro') };
  return decideOnce(subject as Deduction['id'], DecideDeduction.parse(wanted), ids, deps, { minor, ended });
};
