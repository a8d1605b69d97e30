/**
 * Whether tax arises when money comes in before the supply. Dated data: a row holds from its day on. Article 65 of Directive 2006/112/EC makes
 * it so in all member states, and Article 220 (1) no. 4 and 5 asks for an invoice of what was received. Countries without a row are not
 * guessed: there the invoice of the supply has all of the tax.
 */
import type { LocalDate } from '../kernel/dates.ts';

interface Law {
  readonly countries: readonly string[];
  readonly since: LocalDate;
  readonly law: string;
}
const LAWS: readonly Law[] = [
  {
    countries: 'AT BE BG CY CZ DE DK EE ES FI GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
    since: '2007-01-01',
    law: 'Directive 2006/112/EC, Article 65',
  },
  { countries: ['HR'], since: '2013-07-01', law: 'Directive 2006/112/EC, Article 65' },
  // Before that day for services alone.
  { countries: ['FR'], since: '2023-01-01', law: 'CGI art. 269 (2) a' },
];

/** The law by which it is so; undefined where it is not, or is not known. `on`: business day of the entity. */
export const taxedAtReceipt = (country: string, on: LocalDate): string | undefined =>
  LAWS.find(({ countries, since }) => countries.includes(country) && since <= on)?.law;
