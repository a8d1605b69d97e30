/** What people do with lines that did not explain themselves; each is one commit, as what the worker does (`deciding.ts`). */
import { tenantById } from '../access/store.ts';
import type { BankLine } from '../bank/statement.ts';
import { exceptions, lineById } from '../bank/store.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { daysBetween, localDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Payment } from '../payments/payment.ts';
import { isTakenUp } from '../payments/deposited.ts';
import { rateFor } from '../payments/exchanging.ts';
import { applyRest, takeBack } from '../payments/rules.ts';
import { writesOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { receiveRemittance } from './advising.ts';
import type { cashApi } from './api.ts';
import { booked, creditFor, keepLine, notTaken, paymentOf, today, unknown } from './keeping.ts';
import { confirms, declines } from './learning.ts';
import { MAX_PARKED_DAYS, type MatchLine } from './match.ts';
import { byPerson } from './person.ts';
import { NO_RULES, type MatchingRules } from './policy.ts';
import { returnLine } from './returned.ts';
import { simulateMatching } from './simulating.ts';
import { matchingRules, putMatchingRules, remittances } from './store.ts';
import { decided, matchedByPerson, putAside, stillOpen, takenBack } from './verdict.ts';
import { rankedOf } from './worklist.ts';
import { unconfirmedOn } from './unconfirmed.ts';

/** More lines that wait are not ranked at once, but the oldest of them. */
const MOST_RANKED = 500;

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
  getWorklist: async ({ limit, owner }, deps) => {
    const { tenant, now } = deps;
    const found = await list(exceptions(tenant), { limit: MOST_RANKED });
    const on = localDate(now, (await recall(tenantById(tenant)))!.entities[0]!.zone);
    const ranked = rankedOf(found.data, on, owner).slice(0, limit);
    const shown = await withOpen(
      ranked.map(({ line }) => line),
      tenant,
    );
    return ok({
      data: ranked.map((row, at) => ({ ...row, line: shown[at]! })),
      unconfirmed: await unconfirmedOn(on, deps),
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
      const back = takeBack(payment, invoices, on);
      const held = { by: deps.actor, at: deps.now, reason };
      const effect = { ...back, payment: { ...back.payment, held } };
      return keepLine(
        after,
        { action: `cash.unmatch: ${reason}`, ...booked(effect) },
        [
          ...writesOf(deps.tenant, effect),
          // By rules for unapplied money nobody was taken for the payer.
          ...(line.match?.tier === 'policy' ? [] : await declines(line, invoices[0]!.customerId, on, deps)),
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

const withOpen = async (lines: readonly BankLine[], tenant: string): Promise<BankLine[]> => {
  const ids = new Set(
    lines.flatMap(({ match }) => match?.candidates.map(({ invoiceId }) => invoiceId) ?? []),
  );
  const invoices = await readAll([...ids].map((id) => invoiceById(tenant, id)));
  return lines.map((line) => stillOpen(line, invoices));
};
