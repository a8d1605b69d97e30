/** A notice that a person agrees to before it goes out: it is held back with a task, and sets out, decided on anew, when that is done. */
import { MailSuppressed, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { timeOf } from '../kernel/ids.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { opened } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskOpened } from '../tasks/task.ts';

const WAITS = 'waits for approval';
const WHY = 'A reminder waits until somebody agrees to it: look at what is owed, then say that this is done.';

interface Approval {
  readonly writes: readonly Write<'table.stale'>[];
  readonly events: readonly Fact[];
}

/**
 * One task for a payer and a way of saying it. Undefined while it is open: nothing more is asked for before. What it asked for is asked
 * for as the books say when it is done.
 */
export const approvalFor = async (
  mail: Mail,
  { name, two }: { readonly name: string; readonly two: boolean },
  deps: Deps,
): Promise<Approval | undefined> => {
  const kind = 'reminder_approval';
  const customerId = mail.customerId!;
  const { entity } = mail.reminder!;
  const id = idOfCause('tsk', new Date(timeOf(customerId)).toISOString(), kind, entity, name);
  const known = await read(taskById(deps.tenant, id));
  if (known?.state === 'OPEN') return undefined;
  const task = opened(
    known,
    { id, kind, customerId, why: WHY, ...(two && { two: true as const }) },
    { mailId: mail.id },
    deps.now,
  )!;
  const held = {
    ...mail,
    state: 'SUPPRESSED' as const,
    reason: WAITS,
    history: [...mail.history, { state: 'SUPPRESSED' as const, at: deps.now }],
  };
  return {
    writes: [putMail(deps.tenant, held), putTask(deps.tenant, task)],
    events: [
      announce(TaskOpened, id, { taskId: id, kind, customerId, why: WHY }),
      announce(MailSuppressed, mail.id, {
        mailId: mail.id,
        customerId,
        purpose: mail.purpose,
        reason: WAITS,
      }),
    ],
  };
};
