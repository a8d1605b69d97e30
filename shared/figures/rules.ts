/** Rows → figures, what is behind one, and what changed between two moments. */
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import type { Asked, Defined, Said } from './definition.ts';
import type { Fact, Row, Span } from './fact.ts';
import {
  FIGURE_IDS,
  INPUT_NAMES,
  type Definition,
  type Explained,
  type Figure,
  type FigureId,
  type Figures,
  type InputName,
  type Sum,
} from './figure.ts';
import { folded, gathered, rowsOf, rowsOfPlans, whoseIn, type Folded, type Things } from './folding.ts';
import { LASTING } from './lasting.ts';
import { RISKING } from './risking.ts';
import { WORKING } from './working.ts';

const DEFINED: Readonly<Record<FigureId, Defined>> = { ...LASTING, ...RISKING, ...WORKING };
export const definitionOf = (id: FigureId): Definition => {
  const { name, formula, unit, inputs, source = 'rules §2' } = DEFINED[id];
  return { id, name, formula, unit, source, inputs: [...inputs] };
};
export const DEFINITIONS: readonly Definition[] = FIGURE_IDS.map(definitionOf);

/** What is asked of some books. */
export interface Question {
  readonly span: Span;
  readonly booksFrom: LocalDate;
  /** Ids of the customers that count; everything where absent. */
  readonly ids?: ReadonlySet<string> | undefined;
  /** The currency of the books, in which the company says its costs. */
  readonly currency: string;
  readonly said: Said;
}
/** Ninety days, where nobody says from which day on. */
export const spanOf = (asOf: LocalDate, from: LocalDate = addDays(asOf, -89)): Span => ({ from, asOf });
export const daysOf = ({ from, asOf }: Span): number => daysBetween(from, asOf) + 1;

/** Whether a row is of the part that was asked for. */
export const counting =
  ({ ids }: Question) =>
  ({ customerId }: Pick<Row, 'customerId'>): boolean =>
    ids === undefined || ids.has(customerId ?? '');

/** `plans`: all that were known. */
export const foldedOf = (facts: Iterable<Fact>, plans: readonly PaymentPlan[], question: Question): Folded =>
  foldedIn(gathered(facts), plans, question);

export const foldedIn = (things: Things, plans: readonly PaymentPlan[], question: Question): Folded => {
  const whose = whoseIn(things);
  function* rows(): Generator<Row> {
    for (const [thing, own] of things) yield* rowsOf(thing, own, question.span, whose);
    yield* rowsOfPlans(plans, things, question.span);
  }
  return folded(rows(), counting(question));
};

const askedOf = (
  inputs: ReadonlyMap<InputName, readonly Row[]>,
  { span, booksFrom, ids, said, currency }: Question,
  own: string,
): Asked => {
  const rows = (input: InputName): readonly Row[] => inputs.get(input) ?? [];
  return {
    rows,
    sum: (...names) => names.reduce((sum, name) => sum + minorOf(rows(name)), 0),
    count: (...names) => names.reduce((sum, name) => sum + rows(name).length, 0),
    span,
    days: daysOf(span),
    booksFrom,
    part: ids !== undefined,
    // What staff costs is said in the currency of the books, and in no other.
    said: own === currency ? said : { ...said, staffCostMinor: undefined },
  };
};
const minorOf = (rows: readonly Row[]): number => rows.reduce((sum, { minor }) => sum + minor, 0);

const figureOf = (id: FigureId, asked: Asked): Figure => {
  const value = DEFINED[id].of(asked);
  return { id, ...(typeof value === 'object' && value !== null ? value : { value }) };
};
const sumsOf = (asked: Asked, names: readonly InputName[]): Sum[] =>
  names.map((input) => ({ input, count: asked.count(input), minor: asked.sum(input) }));

/** Of one currency, also one of which there is nothing. */
export const figuresIn = (
  all: Folded,
  question: Question,
  currency: string,
): Figures['currencies'][number] => {
  const asked = askedOf(all.get(currency) ?? new Map<InputName, Row[]>(), question, currency);
  return {
    currency,
    figures: FIGURE_IDS.map((id) => figureOf(id, asked)),
    inputs: sumsOf(asked, INPUT_NAMES),
  };
};

export const figuresOf = (all: Folded, question: Question): Figures['currencies'] =>
  [...all.keys()].toSorted().map((currency) => figuresIn(all, question, currency));

/** Of rows that are alike the acts decide, so that a page goes on where the one before ended. */
const placeOf = ({ input, thing, on = '', days = 0, facts }: Row): string =>
  [INPUT_NAMES.indexOf(input).toString().padStart(3, '0'), thing, on, days, facts.join(',')].join('#');

/** `end`: where the next page begins, if there is one. */
export const explained = (
  all: Folded,
  question: Question,
  {
    figure,
    currency,
    limit,
    after = 0,
  }: { figure: FigureId; currency: string; limit: number; after?: number },
): Pick<Explained, 'currency' | 'figure' | 'definition' | 'inputs' | 'data'> & { end?: number } => {
  const inputs = all.get(currency) ?? new Map<InputName, Row[]>();
  const asked = askedOf(inputs, question, currency);
  const { inputs: names } = DEFINED[figure];
  const rows = names
    .flatMap((name) => asked.rows(name))
    .map((row) => [placeOf(row), row] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { currency: _, ...row }]) => row);
  const data = rows.slice(after, after + limit);
  const end = after + data.length;
  return {
    currency,
    figure: figureOf(figure, asked),
    definition: definitionOf(figure),
    inputs: sumsOf(asked, names),
    data: data.map((row) => ({ ...row, facts: [...row.facts] })),
    ...(end < rows.length && { end }),
  };
};
