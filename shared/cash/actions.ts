/** Each line is decided and booked in one commit: receipt, allocations, invoices, ledger, exposure, events and the line. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { BankLine } from '../bank/statement.ts';
import { exceptions, lineById } from '../bank/store.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Payment } from '../payments/payment.ts';
import { isTakenUp } from '../payments/deposited.ts';
import { rateFor } from '../payments/exchanging.ts';
import { becomePayout } from '../payments/payout.ts';
import { applyRest, receive, takeBack, tracedBy } from '../payments/rules.ts';
import { notExpected, paymentById, writesOf } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { cashApi } from './api.ts';
import type { Decision, PaidOut } from './decision.ts';
import { creditFor, factsOf, owedBy } from './facts.ts';
import { byPerson } from './person.ts';
import { booked, keepLine, unknown } from './keeping.ts';
import { returnLine, settleReturn } from './returned.ts';
import { isReturn } from './returns.ts';
import { byPayer, byReference, payoutEntry } from './rules.ts';
import { awaitPayout, linesAwaiting, putReconciled } from './store.ts';
import { decided, matchedByPerson, putAside, receiptOf, stillOpen, takenBack } from './verdict.ts';

/** Whether a debit pays what somebody downstream owes; undefined where it pays nothing that is known there. */
type PaysOut = (line: BankLine, deps: Deps) => Promise<PaidOut | undefined>;
type Lost = 'once.taken' | 'table.stale';

/** Worker: decides a line that came in and books it. A line that is no longer NEW was decided before. */
export const matching =
  (paysOut?: PaysOut) =>
  ({ lineId }: { lineId: string }, deps: Deps): Promise<Result<BankLine, 'cash.line_unknown' | Lost>> =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, lineId));
      if (!line) return unknown(lineId);
      if (line.state !== 'NEW') return ok(line);
      const out = line.amount.minor < 0 && !line.reversal ? await paysOut?.(line, deps) : undefined;
      if (out) return payOut(line, out, deps);
      const facts = await factsOf(line, deps);
      if (isReturn(line)) return settleReturn(facts, deps);
      const decision =
        byReference(facts) ??
        byPayer(facts, facts.payers.length === 1 ? await owedBy(facts.payers[0]!, deps) : []);
      return settle(line, decision, deps);
    });

const payOut = (line: BankLine, { state, match, entry, events = [], writes, of }: PaidOut, deps: Deps) =>
  keepLine(
    decided(line, state, match, deps),
    { action: state === 'MATCHED' ? 'cash.pay_out' : 'cash.put_aside', entry, events },
    writes,
    of ? follow(deps, [of]) : deps,
  );

const settle = async (line: BankLine, decision: Decision, deps: Deps): Promise<Result<BankLine, Lost>> => {
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
  const targets = decision.is === 'apply' ? decision.targets : [];
  const creditId = await creditFor(decision.customerId, targets, deps);
  const receipt = { ...receiptOf(line, id, decision.customerId, deps.now), creditId };
  const rate = await rateFor(targets, receipt, deps);
  const received = receive({ ...receipt, ...rate }, targets);
  const under = follow(deps, received.invoices);
  const effect = tracedBy(received, under.trace);
  const state = decision.is === 'apply' ? 'MATCHED' : 'EXCEPTION';
  return keepLine(
    decided(line, state, match, deps, id),
    { action: `cash.${state === 'MATCHED' ? 'match' : 'keep_unapplied'}`, ...booked(effect) },
    [...writesOf(deps.tenant, effect), ...waits],
    under,
  );
};

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
  if (decision.is !== 'payout' || (receipt?.refunded?.minor ?? 0) > 0)
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

export const actions: ActionsOf<typeof cashApi, Deps> = {
  listExceptions: async (page, { tenant }) => {
    const found = await list(exceptions(tenant), page);
    return listed({ ...found, data: await withOpen(found.data, tenant) });
  },
  matchLine: ({ id, allocations, customerId }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      const payment = await paymentOf(line, deps);
      if (!payment)
        return refuse(
          'cash.no_receipt',
          `The line is ${line.state} and has no receipt that could be matched.`,
        );
      if (customerId !== undefined && !(await read(customerById(deps.tenant, customerId))))
        return refuse('cash.customer_unknown', `There is no customer ${customerId}.`);
      const invoiceIds = allocations.map(({ invoiceId }) => invoiceId);
      const named = await readAll(invoiceIds.map((invoiceId) => invoiceById(deps.tenant, invoiceId)));
      const reason = `Matched by ${deps.actor}.`;
      const said = byPerson(payment, { allocations, customerId }, named, reason);
      if (!said.ok) return said;
      const match = matchedByPerson(line, invoiceIds, reason);
      const after = decided(line, 'MATCHED', match, deps, payment.id);
      const owner = said.value.customerId as Payment['customerId'];
      if (allocations.length === 0 && owner === payment.customerId)
        return keepLine(after, { action: 'cash.leave_on_account' }, [], follow(deps, [payment]));
      const { targets } = said.value;
      const creditId = await creditFor(owner, targets, deps);
      const { rate } = payment.rate ? payment : await rateFor(targets, payment, deps);
      const effect = applyRest(payment, owner, targets, await today(line, deps), creditId, rate);
      return keepLine(
        after,
        { action: 'cash.match', ...booked(effect) },
        writesOf(deps.tenant, effect),
        follow(deps, effect.invoices, [payment]),
      );
    }),
  unmatchLine: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      if (line.match?.tier === 'payout')
        return refuse(
          'cash.payout',
          'The payout of a provider is not unmatched: its payments are matched one by one.',
        );
      const payment = await paymentOf(line, deps);
      if (line.state !== 'MATCHED' || !payment || payment.takenBack)
        return refuse('cash.not_matched', `The line is ${line.state}: there is no match to take back.`);
      const invoices = await readAll(
        [...new Set(payment.allocations.map(({ invoiceId }) => invoiceId))].map((invoiceId) =>
          invoiceById(deps.tenant, invoiceId),
        ),
      );
      const match = takenBack(line, invoices, `Taken back by ${deps.actor}: ${reason}`);
      const after = decided(line, 'EXCEPTION', match, deps, payment.id);
      if (invoices.length === 0) return keepLine(after, { action: `cash.unmatch: ${reason}` }, [], deps);
      const used = invoices.find((one) => one.deposit && isTakenUp(one, payment.id));
      if (used)
        return refuse(
          'cash.deposit_used',
          `An invoice took up what was paid of deposit ${used.number}: credit it first.`,
        );
      const effect = takeBack(payment, invoices, await today(line, deps));
      return keepLine(
        after,
        { action: `cash.unmatch: ${reason}`, ...booked(effect) },
        writesOf(deps.tenant, effect),
        follow(deps, effect.invoices, [payment]),
      );
    }),
  returnLine,
  dismissLine: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      if (line.state !== 'EXCEPTION' || line.paymentId !== undefined)
        return refuse(
          'cash.not_dismissible',
          `The line is ${line.state}${line.paymentId === undefined ? '' : ' and its money is in the books: match it'}.`,
        );
      const match = putAside(line, `Put aside by ${deps.actor}: ${reason}`);
      return keepLine(decided(line, 'IGNORED', match, deps), { action: `cash.dismiss: ${reason}` }, [], deps);
    }),
};

const paymentOf = async ({ paymentId }: BankLine, { tenant }: Deps): Promise<Payment | undefined> =>
  paymentId === undefined ? undefined : read(paymentById(tenant, paymentId));

const withOpen = async (lines: readonly BankLine[], tenant: string): Promise<BankLine[]> => {
  const ids = new Set(
    lines.flatMap(({ match }) => match?.candidates.map(({ invoiceId }) => invoiceId) ?? []),
  );
  const invoices = await readAll([...ids].map((id) => invoiceById(tenant, id)));
  return lines.map((line) => stillOpen(line, invoices));
};

const today = async ({ entity }: BankLine, { tenant, now }: Deps): Promise<LocalDate> =>
  localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);
