/**
 * How long issued invoices are kept, by the law of the seller's country. Dated data: the last row of a country whose `since` is not after
 * the day of asking holds for all that is still kept then. All these terms begin with the end of the calendar year. Countries
 * without a row are not guessed: what is issued there stays.
 */
import type { LocalDate } from '../kernel/dates.ts';
import type { Kept } from './erasure.ts';

interface Law {
  readonly country: string;
  readonly since: LocalDate;
  readonly years: number;
  readonly law: string;
}
const LAWS: readonly Law[] = [
  { country: 'DE', since: '1998-12-24', years: 10, law: 'HGB §257 (4), AO §147 (3), UStG §14b' },
  // The fourth act on less bureaucracy: also for vouchers from before whose ten years were not over.
  { country: 'DE', since: '2025-01-01', years: 8, law: 'HGB §257 (4), AO §147 (3), UStG §14b' },
  { country: 'AT', since: '1994-01-01', years: 7, law: 'BAO §132 (1)' },
  { country: 'FR', since: '2000-09-21', years: 10, law: 'Code de commerce L123-22' },
  { country: 'IT', since: '1942-04-21', years: 10, law: 'Codice civile art. 2220' },
  { country: 'NL', since: '1994-01-01', years: 7, law: 'AWR art. 52 (4)' },
  { country: 'ES', since: '1990-01-01', years: 6, law: 'Código de Comercio art. 30' },
];

/** The last day of the term of an invoice, as the law stands on a day. */
export const termOf = (country: string, issuedOn: LocalDate, on: LocalDate): Pick<Kept, 'until' | 'law'> => {
  const known = LAWS.filter((one) => one.country === country && one.since <= on).at(-1);
  return known ? { until: `${Number(issuedOn.slice(0, 4)) + known.years}-12-31`, law: known.law } : {};
};
