/** Loads a case, decides on it as a person says and commits it with its credit note: for one person, or for two. */
import type { Approval } from '../approvals/approval.ts';
import type { Ended } from '../approvals/asking.ts';
import { planOf, type Plan, type Refused as NotCredited } from '../corrections/take-back.ts';
import type { CreditedLine, CreditNote } from '../invoices/credit-note.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { accepting, type Move } from './crediting.ts';
import type { Dispute } from './dispute.ts';
import { actingOn, keep } from './keeping.ts';
import { found, rulesOf } from './opening.ts';
import { rejected, withdrawn } from './outcome.ts';
import { isUndecided } from './rules.ts';
import { unknown } from './saying.ts';
import { DecideDispute } from './wanted.ts';

export type NotDecided =
  | NotCredited
  | 'disputes.unknown'
  | 'disputes.over'
  | 'disputes.changed'
  | 'disputes.lines_needed'
  | 'disputes.credit_too_large';
type Accept = Extract<DecideDispute, { decision: 'accept' }>;

export interface Drafted {
  readonly before: Dispute;
  readonly head: Invoice;
  /** Where it is accepted: what is credited, and its worth, which counts against a limit of one person. */
  readonly credit?: { readonly plan: Plan; readonly wanted: Accept; readonly worth: Money };
}

export const draftOf = async (
  id: Dispute['id'],
  wanted: DecideDispute,
  deps: Deps,
): Promise<Result<Drafted, NotDecided>> => {
  const both = await found(id, deps);
  if (!both) return unknown(id);
  const { before, head, snapshot } = both;
  if (!isUndecided(before))
    return refuse('disputes.over', `The case is ${before.state}: there is nothing to decide on.`);
  if (wanted.decision !== 'accept') return ok({ before, head });
  const lines = wanted.lines ?? linesOf(before, snapshot.totals.grossMinor);
  if (lines === 'unclear')
    return refuse(
      'disputes.lines_needed',
      'The case is over an amount: say which lines are credited by it.',
      [{ pointer: '/lines', detail: 'must come to no more than what is disputed' }],
    );
  const planned = await planOf(head.id, { lines }, deps);
  if (!planned.ok) return planned;
  const worth = money(planned.value.part.totals.grossMinor, before.disputed.currency);
  if (wanted.lines && worth.minor > before.disputed.minor)
    return refuse('disputes.credit_too_large', 'No more is credited than is disputed.', [
      {
        pointer: '/lines',
        detail: `come to ${toText(worth)} ${worth.currency}, and ${toText(before.disputed)} are disputed`,
      },
    ]);
  return ok({ before, head, credit: { plan: planned.value, wanted, worth } });
};

/** All that is disputed: its lines, or all that is left; tax follows from lines, so a part by amount has none. */
const linesOf = (
  { lines, taxes = [], disputed }: Dispute,
  totalMinor: number,
): CreditedLine[] | undefined | 'unclear' => {
  if (!lines) return disputed.minor === totalMinor ? undefined : 'unclear';
  const worth = taxes.reduce((sum, { baseMinor, taxMinor }) => sum + baseMinor + taxMinor, 0);
  if (disputed.minor < worth) return 'unclear';
  return lines.map(({ line, quantity, netMinor }) =>
    quantity === undefined ? { line, netMinor } : { line, quantity },
  );
};

/** `agreed`: what a second person agreed to, and its end in the same commit. `table.stale` while somebody else touched the invoice. */
export const decideOnce = async (
  id: Dispute['id'],
  wanted: DecideDispute,
  noteId: CreditNote['id'],
  deps: Deps,
  agreed?: { readonly minor: number; readonly ended: Ended },
): Promise<Result<Dispute, NotDecided>> => {
  const drafted = await draftOf(id, wanted, deps);
  if (!drafted.ok) return drafted;
  const { before, head, credit } = drafted.value;
  if (agreed && credit && credit.worth.minor > agreed.minor)
    return refuse('disputes.changed', 'More would be credited by now than was agreed on.');
  const { by, reminds } = await actingOn(head, { ...deps, actor: deps.requestedBy ?? deps.actor });
  const moved: Move =
    wanted.decision === 'accept'
      ? await accepting(before, credit!, { by, reminds, noteId, rules: await rulesOf(deps) }, deps)
      : wanted.decision === 'reject'
        ? rejected(before, head, { ...by, text: wanted.text }, await rulesOf(deps), { reminds })
        : withdrawn(before, head, wanted.text, by);
  const kept = await keep(
    {
      ...moved,
      action: 'disputes.decide',
      writes: [...(moved.writes ?? []), ...(agreed ? [agreed.ended.write] : [])],
      answer: agreed?.ended.answer ?? moved.dispute,
      of: [head],
    },
    deps,
  );
  return kept.ok ? ok(moved.dispute) : kept;
};
/** Performs what two persons agreed on: the decision and the approval's end are one commit, which who approves repeats. */
export const performDispute = ({ subject, input }: Approval, deps: Deps, ended: Ended) => {
  const { wanted, minor } = input as { wanted: unknown; minor: number };
  return decideOnce(subject as Dispute['id'], DecideDispute.parse(wanted), newId('crn'), deps, {
    minor,
    ended,
  });
};
