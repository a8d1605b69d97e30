/** Deposits are asked for, looked at and closed by people; what is paid and taken up happens where payments and invoices do. */
import { depositSeries, entityOf, inForce } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import { DepositRequested } from '../invoices/deposit.ts';
import { numbersOf } from '../invoices/drafting.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { hashOf } from '../invoices/link.ts';
import { headOf } from '../invoices/rules.ts';
import {
  deliveryOf,
  deposits,
  documentsOf,
  invoiceById,
  putInvoice,
  putSnapshot,
} from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import { numberOf } from '../numbering/series.ts';
import { take } from '../numbering/store.ts';
import type { Order } from '../orders/order.ts';
import { orderById, putOrder } from '../orders/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, list, listed, read, readAll, readEach, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { depositsApi } from './api.ts';
import { close, creditLeft, prepaymentsOf } from './closing.ts';
import type { DepositView, RequestDeposit } from './deposit.ts';
import { depositOf, isAlive, requestOf, viewOf } from './rules.ts';

export const actions: ActionsOf<typeof depositsApi, Deps> = {
  requestDeposit: ({ id, ...wanted }, deps) => {
    const depositId = newId('inv');
    return untilFresh(() => request(id, wanted, depositId, deps));
  },
  listOrderDeposits: async ({ id }, { tenant }) => {
    const order = await read(orderById(tenant, id));
    if (!order) return unknownOrder(id);
    const all = await depositsFor(order, tenant);
    return ok({
      data: await viewed(
        all.filter(({ deposit }) => deposit),
        tenant,
      ),
    });
  },
  listDeposits: async (page, { tenant }) => {
    const found = await list(deposits(tenant), page);
    return listed({ ...found, data: await viewed(found.data, tenant) });
  },
  getDeposit: async ({ id }, { tenant }) => {
    const [head, delivery, documents] = await readEach(
      invoiceById(tenant, id),
      deliveryOf(tenant, id),
      documentsOf(tenant, id),
    );
    if (!head?.deposit) return unknown(id);
    const [view] = await viewed([head], tenant);
    return ok({ ...view!, ...(delivery && { delivery }), ...(documents && { documents }) });
  },
  closeDeposit: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const head = await read(invoiceById(deps.tenant, id));
      if (!head?.deposit) return unknown(id);
      const prepayments = await prepaymentsOf(head, deps);
      if (!isAlive(head) && prepayments.length === 0)
        return refuse('deposits.over', `Deposit ${head.number} is ${head.state}, and nothing of it is left.`);
      // Each has a number of its own, so each is a commit of its own; whoever dies in between asks again, and finds them credited.
      for (const one of prepayments) {
        const credited = await creditLeft(one, reason, deps);
        if (!credited.ok) return credited;
      }
      return close(head, reason, deps);
    }),
};

const unknown = (id: string) => refuse('deposits.unknown', `There is no deposit ${id}.`);
const unknownOrder = (id: string) => refuse('orders.unknown', `There is no order ${id}.`);

const depositsFor = ({ deposits: ids = [] }: Order, tenant: string): Promise<Invoice[]> =>
  readAll(ids.map((id) => invoiceById(tenant, id)));

const viewed = (heads: readonly Invoice[], tenant: string): Promise<DepositView[]> =>
  Promise.all(heads.map(async (head) => viewOf(head, await prepaymentsOf(head, { tenant }))));

/** Number, document, the order that names it, and the event are one commit; nothing is booked, because nothing is owed. */
const request = async (id: Order['id'], wanted: RequestDeposit, depositId: Invoice['id'], deps: Deps) => {
  const { tenant } = deps;
  const order = await read(orderById(tenant, id));
  if (!order) return unknownOrder(id);
  const asked = depositOf(order, await depositsFor(order, tenant), wanted);
  if (!asked.ok) return asked;
  const customer = (await read(customerById(tenant, order.customerId)))!;
  const entity = inForce(entityOf((await recall(tenantById(tenant)))!, order.entity)!, deps.now);
  const { name, next, issuedOn } = await numbersOf({ ...entity, series: depositSeries(entity) }, deps);
  const issue = { number: numberOf(name, next), issuedOn };
  const snapshot = requestOf({ order, customer, entity }, asked.value, wanted, issue);
  const under = follow(deps, [order]);
  const head: Invoice = {
    ...headOf(snapshot, {
      id: depositId,
      linkHash: hashOf(await secret('linkKey'), tenant, depositId),
      at: deps.now,
      trace: under.trace,
      creditId: order.creditId,
      // Nobody is late with what is not owed: it is asked for again only where the company wants that.
      firstReminder: entity.depositReminders?.[0],
    }),
    deposit: { orderId: order.id, taken: [] },
  };
  const fact = announce(DepositRequested, depositId, {
    depositId,
    customerId: order.customerId,
    orderId: order.id,
    number: head.number,
    total: head.total,
    dueOn: head.dueOn,
  });
  const named = { ...order, version: order.version + 1, deposits: [...(order.deposits ?? []), depositId] };
  const view = viewOf(head, []);
  const done = await commit(under, { action: 'deposits.request', events: [fact], answer: view }, [
    ...take(tenant, { name, next }, issuedOn, [depositId]),
    putInvoice(tenant, head),
    putSnapshot(tenant, depositId, snapshot),
    ...putOrder(tenant, named),
  ]);
  if (done.ok) return ok(view);
  // Only the first version of an order can be a duplicate.
  return refuse(done.code === 'orders.duplicate' ? 'table.stale' : done.code, done.detail);
};
