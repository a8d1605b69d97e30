/** Loads a case, decides on it as a person says and commits it: for one person, or for two. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { Ended } from '../approvals/asking.ts';
import { planOf, creditedBy, type Plan, type Refused as NotCredited } from '../corrections/take-back.ts';
import { missingOf } from '../invoices/clarifying.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, snapshotById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { read, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { worthOf, writtenOff } from '../writeoffs/rules.ts';
import { writesOf } from '../writeoffs/store.ts';
import type { WriteOff } from '../writeoffs/writeoff.ts';
import { DeductionCredited, DeductionWrittenOff, type DecideDeduction, type Deduction } from './deduction.ts';
import { keep, type Moved } from './keeping.ts';
import { NO_RULES } from './policy.ts';
import { decided, factOf, rejected, unmarked, whyNotDecided, type By } from './rules.ts';
import { deductionById, deductionRules } from './store.ts';

export type Refused =
  | NotCredited
  | 'deductions.unknown'
  | 'deductions.over'
  | 'deductions.changed'
  | 'deductions.credit_too_large';

type Credit = Extract<DecideDeduction, { decision: 'credit' }>;

export interface Drafted {
  readonly before: Deduction;
  readonly head: Invoice;
  /** What it is about: what is missing, or what the credit note comes to. */
  readonly amount: Money;
  readonly credit?: { readonly plan: Plan; readonly wanted: Credit };
  /** What counts against a limit of one person. */
  readonly worth: { readonly what: 'writeOff' | 'refund'; readonly amount: Money } | undefined;
}

export const draftOf = async (
  id: Deduction['id'],
  wanted: DecideDeduction,
  deps: Deps,
): Promise<Result<Drafted, Refused>> => {
  const before = await read(deductionById(deps.tenant, id));
  if (!before) return refuse('deductions.unknown', `There is no deduction ${id}.`);
  const head = (await read(invoiceById(deps.tenant, before.invoiceId)))!;
  const over = whyNotDecided(before, head, wanted.decision);
  if (over) return over;
  const gap = money(missingOf(head), head.open.currency);
  if (wanted.decision === 'reject') return ok({ before, head, amount: gap, worth: undefined });
  if (wanted.decision === 'write_off')
    return ok({ before, head, amount: gap, worth: { what: 'writeOff', amount: worthOf(gap, head) } });
  const planned = await planOf(head.id, wanted, deps);
  if (!planned.ok) return planned;
  const amount = money(planned.value.part.totals.grossMinor, gap.currency);
  if (amount.minor > gap.minor)
    return refuse('deductions.credit_too_large', 'No more is credited than was kept back.', [
      {
        pointer: '/lines',
        detail: `come to ${toText(amount)} ${amount.currency}, and ${toText(gap)} were kept back`,
      },
    ]);
  return ok({
    before,
    head,
    amount,
    credit: { plan: planned.value, wanted },
    worth: { what: 'refund', amount },
  });
};

interface Ids {
  readonly note: CreditNote['id'];
  readonly writeOff: WriteOff['id'];
}
/** `agreed`: what a second person agreed to, and its end in the same commit. `table.stale` while somebody else touched the invoice. */
export const decideOnce = async (
  id: Deduction['id'],
  wanted: DecideDeduction,
  ids: Ids,
  deps: Deps,
  agreed?: { readonly minor: number; readonly ended: Ended },
): Promise<Result<Deduction, Refused>> => {
  const drafted = await draftOf(id, wanted, deps);
  if (!drafted.ok) return drafted;
  const { head, amount } = drafted.value;
  if (agreed && amount.minor > agreed.minor)
    return refuse('deductions.changed', 'More is missing by now than was agreed on.');
  const { zone, reminders } = entityOf((await recall(tenantById(deps.tenant)))!, head.entity)!;
  const by: By = {
    by: deps.requestedBy ?? deps.actor,
    ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
    at: deps.now,
    on: localDate(deps.now, zone),
    ...(wanted.note !== undefined && { note: wanted.note }),
  };
  const moved =
    wanted.decision === 'reject'
      ? await rejecting(drafted.value, by, reminders.length > 0, deps)
      : wanted.decision === 'credit'
        ? await crediting(drafted.value, by, ids.note, deps)
        : await writingOff(drafted.value, by, ids.writeOff, deps);
  const kept = await keep(
    {
      ...moved,
      action: 'deductions.decide',
      writes: [...(moved.writes ?? []), ...(agreed ? [agreed.ended.write] : [])],
      answer: agreed?.ended.answer ?? moved.deduction,
      of: [head],
    },
    deps,
  );
  return kept.ok ? ok(moved.deduction) : kept;
};
type Move = Omit<Moved<'table.stale'>, 'action' | 'of' | 'answer'>;

const rejecting = async ({ before, head }: Drafted, by: By, reminds: boolean, deps: Deps): Promise<Move> => {
  const { graceDays } = (await read(deductionRules(deps.tenant))) ?? NO_RULES;
  return rejected(before, head, by, { graceDays, reminds });
};

const writingOff = async (
  { before, head, amount }: Drafted,
  by: By,
  id: WriteOff['id'],
  deps: Deps,
): Promise<Move> => {
  const snapshot = (await read(snapshotById(deps.tenant, head.id)))!;
  const { note, ...who } = by;
  const { trace } = follow(deps, [head]);
  const effect = writtenOff(
    unmarked(head),
    snapshot,
    amount,
    { reason: 'deduction', note: note ?? before.reason },
    { id, trace, ...who },
  );
  const deduction = decided(before, 'APPROVED_WRITE_OFF', amount, { ...by, writeOffId: id });
  const told = { ...factOf(deduction), writeOffId: id, byRule: false };
  return {
    deduction,
    entry: effect.entry,
    facts: [...effect.facts, announce(DeductionWrittenOff, before.id, told)],
    writes: writesOf(deps.tenant, effect),
  };
};

const crediting = async (
  { before, head, amount, credit }: Drafted,
  by: By,
  noteId: CreditNote['id'],
  deps: Deps,
): Promise<Move> => {
  const { plan, wanted } = credit!;
  const under = follow(deps, [head]);
  const { effect, writes, fact } = await creditedBy(
    { ...plan, invoice: unmarked(plan.invoice) },
    wanted,
    noteId,
    under,
  );
  const deduction = decided(before, 'CREDIT', amount, { ...by, creditNoteId: noteId });
  const told = { ...factOf(deduction), creditNoteId: noteId };
  return {
    deduction,
    entry: effect.entry,
    facts: [fact, ...effect.facts, announce(DeductionCredited, before.id, told)],
    writes,
  };
};
