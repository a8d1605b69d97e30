/** What people do with lines that did not explain themselves; each is one commit, as what the worker does (`deciding.ts`). */
import { tenantById } from '../access/store.ts';
import type { BankLine } from '../bank/statement.ts';
import { exceptions, lineById } from '../bank/store.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { daysBetween, localDate, monthOf } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
<<<<<<< HEAD
=======
import { inOpenMonth } from '../ledger/posting.ts';
import type { Payment } from '../payments/payment.ts';
>>>>>>> main
import { isTakenUp } from '../payments/deposited.ts';
import { rateFor } from '../payments/exchanging.ts';
import type { Payment } from '../payments/payment.ts';
import { applyRest, takeBack } from '../payments/rules.ts';
import { writesOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { receiveRemittance } from './advising.ts';
import type { cashApi } from './api.ts';
import { booked, creditFor, keepLine, paymentOf, today, unknown } from './keeping.ts';
import { confirms, declines } from './learning.ts';
import { MAX_PARKED_DAYS, type MatchLine } from './match.ts';
import { byPerson } from './person.ts';
<<<<<<< HEAD
import { NO_RULES, type MatchingRules } from './policy.ts';
import { simulateMatching } from './simulating.ts';
import { giveBack, matchingRules, putMatchingRules, remittances } from './store.ts';
import { decided, matchedByPerson, putAside, stillOpen, takenBack } from './verdict.ts';
import { rankedOf } from './worklist.ts';

/** More lines that wait are not ranked at once, but the oldest of them. */
const MOST_RANKED = 500;
=======
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
>>>>>>> main

export const actions: ActionsOf<typeof cashApi, Deps> = {
  listExceptions: async (page, { tenant }) => {
    const found = await list(exceptions(tenant), page);
    return listed({ ...found, data: await withOpen(found.data, tenant) });
  },
  matchLine: ({ id, ...said }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      return line ? matchAs(line, said, deps) : unknown(id);
    }),
  acceptLine: ({ id, proposal: at }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      const proposal = line.state === 'EXCEPTION' ? line.match?.proposals?.[at] : undefined;
      if (!proposal)
        return refuse('cash.no_proposal', `The line is ${line.state} and has no proposal ${at}.`);
      const { customerId } = proposal;
      const allocations = proposal.invoices.map(({ invoiceId, amount }) => ({
        invoiceId: invoiceId as Invoice['id'],
        amount,
      }));
      const owner = await ownerIn(allocations, customerId, deps);
      return matchAs(line, { allocations, customerId: owner as MatchLine['customerId'] }, deps);
    }),
  parkLine: ({ id, owner, until, note }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      if (line.state !== 'EXCEPTION')
        return refuse('cash.not_waiting', `The line is ${line.state}: it waits for nobody.`);
      const day = await today(line, deps);
      if (until <= day || daysBetween(day, until) > MAX_PARKED_DAYS)
        return refuse('cash.park_until', 'A line is parked until a later day, and for a year at most.', [
          { pointer: '/until', detail: `must be after ${day} and within ${MAX_PARKED_DAYS} days` },
        ]);
      const parked = { owner, until, ...(note !== undefined && { note }), by: deps.actor, at: deps.now };
      const after = { ...line, version: line.version + 1, parked };
      return keepLine(after, { action: `cash.park: until ${until}` }, [], deps);
    }),
  unparkLine: ({ id }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      if (!line.parked) return refuse('cash.not_parked', `The line ${id} is not parked.`);
      const after = { ...without(line, 'parked'), version: line.version + 1 };
      return keepLine(after, { action: 'cash.unpark' }, [], deps);
    }),
  getWorklist: async ({ limit, owner }, { tenant, now }) => {
    const found = await list(exceptions(tenant), { limit: MOST_RANKED });
    const on = localDate(now, (await recall(tenantById(tenant)))!.entities[0]!.zone);
    const ranked = rankedOf(found.data, on, owner).slice(0, limit);
    const shown = await withOpen(
      ranked.map(({ line }) => line),
      tenant,
    );
    return ok({
      data: ranked.map((row, at) => ({ ...row, line: shown[at]! })),
      waiting: found.data.length,
      complete: found.nextCursor === undefined,
    });
  },
  receiveRemittance,
  simulateMatching,
  listRemittances: async (page, { tenant }) => listed(await list(remittances(tenant), page)),
  getMatchingRules: async (_, { tenant }) => ok((await read(matchingRules(tenant))) ?? NO_RULES),
  setMatchingRules: (said, deps) =>
    untilFresh(async () => {
      const before = await read(matchingRules(deps.tenant));
      const rules: MatchingRules = {
        ...said,
        version: (before?.version ?? 0) + 1,
        at: deps.now,
        by: deps.actor,
      };
      const kept = await commit(
        deps,
        { action: 'cash.set_rules', answer: rules },
        putMatchingRules(deps.tenant, rules),
      );
      return kept.ok ? ok(rules) : kept;
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
      const on = await today(line, deps);
      const effect = takeBack(payment, invoices, on);
      return keepLine(
        after,
        { action: `cash.unmatch: ${reason}`, ...booked(effect) },
        [
          ...writesOf(deps.tenant, effect),
          ...(await declines(line, invoices[0]!.customerId, on, deps)),
          ...notTaken(payment, invoices, deps),
        ],
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

<<<<<<< HEAD
/** As a person says: applied, with who pays from there learned in the same commit. */
const matchAs = async (line: BankLine, { allocations, customerId }: MatchLine, deps: Deps) => {
  const payment = await paymentOf(line, deps);
  if (!payment)
    return refuse('cash.no_receipt', `The line is ${line.state} and has no receipt that could be matched.`);
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
  const learned = await confirms(line, said.value.customerId, deps);
  if (allocations.length === 0 && owner === payment.customerId)
    return keepLine(after, { action: 'cash.leave_on_account' }, learned, follow(deps, [payment]));
  const { targets } = said.value;
  const creditId = await creditFor(owner, targets, deps);
  const { rate } = payment.rate ? payment : await rateFor(targets, payment, deps);
  const effect = applyRest(payment, owner, targets, await today(line, deps), creditId, rate);
  return keepLine(
    after,
    { action: 'cash.match', ...booked(effect) },
    [...writesOf(deps.tenant, effect), ...learned],
    follow(deps, effect.invoices, [payment]),
  );
};

/** The records of a customer that was merged keep their invoices: whose the proposal is, they say. */
const ownerIn = async (
  allocations: MatchLine['allocations'],
  customerId: string,
  { tenant }: Deps,
): Promise<string> => {
  const [first] = await readAll(
    allocations.slice(0, 1).map(({ invoiceId }) => invoiceById(tenant, invoiceId)),
  );
  return first?.customerId ?? customerId;
};

/** What of differences is taken back leaves the month's sum, too. */
const notTaken = (
  { allocations, bookedOn, amount: { currency } }: Payment,
  invoices: readonly Invoice[],
  { tenant }: Deps,
): Write<'table.stale'>[] => {
  const minor = allocations.reduce((all, { difference }) => all + (difference?.amount.minor ?? 0), 0);
  return minor === 0
    ? []
    : [giveBack({ tenant, month: monthOf(bookedOn), currency }, invoices[0]!.customerId, minor)];
};
=======
const paymentOf = async ({ paymentId }: BankLine, { tenant }: Deps): Promise<Payment | undefined> =>
  paymentId === undefined ? undefined : read(paymentById(tenant, paymentId));
>>>>>>> main

const withOpen = async (lines: readonly BankLine[], tenant: string): Promise<BankLine[]> => {
  const ids = new Set(
    lines.flatMap(({ match }) => match?.candidates.map(({ invoiceId }) => invoiceId) ?? []),
  );
  const invoices = await readAll([...ids].map((id) => invoiceById(tenant, id)));
  return lines.map((line) => stillOpen(line, invoices));
};
