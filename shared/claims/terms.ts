/** By which rate and law interest runs for an invoice: what the company's rules say, on what the law gives. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { percentOf, ppmOf, type Terms } from './interest.ts';
import type { EntityCharges, LateChargeRules, ReferenceName } from './late-charge.ts';
import { LAWS, REFERENCES, type Basis, type Dated, type Fixed } from './law.ts';

export interface Agreed extends Terms {
  readonly law: string;
  /** Which reference rate it rests on; absent where it rests on none. */
  readonly reference?: ReferenceName;
  /** From this day on no reference rate is known. */
  readonly unknownFrom?: LocalDate;
  /** Between businesses. */
  readonly compensation?: Fixed;
}
export type NoTerms = 'claims.none' | 'claims.no_law';

export const rulesOf = ({ entities }: LateChargeRules, entity: string): EntityCharges | undefined =>
  entities.find((one) => one.entity === entity);

/** `from`: the first day of being late, on which some laws fix the rate. */
export const termsOf = (
  rules: LateChargeRules,
  seller: Pick<Entity, 'id' | 'address'>,
  buyer: Pick<Customer, 'vatId'>,
  from: LocalDate,
): Result<Agreed, NoTerms> => {
  const own = rulesOf(rules, seller.id);
  if (!own?.interest) return refuse('claims.none', `The rules charge no interest for ${seller.id}.`);
  const law = LAWS[seller.address.country];
  const business = own.buyers === 'by_vat_id' ? buyer.vatId !== undefined : own.buyers === 'businesses';
  const compensation = business ? law?.compensation : undefined;
  const { yearDays } = own;
  if (own.interest.rate === 'contract') {
    const source = `Contract: ${own.interest.percent} %`;
    const rates = [{ from: '0001-01-01', ppm: ppmOf(own.interest.percent), source }];
    return ok({ yearDays, rates, law: source, ...(compensation && { compensation }) });
  }
  const basis = business ? law?.business : law?.consumer;
  if (!basis)
    return refuse(
      'claims.no_law',
      `No legal rate of ${seller.address.country} is known for ${business ? 'businesses' : 'consumers'}: say one in the rules.`,
    );
  return ok({
    yearDays,
    ...ratesOf(basis, rules, from),
    law: basis.law,
    ...(compensation && { compensation }),
  });
};

const ratesOf = (
  basis: Basis,
  rules: LateChargeRules,
  from: LocalDate,
): Pick<Agreed, 'rates' | 'unknownFrom' | 'reference'> => {
  if ('ppm' in basis) return { rates: [{ from: '0001-01-01', ppm: basis.ppm, source: basis.law }] };
  const known = referencesOf(basis.reference, rules);
  const { upToPpm = 1 } = basis;
  const added = known.map((row) => ({
    from: row.from,
    ppm: row.known ? Math.ceil((row.ppm + basis.addPpm) / upToPpm) * upToPpm : 0,
    source: `${basis.law}: ${percentOf(row.ppm)} % + ${percentOf(basis.addPpm)} points${upToPpm > 1 ? `, up to a multiple of ${percentOf(upToPpm)}` : ''} (${row.source})`,
  }));
  const start = added.findLast((row) => row.from <= from);
  if (basis.atStart && start && start.ppm > 0) return { rates: [{ ...start, from: '0001-01-01' }] };
  const unknownFrom = known.at(-1)?.from;
  return { rates: added, reference: basis.reference, ...(unknownFrom !== undefined && { unknownFrom }) };
};

/** The rows of a rate, each for its half-year and no longer: a half-year that nobody has said bears nothing, and the last row always is such a one. */
const referencesOf = (
  name: ReferenceName,
  { references }: LateChargeRules,
): (Dated & { readonly known: boolean })[] => {
  const said = references
    .filter(({ reference }) => reference === name)
    .map(({ from, percent, source }) => ({ from, ppm: ppmOf(percent), source }));
  const rows = [
    ...REFERENCES[name].filter((row) => !said.some(({ from }) => from === row.from)),
    ...said,
  ].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return rows.flatMap((row, at) => {
    const end = afterHalf(row.from);
    const next = rows[at + 1];
    return next !== undefined && next.from <= end
      ? [{ ...row, known: true }]
      : [
          { ...row, known: true },
          { from: end, ppm: 0, source: row.source, known: false },
        ];
  });
};

/** The first day after the half-year of a day. */
const afterHalf = (day: LocalDate): LocalDate => {
  const year = Number(day.slice(0, 4));
  return day.slice(5, 7) < '07' ? `${day.slice(0, 4)}-07-01` : `${year + 1}-01-01`;
};

/** The first day of the half-year of a day. */
export const halfOf = (day: LocalDate): LocalDate =>
  day.slice(5, 7) < '07' ? `${day.slice(0, 4)}-01-01` : `${day.slice(0, 4)}-07-01`;

/** The last day up to `to` for which a rate is known. */
export const lastKnown = ({ unknownFrom }: Agreed, to: LocalDate): LocalDate =>
  unknownFrom !== undefined && unknownFrom <= to ? addDays(unknownFrom, -1) : to;
