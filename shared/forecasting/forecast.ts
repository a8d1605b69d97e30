/** The cash that will come, by week, with what that rests on and how good it was. Amounts are minor units of one currency. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';

/** Weeks that are told, the one that goes on included. */
export const WEEKS = 13;
/** So many weeks together are held against what came. */
export const HORIZONS = [1, 2, 4, 8, 13] as const;

export const SOURCES = [
  'charges',
  'promises',
  'plans',
  'open_items',
  'deposits',
  'orders',
  'subscriptions',
  'new_sales',
] as const;
export const Source = z.enum(SOURCES).meta({
  id: 'ForecastSource',
  description:
    'charges, promises, plans: invoices for which a day was agreed on. open_items: other open invoices. deposits: asked for and not paid. orders: confirmed, delivered or billed, and not invoiced. subscriptions: what will be billed. new_sales: what is neither ordered nor subscribed, by the pace of the last weeks.',
});
export type Source = z.infer<typeof Source>;

const Minor = z.int().min(0);
export const Range = z.object({
  p10Minor: Minor.meta({ description: 'One of ten comes to less.' }),
  p50Minor: Minor,
  p90Minor: Minor.meta({ description: 'One of ten comes to more.' }),
  expectedMinor: Minor.meta({ description: 'The mean.' }),
});
export type Range = Readonly<z.infer<typeof Range>>;

const OfSource = z.object({ source: Source, minor: Minor });

export const ForecastWeek = z
  .object({
    from: LocalDate.meta({ description: 'A Monday; of the first week the day of the forecast.' }),
    until: LocalDate.meta({ description: 'A Sunday.' }),
    ...Range.shape,
    together: Range.meta({ description: 'From the day of the forecast to the end of this week.' }),
    sources: z.array(OfSource).meta({ description: 'Their sum is `expectedMinor`.' }),
  })
  .meta({ id: 'ForecastWeek' });
export type ForecastWeek = Readonly<z.infer<typeof ForecastWeek>>;

export const PastWeek = z
  .object({
    from: LocalDate,
    receivedMinor: z
      .int()
      .meta({ description: 'Money that came in, less what went back; the figure cashCollected.' }),
    invoicedMinor: z.int().meta({ description: 'Invoiced with tax, less credit notes.' }),
  })
  .meta({ id: 'ForecastPastWeek' });
export type PastWeek = Readonly<z.infer<typeof PastWeek>>;

const Percent = z.number().nullable();
export const Judged = z.object({
  judged: z.int().meta({ description: 'Forecasts whose weeks are over, the newest fifty-two at most.' }),
  inside: z.int().meta({ description: 'Of which came from P10 to P90: eight of ten should be.' }),
});
export const BackTest = Judged.extend({
  weeks: z.int().meta({ description: 'Taken together.' }),
  biasPercent: Percent.meta({
    description:
      'Σ (P50 − what came) ÷ Σ what came; above 0 less came than was said. null where nothing came.',
  }),
  errorPercent: Percent.meta({ description: 'Σ |what came − P50| ÷ Σ what came.' }),
}).meta({ id: 'ForecastBackTest' });
export type BackTest = Readonly<z.infer<typeof BackTest>>;

export const Widths = z.object({
  together: z.array(z.number()).length(HORIZONS.length),
  week: z.number(),
});
export type Widths = Readonly<z.infer<typeof Widths>>;

export const Forecast = z
  .object({
    version: z.int().min(1),
    entity: EntityId,
    currency: Currency,
    on: LocalDate.meta({ description: 'The day on whose morning it was made, or on the evening before.' }),
    madeAt: Instant.meta({ description: 'It knows what the books said then, and nothing later.' }),
    basis: z.enum(['history', 'stated']).meta({
      description:
        'history: days are those that the company’s invoices taught. stated: fewer than thirty of them have ended, and they are those that we state for everybody.',
    }),
    weeks: z.array(ForecastWeek).length(WEEKS),
    sources: z
      .array(
        z.object({
          source: Source,
          minor: Minor,
          withinMinor: Minor.meta({ description: 'Expected in the thirteen weeks.' }),
          laterMinor: Minor.meta({ description: 'Expected within a year, and after them.' }),
          notExpectedMinor: Minor.meta({ description: 'Not within a year, or never.' }),
        }),
      )
      .meta({ description: 'Each amount is what is within, later and not expected.' }),
    disputedMinor: Minor.meta({ description: 'In clarification: in no week, until somebody decides.' }),
    onAccountMinor: Minor.meta({
      description: 'Money of customers that settles nothing yet: so much less is awaited of them.',
    }),
    leftOut: z.int().meta({ description: 'Customers whose books could not be read that night.' }),
    cameMinor: z.int().meta({ description: 'What had come in the first week before the forecast.' }),
    past: z.array(PastWeek).meta({ description: 'Oldest first; the last is the first week so far.' }),
    backTest: z.array(BackTest),
    eachWeek: Judged.meta({ description: 'Weeks by themselves, of all these forecasts.' }),
    widths: Widths.meta({
      description:
        'By what P10 and P90 are further from P50 than computed, so that eight of ten were inside: of 1, 2, 4, 8 and 13 weeks together, and of a week.',
    }),
  })
  .meta({ id: 'Forecast' });
export type Forecast = Readonly<z.infer<typeof Forecast>>;

export const Forecasted = z
  .object({
    entity: EntityId,
    currency: Currency,
    forecast: Forecast.optional().meta({ description: 'Absent where none had been made by then.' }),
  })
  .meta({ id: 'Forecasted' });
export type Forecasted = Readonly<z.infer<typeof Forecasted>>;

/** One thing that is awaited, as the night saw it. */
export const ForecastRow = z
  .object({
    source: Source,
    customerId: CustomerId,
    subject: z.string().meta({ description: 'Id of the invoice, deposit, order or subscription.' }),
    minor: Minor,
    dueOn: LocalDate.meta({ description: 'Of what is not invoiced: as it would be, were it invoiced then.' }),
    weeks: z
      .array(z.object({ from: LocalDate, minor: Minor }))
      .meta({ description: 'What is expected of it in which week; each rounded by itself.' }),
    laterMinor: Minor,
    notExpectedMinor: Minor,
  })
  .meta({ id: 'ForecastRow' });
export type ForecastRow = Readonly<z.infer<typeof ForecastRow>>;
