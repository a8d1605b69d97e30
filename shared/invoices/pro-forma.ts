/** What a customs office, a bank or a buyer asks for before there is an invoice: the order as it would be invoiced, and no invoice. */
import type { Quote } from '../agreements/agreement.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
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
  return {
    ...framed(draft, issuedOn),
    ...unbooked(order.sourceOrderId, issuedOn, basketOf(order)),
    poNumber: order.poNumber,
  };
};

/** Of a kept quote as it was told, on the day on which it was: whoever orders by it gets these lines, prices and terms. */
export const proFormaOfQuote = ({
  quote,
  customer,
  entity,
}: Pick<Draft, 'customer' | 'entity'> & { readonly quote: Quote & KeptQuote }): Snapshot => {
  const issuedOn = localDate(quote.quotedAt, entity.zone);
  const told = { ...quote, lines: quote.lines.map((line) => without(line, 'explanation')) };
  const { id: _, ...terms } = quote;
  return {
    ...framed({ order: terms, customer, entity }, issuedOn),
    ...unbooked(quote.id, issuedOn, basketOf(told)),
    poNumber: quote.poNumber,
    quote: { validUntil: quote.validUntil },
  };
};
type KeptQuote = { readonly id: string; readonly validUntil: LocalDate };

/** What makes it no invoice: nothing to pay by, nothing that was supplied. */
const unbooked = (number: string, issuedOn: LocalDate, { lines, totals }: ReturnType<typeof basketOf>) => ({
  proForma: true as const,
  number,
  deliveredOn: issuedOn,
  advance: true as const,
  reference: '',
  lines: lines.map((line, index) => ({ ...line, id: String(index + 1) })),
  totals,
});

const changedAt = ({ placedAt, amendments = [] }: Pick<Order, 'placedAt' | 'amendments'>): string =>
  amendments.at(-1)?.at ?? placedAt;
