/** How receipts move credit (rules §3.11): what is settled frees the invoice's account, what is unapplied frees the payer's. */
import { accountOf, type Move } from '../credit/credit.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Allocation, Payment } from './payment.ts';

/** Each allocation on the account that its invoice burdens; what was written off burdened it no more. */
export const freed = (invoices: readonly Invoice[], allocations: readonly Allocation[]): Move[] =>
  allocations.flatMap(({ invoiceId, amount, discount, difference, recovery }) => {
    const invoice = invoices.find(({ id }) => id === invoiceId);
    return invoice && !recovery
      ? [
          {
            account: accountOf(invoice),
            minor: 0 - amount.minor - (discount?.minor ?? 0) - (difference?.amount.minor ?? 0),
          },
        ]
      : [];
  });
/** Money that a known customer has with us. */
export const onAccount = ({ customerId, creditId, unapplied }: Payment, sign: 1 | -1): Move[] =>
  customerId === undefined
    ? []
    : [{ account: accountOf({ customerId, creditId }), minor: sign * unapplied.minor }];
