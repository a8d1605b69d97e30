/** How a case ends: decided on, taken back, overtaken by what happened to its invoice, and closed. */
import type { Invoice } from '../invoices/invoice.ts';
import type { Disputed } from '../invoices/state.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import type { Dispute } from './dispute.ts';
import { DisputeClosed, DisputeRejected, DisputeWithdrawn } from './events.ts';
import { factOf, isUndecided, next, type By, type Effect, type Times } from './rules.ts';

type Outcome = NonNullable<Dispute['decided']>;
const WHAT = { ACCEPTED: 'accepted', PARTIAL: 'partial', REJECTED: 'rejected' } as const;
/** It as it was decided on, and its closing day. */
export const decided = (
  before: Dispute,
  {
    text,
    what,
    ...how
  }: Outcome & { readonly text?: string | undefined; readonly what?: 'silent' | undefined },
  { closeDays }: Pick<Times, 'closeDays'>,
): Dispute => {
  const { by, at, on, outcome, credited } = how;
  return next(
    without(before, 'informBy'),
    { state: outcome, decided: how, closesOn: addDays(on, closeDays) },
    {
      what: what ?? WHAT[outcome],
      side: 'us',
      by,
      at,
      on,
      ...(text !== undefined && { text }),
      amount: credited ?? before.disputed,
    },
  );
};

/** The invoice says how its case ended. The version is that of whoever puts the head. */
export const marked = (head: Invoice, id: string, state: Disputed['state'], until: LocalDate): Invoice => ({
  ...head,
  disputes: (head.disputes ?? []).map((one) => (one.id === id ? { ...one, state, until } : one)),
});

/** What is asked for again has fresh days of grace, at the level where it was, also where no reminder was left (rules §3.13). */
export const resumed = (head: Invoice, from: LocalDate): Invoice =>
  head.open.minor > 0
    ? { ...head, remindOn: head.remindOn !== undefined && head.remindOn > from ? head.remindOn : from }
    : head;

export const rejected = (
  before: Dispute,
  head: Invoice,
  { text, ...by }: By & { readonly text?: string },
  times: Times,
  { reminds, silent = false }: { readonly reminds: boolean; readonly silent?: boolean },
): Effect => {
  const what = silent ? 'silent' : undefined;
  const dispute = decided(before, { ...by, outcome: 'REJECTED', text, what }, times);
  const after = marked(head, before.id, 'REJECTED', by.on);
  return {
    dispute,
    head: {
      ...(reminds ? resumed(after, addDays(by.on, times.graceDays)) : after),
      version: head.version + 1,
    },
    facts: [announce(DisputeRejected, before.id, { ...factOf(dispute), silent })],
    tell: true,
  };
};
export const withdrawn = (before: Dispute, head: Invoice, text: string | undefined, by: By): Effect => {
  const dispute = next(
    without(before, 'informBy'),
    { state: 'WITHDRAWN' },
    { what: 'withdrawn', side: 'customer', ...by, ...(text !== undefined && { text }) },
  );
  return {
    dispute,
    head: { ...marked(head, before.id, 'WITHDRAWN', by.on), version: head.version + 1 },
    facts: [announce(DisputeWithdrawn, before.id, factOf(dispute))],
    tell: true,
  };
};

/** What the customer is asked for, or what can be credited, is not there any more: `left` is what may still be disputed. */
export const regarded = (
  before: Dispute,
  head: Invoice,
  left: Pick<Dispute, 'disputed' | 'lines' | 'taxes'> | undefined,
  by: By,
): Effect | undefined => {
  if (!isUndecided(before)) return undefined;
  if (left && left.disputed.minor === before.disputed.minor) return undefined;
  if (left) {
    const disputes = head.disputes!.map((one) =>
      one.id === before.id ? { ...one, minor: left.disputed.minor } : one,
    );
    return {
      dispute: { ...before, version: before.version + 1, ...left },
      head: { ...head, version: head.version + 1, disputes },
      facts: [],
    };
  }
  const dispute = next(
    without(before, 'informBy'),
    { state: 'OVERTAKEN' },
    { what: 'overtaken', side: 'us', ...by },
  );
  return {
    dispute,
    head: { ...marked(head, before.id, 'OVERTAKEN', by.on), version: head.version + 1 },
    facts: [announce(DisputeClosed, before.id, factOf(dispute))],
  };
};

/** Days after its decision nothing more is said of it. */
export const closed = (before: Dispute, by: By): Effect => {
  const dispute = next(
    without(before, 'closesOn'),
    { state: 'CLOSED' },
    { what: 'closed', side: 'us', ...by },
  );
  return { dispute, facts: [announce(DisputeClosed, before.id, factOf(dispute))] };
};
