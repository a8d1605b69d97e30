/**
 * What changed between two moments, act by act. A thing is folded by itself, so the effect of an act is what its things are with it, less what
 * they are without it; what payment plans move is told beside that. Together the effects are the difference, to the cent.
 */
import type { PaymentPlan } from '../plans/plan.ts';
import { inOrderOfCommits, type Fact, type Row } from './fact.ts';
import { INPUT_NAMES, type Change, type Changes, type Effect, type InputName } from './figure.ts';
import { gathered, purseIn, rowsOf, rowsOfPlans, thingsOf, whoseIn } from './folding.ts';
import { counting, figuresOf, foldedOf, type Question } from './rules.ts';
import { unspentOf, type Spending } from './unspent.ts';

/** Known before the first moment, and what came until the second. */
export interface Between {
  readonly before: readonly Fact[];
  readonly came: readonly Fact[];
  readonly plansBefore: readonly PaymentPlan[];
  readonly plansAfter: readonly PaymentPlan[];
}

type Counts = (row: Row) => boolean;
/** Rows that are there now, less those that were. */
const effectsOf = (was: readonly Row[], is: readonly Row[], counts: Counts): Effect[] => {
  const sums = new Map<string, { currency: string; input: InputName; count: number; minor: number }>();
  for (const [rows, sign] of [
    [was, -1],
    [is, 1],
  ] as const)
    for (const row of rows) {
      if (!counts(row)) continue;
      const { currency, input, minor } = row;
      const key = `${currency} ${input}`;
      const sum = sums.get(key) ?? { currency, input, count: 0, minor: 0 };
      sums.set(key, { ...sum, count: sum.count + sign, minor: sum.minor + sign * minor });
    }
  return [...sums.values()]
    .filter(({ count, minor }) => count !== 0 || minor !== 0)
    .toSorted((a, b) =>
      a.currency === b.currency
        ? INPUT_NAMES.indexOf(a.input) - INPUT_NAMES.indexOf(b.input)
        : a.currency < b.currency
          ? -1
          : 1,
    );
};

const nameOf = ({ id, at, entry, action, actor }: Fact): Omit<Change, 'effects'> => ({
  id,
  at,
  ...(entry && { on: entry.on, source: entry.source }),
  kind: entry?.kind ?? action,
  actor,
});

export const changesOf = (
  { before, came, plansBefore, plansAfter }: Between,
  question: Question,
): Change[] => {
  const { span } = question;
  const counts = counting(question);
  const things = gathered(before);
  const whose = whoseIn(things);
  const planned = (plans: readonly PaymentPlan[]) => rowsOfPlans(plans, things, span);
  const old = planned(plansBefore);
  // Of things that something came of: folding is most of the work, and each act would fold its things twice.
  const rowsNow = new Map<string, readonly Row[]>();
  const purses = new Map<string, Spending>();
  const rows = (name: string, came?: Fact): Row[] => {
    const [purse, own] = [purseIn(name), things.get(name) ?? []];
    if (!purse) return rowsOf(name, own, span, whose);
    let unspent = purses.get(name);
    if (!unspent || (came && !unspent.take(came))) unspent = unspentOf(purse, own, span);
    purses.set(name, unspent);
    return unspent.rows();
  };
  const changes = came.toSorted(inOrderOfCommits).map((fact): Change => {
    const names = [...thingsOf(fact)];
    const was = names.flatMap((name) => rowsNow.get(name) ?? rows(name));
    for (const name of names) {
      const own = things.get(name);
      if (own) own.push(fact);
      else things.set(name, [fact]);
    }
    for (const name of names) rowsNow.set(name, rows(name, fact));
    const is = names.flatMap((name) => rowsNow.get(name)!);
    return { ...nameOf(fact), effects: effectsOf(was, is, counts) };
  });
  const [was, is] = [old, planned(plansAfter)].map((rows) => Map.groupBy(rows, ({ thing }) => thing));
  const shifted = [...new Set([...was!.keys(), ...is!.keys()])].map((thing): Change => ({
    id: thing.slice(thing.indexOf(':') + 1),
    kind: 'payment_plan',
    effects: effectsOf(was!.get(thing) ?? [], is!.get(thing) ?? [], counts),
  }));
  return [...changes, ...shifted].filter(({ effects }) => effects.length > 0);
};

/** Sums and figures that are not what they were. */
export const comparedOf = (
  { before, came, plansBefore, plansAfter }: Between,
  question: Question,
): Changes['currencies'] => {
  const was = figuresOf(foldedOf(before, plansBefore, question), question);
  const is = figuresOf(foldedOf([...before, ...came], plansAfter, question), question);
  const names = [...new Set([...was, ...is].map(({ currency }) => currency))].toSorted();
  return names.flatMap((currency) => {
    const of = (all: typeof was) => all.find((one) => one.currency === currency);
    const [old, now] = [of(was), of(is)];
    const inputs = INPUT_NAMES.flatMap((input) => {
      const sum = (all: typeof old) => all?.inputs.find((one) => one.input === input);
      const [{ count: beforeCount, minor: beforeMinor }, { count, minor }] = [
        sum(old) ?? NOTHING,
        sum(now) ?? NOTHING,
      ];
      return count === beforeCount && minor === beforeMinor
        ? []
        : [{ input, count, minor, beforeCount, beforeMinor }];
    });
    const figures = (now ?? old)!.figures.flatMap((figure) => {
      const before = old?.figures.find(({ id }) => id === figure.id)?.value ?? null;
      return figure.value === before ? [] : [{ ...figure, before }];
    });
    return inputs.length + figures.length > 0 ? [{ currency, inputs, figures }] : [];
  });
};
const NOTHING = { count: 0, minor: 0 };
