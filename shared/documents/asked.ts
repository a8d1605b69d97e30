/** Draws what is asked for over the API: a pro-forma invoice, from the order as it stands, or from a kept quote. */
import { entityOf, inForce } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import type { Quote } from '../agreements/agreement.ts';
import type { Snapshot } from '../invoices/invoice.ts';
import { proFormaOf, proFormaOfQuote } from '../invoices/pro-forma.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
import { orderById, quoteById } from '../orders/store.ts';
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
  return drawn(tenant, id, proFormaOf({ order, customer, entity }));
};

/** Of a quote that somebody may still order by. */
export const makeQuoteProForma = async ({ id }: { id: NonNullable<Quote['id']> }, { tenant, now }: Deps) => {
  const quote = await read(quoteById(tenant, id));
  const { validUntil } = quote ?? {};
  if (!quote || validUntil === undefined) return refuse('orders.quote_unknown', `There is no quote ${id}.`);
  if (quote.orderId !== undefined)
    return refuse('orders.quote_used', `The quote was ordered as ${quote.orderId}: ask for that order’s.`);
  const entity = inForce(entityOf((await recall(tenantById(tenant)))!, quote.entity)!, now);
  if (validUntil < localDate(now, entity.zone))
    return refuse('orders.quote_expired', `The quote was valid until ${validUntil}.`);
  const customer = (await read(customerById(tenant, quote.customerId)))!;
  return drawn(tenant, id, proFormaOfQuote({ quote: { ...quote, id, validUntil }, customer, entity }));
};

/** Kept by content: whoever asks again gets the same file. */
const drawn = async (tenant: string, id: string, snapshot: Snapshot) => {
  const bytes = await pdfOf(snapshot, FONTS, {});
  const number = `pro-forma-${snapshot.number}`;
  const key = await keepDocument(tenant, id, { number, kind: 'pdf', bytes });
  return ok({
    url: await linkTo(key, fileName(number, 'pdf'), LINK_SECONDS),
    expiresInSeconds: LINK_SECONDS,
  });
};
