/** Something that only a person can put right: what it is, about whom, why, since when, and who sees to it. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { CreditNoteId } from '../invoices/credit-note.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';

export const TaskId = idOf('tsk').meta({ id: 'TaskId' });
export const TaskKind = z
  .enum([
    'customer_unreachable',
    'chargeback',
    'broken_plan',
    'deduction',
    'dispute',
    'infected_file',
    'promise',
    'reply',
    'reminder_approval',
    'behaviour',
    'agency',
    'question',
    'missing_rate',
  ])
  .meta({
    description:
      '`customer_unreachable`: no address of the customer takes mail. `chargeback`: a payment is disputed, or more was taken back than was left of it. `broken_plan`: an instalment of a payment plan was not there in time. `deduction`: a payer kept something back. `dispute`: a customer says that something is wrong with an invoice. `infected_file`: a file of a dispute had a virus in it. `promise`: what was promised was not there, or not all of it. `reply`: a customer wrote back, and a person reads it. `reminder_approval`: a reminder goes out once it is done. `behaviour`: a customer did what its dunning policy wants somebody to look at. `agency`: a case is to be handed to a collection agency, or came back from it. `question`: a customer asked something on its pages. `missing_rate`: interest waits for a reference rate of a half-year; it is done by itself once the rate is there.',
  });
/** A document, or a change of prices, whose mail reached nobody. It is sent again once the task is done. */
export const Undelivered = z
  .object({ mailId: z.string(), invoiceId: InvoiceId.optional(), creditNoteId: CreditNoteId.optional() })
  .meta({ id: 'Undelivered' });
export type Undelivered = Readonly<z.infer<typeof Undelivered>>;
/** A task names so many documents; whoever has more has an address to look for, and no list to read. */
export const MAX_DOCUMENTS = 50;

export const Task = z
  .object({
    id: TaskId,
    version: z.int().min(1),
    kind: TaskKind,
    customerId: CustomerId,
    why: z.string(),
    about: z.string().optional().meta({
      description:
        'Id of the chargeback, the payment plan, the deduction, the dispute, the promise, the reply, the case of an agency or the question; of a behaviour what caused it; of a missing rate `<reference>/<first day of its half-year>`.',
    }),
    dueBy: Instant.optional().meta({ description: 'After that it is too late.' }),
    since: Instant.meta({ description: 'When it was opened, the last time.' }),
    state: z.enum(['OPEN', 'DONE']),
    at: Instant.meta({ description: 'When it was last changed.' }),
    owner: z.string().optional().meta({ description: 'Who took it.' }),
    by: z.string().optional().meta({ description: 'Who has done it.' }),
    note: z.string().optional(),
    two: z.literal(true).optional().meta({
      description: 'Two persons see to it: who says that it is done is another than who took it.',
    }),
    undelivered: z.array(Undelivered).max(MAX_DOCUMENTS),
  })
  .meta({ id: 'Task' });
export type Task = Readonly<z.infer<typeof Task>>;

export const TaskOpened = event(
  'task.opened',
  'Something waits for a person.',
  z.object({ taskId: TaskId, kind: TaskKind, customerId: CustomerId, why: z.string() }),
);
export const TaskDone = event(
  'task.done',
  'A person has done a task; what waited for it goes on.',
  z.object({
    taskId: TaskId,
    kind: TaskKind,
    customerId: CustomerId,
    undelivered: z.array(Undelivered),
  }),
);
