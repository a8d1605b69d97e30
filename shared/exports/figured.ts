/** Rows of the KPI pack: each figure of a period and of the one before it, and below it the sums that it is computed from. */
import { INPUTS, type Definition, type Figure, type Figures, type Sum } from '../figures/figure.ts';
import { addDays, addMonths, daysBetween, endOfMonth, monthOf, monthsBetween } from '../kernel/dates.ts';
import type { Cell, Row } from './columns.ts';
import type { Days } from './export.ts';

/** Of whole months as many months, else as many days: what a period is held against. */
export const daysBefore = ({ from, to }: Days): Days => {
  const until = addDays(from, -1);
  if (from !== `${monthOf(from)}-01` || to !== endOfMonth(to))
    return { from: addDays(from, -1 - daysBetween(from, to)), to: until };
  return { from: addMonths(from, 0 - monthsBetween(monthOf(from), monthOf(to)).length), to: until };
};

type Told = Figures['currencies'];
interface Said {
  readonly days: Days;
  readonly figures: Told;
}
export const figureRows = (
  now: Said,
  before: Said,
  { definitions, knownAt }: { readonly definitions: readonly Definition[]; readonly knownAt: string },
): Row[] => {
  const currencies = [...new Set([...now.figures, ...before.figures].map(({ currency }) => currency))];
  const cut = { now: daysOf(now), before: daysOf(before), knownAt };
  return currencies
    .toSorted()
    .flatMap((currency) =>
      definitions.flatMap((one) =>
        rowsOf(one, cut, { currency, now: of(now, currency), before: of(before, currency) }),
      ),
    );
};
const daysOf = ({ days: { from, to } }: Said): readonly [Cell, Cell] => [from, to];
const of = ({ figures }: Said, wanted: string): Told[number] | undefined =>
  figures.find(({ currency }) => currency === wanted);

const rowsOf = (
  { id, name, formula, source, unit, inputs }: Definition,
  cut: { readonly now: readonly Cell[]; readonly before: readonly Cell[]; readonly knownAt: string },
  told: {
    readonly currency: string;
    readonly now: Told[number] | undefined;
    readonly before: Told[number] | undefined;
  },
): Row[] => {
  const figure = (one: Told[number] | undefined) =>
    valueOf(
      one?.figures.find((each) => each.id === id),
      unit,
    );
  const sum = (one: Told[number] | undefined, input: string) =>
    sumOf(one?.inputs.find((each) => each.input === input));
  const row = (head: readonly Cell[], cells: (one: Told[number] | undefined) => readonly Cell[]): Row => [
    id,
    ...head,
    ...cells(told.now),
    ...cut.now,
    ...cells(told.before),
    ...cut.before,
    cut.knownAt,
    told.currency,
  ];
  return [
    row(['value', name, formula, source, unit], figure),
    ...inputs.map((input) =>
      row(['made_of', input, INPUTS[input], source, 'minor'], (one) => sum(one, input)),
    ),
  ];
};

/** Value, at least, amount, count. What an amount is divided into has parts of a cent, and is rounded for people. */
const valueOf = (figure: Figure | undefined, unit: Definition['unit']): readonly Cell[] => {
  const value = figure?.value ?? undefined;
  return unit === 'minor'
    ? [undefined, figure?.atLeast, value === undefined ? undefined : Math.round(value), undefined]
    : [value, figure?.atLeast, undefined, undefined];
};
const sumOf = (sum: Sum | undefined): readonly Cell[] => [
  undefined,
  undefined,
  sum?.minor ?? 0,
  sum?.count ?? 0,
];
