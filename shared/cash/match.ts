/** What a bank line is to the receivables: how it was matched, or why a person has to look. */
import * as z from 'zod';
import { BankLine, BankLineId, StatementId } from '../bank/statement.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Money, PositiveMoney } from '../kernel/money.ts';
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
      description: 'Whose money it is. Absent: the customer’s of the invoices, or whose it was.',
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
/** Money that is in the books because a bank announced it, and that may never come. */
export const Unconfirmed = z
  .object({
    lineId: BankLineId.optional().meta({ description: 'Absent of a batch, which has several.' }),
    lines: z.int().meta({ description: 'How many lines of it no statement has confirmed.' }),
    statementId: StatementId.meta({ description: 'The announcement.' }),
    amount: Money.meta({ description: 'Of a batch, the whole.' }),
    accountIban: z.string(),
    bookedOn: LocalDate,
  })
  .meta({ id: 'UnconfirmedMovement' });
export type Unconfirmed = Readonly<z.infer<typeof Unconfirmed>>;
/** The worklist: lines that wait, what is old, large and quickly done first. */
export const Worklist = z
  .object({
    data: z.array(z.object({ line: BankLine, priority: z.int(), ageDays: z.int() })),
    unconfirmed: z.array(Unconfirmed).meta({
      description:
        'What banks announced longer ago than the rules say and no statement has booked, oldest first: ask the bank. A hundred at most.',
    }),
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
