/** Crediting a case: its credit note, its end and what is told are for one commit. */
import { creditedBy, type Plan } from '../corrections/take-back.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { CreditReason } from '../invoices/invoice.ts';
import { addDays } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import type { Money } from '../kernel/money.ts';
import type { Deps } from '../runtime/context.ts';
import { follow } from '../runtime/trace.ts';
import type { Dispute } from './dispute.ts';
import { DisputeAccepted } from './events.ts';
import type { Moved } from './keeping.ts';
import { decided, marked, resumed } from './outcome.ts';
import type { DisputeRules } from './policy.ts';
import { factOf, type By } from './rules.ts';

export type Move = Omit<Moved<'table.stale'>, 'action' | 'of' | 'answer'>;
export interface Credit {
  readonly plan: Plan;
  readonly wanted: { readonly reason: CreditReason; readonly text?: string | undefined };
  readonly worth: Money;
  readonly atOnce?: NonNullable<Dispute['decided']>['atOnce'];
}

/** What is not credited of it is asked for again, after fresh days of grace. */
export const accepting = async (
  before: Dispute,
  { plan, wanted, worth, atOnce }: Credit,
  { by, reminds, noteId, rules }: { by: By; reminds: boolean; noteId: CreditNote['id']; rules: DisputeRules },
  deps: Deps,
): Promise<Move> => {
  const outcome = worth.minor < before.disputed.minor ? 'PARTIAL' : 'ACCEPTED';
  const after = marked(plan.invoice, before.id, outcome, by.on);
  const invoice = outcome === 'PARTIAL' && reminds ? resumed(after, addDays(by.on, rules.graceDays)) : after;
  const { effect, writes, fact } = await creditedBy(
    { ...plan, invoice },
    { reason: wanted.reason, text: wanted.text },
    noteId,
    follow(deps, [plan.invoice]),
  );
  const dispute = decided(
    before,
    {
      ...by,
      ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
      outcome,
      credited: worth,
      creditNoteId: noteId,
      ...(atOnce && { atOnce }),
      text: wanted.text,
    },
    rules,
  );
  const told = { ...factOf(dispute), creditNoteId: noteId, credited: worth, outcome } as const;
  return {
    dispute,
    entry: effect.entry,
    facts: [fact, ...effect.facts, announce(DisputeAccepted, before.id, told)],
    writes,
    tell: true,
  };
};
