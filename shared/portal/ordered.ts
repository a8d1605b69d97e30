/** The page behind an order's link: where it stands. It shows, and changes nothing. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { customerById } from '../customers/store.ts';
import { localDate } from '../kernel/dates.ts';
import { orderLinkUntil, orderOpened } from '../orders/link.ts';
import { orderById } from '../orders/store.ts';
import { instant } from '../runtime/context.ts';
import { about } from '../runtime/log.ts';
import { page, type PageAnswer } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read, recall } from '../runtime/table.ts';
import { orderPage } from './order.tsx';
import { errorPage, stylesOf } from './pages.tsx';

/** Forged, unknown and expired links get the same answer; whoever has no secret of ours makes us read nothing. */
export const ordered = async (token: string): Promise<PageAnswer> => {
  const nothing = page(404, errorPage(), stylesOf(undefined));
  const opened = orderOpened(await secret('linkKey'), token);
  if (!opened) return nothing;
  const { tenant, orderId } = opened;
  const order = await read(orderById(tenant, orderId));
  const seller = order && entityOf((await recall(tenantById(tenant)))!, order.entity);
  if (!order || !seller) return nothing;
  about({ tenant, trace: order.trace });
  const until = orderLinkUntil(localDate(order.placedAt, seller.zone));
  if (localDate(instant(), seller.zone) > until) return nothing;
  const customer = await read(customerById(tenant, order.customerId));
  return page(
    200,
    orderPage({
      order,
      seller: { ...seller, colour: seller.brand?.colour },
      language: customer!.language,
      placedOn: localDate(order.placedAt, seller.zone),
      until,
    }),
    stylesOf(seller.brand?.colour),
  );
};
