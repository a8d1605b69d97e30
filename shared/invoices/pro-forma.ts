/** What a customs office, a bank or a buyer asks for before there is an invoice: the order as it would be invoiced, and no invoice. */
import { localDate } from '../kernel/dates.ts';
import type { Order } from '../orders/order.ts';
import { basketOf } from '../orders/parts.ts';
import type { Draft } from './content.ts';
import type { Snapshot } from './invoice.ts';
import { framed } from './rules.ts';

/**
 * All of the order under its own number, on the day of its last change: the same state makes the same document. It has no number of a
 * series, no reference that a payer could quote, and nothing that a system reads as an e-invoice.
 */
export const proFormaOf = (draft: Pick<Draft, 'order' | 'customer' | 'entity'>): Snapshot => {
  const { order, entity } = draft;
  const issuedOn = localDate(changedAt(order), entity.zone);
  const { lines, totals } = basketOf(order);
  return {
    ...framed(draft, issuedOn),
    proForma: true,
    number: order.sourceOrderId,
    poNumber: order.poNumber,
    deliveredOn: issuedOn,
    advance: true,
    reference: '',
    lines: lines.map((line, index) => ({ ...line, id: String(index + 1) })),
    totals,
  };
};

const changedAt = ({ placedAt, amendments = [] }: Pick<Order, 'placedAt' | 'amendments'>): string =>
  amendments.at(-1)?.at ?? placedAt;
