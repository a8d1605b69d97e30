/** Issues what is not a delivery by itself: bills of orders, and deliveries that waited for each other. */
import { ok, refuse } from '../kernel/result.ts';
import { orderById, unbilledById } from '../orders/store.ts';
import type { Deps } from '../runtime/context.ts';
import { read, readAll, untilFresh } from '../runtime/table.ts';
import { draftsOf, type Delivered } from './drafting.ts';
import { issue, issueForFulfilment } from './issuing.ts';
import { lackingOf } from './incomplete.ts';

/** A bill of an order is an invoice as a delivery is one. One that was taken back since it was told of is none any more. */
export const issueForBill = async (
  { orderId, customerId, billId }: Omit<Delivered, 'fulfilmentId'> & { readonly billId: string },
  deps: Deps,
): ReturnType<typeof issueForFulfilment> => {
  const done = await issueForFulfilment({ orderId, customerId, fulfilmentId: billId }, deps);
  if (done.ok || done.code !== 'invoices.order_unknown') return done;
  const order = await read(orderById(deps.tenant, orderId));
  return order?.voidedBills?.some(({ id }) => id === billId) ? ok(undefined) : done;
};

/** The deliveries that wait still, on one invoice; its id follows from the first of them. None wait where the message came twice. */
export const issueCollected = (
  {
    customerId,
    deliveries,
  }: { readonly customerId: string; readonly deliveries: Delivered['deliveries'] & object },
  deps: Deps,
): ReturnType<typeof issueForFulfilment> =>
  untilFresh(async () => {
    const known = await readAll(
      deliveries.map(({ fulfilmentId }) => unbilledById(deps.tenant, fulfilmentId)),
    );
    const collected = known.filter(({ invoiceId }) => invoiceId === undefined);
    const named = collected.map(({ id, orderId }) => ({ orderId, fulfilmentId: id }));
    const [first] = named;
    if (!first) return ok(undefined);
    const data = { ...first, customerId, ...(named.length > 1 && { deliveries: named }) };
    const [draft] = (await draftsOf(deps.tenant, [{ data, deps }])) ?? [];
    if (!draft)
      return refuse('invoices.order_unknown', `Deliveries of ${customerId} are not complete in the books.`);
    return lackingOf(draft) ?? issue(deps.tenant, [{ ...draft, collected }]);
  });
