/** The commit of a case that moved: the case, its invoice, its task and what is told, and what else is true with it. */
import type { Invoice } from '../invoices/invoice.ts';
import { putInvoice } from '../invoices/store.ts';
import type { Fact } from '../kernel/events.ts';
import { toText } from '../kernel/money.ts';
import type { Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Entry } from '../ledger/entry.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { following, type Opening } from '../tasks/opening.ts';
import type { Deduction } from './deduction.ts';
import { putDeduction } from './store.ts';

export interface Moved<C extends string> {
  readonly action: string;
  readonly deduction: Deduction;
  /** Absent where it stays as it is, or is among the writes. */
  readonly head?: Invoice | undefined;
  readonly facts: readonly Fact[];
  readonly writes?: readonly Write<C>[];
  readonly entry?: Entry | undefined;
  /** What is kept for the same request. */
  readonly answer?: unknown;
  /** Things whose traces it goes on under. */
  readonly of: readonly { readonly trace?: string | undefined }[];
}

export const keep = async <C extends string = never>(
  { action, deduction, head, facts, writes = [], entry, answer, of }: Moved<C>,
  deps: Deps,
): Promise<Result<void, C | 'once.taken' | 'table.stale'>> => {
  const task = await taskOf(deduction, deps);
  return commit<C | 'once.taken' | 'table.stale'>(
    follow(deps, of),
    { action, subject: deduction.id, entry, events: [...facts, ...task.facts], answer },
    [
      putDeduction(deps.tenant, deduction),
      ...(head ? [putInvoice(deps.tenant, head)] : []),
      ...task.writes,
      ...writes,
    ],
  );
};

/** One task per case: open as long as somebody has to decide. */
const taskOf = (
  { id: about, customerId, at, state, gap, invoiceNumber, reason }: Deduction,
  deps: Deps,
): Promise<Opening> => {
  const kind = 'deduction' as const;
  const why = `${toText(gap)} ${gap.currency} of ${invoiceNumber} were kept back (${reason}): give them up, credit them, or ask for them again.`;
  const wanted = state === 'PENDING' ? { kind, customerId, about, why } : undefined;
  return following(idOfCause('tsk', at, kind, about), wanted, deps);
};
