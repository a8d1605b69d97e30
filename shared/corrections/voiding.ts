/** Making an invoice void: head, reversing entry, deliveries, exposure, the mail held back and the event are one commit (rules §3.6). */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { moveExposures } from '../credit/store.ts';
import { MailSuppressed } from '../dispatch/mail.ts';
import { mailOf, putMail } from '../dispatch/store.ts';
import type { Invoice, InvoiceView } from '../invoices/invoice.ts';
import { invoiceById, putInvoice, snapshotById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { within } from '../kernel/limits.ts';
import { toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { waiting } from '../orders/collecting.ts';
import { orderById, putOrder, putUnbilled, unbilledById } from '../orders/store.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, readEach, readGroups, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { InvoiceVoided, VoidInvoice } from './correction.ts';
import { viewOf } from './issuing.ts';
import { givenBack, heldBack, mayNotBeVoid, movesOf, voidEntry, voidOf } from './void.ts';

type Refused =
  | 'invoices.unknown'
  | 'invoices.voided'
  | 'corrections.not_voidable'
  | 'once.taken'
  | 'table.stale';

/** Above what the caller may give alone a second person agrees: a delivery that nobody bills anew is given away. */
export const voidInvoice = async ({ id, ...wanted }: VoidInvoice & { id: Invoice['id'] }, deps: Deps) => {
  const found = await voidable(id, deps);
  if (!found.ok) return found;
  const { number, total } = found.value.invoice;
  if (within(deps.may?.limits, 'refund', total)) return untilFresh(() => voidOnce(id, wanted, deps));
  const summary = `Invoice ${number} over ${toText(total)} ${total.currency} made void: ${wanted.reason}.`;
  return ask(
    { operation: 'corrections.void', subject: id, scope: 'invoices:write', summary, input: wanted },
    deps,
  );
};

/** Performs what two persons agreed on: it and the approval's end are one commit, which who approves repeats. */
export const performVoid = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  voidOnce(subject as Invoice['id'], VoidInvoice.parse(input), deps, ended);

/** `table.stale` while its mail was claimed, a payment came or its orders moved: it is decided anew. */
const voidOnce = async (
  id: Invoice['id'],
  { reason }: VoidInvoice,
  deps: Deps,
  ended?: Ended,
): Promise<Result<InvoiceView, Refused>> => {
  const found = await voidable(id, deps);
  if (!found.ok) return found;
  const { invoice: before, snapshot, mail, today } = found.value;
  const { tenant, now } = deps;
  const named = before.deliveries ?? [{ orderId: before.orderId!, fulfilmentId: before.fulfilmentId! }];
  const [known, waited] = await readGroups(
    [...new Set(named.map(({ orderId }) => orderId))].map((one) => orderById(tenant, one)),
    named.map(({ fulfilmentId }) => unbilledById(tenant, fulfilmentId)),
  );
  const back = givenBack(before, known);
  const { orders, deliveries } = back;
  const invoice = voidOf(before, {
    on: today,
    at: now,
    by: deps.requestedBy ?? deps.actor,
    ...(deps.requestedBy !== undefined && { approvedBy: deps.actor }),
    reason,
  });
  const held = heldBack(before, mail, { id: newId('mail'), now });
  const { customerId, number, total } = invoice;
  const view = viewOf(invoice, today);
  const done = await commit(
    follow(deps, [before]),
    {
      action: 'corrections.void',
      subject: id,
      entry: voidEntry(before, snapshot, { on: today, reason }),
      events: [
        announce(InvoiceVoided, id, { invoiceId: id, customerId, number, total }),
        ...(held
          ? [
              announce(MailSuppressed, held.id, {
                mailId: held.id,
                customerId,
                purpose: held.purpose,
                reason: held.reason!,
              }),
            ]
          : []),
      ],
      answer: ended?.answer ?? view,
    },
    [
      putInvoice(tenant, invoice),
      ...(held ? [putMail(tenant, held)] : []),
      ...orders.flatMap((order) => putOrder(tenant, order)),
      ...deliveries.map(({ order, delivery }) => {
        const {
          invoiceId: _,
          closesOn: __,
          ...one
        } = waited.find((each) => each.id === delivery.id) ?? { ...waiting(order, delivery), version: 0 };
        return putUnbilled(tenant, { ...one, version: one.version + 1 });
      }),
      ...moveExposures(tenant, total.currency, movesOf(before, back)),
      ...(ended ? [ended.write] : []),
    ],
  );
  if (done.ok) return ok(view);
  return done.code === 'orders.duplicate'
    ? refuse('table.stale', done.detail)
    : refuse(done.code, done.detail);
};

/** The invoice with what was looked at, where nothing stands against it. */
const voidable = async (id: Invoice['id'], { tenant, now }: Deps) => {
  const [invoice, snapshot, mail] = await readEach(
    invoiceById(tenant, id),
    snapshotById(tenant, id),
    mailOf(tenant, { id: '', invoiceId: id }),
  );
  if (!invoice || !snapshot || invoice.deposit)
    return refuse('invoices.unknown', `There is no invoice ${id}.`);
  if (invoice.voided)
    return refuse('invoices.voided', `Invoice ${invoice.number} was made void on ${invoice.voided.on}.`);
  const entity = entityOf((await recall(tenantById(tenant)))!, invoice.entity)!;
  const today = localDate(now, entity.zone);
  const around = {
    invoice,
    country: snapshot.seller.address.country,
    mail,
    attempts: await attemptsOn(tenant, id),
  };
  const stands = mayNotBeVoid(around, today, now);
  // A clock that went back books nothing before the issue.
  const on = today < invoice.issuedOn ? invoice.issuedOn : today;
  return stands ?? ok({ invoice, snapshot, mail, today: on });
};
