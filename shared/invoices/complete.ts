/** Whether the e-invoice of a draft could be written by the customer's profile. */
import { issueFaults } from '../customers/e-invoice.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import type { Order } from '../orders/order.ts';
import type { Draft } from './content.ts';

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
