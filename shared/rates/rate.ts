/** Exchange rates by day, with who says so. A rate is never changed: another one for the same day is another version. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { PositiveDecimal } from '../kernel/decimal.ts';
import { Currency } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export const RateSource = Text(80).meta({ description: 'Who publishes it.', example: 'ECB' });

/** `rate` units of the quote are one unit of the base: EUR/USD 1.0876 makes 1.0876 dollars of a euro. */
const Quoted = z.object({ rate: PositiveDecimal, source: RateSource, version: z.int().min(1) });

/** All rates of one base and day, as they hold; every version of the day is kept beside it. */
export const RateDay = z
  .object({
    base: Currency,
    day: LocalDate,
    version: z.int().min(1),
    rates: z
      .record(Currency, Quoted)
      .meta({ description: 'By quoted currency; `version` is the day’s that set it.' }),
    at: Instant,
    by: z.string(),
  })
  .meta({ id: 'RateDay' });
export type RateDay = Readonly<z.infer<typeof RateDay>>;

/** The one rate that was, or would be, taken: with its day and version, so that it is found again. */
export const Rate = z
  .object({ base: Currency, quote: Currency, day: LocalDate, ...Quoted.shape })
  .meta({ id: 'ExchangeRate' });
export type Rate = Readonly<z.infer<typeof Rate>>;

export const RateImport = z
  .object({
    base: Currency,
    days: z.int(),
    changed: z.int().meta({ description: 'Days that have rates which they did not have before.' }),
    rates: z.int(),
  })
  .meta({ id: 'RateImport' });
