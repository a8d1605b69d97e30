/**
 * Whether the law of the seller's country lets an issued invoice that never left the house be made void. Dated data: a row holds from its
 * day on, the last of a country wins. Countries without a row are not guessed: there a credit note is always right.
 */
import type { LocalDate } from '../kernel/dates.ts';

interface Law {
  readonly country: string;
  readonly since: LocalDate;
  readonly lets: boolean;
  readonly law: string;
}
const LAWS: readonly Law[] = [
  // What was recorded may be changed only so that its first content can still be made out: the number, the entry and its reversal stay.
  { country: 'DE', since: '2007-01-01', lets: true, law: 'AO §146 (4)' },
  { country: 'AT', since: '2007-01-01', lets: true, law: 'BAO §131 (1) no. 6' },
  // Only a document that names the first one changes it.
  { country: 'FR', since: '2013-01-01', lets: false, law: 'CGI art. 289 I 5' },
  // Cleared or reported as it is issued: it has left the house at once.
  { country: 'IT', since: '2019-01-01', lets: false, law: 'D.Lgs. 127/2015 art. 1 (3)' },
  { country: 'RO', since: '2024-07-01', lets: false, law: 'OUG 120/2021' },
  { country: 'PL', since: '2026-02-01', lets: false, law: 'Ustawa o VAT art. 106ga' },
];

/** Undefined where it may be; else why not, for a person. `on`: business day of the entity. */
export const lawAgainst = (country: string, on: LocalDate): string | undefined => {
  const row = LAWS.filter((one) => one.country === country && one.since <= on).at(-1);
  if (row?.lets) return undefined;
  return row
    ? `${row.law} wants a credit note in ${country}`
    : `whether ${country} lets an invoice be made void is not known here`;
};
