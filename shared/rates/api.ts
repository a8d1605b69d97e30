import * as z from 'zod';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { PositiveDecimal } from '../kernel/decimal.ts';
import { Currency } from '../kernel/money.ts';
import { Rate, RateDay, RateImport, RateSource } from './rate.ts';

const params = z.strictObject({ base: Currency, quote: Currency, date: LocalDate });

export const ratesApi = {
  setRate: put('/v1/rates/{base}/{quote}/{date}', {
    scope: 'invoices:write',
    summary: 'Say what one unit of a currency was worth in another on a day',
    description:
      'The same again changes nothing. Another rate for the same day is another version of it: what was issued by the one before ' +
      'keeps that.',
    params,
    body: z.strictObject({ rate: PositiveDecimal, source: RateSource }).meta({ id: 'SetRate' }),
    output: Rate,
    refusals: { 'rates.same_currency': 422, 'rates.future': 422 },
  }),
  getRate: get('/v1/rates/{base}/{quote}/{date}', {
    scope: 'invoices:read',
    summary: 'The rate that holds on a day: the latest on or before it that is not too old',
    params,
    query: z.strictObject({ maxAgeDays: z.coerce.number().int().min(0).max(31).default(7) }),
    output: Rate,
    refusals: { 'rates.none': 404 },
  }),
  listRates: get('/v1/rates/{base}', {
    scope: 'invoices:read',
    summary: 'Rates of a currency by day, newest first',
    params: z.strictObject({ base: Currency }),
    query: Page,
    output: listOf(RateDay),
  }),
  importRates: post('/v1/rate-imports', {
    scope: 'invoices:write',
    summary: 'Take rates from a file of the European Central Bank',
    description:
      'CSV or XML as the bank publishes them (eurofxref, eurofxref-hist), of 400 days at most: all are rates of one euro. Rates that are ' +
      'there already are left as they are.',
    media: 'text/csv',
    query: z.strictObject({ source: RateSource.default('ECB') }),
    body: z.strictObject({ content: z.string().min(1) }),
    output: RateImport,
    refusals: { 'rates.unreadable': 422, 'rates.future': 422 },
  }),
};
