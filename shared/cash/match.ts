/** What a bank line is to the receivables: how it was matched, or why a person has to look. */
import * as z from 'zod';
import { BankLine } from '../bank/statement.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { LocalDate } from '../kernel/dates.ts';
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

/** Longer than a year nobody remembers why. */
export const MAX_PARKED_DAYS = 366;
export const ParkLine = z
  .strictObject({
    owner: Text(80).meta({ description: 'Who sees to it.' }),
    until: LocalDate.meta({ description: 'From that day on the line is in the worklist again.' }),
    note: Text(300).optional(),
  })
  .meta({ id: 'ParkLine' });
export const AcceptLine = z
  .strictObject({
    proposal: z.int().min(0).max(4).default(0).meta({ description: 'Which of the proposals of the line.' }),
  })
  .meta({ id: 'AcceptLine' });
/** The worklist: lines that wait, what is old, large and quickly done first. */
export const Worklist = z
  .object({
    data: z.array(z.object({ line: BankLine, priority: z.int(), ageDays: z.int() })),
    waiting: z.int().meta({ description: 'Lines that were ranked, parked ones included.' }),
    complete: z.boolean().meta({ description: 'Otherwise more wait, which are younger.' }),
  })
  .meta({ id: 'Worklist' });

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
