/** What must add up on an invoice of EN 16931, and what is a figure or a day at all (BR-CO-10 to -17, BR-DEC-*). */
import { LocalDate } from '../../kernel/dates.ts';
import { figure, isFigure, near, percentOf, places, toCents, toUnits, total } from './figures.ts';
import { groupsOf, valuesOf, type Group, type GroupName, type Term } from './model.ts';
import { always, has, rule, type Rule } from './rule.ts';

/** Sums of the document, to the cent. */
const SUMMED: readonly Rule[] = [
  sums('BR-CO-10', 'lines do not add up to their sum (BT-106)', 'BT-106', (it) =>
    total(groupsOf(it, 'BG-25'), 'BT-131'),
  ),
  listed('BR-CO-11', 'allowances do not add up to their sum (BT-107)', 'BT-107', 'BG-20', 'BT-92'),
  listed('BR-CO-12', 'charges do not add up to their sum (BT-108)', 'BT-108', 'BG-21', 'BT-99'),
  sums('BR-CO-13', 'total without VAT is not lines − allowances + charges (BT-109)', 'BT-109', (it) => {
    const lines = figure(it, 'BT-106');
    return lines === undefined
      ? undefined
      : lines - (figure(it, 'BT-107') ?? 0n) + (figure(it, 'BT-108') ?? 0n);
  }),
  always('BR-CO-14', 'the VAT groups do not add up to the total of VAT (BT-110)', (it) => {
    const said = figure(it, 'BT-110');
    return said === undefined || said === toCents(total(groupsOf(it, 'BG-23'), 'BT-117'));
  }),
  sums('BR-CO-15', 'total with VAT is not total without it + VAT (BT-112)', 'BT-112', (it) => {
    const [net, tax] = [figure(it, 'BT-109'), figure(it, 'BT-110')];
    return valuesOf(it, 'BT-110').length !== 1 || net === undefined || tax === undefined
      ? undefined
      : net + tax;
  }),
  sums('BR-CO-16', 'amount due is not total with VAT − paid + rounding (BT-115)', 'BT-115', (it) => {
    const gross = figure(it, 'BT-112');
    return gross === undefined
      ? undefined
      : gross - (figure(it, 'BT-113') ?? 0n) + (figure(it, 'BT-114') ?? 0n);
  }),
  rule('BR-CO-17', 'BG-23', 'has a VAT group whose amount is not its base × its rate (BT-117)', (it) => {
    const [base, tax, rate] = [figure(it, 'BT-116'), figure(it, 'BT-117'), figure(it, 'BT-119')];
    if (tax === undefined) return false;
    if (rate === undefined || toUnits(rate) === 0n) return toUnits(tax) === 0n;
    return base !== undefined && near(tax, toCents(percentOf(base, rate)));
  }),
];

function sums(id: string, detail: string, term: Term, of: (it: Group) => bigint | undefined): Rule {
  return always(id, detail, (it) => {
    const sum = of(it);
    return sum !== undefined && figure(it, term) === toCents(sum);
  });
}
/** A sum is said where there is something to add, and not otherwise. */
function listed(id: string, detail: string, term: Term, name: GroupName, amount: Term): Rule {
  return always(id, detail, (it) => {
    const parts = groupsOf(it, name);
    const sum = figure(it, term);
    return sum === undefined ? parts.length === 0 && !has(it, term) : sum === toCents(total(parts, amount));
  });
}

/** At most two digits behind the point, by the rule that says so of each term. */
const DECIMALS: readonly (readonly [string, Term, GroupName?])[] = [
  ['BR-DEC-01', 'BT-92', 'BG-20'],
  ['BR-DEC-02', 'BT-93', 'BG-20'],
  ['BR-DEC-05', 'BT-99', 'BG-21'],
  ['BR-DEC-06', 'BT-100', 'BG-21'],
  ['BR-DEC-09', 'BT-106'],
  ['BR-DEC-10', 'BT-107'],
  ['BR-DEC-11', 'BT-108'],
  ['BR-DEC-12', 'BT-109'],
  ['BR-DEC-13', 'BT-110'],
  ['BR-DEC-14', 'BT-112'],
  ['BR-DEC-15', 'BT-111'],
  ['BR-DEC-16', 'BT-113'],
  ['BR-DEC-17', 'BT-114'],
  ['BR-DEC-18', 'BT-115'],
  ['BR-DEC-19', 'BT-116', 'BG-23'],
  ['BR-DEC-20', 'BT-117', 'BG-23'],
  ['BR-DEC-23', 'BT-131', 'BG-25'],
  ['BR-DEC-24', 'BT-136', 'BG-27'],
  ['BR-DEC-25', 'BT-137', 'BG-27'],
  ['BR-DEC-27', 'BT-141', 'BG-28'],
  ['BR-DEC-28', 'BT-142', 'BG-28'],
];
const decimals = DECIMALS.map(([id, term, over]) =>
  rule(id, over ?? [], `has more than two decimals, or no number, in ${term}`, (it) =>
    valuesOf(it, term).every(({ text }) => text === '' || (isFigure(text) && places(text) <= 2)),
  ),
);

/** What the schemas of both syntaxes say of the other figures, and of days. */
const typed: readonly Rule[] = [
  ...(
    [
      ['BG-25', 'BT-129', 'BT-146', 'BT-147', 'BT-148', 'BT-149', 'BT-152'],
      ['BG-23', 'BT-119'],
      ['BG-20', 'BT-94', 'BT-96'],
      ['BG-21', 'BT-101', 'BT-103'],
      ['BG-27', 'BT-138'],
      ['BG-28', 'BT-143'],
    ] as const
  ).map(([over, ...terms]) =>
    rule('schema', over, `has no number in one of ${terms.join(', ')}`, (it) =>
      terms.every((term) => valuesOf(it, term).every(({ text }) => isFigure(text))),
    ),
  ),
  ...(
    [
      [[], 'BT-2', 'BT-7', 'BT-9', 'BT-73', 'BT-74'],
      [['BG-3'], 'BT-26'],
      [['BG-13'], 'BT-72'],
      [['BG-26'], 'BT-134', 'BT-135'],
    ] as const
  ).map(([over, ...terms]) =>
    rule('schema', over, `has no day in one of ${terms.join(', ')}`, (it) =>
      terms.every((term) =>
        valuesOf(it, term).every(({ text }) => LocalDate.safeParse(text.slice(0, 10)).success),
      ),
    ),
  ),
];

export const sumRules: readonly Rule[] = [...SUMMED, ...decimals, ...typed];
