/** The rate at which the books of a seller take a foreign amount. */
import type { LocalDate } from '../kernel/dates.ts';
import { readAll } from '../runtime/table.ts';
import type { Rate } from './rate.ts';
import { latestOf } from './rules.ts';
import { ratesFor } from './store.ts';

/** Over weekends and holidays nobody publishes; a rate that is older than this says nothing of a day. */
const MAX_AGE_DAYS = 7;

/**
 * The latest on or before a day, in whichever direction it was said: as units of the foreign currency for one of the own first. Undefined
 * where there is none, or none is needed: the own currency costs no read.
 */
export const rateHeld = async (
  tenant: string,
  own: string,
  currency: string,
  day: LocalDate,
): Promise<Rate | undefined> => {
  if (own === currency) return undefined;
  const said = async (base: string, quote: string): Promise<Rate | undefined> =>
    latestOf(await readAll(ratesFor(tenant, base, day, MAX_AGE_DAYS)), quote);
  return (await said(own, currency)) ?? said(currency, own);
};
