/** What the company’s own invoices teach: how much each factor says of lateness, and on which day is paid. */
import { waitingOf, type Behaviour, type Said } from './behaviour.ts';
import { companyRates, newTally, tallied } from './days.ts';
import { FACTORS } from './prediction.ts';
import { dot, fitted, sigmoid, type Example } from './logistic.ts';
import type { Memory } from './memory.ts';
import type { Model } from './model.ts';

/** Fewer invoices whose outcome is known teach nothing that is better than what is stated. */
export const FEWEST = 30;
/** Of the newest: more of them move the weights by less than they are rounded to, and take longer. */
const MOST = 50_000;
/** What was issued so many days ago counts e times less: how people pay changes more slowly than how one customer does. */
const FADING_DAYS = 300;
const RIDGE = 20;
/** Of the newest part, which the weights are held against before they are used. */
const HELD = 0.2;
const CALIBRATION_RIDGE = 50;

interface Known {
  readonly issued: number;
  readonly said: Said;
  readonly late: boolean;
}
const knownOf = (own: Behaviour): Known[] =>
  [
    ...own.outcomes.map(({ issued, said, days }) => ({ issued, said, late: days > 0 })),
    ...waitingOf(own)
      .filter(({ late }) => late)
      .map(({ issued, said }) => ({ issued, said, late: true })),
  ].filter(({ said }) => !said.heardLater);

export const trained = (memory: Memory, day: number): Model => {
  const behaviours = [...memory.customers.values()].toSorted((a, b) =>
    a.customerId < b.customerId ? -1 : 1,
  );
  const known = behaviours
    .flatMap(knownOf)
    .toSorted((a, b) => a.issued - b.issued)
    .slice(-MOST);
  const tally = newTally();
  for (const own of behaviours) tallied(tally, own, day);
  const rates = companyRates(tally);
  const taught = { known: known.length, rates: { early: short(rates.early), late: short(rates.late) } };
  if (known.length < FEWEST) return { ...taught, means: [], spreads: [], calibration: AS_IS };
  const scale = scaleOf(known);
  const examples = known.map(({ issued, said, late }): Example => ({
    row: scaled(said.factors, scale),
    from: said.factors[0]!,
    is: late,
    weight: Math.exp((issued - day) / FADING_DAYS),
  }));
  const width = FACTORS.length + 1;
  return {
    ...taught,
    weights: short(fromNothing(fitted(examples, width, RIDGE), scale)),
    ...scale,
    calibration: calibrated(examples, width),
  };
};
/**
 * What is fitted says by how much the share of late invoices, which is the first factor, is to be corrected: the ridge holds a company
 * with few invoices to that share, and not to the same for everybody. Here as weights that begin with nothing.
 */
const fromNothing = ([shift, share, ...others]: readonly number[], { means, spreads }: Scale): number[] => [
  shift! + means[0]!,
  share! + spreads[0]!,
  ...others,
];
/** As many digits as anything of it is known to; more of them are kept for nothing. */
const short = (values: readonly number[]): number[] => values.map((one) => Number(one.toFixed(6)));

type Scale = Pick<Model, 'means' | 'spreads'>;
const scaleOf = (known: readonly Known[]): Scale => {
  const columns = FACTORS.map((_, at) => known.map(({ said }) => said.factors[at]!));
  const means = columns.map((column) => column.reduce((sum, one) => sum + one, 0) / column.length);
  const spreads = columns.map((column, at) => {
    const spread = Math.sqrt(column.reduce((sum, one) => sum + (one - means[at]!) ** 2, 0) / column.length);
    // What never differed says nothing.
    return spread > 0.0001 ? spread : 1;
  });
  return { means: short(means), spreads: short(spreads) };
};
export const scaled = (factors: readonly number[], { means, spreads }: Scale): number[] => [
  1,
  ...factors.map((one, at) => (one - means[at]!) / spreads[at]!),
];

const AS_IS = { shift: 0, slope: 1 };
/** By what weights that knew only the older part said of the newer one. */
const calibrated = (examples: readonly Example[], width: number): Model['calibration'] => {
  const cut = Math.floor(examples.length * (1 - HELD));
  const weights = fitted(examples.slice(0, cut), width, RIDGE);
  const held = examples.slice(cut).map(({ row, is, weight, from }): Example => {
    const odds = from! + dot(row, weights);
    return { row: [1, odds], is, weight, from: odds };
  });
  const [shift, slope] = fitted(held, 2, CALIBRATION_RIDGE) as [number, number];
  const [by, of] = short([shift, 1 + slope]) as [number, number];
  return { shift: by, slope: of };
};
export const probabilityOf = (
  odds: number,
  { calibration: { shift, slope } }: Pick<Model, 'calibration'>,
): number => sigmoid(shift + slope * odds);
