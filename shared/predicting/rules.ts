/** Whether and when an invoice is paid, by what its company knows. Pure, and the same to the byte for the same history. */
import type { Behaviour, Said } from './behaviour.ts';
import { dayQuantile, distributionOf, ownRates, type Distribution, type Rates } from './days.ts';
import { factorsOf, sharesOf, type Measured } from './factors.ts';
import { happeningsOf, type Happening, type Receivable } from './history.ts';
import { dot } from './logistic.ts';
import { memoryOf, remember, type Memory, type Sums } from './memory.ts';
import type { Model } from './model.ts';
import { probabilityOf, scaled, trained } from './training.ts';

/** Enough to tell any two apart, and the same however a processor rounds. */
const rounded = (value: number): number => Number(value.toFixed(4));

/** What is stated where a company has no history of its own. */
export const STATED: Model = trained(memoryOf([]), 0);

export interface Foreseen {
  readonly distribution: Distribution;
  /** How probable it was at its issue that it would be late. */
  readonly late: number;
  readonly measured: readonly Measured[];
}

/** What is to be expected on the morning of a day of an invoice that is open then; `rates` are the customer’s as of that day, for who asks of many. */
export const foreseen = (
  model: Model,
  sums: Sums,
  own: Behaviour | undefined,
  invoice: Receivable,
  day: number,
  rates: Rates = ownRates(own, day, model.rates),
): Foreseen => {
  const measured = factorsOf(sums, own, invoice, day);
  const late = model.weights
    ? probabilityOf(dot(model.weights, rowOf(measured, model)), model)
    : sharesOf(sums, own, invoice.segment).own;
  const { issued, due } = invoice;
  return { distribution: distributionOf({ issued, due, late }, day, rates), late, measured };
};

/** As what is learned from: rounded first, so that a prediction and the lesson from it are of one number. */
const rowOf = (measured: readonly Measured[], model: Model): number[] =>
  scaled(
    measured.map(({ input }) => rounded(input)),
    model,
  );

/** What is kept of it at the issue, and judged when it is paid. */
export const saidOf = (model: Model, memory: Memory, invoice: Receivable, rates?: Rates): Said => {
  const own = memory.customers.get(invoice.customer);
  const { distribution, late, measured } = foreseen(model, memory, own, invoice, invoice.issued, rates);
  const against = (share: number): number => dayQuantile(distribution, share) - invoice.due;
  return {
    factors: measured.map(({ input }) => rounded(input)),
    probability: rounded(late),
    plain: rounded(sharesOf(memory, own, invoice.segment).own),
    p10: against(0.1),
    p50: against(0.5),
    p90: against(0.9),
    counts: model.weights !== undefined,
  };
};

/** Takes in the days after `after` up to the evening of `until`, and says of each new invoice what is to be expected; answers whom it learned of. */
export const lived = (
  memory: Memory,
  receivables: readonly Receivable[],
  { after, until }: { after?: number; until: number },
  model: Model,
): Set<string> => {
  const learned = new Set<string>();
  const happenings = happeningsOf(receivables, { ...(after !== undefined && { after }), until });
  for (const same of together(happenings)) {
    const said = saidTogether(memory, same, model);
    for (const happening of same) {
      const { of } = happening;
      learned.add(of.customer);
      remember(memory, happening, () => said.get(of.id)!);
    }
  }
  return learned;
};

/** One after another, but all at once that were issued on one day: none of them knows the others. */
function* together(all: readonly Happening[]): Generator<readonly Happening[]> {
  for (let from = 0, to = 1; from < all.length; from = to++) {
    const { what, day, on } = all[from]!;
    const isSame = (one: Happening | undefined): boolean =>
      what === 'issued' && one?.what === what && one.day === day && one.on === on;
    while (isSame(all[to])) to++;
    yield all.slice(from, to);
  }
}

/** Of what was issued and is not remembered yet. */
const saidTogether = (memory: Memory, same: readonly Happening[], model: Model): Map<string, Said> => {
  const said = new Map<string, Said>();
  const rates = new Map<string, Rates>();
  for (const { what, day, of } of same) {
    const own = memory.customers.get(of.customer);
    if (what !== 'issued' || own?.open[of.id]) continue;
    const known = rates.get(of.customer) ?? ownRates(own, of.issued, model.rates);
    rates.set(of.customer, known);
    const now = saidOf(model, memory, of, known);
    // What is heard of days later is no prediction; it teaches only who has learned nothing yet, and hears of all of it now.
    const isLater = day !== of.issued;
    said.set(of.id, {
      ...now,
      counts: now.counts && !isLater,
      ...(isLater && model.weights && { heardLater: true as const }),
    });
  }
  return said;
};

/** By so many percentage points lateness is more probable than if a factor were as with the average invoice; none where nothing was learned. */
export const effectsOf = (measured: readonly Measured[], model: Model): number[] => {
  const { weights } = model;
  if (!weights) return measured.map(() => 0);
  const row = rowOf(measured, model);
  const odds = dot(weights, row);
  return measured.map((_, at) => {
    const without = odds - weights[at + 1]! * row[at + 1]!;
    return 100 * (probabilityOf(odds, model) - probabilityOf(without, model));
  });
};
