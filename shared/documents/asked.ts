/** Draws what is asked for over the API: a pro-forma invoice, from the order as it stands. */
import { entityOf, inForce } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import { proFormaOf } from '../invoices/pro-forma.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
import { orderById } from '../orders/store.ts';
import type { Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { read, recall } from '../runtime/table.ts';
import { fileName } from './document.ts';
import { FONTS } from './fonts.ts';
import { keepDocument } from './keeping.ts';
import { pdfOf } from './pdf.ts';

const LINK_SECONDS = 300;

export const makeProForma = async ({ id }: { id: Order['id'] }, { tenant, now }: Deps) => {
  const order = await read(orderById(tenant, id));
  if (!order) return refuse('orders.unknown', `There is no order ${id}.`);
  if (order.state === 'CANCELLED')
    return refuse(
      'orders.cancelled',
      `Order ${order.sourceOrderId} was cancelled: nothing will be invoiced of it.`,
    );
  const customer = (await read(customerById(tenant, order.customerId)))!;
  const entity = inForce(entityOf((await recall(tenantById(tenant)))!, order.entity)!, now);
  const bytes = await pdfOf(proFormaOf({ order, customer, entity }), FONTS, {});
  const number = `pro-forma-${order.sourceOrderId}`;
  // Whoever asks again gets the same file.
  const key = await keepDocument(tenant, id, { number, kind: 'pdf', bytes });
  return ok({
    url: await linkTo(key, fileName(number, 'pdf'), LINK_SECONDS),
    expiresInSeconds: LINK_SECONDS,
  });
};
