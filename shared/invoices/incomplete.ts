/** What an invoice lacks that could not be added once it is frozen. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { issueFaults } from '../customers/e-invoice.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
import { noRate, pairOf } from './accounting.ts';
import type { Snapshot } from './invoice.ts';
import { suppliedLast, type Draft } from './content.ts';

/** What the profile of the customer's e-invoices wants of both sides; empty members are left out. */
export const profiled = (
  { profile, buyerReference, endpoint }: NonNullable<Customer['eInvoice']>,
  entity: Entity,
): Snapshot['eInvoice'] => ({
  profile,
  ...(buyerReference !== undefined && { buyerReference }),
  ...(endpoint && { buyer: endpoint }),
  ...(entity.endpoint && { seller: entity.endpoint }),
  ...(entity.contact && { contact: entity.contact }),
});

/** Why a delivery is not invoiced yet: what is missing once it is frozen would be missing for good. */
export const lackingOf = (
  draft: Draft,
): Refusal<'invoices.e_invoice_incomplete' | 'invoices.rate_missing'> | undefined => {
  const { entity, order, rate } = draft;
  if (!rate && pairOf(entity, order.currency))
    return noRate(entity.currency, order.currency, suppliedLast(draft) ?? 'today');
  return incomplete(draft);
};

/** Why the e-invoice could not be written. The invoice waits for it: once frozen, what is missing would be missing for good. */
export const incomplete = ({
  order: { id, currency, terms },
  customer,
  entity,
  also = [],
}: Pick<Draft, 'customer' | 'entity'> & {
  readonly order: Pick<Order, 'currency' | 'terms'> & Partial<Pick<Order, 'id'>>;
  readonly also?: Draft['also'];
}): Refusal<'invoices.e_invoice_incomplete'> | undefined => {
  const faults = [
    ...issueFaults(customer, entity, { currency, discountPercent: terms?.earlyPayment?.percent }),
    // One order's number cannot stand for several.
    ...(customer.eInvoice?.profile === 'peppol-bis-3' &&
    customer.eInvoice.buyerReference === undefined &&
    also.some(({ order }) => order.id !== id)
      ? [
          {
            pointer: '/eInvoice/buyerReference',
            detail: 'is wanted of an invoice of several orders (PEPPOL-EN16931-R003)',
          },
        ]
      : []),
  ];
  if (faults.length === 0) return undefined;
  const said = faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ');
  return refuse('invoices.e_invoice_incomplete', `Of customer ${customer.id}: ${said}.`, faults);
};
