/** Each line is decided and booked in one commit: receipt, allocations, invoices, ledger, exposure, events and the line. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { BankLine, LineMatch } from '../bank/statement.ts';
import { exceptions, lineById, putLine } from '../bank/store.ts';
import { moveExposure } from '../credit/store.ts';
import { customerById, payersOf } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { documentByNumber } from '../numbering/store.ts';
import type { Payment, Payout } from '../payments/payment.ts';
import {
  applyRest,
  becomePayout,
  payoutReferences,
  receive,
  takeBack,
  type Effect,
} from '../payments/rules.ts';
import { notExpected, paymentById, payoutByReference, putPayout, writesOf } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, each, list, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import type { cashApi } from './api.ts';
import { mentionsOf } from './mentions.ts';
import { byPayer, byPerson, byReference, payoutEntry, type Decision, type Facts } from './rules.ts';
import { awaitPayout, linesAwaiting } from './store.ts';

type Lost = 'once.taken' | 'table.stale';

/** Worker: decides a line that came in and books it. A line that is no longer NEW was decided before. */
export const matchReceived = (
  { lineId }: { lineId: string },
  deps: Deps,
): Promise<Result<BankLine, 'cash.line_unknown' | Lost>> =>
  untilFresh(async () => {
    const line = await read(lineById(deps.tenant, lineId));
    if (!line) return refuse('cash.line_unknown', `There is no bank line ${lineId}.`);
    if (line.state !== 'NEW') return ok(line);
    const facts = await factsOf(line, deps);
    const decision =
      byReference(facts) ??
      byPayer(facts, facts.payers.length === 1 ? await owedBy(facts.payers[0]!, deps) : []);
    return settle(line, decision, deps);
  });

const settle = async (line: BankLine, decision: Decision, deps: Deps): Promise<Result<BankLine, Lost>> => {
  const decided = (state: BankLine['state'], paymentId?: Payment['id']): BankLine =>
    moved(line, state, { ...decision.match, by: deps.actor, at: deps.now }, paymentId);
  const waits = (decision.is === 'exception' ? (decision.awaits ?? []) : []).flatMap((reference) => [
    awaitPayout(deps.tenant, reference, line.id),
    notExpected(deps.tenant, reference),
  ]);
  if (decision.is === 'ignore' || (decision.is === 'exception' && !decision.book))
    return keepLine(
      decided(decision.is === 'ignore' ? 'IGNORED' : 'EXCEPTION'),
      { action: 'cash.put_aside' },
      waits,
      deps,
    );
  if (decision.is === 'payout')
    return keepLine(
      decided('MATCHED'),
      { action: 'cash.reconcile_payout', entry: payoutEntry(line, decision.payout) },
      [reconciled(decision.payout, line, deps)],
      deps,
    );
  const id = idOfCause('pay', `${line.bookedOn}T00:00:00Z`, line.id);
  const effect = receive(
    {
      id,
      entity: line.entity,
      method: 'bank_transfer',
      amount: line.amount,
      paidOn: line.valueOn,
      bookedOn: line.bookedOn,
      customerId: decision.customerId as Payment['customerId'],
      payer: line.counterparty,
      source: { kind: 'bank_line', id: line.id },
      reference: line.references[0] ?? line.endToEndId,
      receivedAt: deps.now,
    },
    decision.is === 'apply' ? decision.targets : [],
  );
  const state = decision.is === 'apply' ? 'MATCHED' : 'EXCEPTION';
  return keepLine(
    decided(state, id),
    { action: `cash.${state === 'MATCHED' ? 'match' : 'keep_unapplied'}`, ...booked(effect) },
    [...writesOf(deps.tenant, effect), ...waits],
    deps,
  );
};

const reconciled = (payout: Payout, line: BankLine, { tenant }: Deps): Write<'table.stale'> =>
  putPayout(tenant, { ...payout, version: payout.version + 1, state: 'RECONCILED', bankLineId: line.id });

/** One payout is one line; more that name it come from mistakes, and a person looks at them anyway. */
const MAX_WAITING = 20;

/** Worker: a payout was announced after the bank had brought it. The line that waits for it is decided again. */
export const matchPayout = async (
  { reference }: { reference: string },
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const { data: waiting } = await list(linesAwaiting(deps.tenant, reference), { limit: MAX_WAITING });
  for (const lineId of waiting) {
    const decided = await untilFresh(() => decideAgain(lineId, deps));
    if (!decided.ok) return decided;
  }
  return ok(undefined);
};

/** What the line was kept as, an unapplied receipt, becomes the payout in the commit that reconciles it. */
const decideAgain = async (lineId: string, deps: Deps): Promise<Result<BankLine, Lost>> => {
  const line = (await read(lineById(deps.tenant, lineId)))!;
  if (line.state !== 'EXCEPTION') return ok(line);
  const decision = byReference(await factsOf(line, deps))!;
  if (decision.match.reason === line.match?.reason) return ok(line);
  const match: LineMatch = { ...decision.match, by: deps.actor, at: deps.now };
  if (decision.is !== 'payout')
    return keepLine(moved(line, 'EXCEPTION', match), { action: 'cash.put_aside' }, [], deps);
  const { payout } = decision;
  const receipt =
    line.paymentId === undefined ? undefined : await read(paymentById(deps.tenant, line.paymentId));
  const entry = payoutEntry(line, payout, receipt && { receipt, on: await today(line, deps) });
  const undone = receipt ? writesOf(deps.tenant, becomePayout(receipt, payout.reference)) : [];
  return keepLine(
    moved(line, 'MATCHED', match),
    { action: 'cash.reconcile_payout', entry },
    [...undone, reconciled(payout, line, deps)],
    deps,
  );
};

export const actions: ActionsOf<typeof cashApi, Deps> = {
  listExceptions: async (page, { tenant }) => {
    const { data, nextCursor } = await list(exceptions(tenant), page);
    return ok({
      object: 'list',
      data: await withOpen(data, tenant),
      hasMore: nextCursor !== undefined,
      nextCursor,
    });
  },
  matchLine: ({ id, allocations, customerId }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      const payment =
        line.paymentId === undefined ? undefined : await read(paymentById(deps.tenant, line.paymentId));
      if (!payment)
        return refuse(
          'cash.no_receipt',
          `The line is ${line.state} and has no receipt that could be matched.`,
        );
      if (customerId !== undefined && !(await read(customerById(deps.tenant, customerId))))
        return refuse('cash.customer_unknown', `There is no customer ${customerId}.`);
      const named = await readAll(allocations.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
      const reason = `Matched by ${deps.actor}.`;
      const decided = byPerson(payment, { allocations, customerId }, named, reason);
      if (!decided.ok) return decided;
      const match: LineMatch = {
        tier: 'person',
        reason,
        evidence: line.match ? [`Before: ${line.match.reason}`] : [],
        candidates: (line.match?.candidates ?? []).filter(
          ({ invoiceId }) => !allocations.some((part) => part.invoiceId === invoiceId),
        ),
        by: deps.actor,
        at: deps.now,
      };
      const after = moved(line, 'MATCHED', match, payment.id);
      const owner = decided.value.customerId as Payment['customerId'];
      if (allocations.length === 0 && owner === payment.customerId)
        return keepLine(after, { action: 'cash.leave_on_account' }, [], deps);
      const effect = applyRest(payment, owner, decided.value.targets, await today(line, deps));
      return keepLine(
        after,
        { action: 'cash.match', ...booked(effect) },
        [...writesOf(deps.tenant, effect), ...handOver(payment, effect.payment, deps)],
        deps,
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
      const payment =
        line.paymentId === undefined ? undefined : await read(paymentById(deps.tenant, line.paymentId));
      if (line.state !== 'MATCHED' || !payment)
        return refuse('cash.not_matched', `The line is ${line.state}: there is no match to take back.`);
      const invoices = await readAll(
        [...new Set(payment.allocations.map(({ invoiceId }) => invoiceId))].map((invoiceId) =>
          invoiceById(deps.tenant, invoiceId),
        ),
      );
      const match: LineMatch = {
        tier: 'none',
        reason: `Taken back by ${deps.actor}: ${reason}`,
        evidence: line.match ? [`Before: ${line.match.reason}`, ...line.match.evidence] : [],
        candidates: invoices.map((invoice) => ({
          invoiceId: invoice.id,
          number: invoice.number,
          open: invoice.open,
          reason: 'was matched before',
        })),
        by: deps.actor,
        at: deps.now,
      };
      const after = moved(line, 'EXCEPTION', match, payment.id);
      if (invoices.length === 0) return keepLine(after, { action: `cash.unmatch: ${reason}` }, [], deps);
      const effect = takeBack(payment, invoices, await today(line, deps));
      return keepLine(
        after,
        { action: `cash.unmatch: ${reason}`, ...booked(effect) },
        writesOf(deps.tenant, effect),
        deps,
      );
    }),
  dismissLine: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const line = await read(lineById(deps.tenant, id));
      if (!line) return unknown(id);
      if (line.state !== 'EXCEPTION' || line.paymentId !== undefined)
        return refuse(
          'cash.not_dismissible',
          `The line is ${line.state}${line.paymentId === undefined ? '' : ' and its money is in the books: match it'}.`,
        );
      const match: LineMatch = {
        tier: 'person',
        reason: `Put aside by ${deps.actor}: ${reason}`,
        evidence: line.match ? [`Before: ${line.match.reason}`] : [],
        candidates: [],
        by: deps.actor,
        at: deps.now,
      };
      return keepLine(moved(line, 'IGNORED', match), { action: `cash.dismiss: ${reason}` }, [], deps);
    }),
};

const unknown = (id: string) => refuse('cash.line_unknown', `There is no bank line ${id}.`);
const moved = (line: BankLine, state: BankLine['state'], match: LineMatch, paymentId?: string): BankLine => ({
  ...line,
  version: line.version + 1,
  state,
  match,
  ...(paymentId !== undefined && { paymentId }),
});
const booked = ({ entry, facts }: Effect) => ({ entry, events: facts });

/** The line and everything that its decision moved, or nothing. */
const keepLine = async (
  line: BankLine,
  act: Omit<Parameters<typeof commit>[1], 'answer'>,
  writes: readonly Write<'table.stale'>[],
  deps: Deps,
): Promise<Result<BankLine, Lost>> => {
  const kept = await commit(deps, { ...act, answer: line }, [...writes, putLine(deps.tenant, line)]);
  return kept.ok ? ok(line) : kept;
};

/** Money that stood to one customer's account and turns out to be another's: the credit that it freed goes with it. */
const handOver = (before: Payment, after: Payment, { tenant }: Deps): Write<'table.stale'>[] => {
  if (
    before.customerId === undefined ||
    after.customerId === undefined ||
    before.customerId === after.customerId
  )
    return [];
  const { minor, currency } = before.unapplied;
  return [
    ...moveExposure(tenant, before.customerId, currency, minor),
    ...moveExposure(tenant, after.customerId, currency, 0 - minor),
  ];
};

const factsOf = async (line: BankLine, { tenant: name }: Deps): Promise<Facts> => {
  const tenant = (await recall(tenantById(name)))!;
  const { mentions, broken } = mentionsOf(
    line,
    tenant.entities.map(({ series }) => series),
  );
  const ids = await readAll(mentions.map(({ number }) => documentByNumber(name, number)));
  const named = await readAll(ids.map((id) => invoiceById(name, id)));
  const { iban } = line.counterparty;
  const payers = iban === undefined ? [] : (await list(payersOf(name, iban), { limit: 10 })).data;
  const payoutNames = [
    ...new Set(payoutReferences([line.text, ...line.references, line.endToEndId ?? ''].join(' '))),
  ].slice(0, 10);
  const payouts = await readAll(payoutNames.map((reference) => payoutByReference(name, reference)));
  return { line, mentions, broken, named, payers, payoutNames, payouts };
};

/** More open invoices than that are not looked through for one amount. */
const MAX_OPEN = 500;
const owedBy = async (customerId: string, { tenant }: Deps): Promise<Invoice[] | undefined> => {
  const found: Invoice[] = [];
  for await (const invoice of each(openInvoices(tenant, customerId))) {
    if (invoice.open.minor > 0) found.push(invoice);
    if (found.length > MAX_OPEN) return undefined;
  }
  return found;
};

/** Suggestions with what is open now; those that were paid in the meantime are none any more. */
const withOpen = async (lines: readonly BankLine[], tenant: string): Promise<BankLine[]> => {
  const ids = new Set(
    lines.flatMap(({ match }) => match?.candidates.map(({ invoiceId }) => invoiceId) ?? []),
  );
  const open = new Map(
    (await readAll([...ids].map((id) => invoiceById(tenant, id)))).map((invoice) => [
      invoice.id as string,
      invoice.open,
    ]),
  );
  return lines.map((line) =>
    line.match === undefined
      ? line
      : {
          ...line,
          match: {
            ...line.match,
            candidates: line.match.candidates.flatMap((candidate) =>
              (open.get(candidate.invoiceId)?.minor ?? 0) > 0
                ? [{ ...candidate, open: open.get(candidate.invoiceId)! }]
                : [],
            ),
          },
        },
  );
};

const today = async ({ entity }: BankLine, { tenant, now }: Deps): Promise<LocalDate> =>
  localDate(now, entityOf((await recall(tenantById(tenant)))!, entity)!.zone);
