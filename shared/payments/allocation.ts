/** What a payment settles of one invoice, and what is let go beside it. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Money } from '../kernel/money.ts';

export const DifferenceKind = z.enum(['rounding', 'bank_charge', 'withholding']).meta({
  id: 'DifferenceKind',
  description:
    'Why a payer gave less and the rest is not asked for: it was rounded, banks kept a charge, tax was withheld for the state.',
});
export type DifferenceKind = z.infer<typeof DifferenceKind>;

/** Part of a payment that settles part of an invoice, with the reason for the match. */
export const Allocation = z
  .object({
    invoiceId: InvoiceId,
    number: z.string(),
    customerId: CustomerId.optional().meta({
      description: 'Whose invoice it is, where another customer’s money pays it.',
    }),
    amount: Money,
    discount: Money.optional().meta({ description: 'What the payer kept for paying early.' }),
    discountTaxMinor: z.int().optional().meta({ description: 'What of it corrects the tax.' }),
    late: z.literal(true).optional().meta({ description: 'The discount was taken too late, and granted.' }),
    difference: z
      .object({ kind: DifferenceKind, amount: Money })
      .optional()
      .meta({ description: 'What was missing and is not asked for; it is settled beside the money.' }),
    recovery: z.literal(true).optional().meta({
      description: 'It is for what had been written off, and settles nothing that is open.',
    }),
    deposit: z.literal(true).optional().meta({
      description:
        'It is for a deposit: no receivable is settled, and it is owed to the customer for the order.',
    }),
    exchange: z
      .object({
        value: Money.meta({ description: 'What it was worth in the seller’s own currency on its day.' }),
        gainMinor: z
          .int()
          .meta({ description: 'Less what it relieves of the invoice’s value in the books.' }),
      })
      .optional()
      .meta({ description: 'Of an invoice in a foreign currency: what was gained or lost on it.' }),
    fromCredit: z.literal(true).optional().meta({
      description: 'It was used later, of what the customer had with us.',
    }),
    dueOn: LocalDate,
    reason: z.string(),
  })
  .meta({ id: 'Allocation' });
export type Allocation = Readonly<z.infer<typeof Allocation>>;

/** What was applied under one owner of the money, as it reads under another: each says whose invoice it is where that is somebody else. */
export const ownedBy = (
  allocations: readonly Allocation[],
  before: string | undefined,
  owner: Allocation['customerId'],
): Allocation[] =>
  before === owner
    ? [...allocations]
    : allocations.map(({ customerId = before as Allocation['customerId'], ...one }) =>
        customerId === undefined || customerId === owner ? one : { ...one, customerId },
      );
