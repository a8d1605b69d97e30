/** What of our own data says of prices of an invoice: its orders, and the price lists of their days. */
import { pricesOf } from '../agreements/settle.ts';
import { contractById } from '../agreements/store.ts';
import type { PriceList } from '../agreements/agreement.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { localDate } from '../kernel/dates.ts';
import type { Order } from '../orders/order.ts';
import { orderById } from '../orders/store.ts';
import { rated } from '../pricing/models.ts';
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { plainOf, provenBy, type Agreed } from './claims.ts';
import { actingOn } from './keeping.ts';
import type { Proof } from './proof.ts';
import type { OpenDispute } from './wanted.ts';

export type Said = Pick<OpenDispute, 'reason' | 'amount'> & {
  readonly lines?: readonly { readonly line: string }[] | undefined;
};
type Line = Snapshot['lines'][number];
type Head = Pick<Invoice, 'orderId' | 'customerId' | 'entity'>;

/** Lines that were named, else all, which the order and a price list of the day have cheaper. None where it is about anything but the price. */
export const proofOf = async (
  head: Head,
  snapshot: Snapshot,
  { reason, lines }: Said,
  deps: Deps,
): Promise<Proof[]> => {
  const plain = reason === 'price' ? plainOf(snapshot, lines) : [];
  if (plain.length === 0) return [];
  const customer = (await whoIsNow(deps, await read(customerById(deps.tenant, head.customerId))))!;
  const proofs: Proof[] = [];
  for (const [orderId, same] of Map.groupBy(plain, (line) => orderOf(line, head, snapshot))) {
    const order = orderId === undefined ? undefined : await read(orderById(deps.tenant, orderId));
    const left = same.flatMap((line) => {
      const agreed = inOrder(line, order);
      const denied = !agreed || (agreed.length > 0 && !provenBy(line, agreed, snapshot.currency));
      return denied ? [] : [{ line, agreed }];
    });
    const listed = await listsOf(
      left.map(({ line }) => line),
      { head, snapshot, order, customer },
      deps,
    );
    for (const { line, agreed } of left)
      proofs.push(...(provenBy(line, [...agreed, ...inList(line, listed)], snapshot.currency) ?? []));
  }
  return proofs;
};

/** An invoice of several deliveries has an order for each. */
const orderOf = ({ delivery }: Line, { orderId }: Head, { deliveries }: Snapshot): Order['id'] | undefined =>
  (delivery === undefined ? undefined : deliveries?.[delivery]?.orderId) ?? orderId;

/** Each line of it that has the sku, because more of them may have prices of their own; undefined where a price alone does not say what was agreed. */
const inOrder = ({ sku }: Line, order: Order | undefined): Agreed[] | undefined => {
  const same = order?.lines.filter((one) => one.sku === sku) ?? [];
  return same.some(({ allowances }) => allowances)
    ? undefined
    : same.map(({ unitPrice, baseQuantity }) => ({ from: 'order', of: order!.id, unitPrice, baseQuantity }));
};

/** As of the day of the order, else of the invoice. */
const listsOf = async (
  lines: readonly Line[],
  {
    head,
    snapshot,
    order,
    customer,
  }: {
    readonly head: Head;
    readonly snapshot: Snapshot;
    readonly order: Order | undefined;
    readonly customer: Customer;
  },
  deps: Deps,
): Promise<ReadonlyMap<string, PriceList>> => {
  if (lines.length === 0) return new Map();
  const { tenant } = deps;
  const { zone } = await actingOn(head, deps);
  const contract =
    order?.contract === undefined ? undefined : await read(contractById(tenant, order.contract));
  const { found } = await pricesOf(new Set(lines.map(({ sku }) => sku)), {
    tenant,
    customer,
    contract,
    currency: snapshot.currency,
    on: order ? localDate(order.placedAt, zone) : snapshot.issuedOn,
  });
  return found;
};

/** A list with discounts or packages says no plain price. */
const inList = ({ sku, quantity }: Line, lists: ReadonlyMap<string, PriceList>): Agreed[] => {
  const list = lists.get(sku);
  const rule = list?.entries.find((one) => one.sku === sku)?.rule;
  if (!list || rule?.model !== 'unit' || (list.discounts ?? []).length > 0) return [];
  const { unitPrice, baseQuantity } = rated(rule, quantity);
  return [{ from: 'list', of: list.id, unitPrice, baseQuantity }];
};
