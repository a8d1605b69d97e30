/** A person says anew all that a receipt is for: what is taken back and what is applied are one commit. */
import { lineById, putLine } from '../bank/store.ts';
import type { BankLine } from '../bank/statement.ts';
import { creditFor, notTaken } from '../cash/keeping.ts';
import { confirms, declines } from '../cash/learning.ts';
import { byPerson } from '../cash/person.ts';
import { decided, matchedByPerson } from '../cash/verdict.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { plus } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { total } from '../payments/booking.ts';
import { isTakenUp } from '../payments/deposited.ts';
import { rateFor } from '../payments/exchanging.ts';
import type { Allocation, Payment } from '../payments/payment.ts';
import { takeBack } from '../payments/rules.ts';
import { paymentById } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { read, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { keepEffect, todayOf } from './applying.ts';
import type { ReassignReceipt } from './policy.ts';
import { movable, reassigned, staying } from './rules.ts';

export const reassignPayment = ({ id, ...said }: ReassignReceipt & { id: string }, deps: Deps) =>
  untilFresh(async () => {
    const payment = await read(paymentById(deps.tenant, id));
    if (!payment) return refuse('payments.unknown', `There is no payment ${id}.`);
    return reassign(payment, said, deps);
  });

export const reassignLine = ({ id, ...said }: ReassignReceipt & { id: string }, deps: Deps) =>
  untilFresh(async () => {
    const line = await read(lineById(deps.tenant, id));
    if (!line) return refuse('cash.line_unknown', `There is no bank line ${id}.`);
    const payment =
      line.paymentId === undefined ? undefined : await read(paymentById(deps.tenant, line.paymentId));
    if (!payment)
      return refuse(
        'cash.no_receipt',
        `The line is ${line.state} and has no receipt that could be assigned.`,
      );
    return reassign(payment, said, deps);
  });

const reassign = async (payment: Payment, said: ReassignReceipt, deps: Deps) => {
  const bar = barTo(payment);
  if (bar) return bar;
  if (said.customerId !== undefined && !(await read(customerById(deps.tenant, said.customerId))))
    return refuse('cash.customer_unknown', `There is no customer ${said.customerId}.`);
  const free = movable(payment);
  const now = await byIds([...free, ...said.allocations], deps);
  const used = now.find((one) => one.deposit && isTakenUp(one, payment.id));
  if (used)
    return refuse(
      'cash.deposit_used',
      `An invoice took up what was paid of deposit ${used.number}: credit it first.`,
    );
  const reason = `Re-assigned by ${deps.actor}: ${said.reason}`;
  const wanted = wants(payment, free, now, said, reason);
  if (!wanted.ok) return wanted;
  const stay = staying(free, said.allocations, payment.amount.currency);
  const gone = free.filter((one) => !stay.includes(one));
  const targets = wanted.value.targets
    .filter(({ invoice }) => !stay.some(({ invoiceId }) => invoiceId === invoice.id))
    .map((one) => ({
      ...one,
      invoice: now.find(({ id }) => id === one.invoice.id)!,
      ...(payment.method === 'credit_note' && { fromCredit: true as const }),
    }));
  const owner = wanted.value.customerId as Payment['customerId'];
  if (gone.length + targets.length === 0 && owner === payment.customerId)
    return refuse('unapplied.nothing_changes', 'That is what the receipt is for already.');
  const theirs = now.filter(({ id }) => gone.some(({ invoiceId }) => invoiceId === id));
  const creditId = await creditFor(owner, targets, deps);
  const { rate } = payment.rate ? payment : await rateFor(targets, payment, deps);
  const on = await todayOf(payment, deps);
  const moved = reassigned(payment, gone, theirs, { owner, targets, creditId, rate }, on);
  const held = { by: deps.actor, at: deps.now, reason: said.reason };
  const after: Payment = {
    ...without(moved.payment, 'held'),
    ...(said.hold && moved.payment.unapplied.minor > 0 && { held }),
  };
  const kept = await keepEffect(
    { ...moved, payment: after },
    { action: `unapplied.reassign: ${said.reason}` },
    [
      ...(await lineOf(payment, { owner, said, reason, on }, deps)),
      ...notTaken({ ...payment, allocations: gone }, theirs, deps),
    ],
    follow(deps, moved.invoices, [payment]),
  );
  return kept.ok ? ok(after) : kept;
};

/** Nothing of it is there to be assigned, or somebody else has to say first what becomes of it. */
const barTo = ({ disputed, takenBack, payout }: Payment) => {
  if (takenBack || payout !== undefined)
    return refuse('unapplied.gone', 'Nothing of it is left: the bank took it back, or it is a payout.');
  return (disputed?.minor ?? 0) > 0
    ? refuse('unapplied.charged_back', 'A part of it is charged back: what becomes of that is not decided.')
    : undefined;
};

const byIds = (all: readonly { readonly invoiceId: string }[], { tenant }: Deps): Promise<Invoice[]> =>
  readAll([...new Set(all.map(({ invoiceId }) => invoiceId))].map((id) => invoiceById(tenant, id)));

/** As if nothing that can be moved had been applied: what a person may say of it then. */
const wants = (
  payment: Payment,
  free: readonly Allocation[],
  now: readonly Invoice[],
  { allocations, customerId }: ReassignReceipt,
  reason: string,
) => {
  const theirs = now.filter(({ id }) => free.some(({ invoiceId }) => invoiceId === id));
  const reopened = takeBack({ ...payment, allocations: [...free] }, theirs, payment.bookedOn).invoices;
  const fixed = payment.allocations.filter((one) => !free.includes(one));
  return byPerson(
    {
      ...payment,
      allocations: fixed,
      unapplied: plus(payment.unapplied, total(free, payment.amount.currency)),
    },
    {
      allocations,
      customerId: customerId ?? (allocations.length === 0 ? payment.customerId : undefined),
    },
    allocations.flatMap(({ invoiceId }) => {
      const one = now.find(({ id }) => id === invoiceId);
      return one ? [reopened.find(({ id }) => id === invoiceId) ?? one] : [];
    }),
    reason,
  );
};

/** The line that brought it says what it is for now; who pays from there is remembered, and that it was not who it was taken for. */
const lineOf = async (
  { id, source, customerId }: Payment,
  { owner, said, reason, on }: Anew,
  deps: Deps,
): Promise<Write<'table.stale'>[]> => {
  if (source.kind !== 'bank_line') return [];
  const line = (await read(lineById(deps.tenant, source.id)))!;
  const ids = said.allocations.map(({ invoiceId }) => invoiceId);
  const match = matchedByPerson(line, ids, reason);
  const after: BankLine = decided(line, 'MATCHED', match, deps, id);
  return [
    putLine(deps.tenant, after),
    ...(owner === undefined ? [] : await confirms(line, owner, deps)),
    ...(customerId === undefined || customerId === owner ? [] : await declines(line, customerId, on, deps)),
  ];
};
interface Anew {
  readonly owner: Payment['customerId'];
  readonly said: ReassignReceipt;
  readonly reason: string;
  readonly on: LocalDate;
}
