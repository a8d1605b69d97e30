/** What finance asks of the books as of a day. Amounts are minor units; every answer is folded from ledger entries. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { Account } from '../ledger/entry.ts';

/** By due date, boundaries inclusive on the right (rules §2). */
export const BUCKETS = ['current', '1-30', '31-60', '61-90', '91-120', 'over 120'] as const;
export const BucketName = z.enum(BUCKETS);
/** By the day of the document. */
export const BY_ISSUE = ['0-30', '31-60', '61-90', '91-120', 'over 120'] as const;

export const Known = Instant.optional().meta({
  description:
    'What was in the books at this moment is in the answer, and nothing that came later. Absent: all that there is.',
});
/** A moment that may be asked about: of the years that business is done in, whatever the zone. */
export const Moment = Instant.refine((at) => at >= '1900-01-02', 'must be from 1900-01-02 on');
const Bucket = z.object({ name: z.enum([...BUCKETS, '0-30']), minor: z.int() });
export const Ageing = z
  .object({
    asOf: LocalDate,
    knownAt: Known,
    entity: z.string(),
    by: z.enum(['due', 'issued']).meta({
      description:
        'due: days since what is open was due. issued: days since its document. What is late is so by its due date in both.',
    }),
    currencies: z.array(
      z.object({
        currency: Currency,
        buckets: z.array(Bucket),
        openMinor: z.int().meta({ description: 'Sum of the buckets.' }),
        controlAccountMinor: z
          .int()
          .meta({ description: 'Balance of trade receivables: always equal to the sum of the buckets.' }),
        unappliedMinor: z.int().meta({ description: 'Payments of known customers that settle nothing yet.' }),
        unidentifiedMinor: z.int(),
        depositsMinor: z.int().meta({
          description:
            'Paid for orders in advance, and taken up by no invoice yet: a liability, in no bucket. Without the tax that was due when it came.',
        }),
        customers: z.array(
          z.object({
            customerId: z.string(),
            openMinor: z.int(),
            overdueMinor: z.int(),
            buckets: z.array(Bucket),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Ageing' });
export type Ageing = z.infer<typeof Ageing>;

const Days = z
  .number()
  .nullable()
  .meta({ description: 'Two decimals; null where there were no sales to measure by.' });
export const Dso = z
  .object({
    asOf: LocalDate,
    knownAt: Known,
    entity: z.string(),
    days: z.int(),
    currencies: z.array(
      z.object({
        currency: Currency,
        receivablesMinor: z.int(),
        creditSalesMinor: z.int().meta({ description: 'Invoiced in the period, with tax.' }),
        simple: Days,
        bestPossible: Days,
        averageDaysDelinquent: Days,
        countback: z.object({
          days: z.number(),
          exhausted: z
            .boolean()
            .meta({ description: 'True: older than the books reach, so more than the days said.' }),
        }),
      }),
    ),
  })
  .meta({ id: 'Dso' });
export type Dso = z.infer<typeof Dso>;

export const TrialBalance = z
  .object({
    asOf: LocalDate,
    knownAt: Known,
    entity: z.string(),
    currencies: z.array(
      z.object({
        currency: Currency,
        accounts: z.array(
          z.object({
            account: Account,
            code: z.string(),
            name: z.string(),
            number: z.string().meta({ description: 'The accountant’s, or ours where the chart says none.' }),
            debitMinor: z.int(),
            creditMinor: z.int(),
            balanceMinor: z.int(),
          }),
        ),
        differenceMinor: z.int().meta({ description: 'Debits less credits over all accounts: always 0.' }),
      }),
    ),
  })
  .meta({ id: 'TrialBalance' });
export type TrialBalance = z.infer<typeof TrialBalance>;

export const Movement = z
  .object({
    entry: z.string().meta({ description: 'Id of the entry; a page goes on after one of its lines.' }),
    on: LocalDate,
    documentOn: LocalDate.optional().meta({ description: 'Its own day, where that was before its booking.' }),
    kind: z.string(),
    source: z.string(),
    memo: z.string(),
    account: Account,
    minor: z.int().meta({ description: 'Debit positive, credit negative.' }),
    balanceMinor: z.int().meta({ description: 'After this movement.' }),
    customerId: z.string().optional(),
    invoiceId: z.string().optional(),
  })
  .meta({ id: 'LedgerMovement' });
export type Movement = z.infer<typeof Movement>;

export const Ledger = z
  .object({
    knownAt: Known,
    entity: z.string(),
    currency: Currency,
    from: LocalDate,
    to: LocalDate,
    openingMinor: z.int().meta({ description: 'Before the first day.' }),
    debitMinor: z.int().meta({ description: 'Of all the days, whatever the page shows.' }),
    creditMinor: z.int(),
    closingMinor: z
      .int()
      .meta({ description: 'At the end of the last day: opening, and debits less credits.' }),
    data: z.array(Movement).meta({ description: 'In the order of the book.' }),
    next: z.string().optional().meta({ description: 'Where the next page goes on: give it as `after`.' }),
  })
  .meta({ id: 'Ledger' });
export type Ledger = z.infer<typeof Ledger>;
