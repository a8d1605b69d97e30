/** Asks the stock system what an order's commit said that it shall be asked, and keeps its answer in the order. */
import { ok, refuse, type Result } from '../kernel/result.ts';
import { inAdvance } from '../orders/billing.ts';
import type { Order } from '../orders/order.ts';
import { openOf } from '../orders/parts.ts';
import { answeredFacts, expired, reserved, stockFacts } from '../orders/stock.ts';
import { orderById, putOrder, reservedUntil } from '../orders/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { fetchOut } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, each, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { overHttp, type Account } from './http.ts';
import type { Inventory } from './port.ts';
import { billingFacts } from '../orders/unbilling.ts';

interface Asked {
  readonly orderId: Order['id'];
  readonly reservation: `rsv_${string}`;
  readonly ask: 'reserve' | 'confirm' | 'release';
  readonly fulfilmentId?: string | undefined;
}

/**
 * The intent is in the order before this runs, and the reservation's id is the key under which it is asked: whoever dies here, the
 * message comes again, asks the same, and its answer is kept once.
 */
export const keepStock = async (asked: Asked, deps: Deps): Promise<Result<void>> => {
  const order = await read(orderById(deps.tenant, asked.orderId));
  const stock = await stockOf(deps.tenant);
  if (!order) return refuse('inventory.order_unknown', `There is no order ${asked.orderId}.`);
  if (!stock)
    return refuse(
      'inventory.no_account',
      'The vault has no "inventory" of this tenant: put its address and key there.',
    );
  if (asked.ask === 'release') return ok(await stock.release(asked.reservation));
  if (asked.ask === 'confirm') {
    const { id: delivery, lines } = order.fulfilments.find(({ id }) => id === asked.fulfilmentId)!;
    return ok(await stock.confirm({ reservation: asked.reservation, delivery, lines }));
  }
  return reserve(order, asked.reservation, stock, deps);
};

const reserve = async (
  order: Order,
  reservation: Asked['reservation'],
  stock: Inventory,
  deps: Deps,
): Promise<Result<void>> => {
  // Amended or cancelled meanwhile: that commit asked something else.
  if (order.stock?.reservation !== reservation || order.stock.state !== 'ASKED') return ok(undefined);
  const got = await stock.reserve({
    reservation,
    orderId: order.id,
    until: order.stock.until,
    lines: order.lines.flatMap(({ id: line, sku, unit, ...rest }) => {
      const quantity = openOf(rest);
      return quantity === '0' ? [] : [{ line, sku, quantity, unit }];
    }),
  });
  return untilFresh(async (tries) => {
    const now = tries === 0 ? order : (await read(orderById(deps.tenant, order.id)))!;
    const stocked = reserved(now, reservation, got);
    // Whoever asked anew meanwhile released this one by its own commit.
    if (!stocked) return ok(undefined);
    const answered = inAdvance(stocked, { id: newId('bil'), at: deps.now });
    return commit(
      follow(deps, [answered]),
      {
        action: 'inventory.reserved',
        events: [...answeredFacts(now, answered), ...billingFacts(now, answered)],
      },
      putOrder(deps.tenant, answered),
    );
  });
};

/** Reservations that ran out: released here and there, and what they held is back-ordered. */
export const releaseStock = async (deps: Deps): Promise<void> => {
  for await (const order of each(reservedUntil(deps.tenant, deps.now))) {
    const after = expired(order);
    const done = await commit(
      follow(deps, [after]),
      { action: 'inventory.expired', events: [...stockFacts(order, after), ...answeredFacts(order, after)] },
      putOrder(deps.tenant, after),
    );
    // Moved on at this moment: the next run looks again.
    if (!done.ok) log.info('stock.moved');
  }
};

/** From the vault: `{ "<tenant>": { "inventory": { "baseUrl", "apiKey" } } }`. */
const stockOf = async (tenant: string): Promise<Inventory | undefined> => {
  const vault = JSON.parse(await secret('providers')) as Record<string, { inventory?: Account } | undefined>;
  const account = vault[tenant]?.inventory;
  return account && overHttp(account, fetchOut);
};
