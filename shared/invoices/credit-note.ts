/**
 * A credit note: a numbered document of its own that takes an invoice back, wholly or in part (rules §3.6). Its amounts are
 * positive; an issued invoice is never edited.
 */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Decimal, PositiveDecimal } from '../kernel/decimal.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { MAX_MINOR, Money } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { TaxGroup } from '../pricing/price.ts';
import { CreditReason, InvoiceId } from './invoice.ts';

export const CreditNoteId = idOf('crn').meta({ id: 'CreditNoteId' });
export const CreditedLine = z
  .union([
    z.strictObject({ line: z.string().max(4), quantity: PositiveDecimal }),
    z.strictObject({
      line: z.string().max(4),
      netMinor: z.int().min(1).max(MAX_MINOR).meta({ description: 'Less was it worth, by this net amount.' }),
    }),
  ])
  .meta({ id: 'CreditedLine' });
export type CreditedLine = z.infer<typeof CreditedLine>;

export const CreditInvoice = z
  .strictObject({
    reason: CreditReason,
    text: Text(300, 3).optional().meta({ description: 'Printed on the credit note.' }),
    lines: z
      .array(CreditedLine)
      .min(1)
      .max(300)
      .optional()
      .meta({ description: 'By quantity or by net amount; all that is left of the invoice, where absent.' }),
  })
  .meta({ id: 'CreditInvoice' });
export type CreditInvoice = z.infer<typeof CreditInvoice>;

export const CreditNote = z
  .object({
    id: CreditNoteId,
    version: z.int().min(1),
    entity: EntityId,
    number: z.string(),
    invoiceId: InvoiceId,
    invoiceNumber: z.string(),
    customerId: CustomerId,
    customerName: z.string(),
    issuedOn: LocalDate,
    reason: CreditReason,
    /** What it takes of each line of the invoice, and of each group of its taxes: nothing is credited twice. */
    lines: z.array(z.object({ line: z.string(), quantity: Decimal.optional(), netMinor: z.int() })),
    taxes: z.array(TaxGroup),
    total: Money,
    settled: Money.meta({ description: 'What was still open of the invoice and is not any more.' }),
    owed: Money.meta({ description: 'What had been paid before: the customer’s, unapplied.' }),
    discountBack: Money.optional().meta({
      description: 'What had been kept for paying early: it is not given back, because it was not paid.',
    }),
    paymentId: z.string().meta({ description: 'The credit as money: applied and left over like a receipt.' }),
    issuedAt: Instant,
    trace: TraceId,
  })
  .meta({ id: 'CreditNote' });
export type CreditNote = Readonly<z.infer<typeof CreditNote>>;

const fact = z.object({
  creditNoteId: CreditNoteId,
  invoiceId: InvoiceId,
  customerId: CustomerId,
  number: z.string(),
});
export const InvoiceCredited = event(
  'invoice.credited',
  'An invoice was taken back, wholly or in part, by a numbered credit note.',
  fact.extend({ total: Money, reason: CreditReason }),
);
