/** What is on an invoice: a delivery, several of one customer, or a bill of an order. */
import type { Entity } from '../access/tenant.ts';
import { untaxedPpm } from '../agreements/rules.ts';
import type { Customer } from '../customers/customer.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Order } from '../orders/order.ts';
import { billedPart, isBill, type Billable } from '../orders/parts.ts';
import { totalsOf } from '../pricing/rules.ts';
import { byPercent } from '../pricing/untaxed.ts';
import type { Rate } from '../rates/rate.ts';
import type { Invoice, Snapshot } from './invoice.ts';

/** An order with what of it is on an invoice. */
export interface Portion {
  readonly order: Order;
  readonly fulfilment: Billable;
}
export interface Draft {
  readonly order: Order;
  readonly fulfilment: Billable;
  /** Further deliveries on the same invoice, of the same customer and terms. */
  readonly also?: readonly Portion[] | undefined;
  readonly customer: Customer;
  readonly entity: Entity;
  /** That were asked for, for these orders. */
  readonly deposits?: readonly Invoice[] | undefined;
  /** Of the entity's own currency in the order's, where its tax is said in both. */
  readonly rate?: Rate | undefined;
  /** By which a foreign total stands in the entity's books. */
  readonly booking?: Rate | undefined;
}

export const portionsOf = ({ order, fulfilment, also = [] }: Draft): readonly Portion[] => [
  { order, fulfilment },
  ...also,
];

export const ordersOf = (draft: Draft): Order[] => [
  ...new Map(portionsOf(draft).map(({ order }) => [order.id, order])).values(),
];

/** The last day of supply; undefined where nothing was supplied yet. */
export const suppliedLast = (draft: Draft): LocalDate | undefined =>
  portionsOf(draft)
    .flatMap(({ fulfilment }) => suppliedOnOf(fulfilment) ?? [])
    .toSorted()
    .at(-1);

/** The deliveries of an invoice that is of several. */
export const deliveriesOn = (draft: Draft): Invoice['deliveries'] =>
  draft.also &&
  portionsOf(draft).map(({ order, fulfilment }) => ({
    orderId: order.id,
    fulfilmentId: fulfilment.id as `ful_${string}`,
  }));

/** Lines and totals, and when and with what they came; of several deliveries the taxes of all are rounded once (rules §3.2). */
export const contentOf = (
  draft: Draft,
  issuedOn: LocalDate,
): Pick<Snapshot, 'lines' | 'totals' | 'deliveredOn' | 'deliveries' | 'advance'> => {
  const { order, fulfilment, also = [] } = draft;
  if (also.length === 0) {
    const suppliedOn = suppliedOnOf(fulfilment);
    return {
      ...billedPart(order, fulfilment),
      deliveredOn: suppliedOn ?? issuedOn,
      ...(suppliedOn === undefined && { advance: true as const }),
    };
  }
  const portions = portionsOf(draft);
  const parts = portions.map((one) => billedPart(one.order, one.fulfilment));
  const lines = parts.flatMap((part, delivery) => part.lines.map((line) => ({ ...line, delivery })));
  const deliveries = portions.map(({ order: of, fulfilment: { id, ...rest } }) => ({
    orderId: of.id,
    fulfilmentId: id as `ful_${string}`,
    sourceOrderId: of.sourceOrderId,
    ...(of.poNumber !== undefined && { poNumber: of.poNumber }),
    deliveredOn: suppliedOnOf({ id, ...rest } as Billable) ?? issuedOn,
  }));
  return {
    lines,
    totals: totalsOf(
      lines,
      order.currency,
      parts.flatMap(({ totals }) => totals.allowances ?? []),
      byPercent(untaxedPpm(order.terms), order.currency),
    ),
    deliveredOn: deliveries
      .map(({ deliveredOn }) => deliveredOn)
      .toSorted()
      .at(-1)!,
    deliveries,
  };
};
const suppliedOnOf = (part: Billable): LocalDate | undefined =>
  isBill(part) ? part.suppliedOn : part.deliveredOn;
