/** Each mail has one cause: what it says is gathered here, and it goes out once (sending.ts). */
import { approvalById } from '../approvals/store.ts';
import type { Customer } from '../customers/customer.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { creditNoteById, documentsOf, invoiceById, snapshotById } from '../invoices/store.ts';
import type { Envelope } from '../kernel/events.ts';
import { Email } from '../kernel/party.ts';
import { ok } from '../kernel/result.ts';
import { orderById } from '../orders/store.ts';
import { paymentById } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { readEach, readGroups } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { begun, fresh, withCreditNote, withInvoice, withOrder, withReceipt } from './compose.ts';
import type { Settled } from './gather.ts';
import { entityChanging } from './mails/notice.ts';
import type { Sent } from './outcome.ts';
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
  const about = { mail: mail ?? wanted, customer: customer!, entity: order!.entity, fact };
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
  return dispatch(
    { mail: mail ?? wanted, customer: customer!, entity: snapshot!.seller.id, fact },
    deps,
    () => withInvoice(deps.tenant, invoiceId, snapshot!, documents!),
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
  return dispatch({ mail: mail ?? wanted, customer: customer!, entity: note!.entity, fact }, deps, () =>
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
    { mail: mail ?? wanted, customer: customer!, entity: payment!.entity, fact },
    follow(deps, paid),
    async (to, seller) => withReceipt(payment!, settled, to, seller),
  );
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
  return dispatch(
    { mail: mail ?? wanted, customer: { emails: [email] }, entity, fact },
    deps,
    async (_, seller) => ({
      letter: entityChanging(approval!, from, seller),
    }),
  );
};
