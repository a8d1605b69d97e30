/** A deposit ends: what no invoice took up is the customer's again, on the receipts that it came with. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { creditOnce } from '../corrections/take-back.ts';
import { moveExposures } from '../credit/store.ts';
import { DepositClosed, depositLeft } from '../invoices/deposit.ts';
import { invoiceIdOf } from '../invoices/ids.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { minus } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { unbilledParts, waitingBills } from '../orders/bill.ts';
import { isBilledApart, mayWait } from '../orders/billing.ts';
import type { Order } from '../orders/order.ts';
import { orderById, unbilledById } from '../orders/store.ts';
import { released, type Released } from '../payments/deposited.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById, putPayment } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commitAll, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { DepositView } from './deposit.ts';
import { closedAs, isAlive, viewOf } from './rules.ts';

type Lost = 'once.taken' | 'table.stale';

/** Worker: an order may have got its last invoice, or was cancelled. Asked again after each of them, so nothing waits. */
export const closeLeft = async (
  { orderId }: { orderId: Order['id'] },
  deps: Deps,
): Promise<Result<void, Lost>> => {
  const order = (await read(orderById(deps.tenant, orderId)))!;
  const ids = order.deposits ?? [];
  if (ids.length === 0 || !(await isOver(order, deps))) return ok(undefined);
  const reason = `Order ${order.sourceOrderId} is ${order.state === 'CANCELLED' ? 'cancelled' : 'invoiced to its end'}.`;
  for (const id of ids) {
    const done = await untilFresh(async (): Promise<Result<unknown, Lost>> => {
      const head = (await read(invoiceById(deps.tenant, id)))!;
      if (!isAlive(head)) return ok(undefined);
      return head.prepayment ? creditLeft(head, reason, deps) : close(head, reason, deps);
    });
    if (!done.ok) return done;
  }
  return ok(undefined);
};

/** What no invoice took up of an invoice of money is taken back by a credit note: the customer's, unapplied, and its tax with it. */
export const creditLeft = async (head: Invoice, text: string, deps: Deps): Promise<Result<void, Lost>> => {
  const done = await creditOnce(
    head.id,
    { reason: 'not_delivered', text },
    idOfCause('crn', head.issuedAt, head.id, String(head.credits.length)),
    without(deps, 'once', 'requestedBy'),
  );
  if (done.ok) return ok(undefined);
  if (done.code === 'table.stale' || done.code === 'once.taken') return refuse(done.code, done.detail);
  // Something is left of it, so nothing stands against that.
  throw new Error(`${head.number} cannot be credited: ${done.detail}`);
};

/** The invoices of money that a deposit paid, as far as something is left of them. */
export const prepaymentsOf = async (
  { deposit }: Invoice,
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<Invoice[]> => {
  const ids = (deposit?.taken ?? []).filter((one) => one.prepayment).map(({ invoiceId }) => invoiceId);
  return (await readAll(ids.map((id) => invoiceById(tenant, id)))).filter(isAlive);
};

/** Cancelled, or delivered and every part of it invoiced: nothing is left that could take a deposit up. */
const isOver = async (order: Order, { tenant }: Deps): Promise<boolean> => {
  if (order.state === 'CANCELLED') return true;
  if (order.state !== 'FULFILLED' || unbilledParts(order).length + waitingBills(order).length > 0)
    return false;
  const parts = isBilledApart(order) ? (order.bills ?? []) : order.fulfilments;
  const waited = mayWait(order) ? await readAll(parts.map(({ id }) => unbilledById(tenant, id))) : [];
  if (waited.some(({ invoiceId }) => invoiceId === undefined)) return false;
  const on = new Map<string, string>(waited.map(({ id, invoiceId }) => [id, invoiceId!]));
  const ids = [...new Set(parts.map((part) => on.get(part.id) ?? invoiceIdOf(part)))];
  return (await readAll(ids.map((id) => invoiceById(tenant, id)))).length === ids.length;
};

/** The whole end in one commit: request, receipts, entries, exposure, event. */
export const close = async (
  head: Invoice,
  reason: string,
  deps: Deps,
): Promise<Result<DepositView, Lost>> => {
  const { tenant, now, actor } = deps;
  const under = follow(deps, [head]);
  const left = depositLeft(head);
  const on = localDate(now, entityOf((await recall(tenantById(tenant)))!, head.entity)!.zone);
  const { effects, deposit: paid } = await releasedFrom(head, on, deps);
  const deposit: Invoice = {
    ...paid,
    version: head.version + 1,
    ...closedAs({ ...paid, open: head.open }, { at: now, by: actor, reason }),
  };
  const { id, customerId, number } = head;
  const fact = announce(DepositClosed, id, {
    depositId: id,
    customerId,
    orderId: head.deposit!.orderId,
    number,
    released: left,
    reason,
  });
  const answer = viewOf(deposit, []);
  const receipts = new Map<string, Payment>(effects.map(({ payment }) => [payment.id, payment]));
  const done = await commitAll(
    [
      ...effects.map(({ entry }) => ({
        deps: without(under, 'once', 'requestedBy'),
        act: { action: 'deposits.release', subject: id, entry },
      })),
      { deps: under, act: { action: `deposits.close: ${reason}`, subject: id, events: [fact], answer } },
    ],
    [
      putInvoice(tenant, deposit),
      ...[...receipts.values()].map((payment) => putPayment(tenant, payment)),
      ...moveExposures(
        tenant,
        head.total.currency,
        effects.flatMap(({ exposures }) => exposures),
      ),
    ],
  );
  return done.ok ? ok(answer) : done;
};

/** What came last is given back first; a receipt that paid it twice is put once. */
const releasedFrom = async (
  head: Invoice,
  on: string,
  { tenant }: Deps,
): Promise<{ effects: Released[]; deposit: Invoice }> => {
  const ids = new Set(head.settlements.map(({ paymentId }) => paymentId));
  const before = await readAll([...ids].map((id) => paymentById(tenant, id)));
  const receipts = new Map(before.map((payment) => [payment.id as string, payment]));
  const effects: Released[] = [];
  let [deposit, left] = [head, depositLeft(head)];
  while (left.minor > 0) {
    const { paymentId } = deposit.settlements.at(-1)!;
    const effect = released(deposit, receipts.get(paymentId)!, left, on);
    const version = before.find(({ id }) => id === paymentId)!.version + 1;
    const payment = { ...effect.payment, version };
    receipts.set(paymentId, payment);
    effects.push({ ...effect, payment });
    deposit = effect.deposit;
    left = minus(left, effect.released);
  }
  return { effects, deposit };
};
