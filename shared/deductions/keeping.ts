/** The commit of a case that moved: the case, its invoice, its task and what is told, and what else is true with it. */
import type { Invoice } from '../invoices/invoice.ts';
import { putInvoice } from '../invoices/store.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { toText } from '../kernel/money.ts';
import type { Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Entry } from '../ledger/entry.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { done, opened } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskDone, TaskOpened } from '../tasks/task.ts';
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
  const task = await taskWrites(deduction, deps);
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
const taskWrites = async (
  { id: about, customerId, at, state, gap, invoiceNumber, reason }: Deduction,
  deps: Deps,
): Promise<{ writes: Write<'table.stale'>[]; facts: Fact[] }> => {
  const kind = 'deduction' as const;
  const id = idOfCause('tsk', at, kind, about);
  const known = await read(taskById(deps.tenant, id));
  const none = { writes: [], facts: [] };
  if (state === 'PENDING') {
    const why = `${toText(gap)} ${gap.currency} of ${invoiceNumber} were kept back (${reason}): give them up, credit them, or ask for them again.`;
    const task = opened(known, { id, kind, customerId, about, why }, undefined, deps.now);
    const said = announce(TaskOpened, id, { taskId: id, kind, customerId, why });
    return task
      ? { writes: [putTask(deps.tenant, task)], facts: known?.state === 'OPEN' ? [] : [said] }
      : none;
  }
  const ended = known && done(known, deps.actor, deps.now);
  return ended?.ok
    ? {
        writes: [putTask(deps.tenant, ended.value)],
        facts: [announce(TaskDone, id, { taskId: id, kind, customerId, undelivered: [] })],
      }
    : none;
};
