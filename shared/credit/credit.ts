/** How much a customer may owe, and how much is used (rules §3.11). One account per customer and currency. */
import * as z from 'zod';
import { Currency, Money } from '../kernel/money.ts';
import { CustomerId } from '../customers/customer.ts';

export const CreditAccount = z
  .object({
    customerId: CustomerId,
    currency: Currency,
    limit: Money.optional().meta({ description: 'Absent: no credit was given, every order is held.' }),
    exposure: Money.meta({
      description: 'Open invoices and confirmed uninvoiced orders, less unapplied payments.',
    }),
    available: Money,
  })
  .meta({ id: 'CreditAccount' });
export type CreditAccount = Readonly<z.infer<typeof CreditAccount>>;
