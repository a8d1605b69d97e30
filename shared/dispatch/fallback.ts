/** What follows where a mail reached nobody: the next addresses, or a person; and a reminder that was no step. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { chargesBack, entryOf, writesOf } from '../claims/charging.ts';
import { whoIsNow } from '../customers/alias.ts';
import { CustomerSaved, type Customer, type Suppressed } from '../customers/customer.ts';
import { changesOf } from '../customers/changes.ts';
import { flagged } from '../customers/rules.ts';
import { customerById, putCustomer, putVersion } from '../customers/store.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { timeOf } from '../kernel/ids.ts';
import type { Write } from '../kernel/storage.ts';
import type { Entry } from '../ledger/entry.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read, readAll, recall } from '../runtime/table.ts';
import { opened } from '../tasks/rules.ts';
import { putTask, taskById } from '../tasks/store.ts';
import { TaskOpened } from '../tasks/task.ts';
import { MailQueued, type Mail } from './mail.ts';
import { recipientsOf } from './recipients.ts';
import { mayBePosted } from './channel.ts';
import { queuedAgain, unserved } from './rules.ts';
import { putMail } from './store.ts';

/** What is committed together with the news. */
export interface Following {
  readonly writes: readonly Write<'table.stale'>[];
  readonly events: readonly Fact[];
  readonly entry?: Entry | undefined;
}
const NOTHING: Following = { writes: [], events: [] };

/** Documents, reminders and changes of prices are made anew from the books; what else bounced says what its moment knew, and stays unsaid. */
const SENT_AGAIN: ReadonlySet<Mail['purpose']> = new Set([
  'invoice',
  'credit_note',
  'reminder',
  'price_change',
  'payment_plan',
  'collection',
  'dispute',
  'account',
]);

/** Where the mail is to be found, as `mail.queued` says it. */
export const naming = ({ id, invoiceId, creditNoteId }: Mail) => ({
  mailId: id,
  ...(invoiceId !== undefined && { invoiceId }),
  ...(creditNoteId !== undefined && { creditNoteId }),
});

export const queueAgain = (mail: Mail, deps: Deps): Following & { mail: Mail } => {
  const queued = queuedAgain(mail, deps.now);
  return {
    mail: queued,
    writes: [putMail(deps.tenant, queued)],
    events: [announce(MailQueued, queued.id, naming(queued))],
  };
};

/** Whose mail it is, as it stands now. */
export const recipientOf = async (mail: Mail, deps: Deps): Promise<Customer | undefined> =>
  mail.customerId === undefined
    ? undefined
    : whoIsNow(deps, await read(customerById(deps.tenant, mail.customerId)));

/** The customer's record says which of its addresses take no mail any more. */
export const flags = (
  customer: Customer | undefined,
  stopped: readonly Suppressed[],
  { tenant, now, actor, trace }: Deps,
): Following => {
  const after = customer && flagged(customer, stopped, now);
  if (!after) return NOTHING;
  const { id, version } = after;
  return {
    writes: [
      ...putCustomer(tenant, after, customer),
      putVersion(tenant, id, { version, at: now, by: actor, trace, changes: changesOf(customer, after) }),
    ],
    events: [announce(CustomerSaved, id, { customerId: id, version })],
  };
};

/**
 * The bounced mail goes to the next addresses of its customer; where there are none a reminder sets out all the same, by letter if
 * somebody posts it, and else a person is asked. Instead of the bounced mail `mail` is kept.
 */
export const fallBack = async (
  bounced: Mail,
  customer: Customer | undefined,
  stopped: readonly string[],
  deps: Deps,
): Promise<Following & { mail: Mail }> => {
  if (!customer) return { mail: bounced, ...NOTHING };
  const undone = await takenBack(bounced, deps);
  const to = await recipientsOf(customer, bounced.purpose, deps, stopped);
  if (to.length > 0 && !SENT_AGAIN.has(bounced.purpose)) return { mail: bounced, ...NOTHING };
  if (to.length > 0 || mayBePosted(bounced)) {
    // One write of the mail: its history has the bounce and the queue.
    const queued = { ...queuedAgain(bounced, deps.now), version: bounced.version };
    const again = announce(MailQueued, queued.id, naming(queued));
    return { mail: queued, ...undone, events: [...undone.events, again] };
  }
  const task = await unreachable(customer, bounced, deps);
  return {
    mail: bounced,
    ...undone,
    writes: [...undone.writes, ...task.writes],
    events: [...undone.events, ...task.events],
  };
};

/** The steps that a reminder had counted which reached nobody, and what it had charged with them. */
export const takenBack = async ({ id, reminder }: Mail, deps: Deps): Promise<Following> => {
  const steps = reminder?.steps ?? [];
  if (!reminder || steps.length === 0) return NOTHING;
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const today = localDate(deps.now, entityOf(tenant, reminder.entity)!.zone);
  const invoices = await readAll(steps.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
  const heads = invoices.flatMap((invoice) => {
    const step = steps.find(({ invoiceId }) => invoiceId === invoice.id)!;
    const back = unserved(invoice, step, today);
    return back ? [putInvoice(deps.tenant, back)] : [];
  });
  const effects = reminder.claims ? await chargesBack(reminder.claims, today, deps) : [];
  return {
    writes: [...heads, ...writesOf(deps.tenant, effects)],
    events: effects.flatMap(({ facts }) => facts),
    ...(effects.length > 0 && { entry: entryOf(effects, invoices[0]!, today, id) }),
  };
};

/** What is owed to be told waits for an address. Reminders wait for nobody: they come again by themselves. */
const waitsForAddress = ({ purpose, invoiceId, creditNoteId, prices }: Mail): boolean =>
  (invoiceId ?? creditNoteId ?? prices) !== undefined ||
  ['payment_plan', 'dispute', 'account'].includes(purpose);

/** One task for the customer, with what waits for an address. */
export const unreachable = async (customer: Customer, mail: Mail, deps: Deps): Promise<Following> => {
  const kind = 'customer_unreachable';
  const { id: customerId } = customer;
  const id = idOfCause('tsk', new Date(timeOf(customerId)).toISOString(), kind, customerId);
  const why = 'No address of the customer takes mail: correct the customer, then say that this is done.';
  const known = await read(taskById(deps.tenant, id));
  const task = opened(
    known,
    { id, kind, customerId, why },
    waitsForAddress(mail) ? naming(mail) : undefined,
    deps.now,
  );
  if (!task) return NOTHING;
  return {
    writes: [putTask(deps.tenant, task)],
    events: known?.state === 'OPEN' ? [] : [announce(TaskOpened, id, { taskId: id, kind, customerId, why })],
  };
};
