/** Deliveries that waited end their waiting in the commit of their invoice, or of its draft; what came back meanwhile is credited then. */
import { announce, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { OrderReturned } from '../orders/order.ts';
import { orderStands, putUnbilled } from '../orders/store.ts';
import { ordersOf } from './content.ts';
import type { Drafted } from './drafting.ts';

/** What came back while its delivery waited is credited now that there is an invoice: a return's note is made once. */
export const cameBack = (draft: Drafted): Fact[] =>
  ordersOf(draft).flatMap(({ id: orderId, customerId, returns = [] }) =>
    returns.map(({ id }) => announce(OrderReturned, orderId, { orderId, customerId, returnId: id })),
  );
/** Deliveries wait no more; nothing came back of their orders since they were read. */
export const taken = (tenant: string, draft: Drafted): Write<'table.stale'>[] =>
  draft.collected
    ? [
        ...draft.collected.map((one) =>
          putUnbilled(tenant, { ...one, version: one.version + 1, invoiceId: draft.id }),
        ),
        ...ordersOf(draft).map((order) => orderStands(tenant, order)),
      ]
    : [];
