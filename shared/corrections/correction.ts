/** What is asked for when an invoice was wrong: to take it back and issue it rightly in one step, or to debit what it lacked. */
import * as z from 'zod';
import { CreditedLine, CreditNote } from '../invoices/credit-note.ts';
import { CustomerId } from '../customers/customer.ts';
import { CreditReason, InvoiceId, InvoiceView } from '../invoices/invoice.ts';
import { PositiveDecimal, UnsignedDecimal } from '../kernel/decimal.ts';
import { event } from '../kernel/events.ts';
import { Money } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

const why = {
  reason: CreditReason,
  text: Text(300, 3).optional().meta({ description: 'Printed on the documents.' }),
};

export const CorrectedLine = z
  .union([
    z.strictObject({ line: z.string().max(4), remove: z.literal(true) }),
    z.strictObject({
      line: z.string().max(4),
      quantity: PositiveDecimal.optional(),
      unitPrice: UnsignedDecimal.optional().meta({ description: 'Net of tax, in major units.' }),
      description: Text(200).optional(),
    }),
  ])
  .meta({
    id: 'CorrectedLine',
    description: 'A line that is not named stays as it was; discounts go with their part.',
  });
export type CorrectedLine = z.infer<typeof CorrectedLine>;

export const CorrectInvoice = z
  .strictObject({
    ...why,
    lines: z.array(CorrectedLine).min(1).max(300).optional(),
    buyer: z.literal('current').optional().meta({
      description:
        'Name, address, VAT id and language of the customer as they are now; taxes are decided anew for the day of delivery.',
    }),
    poNumber: Text(60).optional(),
    due: z.enum(['keep', 'restart']).default('keep').meta({
      description:
        'keep: the due date and the reminders of before. restart: the terms begin on the day of the new invoice.',
    }),
  })
  .meta({ id: 'CorrectInvoice' });
export type CorrectInvoice = z.infer<typeof CorrectInvoice>;

export const Correction = z.object({ creditNote: CreditNote, invoice: InvoiceView }).meta({
  id: 'Correction',
  description: 'The credit note that took all back, and the invoice that is right.',
});

export const DebitInvoice = z
  .strictObject({
    ...why,
    lines: z.array(CreditedLine).min(1).max(300).meta({
      description: 'What was invoiced too little: by quantity at the line’s price, or by net amount.',
    }),
  })
  .meta({ id: 'DebitInvoice' });
export type DebitInvoice = z.infer<typeof DebitInvoice>;

export const VoidInvoice = z.strictObject({ reason: Text(300, 3) }).meta({ id: 'VoidInvoice' });
export type VoidInvoice = z.infer<typeof VoidInvoice>;

export const InvoiceVoided = event(
  'invoice.voided',
  'An issued invoice that had not left the house is none any more; its deliveries wait to be invoiced anew.',
  z.object({
    invoiceId: InvoiceId,
    customerId: CustomerId,
    number: z.string(),
    total: Money,
  }),
);
