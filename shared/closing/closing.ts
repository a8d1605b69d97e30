/** What finance looks at before a month of the books is closed, and what tells later that nobody touched it. */
import * as z from 'zod';
import { LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { Month } from '../kernel/period.ts';
import { Account } from '../ledger/entry.ts';
import { Period, PeriodState } from '../ledger/period.ts';

/** In lists: what of a month was ever done, without its history. */
export const PeriodHead = z
  .object({ month: Month, state: PeriodState, taxLocked: z.boolean() })
  .meta({ id: 'PeriodHead' });

export const PeriodView = Period.omit({ version: true })
  .extend({
    taxLocked: z
      .boolean()
      .meta({ description: 'Its tax was declared: nothing on output VAT is booked there.' }),
    closesFrom: z.iso.datetime().meta({
      description: 'When it can be shut: an hour after it is over in every zone of the Earth.',
    }),
  })
  .meta({ id: 'PeriodView' });

/** Accounts that documents explain are left to them: what is adjusted has no sub-ledger. */
export const ADJUSTABLE = ['allowance', 'doubtful', 'deferred', 'revenueOfPeriods', 'other'] as const;
export const NewAdjustment = z.strictObject({
  on: LocalDate.optional().meta({ description: 'A day of the month; its last one where absent.' }),
  currency: Currency,
  memo: Text(200, 3),
  lines: z
    .array(
      z.strictObject({
        account: z.enum(ADJUSTABLE),
        minor: z.int().min(-1e13).max(1e13).meta({ description: 'Debit positive, credit negative.' }),
      }),
    )
    .min(2)
    .max(20),
});
export type NewAdjustment = z.infer<typeof NewAdjustment>;

export const Adjusted = z
  .object({
    source: z.string(),
    on: LocalDate,
    currency: Currency,
    lines: z.array(z.object({ account: Account, minor: z.int() })),
  })
  .meta({ id: 'Adjustment' });

export const SealedEntry = z.object({ id: z.string(), digest: z.string() });
export type SealedEntry = Readonly<z.infer<typeof SealedEntry>>;

export const EntryFault = z
  .object({
    entry: z.string(),
    fault: z.enum(['changed', 'missing', 'added', 'reordered']),
  })
  .meta({ id: 'EntryFault' });
export type EntryFault = Readonly<z.infer<typeof EntryFault>>;

export const Verification = z
  .object({
    month: Month,
    state: PeriodState,
    intact: z.boolean().meta({
      description: 'Nothing differs; a month that is not closed has only the chain of those before it.',
    }),
    entries: z.int().meta({ description: 'That are there now.' }),
    sealed: z
      .int()
      .optional()
      .meta({ description: 'That were sealed; absent where the month is not closed.' }),
    faults: z.array(EntryFault).meta({ description: 'The first hundred.' }),
    seals: z
      .array(
        z.object({
          month: Month,
          fault: z.enum(['changed', 'torn', 'missing', 'unlisted']).meta({
            description:
              'changed: the seal is not of its own figures. torn: it does not follow the month before. missing: the month is closed and has ' +
              'none. unlisted: entries and their list were changed alike, and are not what was sealed.',
          }),
        }),
      )
      .meta({ description: 'Of the chain of all closed months.' }),
  })
  .meta({ id: 'LedgerVerification' });
export type Verification = Readonly<z.infer<typeof Verification>>;
