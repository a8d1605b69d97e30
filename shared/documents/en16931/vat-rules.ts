/** The ten families of rules that EN 16931 has for the categories of VAT (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG, BR-B). */
import { figure, near, percentOf, toCents, total } from './figures.ts';
import { groupsOf, said, type Group, type Term } from './model.ts';
import type { Rule } from './rule.ts';

/** Where a category may stand beside the VAT groups, with its category, rate and amount, and its place among the rules of a family. */
const PLACES = [
  { group: 'BG-25', category: 'BT-151', rate: 'BT-152', amount: 'BT-131', sign: 1n, at: 0 },
  { group: 'BG-20', category: 'BT-95', rate: 'BT-96', amount: 'BT-92', sign: -1n, at: 1 },
  { group: 'BG-21', category: 'BT-102', rate: 'BT-103', amount: 'BT-99', sign: 1n, at: 2 },
] as const;
type Place = (typeof PLACES)[number];
const at = (it: Group, { group, category }: Place, code: string): Group[] =>
  groupsOf(it, group).filter((one) => said(one, category) === code);
const taxed = (it: Group, code: string): Group[] =>
  groupsOf(it, 'BG-23').filter((one) => said(one, 'BT-118') === code);

type Identified = 'seller' | 'seller and buyer' | 'by VAT number' | 'both by VAT number' | 'nobody';
interface Family {
  readonly prefix: string;
  readonly code: string;
  /** Who must be identified, and how. */
  readonly identified: Identified;
  readonly rate: 'positive' | 'any' | 'zero' | 'none';
  /** Whether a VAT group says why there is no VAT. */
  readonly reason: boolean;
}
const FAMILIES: readonly Family[] = [
  { prefix: 'BR-S', code: 'S', identified: 'seller', rate: 'positive', reason: false },
  { prefix: 'BR-Z', code: 'Z', identified: 'seller', rate: 'zero', reason: false },
  { prefix: 'BR-E', code: 'E', identified: 'seller', rate: 'zero', reason: true },
  { prefix: 'BR-AE', code: 'AE', identified: 'seller and buyer', rate: 'zero', reason: true },
  { prefix: 'BR-IC', code: 'K', identified: 'both by VAT number', rate: 'zero', reason: true },
  { prefix: 'BR-G', code: 'G', identified: 'by VAT number', rate: 'zero', reason: true },
  { prefix: 'BR-O', code: 'O', identified: 'nobody', rate: 'none', reason: true },
  { prefix: 'BR-AF', code: 'L', identified: 'seller', rate: 'any', reason: false },
  { prefix: 'BR-AG', code: 'M', identified: 'seller', rate: 'any', reason: false },
];
const rated = ({ rate }: Family): boolean => rate === 'positive' || rate === 'any';

const has = (groups: readonly Group[], ...terms: Term[]): boolean =>
  groups.some((group) => terms.some((term) => said(group, term) !== undefined));
const isIdentified = (it: Group, how: Identified): boolean => {
  const [seller, buyer, agent] = [groupsOf(it, 'BG-4'), groupsOf(it, 'BG-7'), groupsOf(it, 'BG-11')];
  const byVat = has(seller, 'BT-31') || has(agent, 'BT-63');
  const known = byVat || has(seller, 'BT-32');
  if (how === 'seller') return known;
  if (how === 'seller and buyer') return known && has(buyer, 'BT-48', 'BT-47');
  if (how === 'by VAT number') return byVat;
  if (how === 'both by VAT number') return byVat && has(buyer, 'BT-48');
  return !byVat && !has(buyer, 'BT-48');
};

const rateFits = (rate: bigint | undefined, said: boolean, { rate: wanted }: Family): boolean => {
  if (wanted === 'none') return !said;
  if (rate === undefined) return false;
  return wanted === 'zero' ? rate === 0n : wanted === 'positive' ? rate > 0n : rate >= 0n;
};

const family = (one: Family): Rule[] => {
  const { prefix, code, identified } = one;
  const rule = (number: string, detail: string, holds: (it: Group) => boolean): Rule => ({
    id: `${prefix}-${number}`,
    over: [],
    holds: (_, it) => holds(it),
    detail: `${detail} (VAT category ${code})`,
  });
  return [
    rule('01', 'has not the VAT group that its lines, allowances and charges want', (it) => {
      const [used, groups] = [PLACES.some((place) => at(it, place, code).length > 0), taxed(it, code).length];
      return rated(one) ? used === groups > 0 : groups === 1 || (!used && groups === 0);
    }),
    ...PLACES.map((place) =>
      rule(
        two(2 + place.at),
        `identifies seller or buyer otherwise than it must: ${identified}`,
        (it) => at(it, place, code).length === 0 || isIdentified(it, identified),
      ),
    ),
    ...PLACES.map((place) =>
      rule(two(5 + place.at), 'has a rate that the category does not have', (it) =>
        at(it, place, code).every((part) =>
          rateFits(figure(part, place.rate), said(part, place.rate) !== undefined, one),
        ),
      ),
    ),
    rule('08', 'has a VAT group whose base is not what its lines, allowances and charges add up to', (it) =>
      taxed(it, code).every((group) => baseFits(it, group, one)),
    ),
    rule('09', 'has a VAT group with another amount than its base and rate make', (it) =>
      taxed(it, code).every((group) => taxFits(group, one)),
    ),
    rule(
      '10',
      one.reason ? 'does not say why there is no VAT' : 'says why there is no VAT where there is',
      (it) => taxed(it, code).every((group) => has([group], 'BT-120', 'BT-121') === one.reason),
    ),
  ];
};
const two = (number: number): string => String(number).padStart(2, '0');

const baseFits = (it: Group, group: Group, one: Family): boolean => {
  const base = figure(group, 'BT-116');
  const rate = figure(group, 'BT-119');
  if (base === undefined) return false;
  const parts = PLACES.map((place) => ({
    place,
    some: at(it, place, one.code).filter((part) => !rated(one) || figure(part, place.rate) === rate),
  }));
  const sum = parts.reduce((all, { place, some }) => all + place.sign * total(some, place.amount), 0n);
  return rated(one) ? near(base, sum) : base === sum;
};
const taxFits = (group: Group, one: Family): boolean => {
  const [base, tax, rate] = [figure(group, 'BT-116'), figure(group, 'BT-117'), figure(group, 'BT-119')];
  if (!rated(one)) return tax === 0n;
  return (
    base !== undefined && tax !== undefined && rate !== undefined && near(tax, toCents(percentOf(base, rate)))
  );
};

const alone = (number: string, detail: string, holds: (it: Group) => boolean): Rule => ({
  id: number,
  over: [],
  holds: (_, it) => holds(it),
  detail,
});
/** Nothing taxed stands on an invoice outside the scope of VAT. */
const outside =
  (holds: (it: Group) => boolean) =>
  (it: Group): boolean =>
    taxed(it, 'O').length === 0 || holds(it);
const onlyOutside = ({ group, category }: Place) =>
  outside((it) => groupsOf(it, group).every((one) => [undefined, 'O'].includes(said(one, category))));
const delivered = (it: Group): Group[] => groupsOf(it, 'BG-13').flatMap((one) => groupsOf(one, 'BG-15'));
const uses = (it: Group, code: string): boolean =>
  taxed(it, code).length > 0 || PLACES.some((place) => at(it, place, code).length > 0);

export const vatRules: readonly Rule[] = [
  ...FAMILIES.flatMap(family),
  alone(
    'BR-IC-11',
    'is an intra-community supply without day or period of the delivery (BT-72, BG-14)',
    (it) =>
      taxed(it, 'K').length === 0 ||
      has(groupsOf(it, 'BG-13'), 'BT-72') ||
      has([it], 'BT-73', 'BT-74', 'BT-8'),
  ),
  alone(
    'BR-IC-12',
    'is an intra-community supply without the country of the delivery (BT-80)',
    (it) => taxed(it, 'K').length === 0 || has(delivered(it), 'BT-80'),
  ),
  alone(
    'BR-O-11',
    'has other VAT groups beside the one outside the scope of VAT',
    outside((it) => groupsOf(it, 'BG-23').every((one) => [undefined, 'O'].includes(said(one, 'BT-118')))),
  ),
  ...PLACES.map((place) =>
    alone(`BR-O-${12 + place.at}`, 'has taxed parts and is outside the scope of VAT', onlyOutside(place)),
  ),
  alone(
    'BR-B-01',
    'uses split payment (category B) outside of Italy',
    (it) =>
      !uses(it, 'B') ||
      [...groupsOf(it, 'BG-4'), ...groupsOf(it, 'BG-7')].every((party) =>
        [...groupsOf(party, 'BG-5'), ...groupsOf(party, 'BG-8')].every((one) =>
          [said(one, 'BT-40'), said(one, 'BT-55')].includes('IT'),
        ),
      ),
  ),
  alone('BR-B-02', 'mixes split payment with standard VAT', (it) => !uses(it, 'B') || !uses(it, 'S')),
];
