/** What is given up of an invoice, by whom and why; and the rules by which small rests are given up by themselves (rules §3.8). */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export const WriteOffId = idOf('wro').meta({ id: 'WriteOffId' });
export const WriteOffReason = z
  .enum([
    'uncollectible',
    'insolvency',
    'not_found',
    'limitation',
    'settlement',
    'costs_exceed',
    'small_balance',
    'deduction',
    'other',
  ])
  .meta({
    id: 'WriteOffReason',
    description:
      'Why: nothing is to be had, insolvency, the debtor is not found, time-barred, an agreement to pay less, collecting costs more, a small rest, something that the payer kept back.',
  });

export const WriteOffInvoice = z
  .strictObject({
    amount: PositiveMoney.optional().meta({ description: 'All that is open, where it is absent.' }),
    reason: WriteOffReason,
    note: Text(300, 3).optional(),
  })
  .meta({ id: 'WriteOffInvoice' });
export type WriteOffInvoice = z.infer<typeof WriteOffInvoice>;

export const WriteOff = z
  .object({
    id: WriteOffId,
    version: z.int().min(1),
    state: z.enum(['BOOKED', 'REVERSED']),
    entity: EntityId,
    invoiceId: InvoiceId,
    invoiceNumber: z.string(),
    customerId: CustomerId,
    customerName: z.string(),
    amount: Money,
    reason: WriteOffReason,
    note: z.string().optional(),
    on: LocalDate.meta({ description: 'The day in the books.' }),
    by: z.string().meta({ description: 'Who asked for it: a key, a person, or the nightly job.' }),
    approvedBy: z.string().optional().meta({ description: 'The second person, where one had to agree.' }),
    vatRelief: z
      .object({
        tax: Money.meta({ description: 'What of the amount is tax that was paid over and not received.' }),
        from: LocalDate.optional().meta({
          description:
            'From when on it may be taken back by the law of the seller’s country; absent where we do not know it.',
        }),
        law: z.string().optional(),
      })
      .optional()
      .meta({ description: 'Absent where the invoice has no tax.' }),
    reversed: z.object({ on: LocalDate, at: Instant, by: z.string(), reason: z.string() }).optional(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'WriteOff' });
export type WriteOff = Readonly<z.infer<typeof WriteOff>>;

/** One amount per currency. */
const Amounts = z
  .array(PositiveMoney)
  .min(1)
  .max(20)
  .refine(
    (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
    'a currency comes twice',
  );

export const SmallBalances = z
  .strictObject({
    upTo: Amounts.meta({ description: 'The largest rest that is given up, by currency; others never are.' }),
    overdueDays: z.int().min(1).max(3650).meta({ description: 'Since when it has to be overdue.' }),
    issuedWithinDays: z.int().min(1).max(3650).meta({
      description: 'Older invoices are not looked at: every night reads those of so many days.',
    }),
    restsOnly: z.boolean().default(true).meta({
      description: 'Only what is left of an invoice after money came in for it, and no whole invoice.',
    }),
    monthlyPerCustomer: Amounts.meta({
      description: 'The most of a calendar month; without one nothing is given up.',
    }),
    monthlyInAll: Amounts,
  })
  .meta({ id: 'SmallBalances' });
export type SmallBalances = z.infer<typeof SmallBalances>;
export const WriteOffRuleSet = z
  .strictObject({
    smallBalances: SmallBalances.optional().meta({
      description: 'Absent: nothing is written off by itself, as it is before anybody sets these rules.',
    }),
  })
  .meta({ id: 'WriteOffRuleSet' });
export const WriteOffRules = WriteOffRuleSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'WriteOffRules' });
export type WriteOffRules = Readonly<z.infer<typeof WriteOffRules>>;

const fact = z.object({
  invoiceId: InvoiceId,
  customerId: CustomerId,
  number: z.string(),
  writeOffId: WriteOffId,
  amount: Money,
  open: Money.meta({ description: 'What is open of the invoice now.' }),
});
export const InvoiceWrittenOff = event(
  'invoice.written_off',
  'What was open of an invoice was given up, wholly or in part.',
  fact.extend({ reason: WriteOffReason }),
);
export const WriteOffReversed = event(
  'invoice.write_off_reversed',
  'What had been given up of an invoice is asked for again, as old as it was.',
  fact,
);
