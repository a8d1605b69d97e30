/** Each mail has one cause: what it says is gathered here, and it goes out once (sending.ts). */
import { approvalById } from '../approvals/store.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { creditNoteById, documentsOf, invoiceById, putInvoice, snapshotById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import { Email } from '../kernel/party.ts';
import { ok } from '../kernel/result.ts';
import { orderById } from '../orders/store.ts';
import { paymentById } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { read, readEach, readGroups } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import {
  begun,
  debtsOf,
  fresh,
  receiptOf,
  withCreditNote,
  withInvoice,
  withOrder,
  withReminder,
  type Settled,
} from './compose.ts';
import { entityChanging } from './mails/notice.ts';
import type { Mail } from './mail.ts';
import type { Sent } from './outcome.ts';
import { reminded, stillOwed } from './rules.ts';
import { dispatch } from './sending.ts';
import { mailOf } from './store.ts';

/** An amendment that waits for a person is told once it is released: as a confirmation. */
export const sendConfirmation = async (
  { orderId, customerId, state }: { orderId: string; customerId: Customer['id']; state?: string },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  if (state === 'HELD') return ok(undefined);
  const wanted = fresh('order_confirmation', customerId, fact);
  const [order, mail, customer] = await readEach(orderById(deps.tenant, orderId), ...begun(deps, wanted));
  const about = { mail: mail ?? wanted, customer: customer!, entity: order!.entity };
  return dispatch(about, deps, (to, seller) =>
    withOrder(deps.tenant, order!, to, seller, state !== undefined),
  );
};

export const sendInvoice = async (
  { invoiceId, customerId }: { invoiceId: Invoice['id']; customerId: Customer['id'] },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const wanted = { ...fresh('invoice', customerId, fact), invoiceId };
  const [snapshot, documents, mail, customer] = await readEach(
    snapshotById(deps.tenant, invoiceId),
    documentsOf(deps.tenant, invoiceId),
    ...begun(deps, wanted),
  );
  return dispatch({ mail: mail ?? wanted, customer: customer!, entity: snapshot!.seller.id }, deps, () =>
    withInvoice(deps.tenant, invoiceId, snapshot!, documents!),
  );
};

export const sendCreditNote = async (
  { creditNoteId, customerId }: Pick<CreditNote, 'customerId'> & { creditNoteId: CreditNote['id'] },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const wanted = { ...fresh('credit_note', customerId, fact), creditNoteId };
  const [note, snapshot, documents, mail, customer] = await readEach(
    creditNoteById(deps.tenant, creditNoteId),
    snapshotById(deps.tenant, creditNoteId),
    documentsOf(deps.tenant, creditNoteId),
    ...begun(deps, wanted),
  );
  return dispatch({ mail: mail ?? wanted, customer: customer!, entity: note!.entity }, deps, () =>
    withCreditNote(note!, snapshot!, documents!),
  );
};

export const sendReceipt = async (
  settled: Settled & { customerId?: Customer['id'] | undefined },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  if (settled.customerId === undefined) return ok(undefined);
  const wanted = fresh('receipt', settled.customerId, fact);
  const [mailKey, customerKey] = begun(deps, wanted);
  const [[payment], [mail], [customer], paid] = await readGroups(
    [paymentById(deps.tenant, settled.paymentId)],
    [mailKey],
    [customerKey],
    settled.allocations.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)),
  );
  return dispatch(
    { mail: mail ?? wanted, customer: customer!, entity: payment!.entity },
    follow(deps, paid),
    async (to, seller) => receiptOf(payment!, settled, to, seller),
  );
};

/** A queued reminder is decided again at the second of sending; what was paid meanwhile, or is on its way, is not asked for. */
export const sendReminder = async ({ mailId }: { mailId: Mail['id'] }, deps: Deps): Promise<Sent> => {
  const queued = (await read(mailOf(deps.tenant, { id: mailId })))!;
  const recipient = (await read(customerById(deps.tenant, queued.customerId!)))!;
  const about = { mail: queued, customer: recipient, entity: queued.reminder!.entity };
  return dispatch(about, deps, async (customer, seller) => {
    const today = localDate(deps.now, seller.zone);
    // A sender that died after its claim has counted the step already: then only what is still open is asked for again.
    const counted = queued.state === 'SENDING';
    const { debts, unapplied } = await debtsOf(deps.tenant, queued, customer);
    const { owed, spared } = stillOwed(
      counted ? debts.map((debt) => ({ ...debt, invoice: { ...debt.invoice, remindOn: today } })) : debts,
      unapplied,
      today,
      deps.now,
    );
    if (owed.length === 0) return { suppressed: [...new Set(spared.map(({ why }) => why))].join(', ') };
    const steps = counted
      ? []
      : owed.map((invoice) => putInvoice(deps.tenant, reminded(invoice, seller.reminders, today)));
    return {
      ...(await withReminder(
        deps.tenant,
        counted ? owed.map((invoice) => ({ ...invoice, reminded: invoice.reminded - 1 })) : owed,
        customer,
        seller,
        today,
      )),
      steps,
      asked: owed,
    };
  });
};

/** To the address that the entity had before two persons agreed on a change of it. */
export const sendNotice = async (
  { approvalId, entity, from }: { approvalId: string; entity: string; from?: string | undefined },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const wanted = fresh('notice', undefined, fact);
  const [approval, mail] = await readEach(approvalById(deps.tenant, approvalId), mailOf(deps.tenant, wanted));
  const email = Email.parse(approval!.before?.['email']);
  return dispatch({ mail: mail ?? wanted, customer: { emails: [email] }, entity }, deps, async (_, seller) =>
    entityChanging(approval!, from, seller),
  );
};
