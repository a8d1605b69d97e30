/** Two folds → a review: the difference of each figure with its sense, and the steps ranked by the money that stood in them. */
import type { PaymentPlan } from '../plans/plan.ts';
import { type Figure, type FigureId, type InputName } from './figure.ts';
import type { Fact, Row } from './fact.ts';
import { gathered, type Folded } from './folding.ts';
import { weighted } from './formulas.ts';
import {
  STEP_NAMES,
  STEPS,
  type Compared,
  type Gap,
  type Review,
  type StepName,
  type Waited,
} from './review.ts';
import { counting, daysOf, figuresIn, foldedIn, type Question } from './rules.ts';
import { standingMinor, standingOf, type Standing } from './standing.ts';

export interface Period {
  readonly folded: Folded;
  readonly standing: Standing;
  readonly question: Question;
}
export const periodOf = (
  facts: readonly Fact[],
  plans: readonly PaymentPlan[],
  question: Question,
): Period => {
  const things = gathered(facts);
  const all = foldedIn(things, plans, question);
  return { folded: all, standing: standingOf(things, all, question.span, counting(question)), question };
};

const ROWS: Readonly<Record<StepName, InputName>> = {
  order_to_invoice: 'orderToInvoice',
  invoice_to_due: 'terms',
  due_to_paid: 'paid',
  paid_to_applied: 'applied',
  opened_to_decided: 'disputesDecided',
};

/** More of it is good; of the rest less is, but of what says how much, or what was agreed, and not how well. */
const MORE: readonly FigureId[] = [
  'cei',
  'collection_rate',
  'turnover',
  'promise_kept_count',
  'promise_kept_value',
  'auto_match_count',
  'auto_match_value',
  'auto_match_precision',
  'first_time_right',
  'touchless_rate',
];
const NEITHER: readonly FigureId[] = [
  'dso_best_possible',
  'weighted_terms',
  'credit_sales_income',
  'discount_yearly_simple',
  'discount_yearly_compounded',
];

/** By days, at the place that so many hundredths of all are not behind. */
const placed = (days: readonly number[], hundredths: number): number | null =>
  days[Math.ceil((days.length * hundredths) / 100) - 1] ?? null;

export const waitedOf = (rows: readonly Row[]): Omit<Waited, 'standingMinor'> => {
  const waits = rows.map(({ minor, days: own = 0 }) => ({ minor, days: Math.max(0, own) }));
  const sorted = waits.map((wait) => wait.days).toSorted((a, b) => a - b);
  return {
    count: waits.length,
    minor: waits.reduce((sum, { minor }) => sum + minor, 0),
    days: weighted(waits),
    medianDays: placed(sorted, 50),
    ninthDays: placed(sorted, 90),
  };
};

const compared = (now: Figure, before: Figure): Compared => {
  const change =
    now.value === null || before.value === null ? null : Math.round((now.value - before.value) * 100) / 100;
  const sense = NEITHER.includes(now.id) ? 0 : MORE.includes(now.id) ? 1 : -1;
  return {
    ...now,
    before: before.value,
    ...(before.atLeast !== undefined && { beforeAtLeast: before.atLeast }),
    change,
    better: change === null || change === 0 || sense === 0 ? null : change * sense > 0,
  };
};

const gapsOf = (now: Period, before: Period, currency: string): Gap[] =>
  STEP_NAMES.map((step) => {
    const waited = ({ folded, standing, question }: Period) => ({
      ...waitedOf(folded.get(currency)?.get(ROWS[step]) ?? []),
      standingMinor: standingMinor(standing, currency, step, daysOf(question.span)),
    });
    return { step, description: STEPS[step], ...waited(now), before: waited(before) };
  }).toSorted((a, b) => b.standingMinor - a.standingMinor);

/** Every currency that one of the two has. */
export const reviewOf = (now: Period, before: Period): Review['currencies'] =>
  [...new Set([...now.folded.keys(), ...before.folded.keys()])].toSorted().map((currency) => {
    const figures = ({ folded, question }: Period): Figure[] => figuresIn(folded, question, currency).figures;
    const were = figures(before);
    return {
      currency,
      figures: figures(now).map((figure, at) => compared(figure, were[at]!)),
      gaps: gapsOf(now, before, currency),
    };
  });
