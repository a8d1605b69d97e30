/** Which code list each coded term is of (BR-CL-*), and what a VAT number begins with (BR-CO-09). */
import { CURRENCIES } from '../../kernel/currencies.ts';
import { isUnit } from '../units.ts';
import {
  ALLOWANCES,
  CHARGES,
  CLASSIFICATIONS,
  COUNTRIES,
  CREDIT_TYPES,
  ENDPOINTS,
  EXEMPTIONS,
  IDENTIFIERS,
  INVOICE_TYPES,
  MEANS,
  REFERENCES,
  SUBJECTS,
} from './codes.ts';
import { valuesOf, type GroupName, type Term, type Value } from './model.ts';
import type { Rule } from './rule.ts';

type Of = 'text' | 'schemeID' | 'listID' | 'mimeCode';
const coded = (
  id: string,
  terms: readonly Term[],
  over: readonly GroupName[],
  known: (code: string) => boolean,
  of: Of = 'text',
): Rule => ({
  id,
  over,
  holds: (group) =>
    terms.every((term) =>
      valuesOf(group, term).every((value) => {
        const code = codeOf(value, of);
        return code === undefined || code === '' || known(code);
      }),
    ),
  detail: `has a code that its list does not know in ${terms.join(', ')}`,
});
const codeOf = ({ text, attributes }: Value, of: Of): string | undefined =>
  of === 'text' ? text : attributes?.[of];
const within =
  (...lists: readonly ReadonlySet<string>[]) =>
  (code: string): boolean =>
    lists.some((list) => list.has(code));
const either = (...codes: readonly string[]) => within(new Set(codes));

const currency = within(new Set(CURRENCIES));
const scheme = within(IDENTIFIERS);
const MIME = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
];
const CATEGORIES = either('AE', 'L', 'M', 'E', 'S', 'Z', 'G', 'O', 'K', 'B');

export const codeRules: readonly Rule[] = [
  coded('BR-CL-01', ['BT-3'], [], within(INVOICE_TYPES, CREDIT_TYPES)),
  coded('BR-CL-04', ['BT-5'], [], currency),
  coded('BR-CL-05', ['BT-6'], [], currency),
  coded('BR-CL-06', ['BT-8'], [], either('3', '35', '432')),
  coded('BR-CL-07', ['BT-18'], [], within(REFERENCES), 'schemeID'),
  coded('BR-CL-07', ['BT-128'], ['BG-25'], within(REFERENCES), 'schemeID'),
  coded('BR-CL-08', ['BT-21'], ['BG-1'], within(SUBJECTS)),
  coded('BR-CL-10', ['BT-29'], ['BG-4'], scheme, 'schemeID'),
  coded('BR-CL-10', ['BT-46'], ['BG-7'], scheme, 'schemeID'),
  coded('BR-CL-10', ['BT-60'], ['BG-10'], scheme, 'schemeID'),
  coded('BR-CL-11', ['BT-30'], ['BG-4'], scheme, 'schemeID'),
  coded('BR-CL-11', ['BT-47'], ['BG-7'], scheme, 'schemeID'),
  coded('BR-CL-11', ['BT-61'], ['BG-10'], scheme, 'schemeID'),
  coded('BR-CL-13', ['BT-158'], ['BG-25'], within(CLASSIFICATIONS), 'listID'),
  coded('BR-CL-14', ['BT-40'], ['BG-5'], within(COUNTRIES)),
  coded('BR-CL-14', ['BT-55'], ['BG-8'], within(COUNTRIES)),
  coded('BR-CL-14', ['BT-69'], ['BG-12'], within(COUNTRIES)),
  coded('BR-CL-14', ['BT-80'], ['BG-15'], within(COUNTRIES)),
  coded('BR-CL-15', ['BT-159'], ['BG-25'], within(COUNTRIES)),
  coded('BR-CL-16', ['BT-81'], ['BG-16'], within(MEANS)),
  coded('BR-CL-17', ['BT-118'], ['BG-23'], CATEGORIES),
  coded('BR-CL-17', ['BT-95'], ['BG-20'], CATEGORIES),
  coded('BR-CL-17', ['BT-102'], ['BG-21'], CATEGORIES),
  coded('BR-CL-18', ['BT-151'], ['BG-25'], CATEGORIES),
  coded('BR-CL-19', ['BT-98'], ['BG-20'], within(ALLOWANCES)),
  coded('BR-CL-19', ['BT-140'], ['BG-27'], within(ALLOWANCES)),
  coded('BR-CL-20', ['BT-105'], ['BG-21'], within(CHARGES)),
  coded('BR-CL-20', ['BT-145'], ['BG-28'], within(CHARGES)),
  coded('BR-CL-21', ['BT-157'], ['BG-25'], scheme, 'schemeID'),
  coded('BR-CL-22', ['BT-121'], ['BG-23'], (code) => EXEMPTIONS.has(code.toUpperCase())),
  coded('BR-CL-23', ['BT-130', 'BT-150'], ['BG-25'], isUnit),
  coded('BR-CL-24', ['BT-125'], ['BG-24'], either(...MIME), 'mimeCode'),
  coded('BR-CL-25', ['BT-34'], ['BG-4'], within(ENDPOINTS), 'schemeID'),
  coded('BR-CL-25', ['BT-49'], ['BG-7'], within(ENDPOINTS), 'schemeID'),
  coded('BR-CL-26', ['BT-71'], ['BG-13'], scheme, 'schemeID'),
  coded('BR-CO-09', ['BT-31'], ['BG-4'], ofCountry),
  coded('BR-CO-09', ['BT-48'], ['BG-7'], ofCountry),
  coded('BR-CO-09', ['BT-63'], ['BG-11'], ofCountry),
];

/** ISO 3166-1, but EL for Greece, as the VAT numbers of the Union begin. */
function ofCountry(vatId: string): boolean {
  const country = vatId.slice(0, 2);
  return country === 'EL' || COUNTRIES.has(country);
}
