/** How a case opens, follows what happens to its invoice, and is decided. The invoice carries it as long as there is something to ask for. */
import { missingOf, stands } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { money, type Money } from '../kernel/money.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import {
  DeductionCancelled,
  DeductionOpened,
  DeductionRecovered,
  DeductionRejected,
  type Deduction,
} from './deduction.ts';
import { isMoney, type Short } from './short.ts';

/** What one commit makes true together. */
export interface Effect {
  readonly deduction: Deduction;
  /** The invoice that says so; absent where it says so already. */
  readonly head?: Invoice;
  readonly facts: readonly Fact[];
}

type Made = Pick<Deduction, 'id' | 'by' | 'at' | 'trace'> & {
  readonly on: LocalDate;
  readonly source?: Pick<Deduction, 'paymentId' | 'bankLineId' | 'remittanceId'>;
  readonly note?: string | undefined;
};

/** Its first version, or the next one of a case whose payment was taken back and came again. */
export const caseOf = (
  head: Invoice,
  short: Short,
  { id, by, at, trace, on, source = {}, note }: Made,
  before?: Deduction,
): Deduction => ({
  id,
  version: (before?.version ?? 0) + 1,
  state: 'PENDING',
  entity: head.entity,
  customerId: head.customerId,
  invoiceId: head.id,
  invoiceNumber: head.number,
  ...short,
  gap: short.amount,
  ...source,
  ...(note !== undefined && { note }),
  openedOn: on,
  by,
  at: before?.at ?? at,
  trace,
});

export const opened = (head: Invoice, deduction: Deduction): Effect => ({
  deduction,
  head: {
    ...head,
    version: head.version + 1,
    deduction: {
      id: deduction.id,
      state: 'PENDING',
      minor: deduction.amount.minor,
      ...(deduction.paymentId !== undefined && { paymentId: deduction.paymentId }),
      on: deduction.openedOn,
    },
  },
  facts: [openedFact(deduction)],
});
const openedFact = (deduction: Deduction): Fact =>
  announce(DeductionOpened, deduction.id, {
    ...factOf(deduction),
    ...(deduction.paymentId !== undefined && { paymentId: deduction.paymentId }),
  });

/** The invoice without its case; the version is that of whoever puts the head. */
export const unmarked = (head: Invoice): Invoice => without(head, 'deduction');

/**
 * What the invoice says of a case that nobody decided on, or that is asked for again: whatever came first, it ends in one state.
 * Undefined where nothing changes.
 */
export const regarded = (before: Deduction, head: Invoice): Effect | undefined => {
  const mark = head.deduction;
  if (mark?.id !== before.id) return undefined;
  const why = overBecause(head);
  if (why) return ended(before, head, why);
  const gap = money(missingOf(head), head.open.currency);
  const state = gap.minor === 0 ? 'RECOVERED' : mark.state;
  if (state === before.state && gap.minor === before.gap.minor) return undefined;
  const deduction: Deduction = { ...before, version: before.version + 1, state, gap };
  return { deduction, facts: state === before.state ? [] : [movedFact(deduction)] };
};
/** Where the money that had paid it goes back, it is what it was before. */
const movedFact = (deduction: Deduction): Fact => {
  if (deduction.state === 'PENDING') return openedFact(deduction);
  const type = deduction.state === 'RECOVERED' ? DeductionRecovered : DeductionRejected;
  return announce(type, deduction.id, factOf(deduction));
};

const overBecause = (head: Invoice): Deduction['cancelled'] => {
  if (head.state === 'VOID') return 'void';
  if (!stands(head, head.deduction!)) return 'unmatched';
  const last = head.settlements.at(-1);
  return head.open.minor === 0 && last && !isMoney(last) ? 'settled' : undefined;
};

const ended = (before: Deduction, head: Invoice, cancelled: Deduction['cancelled']): Effect => {
  const gap = money(0, before.gap.currency);
  const deduction: Deduction = { ...before, version: before.version + 1, state: 'CANCELLED', gap, cancelled };
  return {
    deduction,
    head: { ...unmarked(head), version: head.version + 1 },
    facts: [announce(DeductionCancelled, before.id, factOf(deduction))],
  };
};

/** What is decided on: still missing, and not decided yet, or asked for again and now given up after all. */
export const whyNotDecided = (
  { id, state }: Deduction,
  head: Invoice,
  decision: 'write_off' | 'credit' | 'reject',
): Refusal<'deductions.over'> | undefined =>
  head.deduction?.id === id &&
  missingOf(head) > 0 &&
  (head.deduction.state === 'PENDING' || decision !== 'reject')
    ? undefined
    : refuse('deductions.over', `The case is ${state}: there is nothing to decide on.`);

export interface By {
  readonly by: string;
  readonly approvedBy?: string;
  readonly at: Instant;
  readonly on: LocalDate;
  readonly note?: string;
}
/** The case as it was decided: of a write-off or a credit note over so much. */
export const decided = (
  before: Deduction,
  state: Deduction['state'],
  gap: Money,
  how: NonNullable<Deduction['decided']>,
): Deduction => ({ ...before, version: before.version + 1, state, gap, decided: how });

/** Asked for again: after the days of grace, at the level where it was, also where no reminder was left (rules §3.13). */
export const rejected = (
  before: Deduction,
  head: Invoice,
  by: By,
  { graceDays, reminds }: { readonly graceDays: number; readonly reminds: boolean },
): Effect => {
  const deduction = decided(before, 'REJECTED', money(missingOf(head), head.open.currency), by);
  return {
    deduction,
    head: {
      ...head,
      version: head.version + 1,
      deduction: { ...head.deduction!, state: 'REJECTED' },
      ...(reminds && { remindOn: later(head.remindOn, addDays(by.on, graceDays)) }),
    },
    facts: [announce(DeductionRejected, before.id, factOf(deduction))],
  };
};
const later = (a: LocalDate | undefined, b: LocalDate): LocalDate => (a !== undefined && a > b ? a : b);

/** What every event says of it: `amount` is what it is about now, else what it was. */
export const factOf = ({ id, invoiceId, customerId, invoiceNumber, reason, gap, amount }: Deduction) => ({
  deductionId: id,
  invoiceId,
  customerId,
  number: invoiceNumber,
  reason,
  amount: gap.minor > 0 ? gap : amount,
});
