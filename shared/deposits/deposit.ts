/** Asking for a deposit, and what the API shows of one. What a deposit is stands upstream, where invoices take it up (`invoices/deposit.ts`). */
import * as z from 'zod';
import { Delivery } from '../invoices/delivery.ts';
import { Documents, Invoice } from '../invoices/invoice.ts';
import { Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { Percent } from '../pricing/price.ts';

export const RequestDeposit = z
  .strictObject({
    percent: Percent.optional().meta({ description: 'Of the order’s total with tax.' }),
    amount: PositiveMoney.optional().meta({ description: 'With tax, in the order’s currency.' }),
    dueInDays: z.int().min(0).max(180).optional().meta({
      description: 'From its issue; the order’s payment terms where absent.',
    }),
  })
  .meta({ id: 'RequestDeposit', description: 'Says one of `percent` and `amount`.' });
export type RequestDeposit = z.infer<typeof RequestDeposit>;

export const CloseDeposit = z.strictObject({ reason: Text(300, 3) }).meta({ id: 'CloseDeposit' });

export const DepositView = Invoice.omit({
  link: true,
  credits: true,
  early: true,
  instalments: true,
  reminded: true,
  remindOn: true,
})
  .extend({
    left: Money.meta({ description: 'Paid, and taken up by no invoice yet.' }),
    delivery: Delivery.optional(),
    documents: Documents.optional(),
  })
  .meta({ id: 'DepositRequest' });
export type DepositView = z.infer<typeof DepositView>;
