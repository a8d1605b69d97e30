/** What giving up does to invoice, ledger and credit; what undoes it; and which rests are given up by themselves. */
import { accountOf, type Move } from '../credit/credit.ts';
import { claimOf } from '../invoices/claim.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import { promisedMinor } from '../invoices/promised.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { bookedDue } from '../invoices/planning.ts';
import { overdueDays, pay, reopen } from '../invoices/rules.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { money, plus, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { reliefOf } from './relief.ts';
import {
  InvoiceWrittenOff,
  WriteOffReversed,
  type SmallBalances,
  type WriteOff,
  type WriteOffInvoice,
} from './writeoff.ts';

/** All that one commit must make true together. */
export interface Effect {
  readonly writeOff: WriteOff;
  readonly invoice: Invoice;
  readonly entry: Entry | undefined;
  readonly exposures: readonly Move[];
  readonly facts: readonly Fact[];
}
interface Made {
  readonly id: WriteOff['id'];
  readonly on: LocalDate;
  readonly at: Instant;
  readonly by: string;
  readonly approvedBy?: string;
  readonly trace: string;
}

/** How much is given up: what is asked for, or all that is open. Never more than is open (rules §3.3). */
export const amountOf = (
  { number, open }: Pick<Invoice, 'number' | 'open'>,
  { amount }: Pick<WriteOffInvoice, 'amount'>,
): Result<Money, 'writeoffs.nothing_open' | 'writeoffs.amount'> => {
  if (open.minor === 0) return refuse('writeoffs.nothing_open', `Nothing is open of invoice ${number}.`);
  if (amount && (amount.currency !== open.currency || amount.minor > open.minor))
    return refuse('writeoffs.amount', 'No more is given up than is open.', [
      { pointer: '/amount', detail: `${toText(open)} ${open.currency} is open` },
    ]);
  return ok(amount ?? open);
};

/** What one person gives up of one invoice counts together: two halves are no way around a limit. */
export const worthOf = (amount: Money, invoice: Pick<Invoice, 'open' | 'settlements' | 'recovered'>): Money =>
  plus(amount, claimOf(invoice));

/** Dr bad debts, Cr receivables, gross: the tax is taken back by the return, when the law lets it (rules §3.8). */
export const writtenOff = (
  invoice: Invoice,
  snapshot: Snapshot,
  amount: Money,
  { reason, note }: Pick<WriteOffInvoice, 'reason' | 'note'>,
  { id, on, at, by, approvedBy, trace }: Made,
): Effect => {
  const { entity, number, customerId, customerName } = invoice;
  const paid = pay(invoice, amount, { paymentId: id, paidOn: on, method: 'write_off', reason });
  if (!paid.ok) throw new Error(paid.detail);
  const vatRelief = reliefOf(amount, invoice, snapshot, on);
  const writeOff: WriteOff = {
    id,
    version: 1,
    state: 'BOOKED',
    entity,
    invoiceId: invoice.id,
    invoiceNumber: number,
    customerId,
    customerName,
    amount,
    reason,
    ...(note !== undefined && { note }),
    on,
    by,
    ...(approvedBy !== undefined && { approvedBy }),
    ...(vatRelief && { vatRelief }),
    at,
    trace,
  };
  const after = paid.value.invoice;
  return {
    writeOff,
    invoice: after,
    entry: entry({
      ...booked(writeOff, on),
      kind: 'write_off',
      memo: `Written off ${number}: ${reason}`,
      lines: linesOf(writeOff, invoice, 1),
    }),
    exposures: [{ account: accountOf(invoice), minor: 0 - amount.minor }],
    facts: [announce(InvoiceWrittenOff, invoice.id, { ...factOf(writeOff, after), reason })],
  };
};

/** The claim is in the books again at its old due date, and so as old as it was. What was recovered of it stays recovered. */
export const reversed = (
  before: WriteOff,
  invoice: Invoice,
  { on, at, by, reason }: { on: LocalDate; at: Instant; by: string; reason: string },
): Result<Effect, 'writeoffs.reversed' | 'writeoffs.recovered'> => {
  const { id, amount, state } = before;
  if (state === 'REVERSED')
    return refuse('writeoffs.reversed', `Write-off ${id} was reversed on ${before.reversed!.on}.`);
  if (claimOf(invoice).minor < amount.minor)
    return refuse(
      'writeoffs.recovered',
      'Money came in for what was written off. Take that back first, then it can settle the invoice itself.',
    );
  const after = reopen(invoice, id);
  const writeOff: WriteOff = {
    ...before,
    version: before.version + 1,
    state: 'REVERSED',
    reversed: { on, at, by, reason },
  };
  return ok({
    writeOff,
    invoice: after,
    entry: entry({
      ...booked(writeOff, on),
      kind: 'write_off_reversal',
      memo: `Write-off of ${invoice.number} reversed`,
      lines: linesOf(writeOff, invoice, -1),
    }),
    exposures: [{ account: accountOf(invoice), minor: amount.minor }],
    facts: [announce(WriteOffReversed, invoice.id, factOf(writeOff, after))],
  });
};

const booked = ({ entity, amount, id }: WriteOff, on: LocalDate) => ({
  entity,
  on,
  currency: amount.currency,
  source: id,
});
const linesOf = ({ amount, customerId }: WriteOff, invoice: Invoice, sign: 1 | -1): Entry['lines'] => [
  { account: 'badDebts', minor: sign * amount.minor, customerId, invoiceId: invoice.id },
  {
    account: 'receivables',
    minor: -sign * amount.minor,
    customerId,
    invoiceId: invoice.id,
    dueOn: bookedDue(invoice),
  },
];
const factOf = ({ id, amount }: WriteOff, { id: invoiceId, customerId, number, open }: Invoice) => ({
  invoiceId,
  customerId,
  number,
  writeOffId: id,
  amount,
  open,
});

const NO_MONEY: readonly string[] = ['credit_note', 'write_off'];

/** The rest of an invoice that the nightly job gives up; undefined where it is none. `today`: of the invoice's entity. */
export const smallRest = (
  invoice: Pick<Invoice, 'open' | 'dueOn' | 'settlements' | 'deduction' | 'promise' | 'plan' | 'agency'>,
  { upTo, overdueDays: days, restsOnly }: SmallBalances,
  today: LocalDate,
): Money | undefined => {
  const { open, dueOn, settlements } = invoice;
  // What a payer kept back is somebody's to decide on; what it promised is awaited.
  if (clarifiedMinor(invoice) > 0 || promisedMinor(invoice, today) > 0 || invoice.agency) return undefined;
  const most = inCurrency(upTo, open.currency);
  if (open.minor === 0 || open.minor > most || overdueDays({ dueOn, open }, today) < days) return undefined;
  return !restsOnly || settlements.some(({ method }) => !NO_MONEY.includes(method)) ? open : undefined;
};

/** The first day of issue that the nightly job looks at. */
export const lookedAtFrom = ({ issuedWithinDays }: SmallBalances, today: LocalDate): LocalDate =>
  addDays(today, 0 - issuedWithinDays);

/** Minor units; 0 for a currency that is not named. */
export const inCurrency = (amounts: readonly Money[], currency: string): number =>
  amounts.find((one) => one.currency === currency)?.minor ?? money(0, currency).minor;
