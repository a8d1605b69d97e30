/** The finance report of a month: what a CFO reads in two minutes, with the numbers behind every picture. Amounts are minor units of one currency. */
import * as z from 'zod';
import { BackTest, Judged, Range } from '../forecasting/forecast.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { Month } from '../kernel/period.ts';

/** Now, and at the end of the month before; of what moves in a month, up to the same day of the one before. */
const Twice = z.object({ minor: z.int(), beforeMinor: z.int() });
const Measure = z
  .number()
  .nullable()
  .meta({ description: 'Two decimals; null where it cannot be computed.' });

/** Promises that fell due, as far as they are judged. */
const Promised = z.object({
  judged: z.int(),
  keptPercent: Measure,
  keptValuePercent: Measure.meta({ description: 'Paid by the day and its days of grace ÷ promised.' }),
});

/** Of the forecast that was kept last by then. */
const Ahead = z.object({
  on: LocalDate,
  basis: z.enum(['history', 'stated']),
  weeks: z.array(
    z.object({
      from: LocalDate,
      ...Range.shape,
      together: Range.meta({ description: 'From the day of the forecast to the end of the week.' }),
    }),
  ),
  past: z
    .array(z.object({ from: LocalDate, receivedMinor: z.int() }))
    .meta({ description: 'What came in the weeks before, oldest first.' }),
  backTest: z.array(BackTest),
  eachWeek: Judged,
});

export const FinanceReport = z
  .object({
    entity: z.object({ id: z.string(), name: z.string() }),
    month: Month,
    asOf: LocalDate.meta({ description: 'The last day of the month, or today in a month that goes on.' }),
    knownAt: z.iso.datetime().meta({ description: 'What was booked by then is in it, and nothing later.' }),
    currency: Currency,
    others: z
      .array(z.object({ currency: Currency, openMinor: z.int() }))
      .meta({ description: 'Open in other currencies, which are never added to this one.' }),
    open: Twice,
    overdue: Twice,
    cash: Twice.meta({ description: 'Received of customers in the month.' }),
    sales: Twice.meta({ description: 'Invoiced with tax, less credit notes.' }),
    ageing: z.array(z.object({ bucket: z.string(), ...Twice.shape })),
    trend: z
      .array(z.object({ month: Month, dso: Measure, bestPossible: Measure, cei: Measure }))
      .meta({ description: 'Oldest first; each month as it is known now.' }),
    ahead: Ahead.nullable().meta({
      description: 'Cash of thirteen weeks; null where no forecast had been kept by then.',
    }),
    movers: z
      .array(z.object({ customerId: z.string(), name: z.string(), ...Twice.shape }))
      .meta({ description: 'Overdue of the customers whose overdue grew most.' }),
    contacts: z
      .array(z.object({ channel: z.string(), count: z.int(), reached: z.int(), promised: z.int() }))
      .meta({ description: 'Notes of calls, mails and letters of the month.' }),
    promises: z.object({
      ...Promised.shape,
      before: Promised.meta({
        description: 'Of the month before: those of its last days were judged in this one.',
      }),
    }),
    notices: z
      .array(
        z.object({
          template: z.string(),
          level: z.int(),
          channel: z.string(),
          sent: z.int(),
          paid: z.int().meta({ description: 'Of which all that was asked for came within seven days.' }),
          heldOut: z.int(),
          heldOutPaid: z.int(),
        }),
      )
      .meta({ description: 'What notices brought, beside those that were kept for a week to see.' }),
    exceptions: z.array(
      z.object({
        kind: z.string(),
        count: z.int(),
        minor: z.int().optional(),
        oldestOn: LocalDate.optional(),
        link: z.string().optional().meta({ description: 'Where the API lists them.' }),
      }),
    ),
    quality: z.array(z.object({ check: z.string(), count: z.int() })),
  })
  .meta({ id: 'FinanceReport' });
export type FinanceReport = Readonly<z.infer<typeof FinanceReport>>;
