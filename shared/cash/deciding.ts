/** Worker: each line is decided and booked in one commit: receipt, allocations, invoices, ledger, exposure, events and the line. */
import type { BankLine } from '../bank/statement.ts';
import { exceptions, lineById } from '../bank/store.ts';
import { monthOf } from '../kernel/dates.ts';
import { sum } from '../kernel/money.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Ordered } from '../claims/ordering.ts';
import { shared } from '../claims/sharing.ts';
import { rateFor } from '../payments/exchanging.ts';
import { becomePayout } from '../payments/payout.ts';
import { applyRest, receive, tracedBy, type Effect, type Target } from '../payments/rules.ts';
import { notExpected, writesOf } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { list, read, recallOr, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { joined, mayBeAdvised } from './advising.ts';
import type { Decision, Facts, PaidOut } from './decision.ts';
import { factsOf, weigh } from './facts.ts';
import { booked, creditFor, keepLine, paymentOf, today, unknown, type Lost } from './keeping.ts';
import { learns } from './learning.ts';
import { forClaims, orderedFor, saying } from './ordering.ts';
import { NO_RULES } from './policy.ts';
import { settleReturn } from './returned.ts';
import { isReturn } from './returns.ts';
import { byReference, payoutEntry } from './rules.ts';
import { awaitPayout, linesAwaiting, matchingRules, putReconciled, remittanceById, spend } from './store.ts';
import { letGoOf, mostOf } from './tolerance.ts';
import { decided, receiptOf } from './verdict.ts';
import { teaches } from './weighing.ts';

/** Whether a debit pays what somebody downstream owes; undefined where it pays nothing that is known there. */
type PaysOut = (line: BankLine, deps: Deps) => Promise<PaidOut | undefined>;
/** Whether it is money of ours that somebody downstream took to the bank, or that comes back of it. */
export type OurMoney = (facts: Facts, deps: Deps) => Promise<PaidOut | undefined>;

/** Worker: decides a line that came in and books it. A line that is no longer NEW was decided before. */
export const matching =
  (paysOut?: PaysOut, ourMoney?: OurMoney) =>
  async (
    { lineId }: { lineId: string },
    deps: Deps,
  ): Promise<Result<BankLine, 'cash.line_unknown' | Lost>> => {
    const done: Result<BankLine, 'cash.line_unknown' | Lost> = await untilFresh(async () => {
      const line = await read(lineById(deps.tenant, lineId));
      if (!line) return unknown(lineId);
      if (line.state !== 'NEW') return ok(line);
      const out = line.amount.minor < 0 && !line.reversal ? await paysOut?.(line, deps) : undefined;
      if (out) return payOut(line, out, deps);
      const facts = await factsOf(line, deps);
      const ours = await ourMoney?.(facts, deps);
      if (ours?.book)
        return (await settle(line, { is: 'exception', book: true, match: ours.match }, [], deps)) as Settled;
      if (ours) return payOut(line, ours, deps);
      if (isReturn(line)) return settleReturn(facts, deps);
      const { decision, rules } = await weigh(facts, deps);
      const learned =
        rules.learnFromReferences && teaches(facts, decision) ? await learns(line, decision, deps) : [];
      const late = await forClaims(facts, decision, deps);
      if (late) return (await settle(line, late.decision, [], deps, late.ordered)) as Settled;
      const settled = await settle(line, decision, learned, deps);
      if (settled.ok || settled.code !== 'cash.cap') return settled as Settled;
      // What the month allows is used up: what is missing stays open.
      return (await settle(line, untolerated(decision), learned, deps)) as Settled;
    });
    return done.ok ? unlessAdvised(done.value, deps) : done;
  };

type Settled = Result<BankLine, Lost>;

const payOut = (
  line: BankLine,
  { state, match, action = 'cash.pay_out', entry, exchange, events = [], writes, of }: PaidOut,
  deps: Deps,
) =>
  keepLine(
    decided(line, state, match, deps),
    { action: state === 'MATCHED' ? action : 'cash.put_aside', entry, exchange, events },
    writes,
    of ? follow(deps, [of]) : deps,
  );

export const settle = async (
  line: BankLine,
  decision: Decision,
  learned: readonly Write<'table.stale'>[],
  deps: Deps,
  forLate?: Ordered,
): Promise<Result<BankLine, Lost | 'cash.cap'>> => {
  const { match } = decision;
  const waits = (decision.is === 'exception' ? (decision.awaits ?? []) : []).flatMap((reference) => [
    awaitPayout(deps.tenant, reference, line.id),
    notExpected(deps.tenant, reference),
  ]);
  if (decision.is === 'ignore' || (decision.is === 'exception' && !decision.book))
    return keepLine(
      decided(line, decision.is === 'ignore' ? 'IGNORED' : 'EXCEPTION', match, deps),
      { action: 'cash.put_aside' },
      waits,
      deps,
    );
  if (decision.is === 'payout')
    return keepLine(
      decided(line, 'MATCHED', match, deps),
      { action: 'cash.reconcile_payout', entry: payoutEntry(line, decision.payout) },
      [putReconciled(deps.tenant, decision.payout, line.id)],
      deps,
    );
  const id = idOfCause('pay', `${line.bookedOn}T00:00:00Z`, line.id);
  const ordered = forLate ?? (decision.is === 'apply' ? await orderedFor(line, decision, deps) : undefined);
  const targets = ordered?.targets ?? (decision.is === 'apply' ? decision.targets : []);
  const creditId = await creditFor(decision.customerId, targets, deps);
  const receipt = { ...receiptOf(line, id, decision.customerId, deps.now), creditId };
  const rate = await rateFor(targets, receipt, deps);
  const made = shared(receive({ ...receipt, ...rate }, targets), ordered?.shares ?? [], deps.actor);
  const under = follow(deps, made.effect.invoices);
  const effect = tracedBy(made.effect, under.trace);
  const state = decision.is === 'apply' ? 'MATCHED' : 'EXCEPTION';
  return keepLine<'cash.cap'>(
    decided(line, state, saying(match, ordered), deps, id),
    { action: `cash.${state === 'MATCHED' ? 'match' : 'keep_unapplied'}`, ...booked(effect), beside: made },
    [
      ...writesOf(deps.tenant, effect),
      ...waits,
      ...learned,
      ...joining(decision, line, deps),
      ...(await spent(effect, targets, deps)),
    ],
    under,
  );
};

const joining = (decision: Decision, line: BankLine, { tenant }: Deps): Write<'table.stale'>[] =>
  decision.is === 'apply' && decision.by ? [joined(tenant, decision.by, line.id)] : [];

/** The month's sum of differences of the customer, moved while it stays within what the company's rules allow. */
const spent = async (
  { payment }: Effect,
  targets: readonly Target[],
  { tenant }: Deps,
): Promise<Write<'cash.cap'>[]> => {
  const taken = letGoOf(payment);
  const whose = targets[0]?.invoice.customerId;
  if (taken.length === 0 || whose === undefined) return [];
  const { monthlyPerCustomer } = await recallOr(matchingRules(tenant), NO_RULES);
  const { currency } = payment.amount;
  const all = sum(taken, currency).minor;
  return [
    spend(
      { tenant, month: monthOf(payment.bookedOn), currency },
      whose,
      all,
      mostOf(monthlyPerCustomer, currency),
    ),
  ];
};
const untolerated = (decision: Decision): Decision =>
  decision.is === 'apply'
    ? {
        ...decision,
        targets: decision.targets.map(({ difference: _, late, begunOn, ...target }) =>
          late ? target : { ...target, begunOn },
        ),
      }
    : decision;

/** One payout is one line; more that name it come from mistakes, and a person looks at them anyway. */
const MAX_WAITING = 20;

/** Worker: a payout was announced after the bank had brought it. The line that waits for it is decided again. */
export const matchPayout = async (
  { reference }: { reference: string },
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const { data: waiting } = await list(linesAwaiting(deps.tenant, reference), { limit: MAX_WAITING });
  for (const lineId of waiting) {
    const again = await untilFresh(() => decideAgain(lineId, deps));
    if (!again.ok) return again;
  }
  return ok(undefined);
};

/** What the line was kept as, an unapplied receipt, becomes the payout in the commit that reconciles it. */
const decideAgain = async (lineId: string, deps: Deps): Promise<Result<BankLine, Lost>> => {
  const line = (await read(lineById(deps.tenant, lineId)))!;
  if (line.state !== 'EXCEPTION') return ok(line);
  const decision = byReference(await factsOf(line, deps))!;
  if (decision.match.reason === line.match?.reason) return ok(line);
  const receipt = await paymentOf(line, deps);
  // What was given back of it was no payout.
  if (decision.is !== 'payout' || (receipt?.refunded?.minor ?? 0) + (receipt?.claimed?.minor ?? 0) > 0)
    return keepLine(decided(line, 'EXCEPTION', decision.match, deps), { action: 'cash.put_aside' }, [], deps);
  const { payout } = decision;
  const entry = payoutEntry(line, payout, receipt && { receipt, on: await today(line, deps) });
  const undone = receipt ? writesOf(deps.tenant, becomePayout(receipt, payout.reference)) : [];
  return keepLine(
    decided(line, 'MATCHED', decision.match, deps),
    { action: 'cash.reconcile_payout', entry },
    [...undone, putReconciled(deps.tenant, payout, line.id)],
    deps,
  );
};

/** So many lines that wait are looked through for the money that a remittance is about, oldest first. */
const MOST_LOOKED_AT = 500;

/** Worker: the payer says what money is for that is here already. The line that waits with exactly it is decided by that. */
export const matchRemittance = async (
  { remittanceId }: { remittanceId: string },
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const remittance = await read(remittanceById(deps.tenant, remittanceId));
  if (remittance?.state !== 'OPEN') return ok(undefined);
  const { data } = await list(exceptions(deps.tenant), { limit: MOST_LOOKED_AT });
  const { minor, currency } = remittance.amount;
  for (const { id } of data.filter(({ amount }) => amount.minor === minor && amount.currency === currency)) {
    const again = await untilFresh(() => advise(id, deps));
    if (!again.ok) return again;
  }
  return ok(undefined);
};

/**
 * Advice that was committed between the look for it and the line's commit has looked among the lines that wait, and not met this one:
 * after its commit the line looks once more. One of both commits is the later, and whoever looks after it meets the other.
 */
const unlessAdvised = async (line: BankLine, deps: Deps): Promise<Result<BankLine, Lost>> =>
  line.state === 'EXCEPTION' && line.paymentId !== undefined && (await mayBeAdvised(line, deps))
    ? untilFresh(() => advise(line.id, deps))
    : ok(line);

/** What a person has touched stays as it is. */
const advise = async (lineId: string, deps: Deps): Promise<Result<BankLine, Lost>> => {
  const line = (await read(lineById(deps.tenant, lineId)))!;
  const receipt = await paymentOf(line, deps);
  if (line.state !== 'EXCEPTION' || receipt?.unapplied.minor !== line.amount.minor) return ok(line);
  const { decision } = await weigh(await factsOf(line, deps), deps);
  if (decision.is !== 'apply' || !decision.by) return ok(line);
  const creditId = await creditFor(decision.customerId, decision.targets, deps);
  const { rate } = receipt.rate ? receipt : await rateFor(decision.targets, receipt, deps);
  const on = await today(line, deps);
  const effect = applyRest(receipt, decision.customerId, decision.targets, on, creditId, rate);
  return keepLine(
    decided(line, 'MATCHED', decision.match, deps, receipt.id),
    { action: 'cash.match', ...booked(effect) },
    [...writesOf(deps.tenant, effect), ...joining(decision, line, deps)],
    follow(deps, effect.invoices, [receipt]),
  );
};
