/**
 * Table: RATES `${t}#RATES#${base}`/day, its versions `${t}#RATESLOG#${base}`/`${day}#${version}`
 * 1. days, newest first: 1 query · 2. what holds on a day: 1 batch
 */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { RateDay } from './rate.ts';

export const rateDay = (tenant: string, base: string, day: LocalDate): Read<RateDay> => ({
  key: { pk: `${tenant}#RATES#${base}`, sk: day },
  parse: docOf(RateDay),
});
export const rateDays = (tenant: string, base: string): Listing<RateDay> => ({
  partition: `${tenant}#RATES#${base}`,
  order: 'newest first',
  parse: docOf(RateDay),
});
/** The days whose rates may be taken on a day: not older than so many. */
export const ratesFor = (tenant: string, base: string, day: LocalDate, maxAgeDays: number): Read<RateDay>[] =>
  Array.from({ length: maxAgeDays + 1 }, (_, age) => rateDay(tenant, base, addDays(day, -age)));
export const putRates = (tenant: string, rates: RateDay): Write<'table.stale'>[] => [
  saved(rateDay(tenant, rates.base, rates.day).key, 'rates', rates, `rates of ${rates.day}`),
  {
    put: {
      pk: `${tenant}#RATESLOG#${rates.base}`,
      sk: `${rates.day}#${String(rates.version).padStart(6, '0')}`,
      kind: 'rates-version',
      doc: rates,
    },
    if: 'absent',
    clash: 'table.stale',
    about: `a version of the rates of ${rates.day}`,
  },
];
