/** What becomes of money that customers have with us: a company's rules, data in versions. Without any it waits. */
import * as z from 'zod';
import { Amounts } from '../cash/policy.ts';
import { MAX_TARGETS } from '../cash/match.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant } from '../kernel/dates.ts';
import { PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export const Applying = z.enum(['hold', 'oldest_due', 'oldest_invoice']).meta({
  id: 'ApplyingOfCredit',
  description:
    'hold: it waits for a person or for the customer. oldest_due, oldest_invoice: it settles open invoices of the same customer, legal entity and currency in this order.',
});
export type Applying = z.infer<typeof Applying>;

export const RefundingOfCredit = z
  .strictObject({
    afterDays: z.int().min(1).max(365).meta({ description: 'Days since the receipt was booked.' }),
    from: Amounts.meta({
      description:
        'The least that is worth a transfer, by currency; others are not given back by themselves.',
    }),
    upTo: Amounts.meta({
      description:
        'The most that is given back without a person, by currency; above it the job asks for approval.',
    }),
  })
  .meta({ id: 'RefundingOfCredit' });
export type RefundingOfCredit = Readonly<z.infer<typeof RefundingOfCredit>>;

export const UnappliedRuleSet = z
  .strictObject({
    apply: Applying.default('hold'),
    forChildren: z.boolean().default(false).meta({
      description:
        'What a customer owes itself is settled first; then what is due of the customers whose parent it is, oldest due first. Not beside `hold`, and never the other way round.',
    }),
    refund: RefundingOfCredit.optional().meta({
      description:
        'What is left after so many days, of a customer who owes nothing. Absent: nothing is given back.',
    }),
  })
  .meta({ id: 'UnappliedRuleSet' });

export const UnappliedRules = UnappliedRuleSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'UnappliedRules' });
export type UnappliedRules = Readonly<z.infer<typeof UnappliedRules>>;

/** What holds before anybody says anything. */
export const NO_RULES: UnappliedRules = { version: 0, apply: 'hold', forChildren: false };

/** All that a receipt is for from now on, in one go. */
export const ReassignReceipt = z
  .strictObject({
    allocations: z
      .array(
        z.strictObject({
          invoiceId: InvoiceId,
          amount: PositiveMoney.optional().meta({ description: 'As far as the money goes, where absent.' }),
        }),
      )
      .max(MAX_TARGETS)
      .meta({ description: 'All of them: what is not named is taken back.' }),
    customerId: CustomerId.optional().meta({
      description: 'Whose money it is. Absent: the customer’s of the invoices, or whose it was.',
    }),
    hold: z.boolean().default(true).meta({
      description: 'What is left waits for a person; otherwise the company’s rules may use it.',
    }),
    reason: Text(300, 3),
  })
  .meta({ id: 'ReassignReceipt' });
export type ReassignReceipt = z.infer<typeof ReassignReceipt>;
