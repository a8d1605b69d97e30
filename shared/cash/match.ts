/** What a bank line is to the receivables: how it was matched, or why a person has to look. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

/** Far below the hundred items of one transaction. */
export const MAX_TARGETS = 40;

/** What a person says a receipt is for. */
export const MatchLine = z
  .strictObject({
    allocations: z
      .array(
        z.strictObject({
          invoiceId: InvoiceId,
          amount: PositiveMoney.optional().meta({ description: 'As far as the money goes, where absent.' }),
        }),
      )
      .max(MAX_TARGETS),
    customerId: CustomerId.optional().meta({
      description: 'Whose money it is, where no invoice says so: it is then kept on account.',
    }),
  })
  .meta({ id: 'MatchLine' });
export type MatchLine = z.infer<typeof MatchLine>;

export const Reason = z.strictObject({ reason: Text(300) }).meta({ id: 'Reason' });

/**
 * An invoice number that a line carries. `checked`: its check digits hold, or the bank gave it as a structured
 * reference. `written`: our number in full. `repaired`: short or misread in a way that has one repair.
 */
export interface Mention {
  readonly number: string;
  readonly how: 'checked' | 'written' | 'repaired';
  /** As it stands in the line. */
  readonly found: string;
}
